"""Days and months exchanged, and all written alike afterwards: what else tells of it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files import sample
from intake.exports import opened

from .files import Row, dossiers, marks, write_csv


def months_first(at: datetime) -> datetime:
    """A day-first date as a program takes it that wants the month first."""
    return at.replace(day=at.month, month=at.day) if at.day <= 12 else at


@pytest.mark.parametrize("spelling", ["%d/%m/%Y %H:%M", "%d-%m-%Y", "%d-%b-%Y", "%d%m%Y"])
def test_receipts_that_the_numbers_hold_exchanged(tmp_path: Path, spelling: str) -> None:
    """Written alike after they were exchanged: nothing but the numbers tells, however few rows."""
    rows = dossiers(9, write=lambda at: months_first(at).strftime(spelling), finished=0.2)
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", rows))


def test_few_rows_without_days_in_their_numbers_exchanged(tmp_path: Path) -> None:
    """The dates of any act show that the judgement does not look back."""
    rows = dossiers(14, write=lambda at: f"{months_first(at):%d/%m/%Y %H:%M}", finished=0.8)
    plain = [{**row, "Mã hồ sơ": f"HS{n}"} for n, row in enumerate(rows)]
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", plain))


def test_numbers_that_hold_another_day(tmp_path: Path) -> None:
    """An application made online is numbered before it is received."""
    rows = [{**row, "Mã hồ sơ": f"H21.9-260102-{n:04}"} for n, row in enumerate(dossiers(40))]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()


def exchanged(row: Row, *names: str) -> Row:
    """The row as after a program that takes the month first, and then writes all alike."""
    return {**row, **{name: turned(row[name]) for name in names if row[name]}}


def turned(text: str) -> str:
    return f"{text[3:5]}/{text[:2]}{text[5:]}" if int(text[:2]) <= 12 else text


def plain(rows: list[Row], name: str = "A") -> list[Row]:
    return [
        {**row, "Mã hồ sơ": f"{name}{n}", "Mã thủ tục": "2.999901"} for n, row in enumerate(rows)
    ]


def in_first_days(count: int) -> list[Row]:
    """Dossiers of which every day could be a month."""
    made = dossiers(600, seed=5, finished=1)
    names = [name for name in made[0] if name.startswith("Ngày")]
    return [row for row in made if all(int(row[name][:2]) <= 12 for name in names)][:count]


MOMENTS = ("Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý")


@pytest.mark.parametrize("place", [0, 20, 40])
@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize("count", [8, 30])
def test_a_part_that_was_joined_without_its_header(
    tmp_path: Path, place: int, count: int, *, numbered: bool
) -> None:
    part = [exchanged(row, *MOMENTS) for row in in_first_days(count)]
    rest = dossiers(40)
    if not numbered:
        part, rest = plain(part, "B"), plain(rest)
    with pytest.raises(InputError, match="swapped_dates") as caught:
        opened(write_csv(tmp_path / "a.csv", [*rest[:place], *part, *rest[place:]]))
    first = str(caught.value.values["rows"]).partition(":")[0]
    assert place + 2 <= int(first) <= place + 4


def test_a_part_of_a_large_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of which some rows are looked at, from all its parts."""
    monkeypatch.setattr(sample, "WHOLE", 100)
    rows = plain(dossiers(3_000))
    rows[700:900] = [exchanged(row, *MOMENTS) for row in rows[700:900]]
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", rows))


def test_one_file_of_a_call(tmp_path: Path) -> None:
    """Its own days tell nothing; those of the other file say how far the exports reach."""
    one = write_csv(tmp_path / "a.csv", plain(dossiers(40)))
    part = [exchanged(row, *MOMENTS) for row in in_first_days(8)]
    other = write_csv(tmp_path / "b.csv", plain(part, "B"))
    with pytest.raises(InputError, match="swapped_dates") as caught:
        opened(one, other)
    assert str(caught.value.values["file"]) == str(other)


@pytest.mark.parametrize("names", [MOMENTS[:1], MOMENTS[1:2], MOMENTS[2:], MOMENTS])
@pytest.mark.parametrize("year", [2025, 2026])
@pytest.mark.parametrize("term", ["7 ngày làm việc", ""])
def test_columns_that_make_sense_only_exchanged(
    tmp_path: Path, names: tuple[str, ...], year: int, term: str
) -> None:
    """Of the year before no date lies ahead: how long dossiers of the procedure take tells."""
    rows = [
        {name: text.replace("2026", str(year)) for name, text in exchanged(row, *names).items()}
        | {"Thời hạn giải quyết": term}
        for row in plain(dossiers(40, finished=1))
    ]
    path = write_csv(tmp_path / "a.csv", rows, header=tuple(rows[0]))
    with pytest.raises(InputError, match="swapped_dates") as caught:
        opened(path)
    assert str(caught.value.values["columns"]) == ", ".join(f"“{name}”" for name in names)


def test_single_slips_are_no_part(tmp_path: Path) -> None:
    rows = plain(dossiers(60))
    for n in (3, 17, 30, 45):
        rows[n] = exchanged(rows[n], *MOMENTS)
    found = marks(opened(write_csv(tmp_path / "a.csv", rows)))
    assert {mark for mark, _ in found} == {"swapped_rows"}


def test_terms_of_months_are_no_sign(tmp_path: Path) -> None:
    """5 January to 5 July is a week of May to January for whoever takes the month first."""
    made = plain(dossiers(80, finished=0))
    long = [
        {**row, "Mã thủ tục": "2.999905", MOMENTS[1]: half_a_year_later(row[MOMENTS[0]])}
        for row in made[:60]
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", [*long, *made[60:]]))) == set()


def test_one_day_of_a_procedure_of_months_is_no_sign(tmp_path: Path) -> None:
    made = plain(dossiers(12, finished=0))
    rows = [{**row, MOMENTS[0]: "03/03/2026 08:00", MOMENTS[1]: "03/09/2026 08:00"} for row in made]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()


@pytest.mark.parametrize("name", MOMENTS[1:])
def test_long_queues_of_working_days_are_no_sign(tmp_path: Path, name: str) -> None:
    """Received on one day of each month, answered on that of the third month after: exchanged they
    would be days of one month, and some of them Saturdays and Sundays.
    """
    quick = [{**row, name: row[MOMENTS[0]]} for row in plain(dossiers(10))]
    late = [
        {
            **{**quick[0], "Mã hồ sơ": f"B{month}", MOMENTS[0]: worked(month), MOMENTS[2]: ""},
            name: worked(month + 3),
        }
        for month in range(1, 8)
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", [*quick, *late]))) == set()


def worked(month: int) -> str:
    """The 5th of a month of 2026, or the Monday after."""
    at = datetime(2026, month, 5)
    return f"{at + timedelta(days=7 - at.weekday() if at.weekday() > 4 else 0):%d/%m/%Y}"


def half_a_year_later(text: str) -> str:
    return f"{min(int(text[:2]), 28):02}/{int(text[3:5]) + 6:02}{text[5:]}"
