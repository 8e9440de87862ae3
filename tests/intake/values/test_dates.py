"""Every spelling of a moment, alone and in a column where another spelling rules."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.values.dates import Span, read_moment
from cchc_audit.intake.values.moment_columns import UNREADABLE, MomentColumn, spellings_of
from intake.exports import JUDGED, opened, rows, write

SPAN = Span.around(JUDGED, timezone="Asia/Ho_Chi_Minh")

MOMENTS = {
    "31/12/2025": datetime(2025, 12, 31),
    "31/12/2025 16:05": datetime(2025, 12, 31, 16, 5),
    "31/12/2025 16:05:09": datetime(2025, 12, 31, 16, 5, 9),
    "16:05 31/12/2025": datetime(2025, 12, 31, 16, 5),
    "16:05:09 31/12/2025": datetime(2025, 12, 31, 16, 5, 9),
    "31-12-2025": datetime(2025, 12, 31),
    "31.12.2025": datetime(2025, 12, 31),
    "31-12-2025 07:00": datetime(2025, 12, 31, 7),
    "1/2/2025": datetime(2025, 2, 1),
    "1/2/2025 7:05": datetime(2025, 2, 1, 7, 5),
    "2025-12-31": datetime(2025, 12, 31),
    "2025-12-31 16:05": datetime(2025, 12, 31, 16, 5),
    "2025-12-31T16:05:09": datetime(2025, 12, 31, 16, 5, 9),
    "2025-12-31T16:05:09.999": datetime(2025, 12, 31, 16, 5, 9),
    "2025-12-31 16:05:09.1234567": datetime(2025, 12, 31, 16, 5, 9),
    "2025-12-31T16:05:09Z": datetime(2025, 12, 31, 23, 5, 9),
    "2025-12-31T20:05:09Z": datetime(2026, 1, 1, 3, 5, 9),
    "2025-12-31T16:05:09+07:00": datetime(2025, 12, 31, 16, 5, 9),
    "2025-12-31T16:05:09+0700": datetime(2025, 12, 31, 16, 5, 9),
    "2025-12-31T16:05:09.5-05:00": datetime(2026, 1, 1, 4, 5, 9),
    "20251231160509": datetime(2025, 12, 31, 16, 5, 9),
    "31/12/2025 00:00:00": datetime(2025, 12, 31),
    "\u00a031/12/2025 \u00a0 16:05 ": datetime(2025, 12, 31, 16, 5),
    "29/02/2024": datetime(2024, 2, 29),
    "01/01/2000": datetime(2000, 1, 1),
    "31/03/2036 23:59:59": datetime(2036, 3, 31, 23, 59, 59),
}

FAULTS = {
    "31/12/25": Fault.MOMENT_TWO_DIGIT_YEAR,
    "16:05 31-12-25": Fault.MOMENT_TWO_DIGIT_YEAR,
    "25-12-31": Fault.MOMENT_TWO_DIGIT_YEAR,
    "31/02/2025": Fault.MOMENT_NO_SUCH_DAY,
    "29/02/2025": Fault.MOMENT_NO_SUCH_DAY,
    "2025-02-30": Fault.MOMENT_NO_SUCH_DAY,
    "00/12/2025": Fault.MOMENT_NO_SUCH_DAY,
    "20251301000000": Fault.MOMENT_NO_SUCH_DAY,
    "12/31/2025": Fault.MOMENT_MONTH_FIRST,
    "12/31/2025 16:05": Fault.MOMENT_MONTH_FIRST,
    "31/12/1999": Fault.MOMENT_TOO_EARLY,
    "01/01/0001 00:00:00": Fault.MOMENT_TOO_EARLY,
    "01/04/2036": Fault.MOMENT_TOO_LATE,
    "31/12/2025 24:00": Fault.MOMENT_UNREADABLE,
    "31/12/2025 07:60": Fault.MOMENT_UNREADABLE,
    "31/12-2025": Fault.MOMENT_UNREADABLE,
    "202512311605": Fault.MOMENT_UNREADABLE,
    "46022": Fault.MOMENT_UNREADABLE,
    "hôm qua": Fault.MOMENT_UNREADABLE,
    "-": Fault.MOMENT_UNREADABLE,
}


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_every_spelling_is_read(text: str, moment: datetime) -> None:
    assert read_moment(text, SPAN) == moment


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_nothing_is_guessed(text: str, fault: Fault) -> None:
    assert read_moment(text, SPAN) is fault


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u200b"])
def test_a_blank_cell_is_no_fault(text: str) -> None:
    assert read_moment(text, SPAN) is None


def test_excel_numbers_are_days_in_workbooks_only() -> None:
    assert read_moment("46022.3125", SPAN, serials=True) == datetime(2025, 12, 31, 7, 30)
    assert read_moment("46022.3125", SPAN) is Fault.MOMENT_UNREADABLE


def test_the_span_of_a_leap_day_ends_on_28_february() -> None:
    assert Span.around(date(2024, 2, 29), timezone="Asia/Ho_Chi_Minh").last == date(2034, 2, 28)


@pytest.mark.parametrize("ruling", MOMENTS)
def test_a_column_reads_alike_whatever_spelling_rules_it(ruling: str) -> None:
    texts = [*MOMENTS, *FAULTS, "", None]
    how = MomentColumn(spellings_of([ruling] * 9), span=SPAN)
    frame = pl.LazyFrame({"raw": texts}, schema={"raw": pl.String})
    native = frame.with_columns(native=how.native(pl.col("raw")))
    read = native.select(how.read(pl.col("raw"), pl.col("native"))).collect(engine="streaming")
    wanted = [*MOMENTS.values(), *[UNREADABLE] * len(FAULTS), None, None]
    assert read.to_series().to_list() == wanted


_TIME = r"[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?"
_DAY_FIRST = rf" ?[0-9]{{1,2}}[/.-] ?[0-9]{{1,2}}[/.-][0-9]{{1,5}}( {{1,2}}{_TIME})?"
_ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
_ISO = rf"[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}[T ]{_TIME}(\.[0-9]{{1,9}})?{_ZONE}"
_SHAPES = (_DAY_FIRST, rf"{_TIME} [0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}", _ISO, "[0-9]{13,15}")


@settings(deadline=None)
@given(
    st.lists(st.one_of(*(st.from_regex(rf"\A{shape}\Z") for shape in _SHAPES)), min_size=1),
    st.sampled_from(sorted(MOMENTS)),
)
def test_the_fast_and_the_slow_way_agree(texts: list[str], ruling: str) -> None:
    how = MomentColumn(spellings_of([ruling]), span=SPAN)
    frame = pl.DataFrame({"raw": texts}).with_columns(native=how.native(pl.col("raw")))
    fast = frame.select(how.read(pl.col("raw"), pl.col("native"))).to_series().to_list()
    slow = [read_moment(text, SPAN) for text in texts]
    assert fast == [UNREADABLE if isinstance(value, Fault) else value for value in slow]


def test_offsets_turn_to_the_zone_of_the_policy(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,,,,2025-12-31T16:05:09Z,2025-12-31T16:05:09+01:00")
    row = rows(opened(path)).row(0, named=True)
    utc = datetime(2025, 12, 31, 16, 5, 9, tzinfo=UTC)
    local = (utc + timedelta(hours=7)).replace(tzinfo=None)
    assert (row["received_at"], row["completed_at"]) == (local, local - timedelta(hours=1))
