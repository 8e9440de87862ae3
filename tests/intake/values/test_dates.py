"""Every spelling of a moment, alone and in a column where another spelling rules."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.core.vocabulary import DateOrder, Fault
from cchc_audit.intake.values.moment_columns import UNREADABLE, MomentColumn, spellings_of
from cchc_audit.intake.values.moment_words import SAYING_THE_SAME
from cchc_audit.intake.values.moments import Numbers, Span, read_moment
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
    "2026/01/05": datetime(2026, 1, 5),
    "2026/1/5 8:30": datetime(2026, 1, 5, 8, 30),
    "20260105": datetime(2026, 1, 5),
    "20260105T083000Z": datetime(2026, 1, 5, 15, 30),
    "05 / 01 / 2026": datetime(2026, 1, 5),
    "'05/01/2026": datetime(2026, 1, 5),
    '="05/01/2026"': datetime(2026, 1, 5),
    "05/01/2026 08:30:00 SA": datetime(2026, 1, 5, 8, 30),
    "05/01/2026 3:08 CH": datetime(2026, 1, 5, 15, 8),
    "05/01/2026 3:08:09 PM": datetime(2026, 1, 5, 15, 8, 9),
    "05/01/2026 12:30 SA": datetime(2026, 1, 5, 0, 30),
    "05/01/2026 12:30 CH": datetime(2026, 1, 5, 12, 30),
    "05/01/2026 15:08 CH": datetime(2026, 1, 5, 15, 8),
    "08:30:00 SA 05/01/2026": datetime(2026, 1, 5, 8, 30),
    "05/01/2026 SA 08:30:00": datetime(2026, 1, 5, 8, 30),
    "PM 03:08 05/01/2026": datetime(2026, 1, 5, 15, 8),
    "05012026": datetime(2026, 1, 5),
    "20122026": datetime(2026, 12, 20),
    "20260105.0": datetime(2026, 1, 5),
    "05-Th1-2026": datetime(2026, 1, 5),
    "05 Tháng Giêng 2026": datetime(2026, 1, 5),
    "05/01/2026 3:08 chiều": datetime(2026, 1, 5, 15, 8),
    "05/01/2026 15h08": datetime(2026, 1, 5, 15, 8),
    "15h 05/01/2026": datetime(2026, 1, 5, 15),
    "08:2515/01/2026": datetime(2026, 1, 15, 8, 25),
    "15h 12/01/2026": datetime(2026, 1, 12, 15),
    "8h30 12/01/2026": datetime(2026, 1, 12, 8, 30),
    "15 giờ 08 phút 25/01/2026": datetime(2026, 1, 25, 15, 8),
    "15h08ngày 12/01/2026": datetime(2026, 1, 12, 15, 8),
    "08:30 T2,12/01/2026": datetime(2026, 1, 12, 8, 30),
    "\u200e5/\u200e1/\u200e2026 \u200e8:30": datetime(2026, 1, 5, 8, 30),
    "8g30 5/1/2026": datetime(2026, 1, 5, 8, 30),
    "15 giờ 08 phút, ngày 05/01/2026": datetime(2026, 1, 5, 15, 8),
    "05/01/2026, 15:08": datetime(2026, 1, 5, 15, 8),
    "15:08, 05/01/2026": datetime(2026, 1, 5, 15, 8),
    "05/01/2026 - 15:08": datetime(2026, 1, 5, 15, 8),
    "15:08 - 05/01/2026": datetime(2026, 1, 5, 15, 8),
    "05/01/2026 15:08:00 +07:00": datetime(2026, 1, 5, 15, 8),
    "05/01/2026T15:08": datetime(2026, 1, 5, 15, 8),
    "Thứ sáu, 6/3/2026, 01:08 (GMT+7)": datetime(2026, 3, 6, 1, 8),
    "Chủ nhật 04/01/2026": datetime(2026, 1, 4),
    "06/03/2026 01:08 GMT": datetime(2026, 3, 6, 8, 8),
    "ngày 06/03/2026": datetime(2026, 3, 6),
    "ngày 06 tháng 3 năm 2026": datetime(2026, 3, 6),
    "6 tháng 3, 2026": datetime(2026, 3, 6),
    "15:08 6 thg 3, 2026": datetime(2026, 3, 6, 15, 8),
    "05 tháng năm năm 2026": datetime(2026, 5, 5),
    "lúc 15:08 ngày 06/03/2026": datetime(2026, 3, 6, 15, 8),
    "hồi 15 giờ 08 phút ngày 06 tháng 3 năm 2026": datetime(2026, 3, 6, 15, 8),
    "06/03/2026 24:00": datetime(2026, 3, 6, 23, 59, 59),
    "24:00 06/03/2026": datetime(2026, 3, 6, 23, 59, 59),
    "Jan  5 2026  8:30AM": datetime(2026, 1, 5, 8, 30),
    "January 5, 2026": datetime(2026, 1, 5),
    "05-Jan-2026": datetime(2026, 1, 5),
    "05-JAN-2026 03.08.00.000000 PM": datetime(2026, 1, 5, 15, 8),
    "Mon Jan 05 2026 08:30:00 GMT+0700 (Indochina Time)": datetime(2026, 1, 5, 8, 30),
    "Mon Jan 05 08:30:00 ICT 2026": datetime(2026, 1, 5, 8, 30),
    "Mon, 05 Jan 2026 01:30:00 +0000": datetime(2026, 1, 5, 8, 30),
    "2026-01-05T08:30:00+07:00[Asia/Ho_Chi_Minh]": datetime(2026, 1, 5, 8, 30),
    "2026-01-05-15.08.00.000000": datetime(2026, 1, 5, 15, 8),
    "/Date(1767578400000)/": datetime(2026, 1, 5, 9),
    r"\/Date(1767578400000+0700)\/": datetime(2026, 1, 5, 9),
    'ISODate("2026-01-05T08:30:00Z")': datetime(2026, 1, 5, 15, 30),
    '{"$date": "2026-01-05T08:30:00.000Z"}': datetime(2026, 1, 5, 15, 30),
    '{"$date": {"$numberLong": "1767578400000"}}': datetime(2026, 1, 5, 9),
}

BESIDE_WORDS = {
    ("returned_at", "Đã trả ngày 05/01/2026"): datetime(2026, 1, 5),
    ("returned_at", "Đã trả KQ 05/01/2026 15:08"): datetime(2026, 1, 5, 15, 8),
    ("returned_at", "Ngày trả: 05/01/2026"): datetime(2026, 1, 5),
    ("completed_at", "Đã trả kết quả vào ngày 05/01/2026"): datetime(2026, 1, 5),
    ("completed_at", "Đã xử lý xong 05/01/2026"): datetime(2026, 1, 5),
    ("completed_at", "Xong 8h30' ngày 05/01/2026"): datetime(2026, 1, 5, 8, 30),
    ("received_at", "Tiếp nhận 05/01/2026"): datetime(2026, 1, 5),
    ("promised_at", "Hẹn trả KQ ngày 05/01/2026"): datetime(2026, 1, 5),
    ("promised_at", "Trước 17h00 ngày 05/01/2026"): datetime(2026, 1, 5, 17),
    # A half of the day is no hour.
    ("received_at", "05/01/2026 (sáng)"): datetime(2026, 1, 5),
    ("received_at", "05/01/2026 SA"): datetime(2026, 1, 5),
    ("received_at", "05/01/2026 buổi chiều"): datetime(2026, 1, 5),
    ("received_at", "sáng 05/01/2026"): datetime(2026, 1, 5),
    ("received_at", "Chiều ngày 05/01/2026"): datetime(2026, 1, 5),
    ("received_at", "05/01/2026 (thứ Hai)"): datetime(2026, 1, 5),
    ("received_at", "05/01/2026 15:08 T2"): datetime(2026, 1, 5, 15, 8),
    ("received_at", "05/01/2026."): datetime(2026, 1, 5),
}
OTHER_WORDS = {
    # Of another column, denied, or planned.
    ("promised_at", "Đã trả ngày 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("received_at", "Đã trả ngày 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "Đã xử lý xong 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "Hẹn trả 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "Chưa trả, 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "05/01/2026 (dự kiến)"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "Đã trả lại 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("returned_at", "Trả ngày 05/01/26"): Fault.MOMENT_TWO_DIGIT_YEAR,
    ("promised_at", "sang 05/01/2026"): Fault.MOMENT_UNREADABLE,
    ("promised_at", "sáng"): Fault.MOMENT_UNREADABLE,
    ("promised_at", "8h30 (chiều) 05/01/2026"): Fault.MOMENT_UNREADABLE,
    # A correction, a stretch.
    ("returned_at", "05/01/2026 06/01/2026"): Fault.MOMENT_SEVERAL,
    ("returned_at", "05/01/2026; sửa: 06/01/2026"): Fault.MOMENT_SEVERAL,
    ("returned_at", "Đã trả 05/01/2026 (hẹn 07-01-2026)"): Fault.MOMENT_SEVERAL,
    ("promised_at", "05/01/2026 - 07/01/2026"): Fault.MOMENT_SEVERAL,
    ("received_at", "2026-01-05 08:30 2026-01-06 08:30"): Fault.MOMENT_SEVERAL,
}

NOTHING = (
    *("<null>", "Trống", "Chưa cập nhật", "Chưa xác định", "Không có thông tin", '""'),
    *("NULL", "null", r"\N", "N/A", "NaN", "NaT", "None", "-", "--", ".", "Chưa có", "KHÔNG"),
    "undefined",
    *("01/01/0001", "1/1/0001 12:00:00 SA", "0001-01-01T00:00:00Z", "01/01/1900", "1900-01-00"),
    *("1900-01-01 00:00:00.000", "01/01/1970", "1970-01-01 00:00:00", "30/12/1899", "0", "0.0"),
    *("Chưa trả", "Đang xử lý", "Chưa có kết quả", "(trống)", "00:00", "12:00:00 AM"),
    *("00/00/0000", "0000-00-00 00:00:00", "/Date(-62135596800000)/", "/Date(0)/"),
    *("  /  /    ", "  /  /       :  ", "__/__/____", "//", "_"),
)

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
    "01/01/1900 08:30": Fault.MOMENT_TOO_EARLY,
    "01/01/1970 08:30": Fault.MOMENT_TOO_EARLY,
    "02/01/0001": Fault.MOMENT_TOO_EARLY,
    "01/04/2036": Fault.MOMENT_TOO_LATE,
    # What pydantic makes of 20260105 and 20260105083000.
    "1970-08-23T11:48:25Z": Fault.MOMENT_TOO_EARLY,
    "2612-01-07T22:58:03Z": Fault.MOMENT_TOO_LATE,
    "05-JAN-26": Fault.MOMENT_TWO_DIGIT_YEAR,
    "05-JAN-26 03.08.00.000000 PM": Fault.MOMENT_TWO_DIGIT_YEAR,
    "31-Feb-2026": Fault.MOMENT_NO_SUCH_DAY,
    "5 tháng 13 năm 2026": Fault.MOMENT_NO_SUCH_DAY,
    "31/12/2025 24:01": Fault.MOMENT_UNREADABLE,
    "31/12/2025 25:00": Fault.MOMENT_UNREADABLE,
    "31/12/2025 15:08 SA": Fault.MOMENT_UNREADABLE,
    "31/12/2025 00:08 CH": Fault.MOMENT_UNREADABLE,
    "08:30T12/01/2026": Fault.MOMENT_UNREADABLE,
    "31/12/2025 08:30-10:00": Fault.MOMENT_UNREADABLE,
    "1.023.04.2026": Fault.MOMENT_UNREADABLE,
    "tháng 12 năm 2025": Fault.MOMENT_UNREADABLE,
    "12/2025": Fault.MOMENT_UNREADABLE,
    "20251231 0800": Fault.MOMENT_UNREADABLE,
    '{"$date": "hôm qua"}': Fault.MOMENT_UNREADABLE,
    "31/12/2025 07:60": Fault.MOMENT_UNREADABLE,
    "31/12-2025": Fault.MOMENT_UNREADABLE,
    "202512311605": Fault.MOMENT_UNREADABLE,
    "46022": Fault.MOMENT_UNREADABLE,
    "hôm qua": Fault.MOMENT_UNREADABLE,
    "#####": Fault.MOMENT_HIDDEN,
}


@pytest.mark.parametrize(("text", "moment"), MOMENTS.items())
def test_every_spelling_is_read(text: str, moment: datetime) -> None:
    assert read_moment(text, SPAN) == moment


@pytest.mark.parametrize(("cell", "moment"), (BESIDE_WORDS | OTHER_WORDS).items())
def test_words_beside_a_day_say_what_the_header_says(
    cell: tuple[str, str], moment: datetime | Fault
) -> None:
    column, text = cell
    assert read_moment(text, SPAN, column=column) == moment
    assert MomentColumn((), span=SPAN, column=column).value(text) == moment


@pytest.mark.parametrize("column", ["", *SAYING_THE_SAME])
@pytest.mark.parametrize("text", [*MOMENTS, *FAULTS, *NOTHING])
def test_what_is_read_without_words_is_read_the_same(column: str, text: str) -> None:
    assert read_moment(text, SPAN, column=column) == read_moment(text, SPAN)


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_nothing_is_guessed(text: str, fault: Fault) -> None:
    assert read_moment(text, SPAN) is fault


@pytest.mark.parametrize("text", ["", "  ", "\u00a0", "\u200b", '=""', *NOTHING])
def test_a_blank_cell_is_no_fault(text: str) -> None:
    assert read_moment(text, SPAN) is None


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        ("46022", datetime(2025, 12, 31)),
        ("46022.3125", datetime(2025, 12, 31, 7, 30)),
        ("46022.354166666664", datetime(2025, 12, 31, 8, 30)),
        ("46022,354167", datetime(2025, 12, 31, 8, 30)),
        ("46022.99999999", datetime(2025, 12, 31, 23, 59, 59)),
        ("46022.999994", datetime(2025, 12, 31, 23, 59, 59)),
        ("46022.99998", datetime(2025, 12, 31, 23, 59, 58)),
    ],
)
def test_excel_numbers_are_days_where_numbers_are(serial: str, moment: datetime) -> None:
    assert read_moment(serial, SPAN, numbers=Numbers.SERIALS) == moment
    assert read_moment(serial, SPAN) is Fault.MOMENT_UNREADABLE
    assert _read([serial], MomentColumn((), span=SPAN, numbers=Numbers.SERIALS)) == [moment]


def test_a_compact_day_among_excel_numbers_is_a_number_that_is_no_day() -> None:
    assert read_moment("20260105", SPAN, numbers=Numbers.SERIALS) is Fault.MOMENT_TOO_LATE
    how = MomentColumn(spellings_of(["20260105"]), span=SPAN, numbers=Numbers.SERIALS)
    assert _read(["20260105", "46022"], how) == [UNREADABLE, datetime(2025, 12, 31)]


def test_days_of_the_1904_system_lie_four_years_ahead() -> None:
    serial, noon = "44560.5", datetime(2025, 12, 31, 12)
    assert read_moment(serial, SPAN, numbers=Numbers.SERIALS, ahead=1462) == noon
    how = MomentColumn((), span=SPAN, numbers=Numbers.SERIALS, ahead=1462)
    assert _read([serial, " 44560.5"], how) == [noon, noon]


def test_unix_numbers_are_moments_of_the_zone() -> None:
    nine = datetime(2026, 1, 5, 9)
    for text, numbers in (
        ("1767578400", Numbers.SECONDS),
        ("1767578400.0", Numbers.SECONDS),
        ("1767578400000.0", Numbers.MILLISECONDS),
        ("1767578400999", Numbers.MILLISECONDS),
    ):
        assert read_moment(text, SPAN, numbers=numbers) == nine
        assert _read([text, "0", "x"], MomentColumn((), span=SPAN, numbers=numbers)) == [
            nine,
            None,
            UNREADABLE,
        ]


def test_the_month_first_only_where_the_settings_say_so() -> None:
    order = DateOrder.MONTH_FIRST
    for text, moment in {
        "12/31/2025 16:05": datetime(2025, 12, 31, 16, 5),
        "3/4/2026": datetime(2026, 3, 4),
        "2026-03-04": datetime(2026, 3, 4),
        "4 Mar 2026": datetime(2026, 3, 4),
        "31/12/2025": Fault.MOMENT_DAY_FIRST,
    }.items():
        assert read_moment(text, SPAN, order=order) == moment
        how = MomentColumn(spellings_of([text], order), span=SPAN, order=order)
        assert _read([text], how) == [UNREADABLE if isinstance(moment, Fault) else moment]


def test_the_span_of_a_leap_day_ends_on_28_february() -> None:
    assert Span.around(date(2024, 2, 29), timezone="Asia/Ho_Chi_Minh").last == date(2034, 2, 28)


def _read(texts: Sequence[str | None], how: MomentColumn) -> list[datetime | None]:
    """The cells of a column as the plan reads them."""
    frame = pl.LazyFrame({"raw": texts}, schema={"raw": pl.String})
    native = frame.with_columns(native=how.native(pl.col("raw")))
    read = native.select(how.read(pl.col("raw"), pl.col("native")))
    return read.collect(engine="streaming").to_series().to_list()


@pytest.mark.parametrize("ruling", MOMENTS)
def test_a_column_reads_alike_whatever_spelling_rules_it(ruling: str) -> None:
    texts = [*MOMENTS, *FAULTS, *NOTHING, "", None]
    how = MomentColumn(spellings_of([ruling] * 9), span=SPAN)
    wanted = [*MOMENTS.values(), *[UNREADABLE] * len(FAULTS), *[None] * (len(NOTHING) + 2)]
    assert _read(texts, how) == wanted


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("31/12/2025 16:05:09", "dd/MM/yyyy HH:mm:ss"),
        ("05/01/2026 08:30:00 SA", "dd/MM/yyyy hh:mm:ss SA/CH"),
        ("05/01/2026 3:08 PM", "dd/MM/yyyy hh:mm tt"),
        ("05/01/2026, 15:08", "dd/MM/yyyy, HH:mm"),
        ("15:08 - 05/01/2026", "HH:mm - dd/MM/yyyy"),
        ("2026/01/05", "yyyy/MM/dd"),
        ("20260105", "yyyyMMdd"),
        ("2026-01-05T08:30:00.123Z", "yyyy-MM-ddTHH:mm:ss.fffzzz"),
    ],
)
def test_common_spellings_are_read_natively(text: str, label: str) -> None:
    how = MomentColumn(spellings_of([text]), span=SPAN)
    assert how.labels == (label,)
    frame = pl.DataFrame({"raw": [text]}).select(how.native(pl.col("raw")))
    assert frame.item() == read_moment(text, SPAN)


_TIME = r"[0-9]{1,2}:[0-9]{1,2}(:[0-9]{1,2})?"
_DAY_FIRST = rf" ?[0-9]{{1,2}}[/.-] ?[0-9]{{1,2}}[/.-][0-9]{{1,5}}( {{1,2}}{_TIME})?"
_ZONE = r"(Z|[+-][0-9]{2}:?[0-9]{2})?"
_ISO = rf"[0-9]{{4}}-[0-9]{{1,2}}-[0-9]{{1,2}}[T ]{_TIME}(\.[0-9]{{1,9}})?{_ZONE}"
_HALF = rf"[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}},? {_TIME} ?(SA|CH|am|PM|ch)"
_YEAR = rf"\+?[0-9]{{1,4}}/ ?[0-9]{{1,2}}/ ?[0-9]{{1,2}}( {_TIME})?"
_SHAPES = (
    *(_DAY_FIRST, rf"{_TIME} [0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}", _ISO, "[0-9]{13,15}"),
    *(_HALF, _YEAR, "[0-9]{7,9}", rf"{_TIME} ?- ?[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}"),
)


@settings(deadline=None)
@given(
    st.lists(st.one_of(*(st.from_regex(rf"\A{shape}\Z") for shape in _SHAPES)), min_size=1),
    st.sampled_from(sorted(MOMENTS)),
)
def test_the_fast_and_the_slow_way_agree(texts: list[str], ruling: str) -> None:
    fast = _read(texts, MomentColumn(spellings_of([ruling]), span=SPAN))
    slow = [read_moment(text, SPAN) for text in texts]
    assert fast == [UNREADABLE if isinstance(value, Fault) else value for value in slow]


def test_offsets_turn_to_the_zone_of_the_policy(tmp_path: Path) -> None:
    path = write(tmp_path, "H1,,,,2025-12-31T16:05:09Z,2025-12-31T16:05:09+01:00")
    row = rows(opened(path)).row(0, named=True)
    utc = datetime(2025, 12, 31, 16, 5, 9, tzinfo=UTC)
    local = (utc + timedelta(hours=7)).replace(tzinfo=None)
    assert (row["received_at"], row["completed_at"]) == (local, local - timedelta(hours=1))
