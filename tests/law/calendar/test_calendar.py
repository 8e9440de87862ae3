"""The plain calendar: kinds of day, counting, months and office hours, worked out by hand."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cchc_audit.core.errors import CalendarRangeError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar import Calendar, IrregularDay, OfficeHours, load_calendar

CALENDAR = load_calendar(None, as_of=date(2026, 11, 22))
HOURS = OfficeHours()


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def irregular(text: str, kind: DayKind, status: str = "official", *communes: str) -> IrregularDay:
    return IrregularDay(day(text), kind, "n", "b", "s", DayStatus(status), communes)


def small(*days: IrregularDay) -> Calendar:
    general = {each.date: each for each in days if not each.communes}
    local = tuple(each for each in days if each.communes)
    end = day("2026-12-31")
    return Calendar(day("2026-01-01"), end, end, HOURS, general, local)


@pytest.mark.parametrize(
    ("start", "n", "deadline"),
    [
        # Across Tết: the swap of 2 January, Tết Bính Ngọ 16-20 February
        ("2025-12-31", 3, "2026-01-07"),  # 5, 6, 7 January: 1 off, 2 swapped off, 3-4 weekend
        ("2026-01-07", 3, "2026-01-10"),  # 8, 9, and Saturday 10 is worked
        ("2026-01-07", 4, "2026-01-12"),
        ("2026-02-13", 1, "2026-02-23"),
        ("2026-02-11", 5, "2026-02-25"),  # 12, 13, 23, 24, 25
        ("2025-01-24", 1, "2025-02-03"),
        ("2024-02-07", 2, "2024-02-16"),
        # Each swap
        ("2015-02-13", 1, "2015-02-14"),
        ("2015-02-14", 1, "2015-02-24"),
        ("2015-04-24", 3, "2015-05-04"),  # Saturday 25, Monday 27, then off until 4 May
        ("2018-12-28", 1, "2019-01-02"),
        ("2019-01-04", 1, "2019-01-05"),
        ("2019-04-26", 2, "2019-05-03"),
        ("2019-05-03", 1, "2019-05-04"),
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-05-03", 2, "2024-05-06"),
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-29", 1, "2025-05-05"),
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
        # Day of culture; the swap of 23 November is only proposed
        ("2026-11-20", 2, "2026-11-25"),
        ("2026-11-27", 1, "2026-11-30"),
        # From a day off, and nothing added
        ("2026-02-17", 1, "2026-02-23"),
        ("2026-02-17", 0, "2026-02-17"),
    ],
)
def test_deadlines_by_hand(start: str, n: int, deadline: str) -> None:
    assert CALENDAR.add(day(start), n) == day(deadline)
    assert CALENDAR.count(day(start), day(deadline)) == n


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2026-01-02", "2026-01-02", 0),
        ("2026-01-05", "2026-01-02", 0),
        ("2025-12-31", "2026-01-04", 0),
        ("2025-12-31", "2026-01-05", 1),
        ("2026-01-05", "2026-01-11", 5),  # 6 to 10: the make-up Saturday counts, 5 itself not
        ("2026-02-13", "2026-02-22", 0),
        ("2026-11-16", "2026-11-29", 8),  # 17-20, 23, 25-27
    ],
)
def test_counts_by_hand(a: str, b: str, days: int) -> None:
    assert CALENDAR.count(day(a), day(b)) == days


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-01-30", 1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-01-15", 12, "2027-01-15"),
        ("2026-05-31", 1, "2026-06-30"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_months(start: str, n: int, end: str) -> None:
    assert CALENDAR.add_months(day(start), n) == day(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        # Before opening, hours count from opening; after closing, from the next opening
        ("2026-11-18T05:00", 1, "2026-11-18T08:00"),
        ("2026-11-18T07:00", 1, "2026-11-18T08:00"),
        ("2026-11-18T17:00", 1, "2026-11-19T08:00"),
        ("2026-11-18T18:30", 1, "2026-11-19T08:00"),
        # Over noon, in the break, and landing on a session's end
        ("2026-11-18T11:00", 1, "2026-11-18T14:00"),
        ("2026-11-18T11:30", 1, "2026-11-18T14:30"),
        ("2026-11-18T12:15", 1, "2026-11-18T14:30"),
        ("2026-11-18T10:30", 1, "2026-11-18T11:30"),
        ("2026-11-18T16:00", 1, "2026-11-18T17:00"),
        ("2026-11-18T07:00", 8, "2026-11-18T17:00"),
        ("2026-11-18T17:00", 8, "2026-11-19T17:00"),
        ("2026-11-18T07:00", 9, "2026-11-19T08:00"),
        # Over a weekend, a day off, Tết and to a make-up Saturday
        ("2026-11-20T16:00", 2, "2026-11-23T08:00"),
        ("2026-11-23T16:30", 4, "2026-11-25T10:30"),
        ("2026-02-13T16:00", 8, "2026-02-23T16:00"),
        ("2026-02-17T09:00", 1, "2026-02-23T08:00"),
        ("2026-01-09T16:30", 1, "2026-01-10T07:30"),
    ],
)
def test_hours_by_hand(start: str, hours: int, end: str) -> None:
    begin, seconds = moment(start), hours * 3600
    assert CALENDAR.add_working_seconds(begin, seconds) == moment(end)
    assert CALENDAR.working_seconds(begin, moment(end)) == seconds


def test_hours_to_the_second() -> None:
    late = moment("2026-11-18T11:29:59")
    assert CALENDAR.add_working_seconds(late, 1) == moment("2026-11-18T11:30:00")
    assert CALENDAR.add_working_seconds(late, 2) == moment("2026-11-18T13:30:01")
    assert CALENDAR.working_seconds(late, moment("2026-11-18T13:30:01")) == 2
    assert CALENDAR.working_seconds(moment("2026-11-18T13:30:01"), late) == 0
    with pytest.raises(ValueError, match="0"):
        CALENDAR.add_working_seconds(late, 0)


def test_office_hours() -> None:
    assert (HOURS.opening, HOURS.closing, HOURS.seconds_a_day) == (7 * 3600, 17 * 3600, 8 * 3600)
    assert HOURS.text == "07:00-11:30, 13:30-17:00"
    assert [HOURS.within(hour * 3600) for hour in (0, 7, 8, 12, 14, 17, 23)] == [
        hours * 1800 for hours in (0, 0, 2, 9, 10, 16, 16)
    ]
    assert [HOURS.at(seconds) for seconds in (1, 16_200, 16_201, 28_800)] == [
        25_201,
        41_400,
        48_601,
        61_200,
    ]
    for elapsed in (0, 28_801):
        with pytest.raises(ValueError, match=str(elapsed)):
            HOURS.at(elapsed)


@pytest.mark.parametrize(
    ("sessions", "said"),
    [
        ((), "sessions"),
        (((61_200, 86_400),), "sessions"),
        (((10, 10),), "backward"),
        (((20, 10),), "backward"),
        (((10, 30), (20, 40)), "overlap"),
        (((50, 60), (10, 20)), "overlap"),
    ],
)
def test_office_hours_that_cannot_be(sessions: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        OfficeHours(sessions)


def test_which_of_several_things_a_day_is() -> None:
    off, makeup = DayKind.OFF, DayKind.MAKEUP
    saturday, monday = "2026-03-07", "2026-03-09"
    calendar = small(
        irregular(saturday, makeup),
        irregular(saturday, off, "official", "xã Ia Pa"),
        irregular(monday, off, "proposed"),
        irregular("2026-03-10", off, "official", "xã Ia Pa", "Phường Hòa Bình"),
        irregular("2026-03-11", off, "proposed", "xã Ia Pa"),
    )
    assert calendar.kind(day(saturday)) is makeup
    assert calendar.kind(day(saturday), commune="UBND Xã  Ia Pa") is off
    assert calendar.kind(day(saturday), commune="Xã Ia Ly") is makeup
    assert calendar.kind(day(monday)) is DayKind.WORKING
    assert calendar.irregular(day(monday)) is None
    assert calendar.kind(day("2026-03-10"), commune="phường Hoà Bình") is off
    assert calendar.kind(day("2026-03-10")) is DayKind.WORKING
    assert calendar.kind(day("2026-03-11"), commune="xã Ia Pa") is DayKind.WORKING
    assert calendar.kind(day("2026-03-08")) is DayKind.WEEKEND
    assert calendar.next_working(day("2026-03-06"), commune="xã Ia Pa") == day(monday)


def test_undecided_days_are_read_for_the_office() -> None:
    off, makeup = DayKind.OFF, DayKind.MAKEUP
    calendar = small(
        irregular("2026-03-09", off, "proposed"),
        irregular("2026-03-10", off, "provisional"),
        irregular("2026-03-07", makeup, "provisional"),
        irregular("2026-03-14", makeup, "proposed"),
        irregular("2026-03-21", makeup, "official"),
        irregular("2026-03-11", off, "proposed", "xã Ia Pa"),
    )
    lenient = calendar.undecided()
    worked = {text: lenient.is_working(day(f"2026-03-{text}")) for text in ("07", "14", "21")}
    assert worked == {"07": False, "14": False, "21": True}
    assert lenient.kind(day("2026-03-09")) is off
    assert lenient.kind(day("2026-03-10")) is off
    assert lenient.kind(day("2026-03-11"), commune="xã Ia Pa") is off
    assert lenient.kind(day("2026-03-11")) is DayKind.WORKING
    assert lenient.undecided() is lenient


def test_the_shipped_undecided_swap() -> None:
    lenient = CALENDAR.undecided()
    assert lenient.add(day("2026-11-20"), 2) == day("2026-11-26")
    assert not lenient.is_working(day("2026-11-28"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CALENDAR.kind(day("2014-12-31")),
        lambda: CALENDAR.kind(day("2028-01-01")),
        lambda: CALENDAR.count(day("2028-01-01"), day("2027-01-01")),
        lambda: CALENDAR.add(day("2027-12-31"), 1),
        lambda: CALENDAR.add(day("2028-01-01"), 0),
        lambda: CALENDAR.next_working(day("2027-12-31")),
        lambda: CALENDAR.add_months(day("2027-12-01"), 1),
        lambda: CALENDAR.working_seconds(moment("2028-01-01T08:00"), moment("2027-01-01T08:00")),
        lambda: CALENDAR.add_working_seconds(moment("2027-12-31T16:00"), 3601),
    ],
)
def test_nothing_is_said_of_days_outside_the_range(ask: Any) -> None:
    with pytest.raises(CalendarRangeError) as error:
        ask()
    assert error.value.values["last"] == "31/12/2027"


def test_negative_days_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.add(day("2026-03-09"), -1)


def test_one_more_day_off_never_brings_a_deadline_forward() -> None:
    start = day("2026-03-02")
    for n in range(1, 40):
        closed = small(irregular(f"{start + timedelta(n)}", DayKind.OFF))
        assert closed.add(start, 15) >= small().add(start, 15)


def test_the_digest_follows_the_content_only() -> None:
    one, two = irregular("2026-03-09", DayKind.OFF), irregular("2026-03-10", DayKind.OFF)
    assert small(one, two).digest() == small(two, one).digest()
    assert small(one).digest() != small(two).digest()
    assert (
        small(one).digest()
        != small(one, irregular("2026-03-10", DayKind.OFF, "proposed", "x")).digest()
    )
    assert len(CALENDAR.digest()) == 64
