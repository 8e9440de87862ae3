"""The working calendar as polars expressions: every question is one look-up in a small table.

Days are Int32 days since 1970-01-01 (the physical value of a Date), times of day Int32 seconds.
Calendars of communes with closures of their own lie end to end in each table, `stride` apart, and
`which` says whose calendar a row goes by. An answer outside the known range is null. For that each
of several calendars is guarded by a null before its first day and one after its last, to which an
index is clipped; a single table is looked up by an index without sign, which costs half as much:
a negative one becomes one that is far too large.

The tables stand in literals, which keeps each question a plain projection of the streaming engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import add
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.law.calendar.calendar import Calendar, IrregularDay, commune_key
from cchc_audit.law.calendar.hours import OfficeHours

_EPOCH = date(1970, 1, 1)
# Monday to Friday, from the Thursday that day 0 was.
_WEEK = bytes((1, 1, 0, 0, 1, 1, 1))
# Room for the days of every month.
_SLOTS = 31


@dataclass(frozen=True, slots=True)
class DayTables:
    """Look-up tables of one calendar and its local variants; build with `of`.

    Every method takes and gives expressions. `which` is the number of a row's calendar, an integer
    expression without nulls; None is calendar 0, that of communes without closures. A null in a
    day, a time or a number gives null. Hand over columns rather than long expressions: polars
    evaluates an expression anew wherever it is mentioned as soon as a look-up stands in it.
    """

    hours: OfficeHours
    calendars: int
    numbers: dict[str, int]
    _first: int
    _last: int
    _days: dict[str, pl.Series]
    _nth: pl.Series
    _nth_stride: int
    _slots: pl.Series
    _seconds: pl.Series

    @classmethod
    def of(cls, calendar: Calendar) -> "DayTables":
        """The tables of `calendar`. Those of its `undecided()` reading number communes alike."""
        numbers, closures = _numbered(calendar.closures)
        first, last = _days_since(calendar.first), _days_since(calendar.last)
        variants = [_Variant.of(calendar, local) for local in closures]
        stride = max(variant.nth.len() for variant in variants) + 2
        return cls(
            hours=calendar.hours,
            calendars=len(variants),
            numbers=numbers,
            _first=first,
            _last=last,
            _days={
                name: _end_to_end([variant.days[name] for variant in variants])
                for name in variants[0].days
            },
            _nth=_end_to_end([variant.nth for variant in variants], length=stride),
            _nth_stride=stride,
            _seconds=_seconds(calendar.hours),
            _slots=_end_to_end([_slots(calendar.first, calendar.last)]),
        )

    def number_of(self, commune: str | None) -> int:
        """The number of the calendar of a commune."""
        return 0 if commune is None else self.numbers.get(commune_key(commune), 0)

    def which_expr(self, commune: pl.Expr) -> pl.Expr | None:
        """The number of each row's calendar, Int32, 0 for a null; None where there is only one.

        `commune` is a Categorical column. The answer is worth a column of its own, named once.
        """
        if self.calendars == 1:
            return None
        return Spellings(self.number_of, pl.Int32()).keyed_by(commune).fill_null(0)

    def known(self, day: pl.Expr) -> pl.Expr:
        """Boolean: whether `day` lies in the known range."""
        return day.is_between(self._first, self._last)

    def working(self, day: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Boolean: whether `day` is a working day."""
        return self._look("working", day, which)

    def through(self, day: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: working days from the calendar's first day to `day`, both inclusive."""
        return self._look("through", day, which)

    def through_day(self, day: int, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: `through` of one day that is the same for all rows."""
        stride = self._last - self._first + 3
        place = min(max(day - (self._first - 1), 0), stride - 1)
        counts = self._days["through"].gather_every(stride, offset=place)
        return pl.lit(counts[0], dtype=pl.Int32) if which is None else pl.lit(counts).gather(which)

    def after(self, day: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: the first working day strictly after `day`."""
        return self._look("after", day, which)

    def roll(self, day: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: `day` where it is a working day, else the first one after it."""
        return self._look("roll", day, which)

    def nth(self, k: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: the `k`-th working day of the calendar, counted from 1 as `through` counts."""
        return self._gather(self._nth, k, which, self._nth_stride)

    def add(self, day: pl.Expr, n: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: the `n`-th (0 or more) working day strictly after `day`; `day` itself for 0."""
        through = self.through(day, which)
        same = (n == 0) & through.is_not_null()
        return pl.when(same).then(day).otherwise(self.nth(through + n, which))

    def count(self, a: pl.Expr, b: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Int32: working days in `(a, b]`, 0 where `b` is not after `a`."""
        return (self.through(b, which) - self.through(a, which)).clip(0)

    def add_months(self, day: pl.Expr, n: pl.Expr) -> pl.Expr:
        """Int32: the same day `n` (0 or more) months later, else the month's last day."""
        slot = self._look("slot", day, None) + n * _SLOTS
        return self._gather(self._slots, slot, None, self._slots.len())

    def seconds_through(
        self, day: pl.Expr, second: pl.Expr, which: pl.Expr | None = None
    ) -> pl.Expr:
        """Int64: working seconds from the calendar's first day to that second of `day`."""
        return self.seconds_of(self.through(day, which), second, working=self.working(day, which))

    def seconds_of(self, through: pl.Expr, second: pl.Expr, *, working: pl.Expr) -> pl.Expr:
        """`seconds_through` of a day of which is known what is looked up: `through`, `working`."""
        passed = [(second - start).clip(0, end - start) for start, end in self.hours.sessions]
        before = (through - working.cast(pl.Int32)).cast(pl.Int64) * self.hours.seconds_a_day
        return before + reduce(add, passed) * working

    def at_second(self, total: pl.Expr, which: pl.Expr | None = None) -> tuple[pl.Expr, pl.Expr]:
        """The inverse of `seconds_through`: day and second of day (Int32) when `total` is reached.

        Where that is the end of a session it is that end, not the start of the next one. The day is
        null for a `total` below 1 or beyond the range; the second says nothing without its day.
        """
        nth, second = self.reached(total)
        return self.nth(nth, which), second

    def reached(self, total: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
        """`at_second` with the number of the working day (`nth`) in place of the day."""
        a_day = self.hours.seconds_a_day
        # The seconds of a whole calendar fit into Int32, which divides twice as fast.
        before = (total - 1).clip(-1, self._nth_stride * a_day).cast(pl.Int32)
        return before // a_day + 1, pl.lit(self._seconds).gather(before % a_day)

    def expected(self, a: pl.Expr, b: pl.Expr, which: pl.Expr | None = None) -> pl.Expr:
        """Boolean: whether `(a, b]` holds a day whose being worked or not is only expected.

        Null where no such day comes after `a` at all.
        """
        return self._look("next_provisional", a, which) <= b

    def _look(self, table: str, day: pl.Expr, which: pl.Expr | None) -> pl.Expr:
        stride = self._last - self._first + 3
        if which is None or self.calendars == 1:
            # Without the nulls around it: looked up in a table that has none costs half as much.
            return _within(self._days[table].slice(1, stride - 2), day - self._first)
        return self._gather(self._days[table], day - (self._first - 1), which, stride)

    def _gather(
        self, table: pl.Series, index: pl.Expr, which: pl.Expr | None, stride: int
    ) -> pl.Expr:
        if which is None or self.calendars == 1:
            return _within(table.head(stride), index)
        return pl.lit(table).gather(index.clip(0, stride - 1) + which.cast(pl.Int32) * stride)


class _Variant(NamedTuple):
    """One calendar's tables, unguarded: by day of the range, and by working day."""

    days: dict[str, pl.Series]
    nth: pl.Series

    @classmethod
    def of(cls, calendar: Calendar, closures: Sequence[IrregularDay]) -> "_Variant":
        """The calendar of communes to which `closures` apply."""
        first, length = _days_since(calendar.first), (calendar.last - calendar.first).days + 1
        week = _WEEK[first % 7 :] + _WEEK[: first % 7]
        flags = bytearray((week * (length // 7 + 1))[:length])
        if calendar.rest is not None:
            days = (calendar.first + timedelta(n) for n in range(length))
            flags = bytearray(day not in calendar.rest for day in days)
        ordinary, expected = bytes(flags), bytearray(length)
        for irregular in (*calendar.days.values(), *reversed(closures)):
            index = _days_since(irregular.date) - first
            if not 0 <= index < length or not irregular.counts:
                continue
            flags[index] = irregular.kind is DayKind.MAKEUP
            expected[index] = (
                irregular.status is DayStatus.PROVISIONAL and flags[index] != ordinary[index]
            )
        working = pl.Series(list(flags), dtype=pl.Int32)
        day = pl.int_range(first, first + length, dtype=pl.Int32, eager=True)
        nth, through = day.filter(working == 1), working.cum_sum()
        leaning = pl.Series(list(expected), dtype=pl.Int32)
        next_leaning = pl.select(
            pl.when(pl.lit(leaning) == 1).then(pl.lit(day)).shift(-1).backward_fill()
        ).to_series()
        after = nth.extend_constant(None, 1).gather(through)
        return cls(
            days={
                "working": working == 1,
                "through": through,
                "after": after,
                "roll": day.zip_with(working == 1, after),
                "next_provisional": next_leaning,
                "slot": _slot(day),
            },
            nth=nth,
        )


def _within(table: pl.Series, index: pl.Expr) -> pl.Expr:
    """The values of a table at an index, null outside it."""
    unsigned = index.cast(pl.UInt32, wrap_numerical=True)
    return pl.lit(table).gather(unsigned, null_on_oob=True)


def _numbered(
    closures: Sequence[IrregularDay],
) -> tuple[dict[str, int], list[list[IrregularDay]]]:
    """Communes by number, and the closures of each number; communes closed alike share one.

    Proposed closures take part, so that the undecided reading has the same numbers.
    """
    of_commune: dict[str, list[int]] = {}
    for index, closure in enumerate(closures):
        for key in dict.fromkeys(map(commune_key, closure.communes)):
            of_commune.setdefault(key, []).append(index)
    numbers: dict[tuple[int, ...], int] = {(): 0}
    by_commune = {
        key: numbers.setdefault(tuple(indexes), len(numbers)) for key, indexes in of_commune.items()
    }
    return by_commune, [[closures[index] for index in indexes] for indexes in numbers]


def _end_to_end(tables: Iterable[pl.Series], *, length: int | None = None) -> pl.Series:
    """Tables one after the other, each between nulls, filled with nulls to `length`."""
    guarded = []
    for table in tables:
        guard = pl.Series([None], dtype=table.dtype)
        guarded.append(guard)
        guarded.append(
            table.extend_constant(None, 1 if length is None else length - 1 - len(table))
        )
    joined: pl.Series = pl.concat(guarded, rechunk=True)
    return joined


def _slot(day: pl.Series) -> pl.Series:
    """Each day's place in `_slots`, counted from 1; 0 is the guard."""
    dates = day.cast(pl.Date)
    months = (dates.dt.year() * 12 + dates.dt.month()).cast(pl.Int32)
    slot: pl.Series = (months - months[0]) * _SLOTS + dates.dt.day().cast(pl.Int32)
    return slot


def _slots(first: date, last: date) -> pl.Series:
    """31 slots a month from the first day's month on: the day, or the month's last where it ends.

    Null outside the range.
    """
    slots: list[int | None] = []
    known = range(_days_since(first), _days_since(last) + 1)
    month = first.replace(day=1)
    while month <= last:
        following = (month + timedelta(31)).replace(day=1)
        begins, ends = _days_since(month), _days_since(following) - 1
        days = (*range(begins, ends + 1), *(ends,) * (begins + _SLOTS - 1 - ends))
        slots += [day if day in known else None for day in days]
        month = following
    return pl.Series(slots, dtype=pl.Int32)


def _seconds(hours: OfficeHours) -> pl.Series:
    """By working seconds passed before it, counted from 0: the second of day each one ends at."""
    sessions = (
        pl.int_range(start + 1, end + 1, dtype=pl.Int32, eager=True)
        for start, end in hours.sessions
    )
    joined: pl.Series = pl.concat(sessions, rechunk=True)
    return joined


def _days_since(day: date) -> int:
    return (day - _EPOCH).days
