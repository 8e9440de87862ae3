"""The calendar as expressions against the calendar itself, one day at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ParamSpec, TypeVar

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_audit.core.errors import CalendarRangeError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar import Calendar, IrregularDay, OfficeHours, load_calendar
from cchc_audit.law.calendar.day_tables import DayTables

P = ParamSpec("P")
T = TypeVar("T")
EPOCH = date(1970, 1, 1)
FIRST, LAST = date(2025, 11, 12), date(2026, 6, 17)
SPAN = (LAST - FIRST).days
COMMUNES = ("xã Ia Pa", "xã Chư Mố", "phường Pleiku", None)
DAY, WHICH, N, SECOND, OTHER = (pl.col(name) for name in ("day", "which", "n", "second", "other"))


def number(day: date) -> int:
    return (day - EPOCH).days


def known(ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    try:
        return ask(*args, **kwargs)
    except CalendarRangeError:
        return None


@dataclass(frozen=True)
class Question:
    day: date
    other: date
    n: int
    second: int
    commune: str | None


def hours_from(cuts: list[int]) -> OfficeHours:
    cuts = sorted(cuts)[: len(cuts) // 2 * 2]
    return OfficeHours(tuple(zip(cuts[::2], cuts[1::2], strict=True)))


DAYS = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(n))
IRREGULAR = st.builds(
    IrregularDay,
    date=DAYS,
    kind=st.sampled_from((DayKind.OFF, DayKind.MAKEUP)),
    name=st.just("n"),
    basis=st.just("b"),
    source=st.just("s"),
    status=st.sampled_from(DayStatus),
)
CLOSURES = st.builds(
    IrregularDay,
    date=DAYS,
    kind=st.just(DayKind.OFF),
    name=st.just("n"),
    basis=st.just("b"),
    source=st.just("s"),
    status=st.sampled_from(DayStatus),
    communes=st.lists(st.sampled_from(COMMUNES[:3]), min_size=1, max_size=2).map(tuple),
)
CALENDARS = st.builds(
    lambda days, closures, hours: Calendar(
        FIRST, LAST, LAST, hours, {day.date: day for day in days}, tuple(closures)
    ),
    st.lists(IRREGULAR, max_size=40),
    st.lists(CLOSURES, max_size=8),
    st.lists(st.integers(0, 86_399), min_size=2, max_size=6, unique=True).map(hours_from),
)
QUESTIONS = st.lists(
    st.builds(
        Question,
        day=st.integers(-20, SPAN + 20).map(lambda n: FIRST + timedelta(n)),
        other=st.integers(-20, SPAN + 20).map(lambda n: FIRST + timedelta(n)),
        n=st.integers(0, 40),
        second=st.integers(0, 86_399),
        commune=st.sampled_from(COMMUNES),
    ),
    min_size=1,
    max_size=30,
)


def rows(tables: DayTables, questions: list[Question]) -> pl.LazyFrame:
    return pl.LazyFrame(
        {
            "day": [number(each.day) for each in questions],
            "other": [number(each.other) for each in questions],
            "n": [each.n for each in questions],
            "second": [each.second for each in questions],
            "which": [tables.number_of(each.commune) for each in questions],
        },
        schema=dict.fromkeys(("day", "other", "n", "second", "which"), pl.Int32),
    )


def answers(frame: pl.LazyFrame, **asked: pl.Expr) -> dict[str, list[int | None]]:
    return frame.select(**asked).collect(engine="streaming").to_dict(as_series=False)


def day_or_none(day: date | None) -> int | None:
    return None if day is None else number(day)


@settings(max_examples=60, deadline=None)
@given(CALENDARS, QUESTIONS)
def test_days_agree_with_the_calendar(calendar: Calendar, questions: list[Question]) -> None:
    tables = DayTables.of(calendar)
    found = answers(
        rows(tables, questions),
        working=tables.working(DAY, WHICH),
        after=tables.after(DAY, WHICH),
        roll=tables.roll(DAY, WHICH),
        add=tables.add(DAY, N, WHICH),
        count=tables.count(DAY, OTHER, WHICH),
        months=tables.add_months(DAY, N % 9),
        inverse=tables.nth(tables.through(DAY, WHICH), WHICH) <= DAY,
    )
    for row, each in enumerate(questions):
        day, commune = each.day, each.commune
        working = known(calendar.is_working, day, commune=commune)
        after = known(calendar.next_working, day, commune=commune)
        expected = {
            "working": working,
            "after": day_or_none(after),
            "roll": number(day) if working else day_or_none(after),
            "add": day_or_none(known(calendar.add, day, each.n, commune=commune)),
            "count": known(calendar.count, day, each.other, commune=commune),
            "months": day_or_none(known(calendar.add_months, day, each.n % 9)),
        }
        assert {name: found[name][row] for name in expected} == expected, (each, expected)
        assert found["inverse"][row] in (True, None)


@settings(max_examples=60, deadline=None)
@given(CALENDARS, QUESTIONS)
def test_hours_agree_with_the_calendar(calendar: Calendar, questions: list[Question]) -> None:
    tables = DayTables.of(calendar)
    amount = (N * 4999 + 1).cast(pl.Int64)
    here = tables.seconds_through(DAY, SECOND, WHICH)
    day, second = tables.at_second(here + amount, WHICH)
    found = answers(
        rows(tables, questions),
        day=day,
        second=second,
        passed=(tables.seconds_through(OTHER, SECOND, WHICH) - here).clip(0),
    )
    for row, each in enumerate(questions):
        start = datetime.combine(each.day, time()) + timedelta(seconds=each.second)
        stop = datetime.combine(each.other, time()) + timedelta(seconds=each.second)
        commune, seconds = each.commune, each.n * 4999 + 1
        end = known(calendar.add_working_seconds, start, seconds, commune=commune)
        passed = known(calendar.working_seconds, start, stop, commune=commune)
        assert found["passed"][row] == passed
        if end is None:
            assert found["day"][row] is None
            continue
        assert found["day"][row] == number(end.date())
        assert found["second"][row] == (end - datetime.combine(end.date(), time())).seconds


@settings(max_examples=30, deadline=None)
@given(CALENDARS, st.sampled_from(COMMUNES))
def test_provisional_days_are_those_that_decide(calendar: Calendar, commune: str | None) -> None:
    tables = DayTables.of(calendar)
    days = [FIRST + timedelta(n) for n in range(SPAN + 1)]
    frame = pl.LazyFrame({"day": [number(day) for day in days]}, schema={"day": pl.Int32})
    which = pl.lit(tables.number_of(commune), dtype=pl.Int32)
    middle = pl.lit(number(days[SPAN // 2]), dtype=pl.Int32)
    found = answers(
        frame,
        to_day=tables.expected(pl.lit(number(FIRST), dtype=pl.Int32), DAY, which).fill_null(False),
        from_day=tables.expected(DAY, middle, which).fill_null(False),
    )
    leans = []
    for day in days:
        irregular = calendar.irregular(day, commune=commune)
        worked = calendar.is_working(day, commune=commune)
        leans.append(
            irregular is not None
            and irregular.status is DayStatus.PROVISIONAL
            and worked is not (day.weekday() < 5)
        )
    assert found["to_day"] == [any(leans[1 : end + 1]) for end in range(len(days))]
    assert found["from_day"] == [any(leans[at + 1 : SPAN // 2 + 1]) for at in range(len(days))]


@settings(max_examples=30, deadline=None)
@given(CALENDARS)
def test_the_undecided_reading_numbers_communes_alike(calendar: Calendar) -> None:
    ours, lenient = DayTables.of(calendar), DayTables.of(calendar.undecided())
    assert (ours.calendars, ours.numbers) == (lenient.calendars, lenient.numbers)


def shipped() -> tuple[Calendar, DayTables]:
    calendar = load_calendar(None, as_of=date(2026, 11, 22))
    return calendar, DayTables.of(calendar)


def test_every_day_of_the_shipped_calendar() -> None:
    for calendar in (shipped()[0], shipped()[0].undecided()):
        tables = DayTables.of(calendar)
        days = [calendar.first + timedelta(n) for n in range((calendar.last - calendar.first).days)]
        frame = pl.LazyFrame({"day": [number(day) for day in days]}, schema={"day": pl.Int32})
        assert answers(frame, x=tables.working(DAY))["x"] == list(map(calendar.is_working, days))


@pytest.mark.parametrize("engine", ["streaming", "in-memory"])
def test_guards_at_both_ends_nulls_and_literals(engine: str) -> None:
    calendar, tables = shipped()
    first, last = number(calendar.first), number(calendar.last)
    days = [first - 100_000, first - 1, first, last, last + 1, last + 100_000, None]
    frame = pl.LazyFrame({"day": days}, schema={"day": pl.Int32})
    got = frame.select(
        through=tables.through(DAY),
        after=tables.after(DAY),
        nothing=tables.add(DAY, pl.lit(0)),
        far=tables.add(DAY, pl.lit(10**12)),
        many=tables.nth(pl.lit(-5)),
        months=tables.add_months(DAY, pl.lit(10**6)),
        seconds=tables.seconds_through(DAY, pl.lit(0, dtype=pl.Int32)),
        before=tables.at_second(pl.lit(0, dtype=pl.Int64))[0],
        beyond=tables.at_second(pl.lit(10**15, dtype=pl.Int64))[0],
        literal=tables.through(pl.lit(first + 4, dtype=pl.Int32)),
    ).collect(engine=engine)  # type: ignore[call-overload]
    assert got["through"].to_list() == [None, None, 0, got["through"][3], None, None, None]
    assert got["after"].to_list() == [None, None, first + 4, None, None, None, None]
    assert got["nothing"].to_list() == [None, None, first, last, None, None, None]
    for name in ("far", "many", "months", "before", "beyond"):
        assert got[name].null_count() == len(days), name
    assert got["seconds"].to_list()[:3] == [None, None, 0]
    assert got["literal"].to_list() == [1] * len(days)


def test_many_morsels_keep_their_rows_together() -> None:
    _, tables = shipped()
    frame = pl.LazyFrame({"day": pl.Series(range(400_000)).cast(pl.Int32) % 4000 + 17_000})
    asked = frame.select(DAY, due=tables.add(DAY, pl.lit(5, dtype=pl.Int32)))
    got = asked.collect(engine="streaming").sort("day", "due")
    assert got.equals(asked.collect(engine="in-memory").sort("day", "due"))
    assert got.unique().height == 4000


def test_each_row_goes_by_the_calendar_of_its_commune() -> None:
    calendar, plain = shipped()
    storm = IrregularDay(
        date(2025, 11, 6),
        DayKind.OFF,
        "Bão số 13",
        "Công điện",
        "calendar.toml",
        DayStatus.OFFICIAL,
        ("xã Ia Pa", "UBND xã Ia Tul"),
    )
    assert plain.which_expr(pl.col("commune")) is None
    tables = DayTables.of(
        Calendar(
            calendar.first,
            calendar.last,
            calendar.official_through,
            calendar.hours,
            calendar.days,
            (storm,),
        )
    )
    communes = ["Xã Ia Pa", "Trung tâm Phục vụ hành chính công xã Ia Tul", "Xã Chư Mố", None]
    frame = pl.LazyFrame({"commune": communes}, schema={"commune": pl.Categorical})
    which = tables.which_expr(pl.col("commune"))
    assert which is not None
    day = pl.lit(number(date(2025, 11, 5)), dtype=pl.Int32)
    got = answers(frame.with_columns(which=which), which=WHICH, due=tables.after(day, WHICH))
    sixth = number(date(2025, 11, 6))
    assert got == {"which": [1, 1, 0, 0], "due": [sixth + 1, sixth + 1, sixth, sixth]}
