"""The shipped days against answers made by hand from the notices, and against the package."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import resources
from pathlib import Path

import pytest

from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar import Calendar, load_calendar
from cchc_audit.law.calendar.calendar_check import PACKAGE_LACKS, compare_with_package
from cchc_audit.law.calendar.calendar_sources import days_in

ANSWERS = Path(__file__).parents[2] / "answers" / "working_days.csv"
AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return load_calendar(None, as_of=AS_OF)


def answers() -> list[tuple[date, bool, DayKind]]:
    with ANSWERS.open(encoding="utf-8") as file:
        return [
            (date.fromisoformat(row["date"]), row["working"] == "yes", DayKind(row["kind"]))
            for row in csv.DictReader(file)
        ]


def lines() -> list[dict[str, str]]:
    text = (resources.files("cchc_audit.law.calendar") / "days.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def year(number: int) -> Iterator[date]:
    return (date(number, 1, 1) + timedelta(n) for n in range(366 if number % 4 == 0 else 365))


def test_every_answer_from_the_notices(calendar: Calendar) -> None:
    given = [(day, working, kind) for day, working, kind in answers()]
    ours = [(day, calendar.is_working(day), calendar.kind(day)) for day, _, _ in given]
    assert ours == given


def test_no_irregular_day_without_an_answer(calendar: Calendar) -> None:
    by_hand = {day for day, _, kind in answers() if kind in (DayKind.OFF, DayKind.MAKEUP)}
    ours = {day.date for day in calendar.days.values() if day.counts and day.date.year <= 2026}
    assert ours == by_hand, "lines of days.csv and of tests/answers/working_days.csv differ"


@pytest.mark.parametrize(
    ("number", "working_days"),
    # Monday to Friday of the year, less the days off by the notices, plus the make-up Saturdays.
    [(2019, 261 - 11 + 2), (2024, 262 - 12 + 1), (2025, 261 - 12 + 1), (2026, 261 - 14 + 2)],
)
def test_working_days_of_a_year(calendar: Calendar, number: int, working_days: int) -> None:
    assert sum(map(calendar.is_working, year(number))) == working_days


@pytest.mark.parametrize(
    "line", ["2027-08-13,off,Lễ,Quyết định 1,official", "2027-08-13,of,Lễ,QĐ 1,web,official,"]
)
def test_a_slip_in_the_file_names_its_line(line: str) -> None:
    head = "date,kind,name,basis,source,status,partner\n"
    with pytest.raises(ValueError, match=r"days\.csv, line 2: "):
        list(days_in(head + line))


def test_the_order_of_the_file_and_one_line_a_day() -> None:
    days = [row["date"] for row in lines()]
    assert days == sorted(set(days))


def test_every_day_says_its_name_its_basis_and_where_it_was_read() -> None:
    for row in lines():
        assert row["name"], row
        assert row["basis"], row
        assert row["source"], row
        code = "Bộ luật Lao động 2019" if int(row["date"][:4]) <= 2020 else "Bộ luật Lao động 2012"
        assert code not in row["basis"], row


def test_days_off_are_weekdays_and_make_up_days_saturdays() -> None:
    for row in lines():
        weekday = date.fromisoformat(row["date"]).weekday()
        assert weekday == 5 if row["kind"] == "makeup" else weekday < 5, row


def test_each_make_up_saturday_stands_for_one_weekday_off_and_each_swap_for_one_saturday() -> None:
    by_date = {row["date"]: row for row in lines()}
    swaps = [row for row in lines() if row["partner"]]
    assert {row["date"] for row in lines() if row["kind"] == "makeup"} == {
        row["date"] for row in swaps if row["kind"] == "makeup"
    }
    for row in swaps:
        if row["partner"] == "2014-12-27":  # worked before the first year known
            continue
        partner = by_date[row["partner"]]
        assert partner["partner"] == row["date"]
        assert {row["kind"], partner["kind"]} == {"off", "makeup"}
        assert row["status"] == partner["status"]
        assert (
            abs((date.fromisoformat(row["date"]) - date.fromisoformat(partner["date"])).days) < 15
        )


def test_how_settled_the_days_are(calendar: Calendar) -> None:
    assert (calendar.first, calendar.last) == (date(2015, 1, 1), date(2027, 12, 31))
    assert calendar.official_through == date(2026, 12, 31)
    status = {day.date: day.status for day in calendar.days.values()}
    settled = (DayStatus.OFFICIAL, DayStatus.STATUTORY)
    proposed = {day for day, said in status.items() if said is DayStatus.PROPOSED}
    assert proposed == {date(2026, 11, 23), date(2026, 11, 28)}
    assert all(said in settled for day, said in status.items() if day.year < 2026)
    assert {day for day, said in status.items() if said is DayStatus.PROVISIONAL} == {
        *(date(2027, 2, number) for number in (4, 5, 8, 9, 10)),
        date(2027, 9, 3),
    }
    fixed = [(1, 1), (4, 16), (4, 30), (5, 3), (9, 2), (11, 24)]
    assert all(status[date(2027, *day)] is DayStatus.STATUTORY for day in fixed)
    assert status[date(2026, 1, 2)] is DayStatus.OFFICIAL


def test_the_package_differs_only_where_it_is_known_to(calendar: Calendar) -> None:
    found = compare_with_package(calendar, 2015, 2026)
    unlike = {difference.date for difference in found}
    assert unlike == PACKAGE_LACKS, "what the package has not learnt yet stands in PACKAGE_LACKS"
    assert all(difference.explained for difference in found)


def test_a_difference_nobody_knows_of_is_said(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text("[[off]]\ndate = 2025-08-05\n", encoding="utf-8")
    found = compare_with_package(load_calendar(file, as_of=AS_OF), 2025, 2025)
    assert [(day.date, day.ours, day.package, day.explained) for day in found] == [
        (date(2025, 8, 5), DayKind.OFF, DayKind.WORKING, False)
    ]
