"""The working calendar, one day at a time: the plain reading that the frames must agree with.

A day is a working day when it is Monday to Friday and not a day off, or a make-up working day. The
calendar has a known range and refuses days outside it: a deadline guessed past the last notice
would be no finding.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from cchc_audit.core.errors import CalendarRangeError
from cchc_audit.core.vocabulary import WORKED, DayKind, DayStatus
from cchc_audit.intake.values.communes import name_key
from cchc_audit.law.calendar.hours import OfficeHours

_DAY = timedelta(days=1)
SATURDAY = 5
# Inside a class with a field called `date` the type needs another name.
_Date = date


@cache
def commune_key(name: str) -> str:
    """The form in which names of communes are compared: no desk before them, small letters."""
    return name_key(name)


class IrregularDay(NamedTuple):
    """A day that is not what its weekday says, with the legal basis for that.

    `kind` is `off` or `makeup`; `source` is where the line was read; `communes` are the cleaned
    names of those it holds for, empty for everyone. `partner` is the other day of a swap, where the
    source names it.
    """

    date: date
    kind: DayKind
    name: str
    basis: str
    source: str
    status: DayStatus
    communes: tuple[str, ...] = ()
    partner: _Date | None = None

    @property
    def counts(self) -> bool:
        """Whether the day is what it says: a mere proposal is not."""
        return self.status is not DayStatus.PROPOSED


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days between `first` and `last`, both inclusive, and what working time they hold.

    `days` are the general irregular days by date, `closures` the local days off, `rest` the days of
    the weekend where that is not Saturday and Sunday (None: it is). Every method that
    depends on them takes `commune`: the name of a commune whose closures count too. All raise
    `CalendarRangeError` where a day they are given, or their answer, lies outside the range.
    """

    first: date
    last: date
    official_through: date
    hours: OfficeHours
    days: Mapping[date, IrregularDay]
    closures: tuple[IrregularDay, ...] = ()
    rest: frozenset[_Date] | None = None
    _local: dict[tuple[str, date], IrregularDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        local: dict[tuple[str, date], IrregularDay] = {}
        for closure in self.closures:
            for commune in closure.communes if closure.counts else ():
                local.setdefault((commune_key(commune), closure.date), closure)
        object.__setattr__(self, "_local", local)

    def irregular(self, day: date, *, commune: str | None = None) -> IrregularDay | None:
        """What makes `day` irregular: the local closure, else the general day; no mere proposal."""
        self._known(day)
        if commune is not None and self._local:
            closure = self._local.get((commune_key(commune), day))
            if closure is not None:
                return closure
        general = self.days.get(day)
        return general if general is not None and general.counts else None

    def kind(self, day: date, *, commune: str | None = None) -> DayKind:
        """`off` or `makeup` where the day is irregular, else `working` or `weekend`."""
        irregular = self.irregular(day, commune=commune)
        if irregular is not None:
            return irregular.kind
        return DayKind.WEEKEND if self.is_weekend(day) else DayKind.WORKING

    def is_weekend(self, day: date) -> bool:
        """Whether `day` is one of the days of rest of every week."""
        return day.weekday() >= SATURDAY if self.rest is None else day in self.rest

    def weekdays_of_rest(self, year: int) -> tuple[int, ...]:
        """The weekdays (1 Monday … 7 Sunday) that are the weekend in the last week of `year`."""
        week = (date(year, 12, 25) + timedelta(n) for n in range(7))
        return tuple(sorted(day.isoweekday() for day in week if self.is_weekend(day)))

    def renamed(self, today: Callable[[str], str | None]) -> "Calendar":
        """The calendar whose closures name communes as `today` does: a closure reaches the dossiers
        of a commune that has merged under its former name as under its new one.
        """
        return replace(
            self,
            closures=tuple(
                one._replace(communes=tuple(dict.fromkeys(today(c) or c for c in one.communes)))
                for one in self.closures
            ),
        )

    def is_working(self, day: date, *, commune: str | None = None) -> bool:
        """Whether `day` is a working day."""
        return self.kind(day, commune=commune) in WORKED

    def next_working(self, day: date, *, commune: str | None = None) -> date:
        """The first working day strictly after `day`."""
        return next(self._working_after(day, commune))

    def count(self, a: date, b: date, *, commune: str | None = None) -> int:
        """Working days in `(a, b]`: without `a`, with `b`; 0 where `b` is not after `a`."""
        self._known(a)
        self._known(b)
        span = (a + timedelta(n) for n in range(1, (b - a).days + 1))
        return sum(self.is_working(day, commune=commune) for day in span)

    def add(self, day: date, n: int, *, commune: str | None = None) -> date:
        """The `n`-th working day strictly after `day`; `day` itself for 0.

        Raises `ValueError` for a negative `n`.
        """
        if n < 0:
            raise ValueError(n)
        self._known(day)
        following = self._working_after(day, commune)
        for _ in range(n):
            day = next(following)
        return day

    def add_months(self, day: date, n: int) -> date:
        """The same day `n` months later, else the month's last day (Civil Code 2015 art. 148.3)."""
        # Only months ask for it, and it would cost every start of the tool 20 ms.
        from dateutil.relativedelta import relativedelta

        self._known(day)
        return self._known(day + relativedelta(months=n))

    def working_seconds(self, a: datetime, b: datetime, *, commune: str | None = None) -> int:
        """Working seconds in whole seconds from `a` to `b`; 0 where `b` is not after `a`."""
        if b <= a:
            self._known(a.date())
            self._known(b.date())
            return 0
        days = self.count(a.date(), b.date(), commune=commune) * self.hours.seconds_a_day
        return days - self._left(b, commune) + self._left(a, commune)

    def add_working_seconds(
        self, a: datetime, seconds: int, *, commune: str | None = None
    ) -> datetime:
        """The instant at which `seconds` (at least 1) working seconds have passed since `a`.

        Where that is the end of a session it is that end, not the start of the next one. Raises
        `ValueError` for less than a second.
        """
        if seconds < 1:
            raise ValueError(seconds)
        day, left = a.date(), self._left(a, commune)
        if seconds > left:
            # Whole days first, so that the last one keeps between 1 second and all of its hours.
            days = -(-(seconds - left) // self.hours.seconds_a_day)
            seconds -= left + (days - 1) * self.hours.seconds_a_day
            day = self.add(day, days, commune=commune)
        else:
            seconds += self.hours.seconds_a_day - left
        return datetime.combine(day, time()) + timedelta(seconds=self.hours.at(seconds))

    def undecided(self) -> "Calendar":
        """The reading for the office of what nobody has settled (reading `undecided_day`).

        A proposed day off is off; a proposed or provisional make-up day is not worked. The calendar
        itself where nothing is unsettled.
        """
        days = {
            day.date: _granted(day)
            for day in self.days.values()
            if day.kind is DayKind.OFF or day.status in (DayStatus.OFFICIAL, DayStatus.STATUTORY)
        }
        closures = tuple(map(_granted, self.closures))
        if days == self.days and closures == self.closures:
            return self
        return replace(self, days=days, closures=closures)

    def digest(self) -> str:
        """SHA-256 of all that the calendar says, in hexadecimal, whatever the order of its days."""
        irregular = [*self.days.values(), *self.closures]
        lines = sorted(
            "\t".join(
                [
                    *(day.date.isoformat(), day.kind, day.status, day.name, day.basis, day.source),
                    *sorted(day.communes),
                ]
            )
            for day in irregular
        )
        head = f"{self.first} {self.last} {self.official_through} {self.hours.sessions}"
        if self.rest is not None:
            lines.append(" ".join(sorted(day.isoformat() for day in self.rest)))
        return hashlib.sha256("\n".join((head, *lines)).encode()).hexdigest()

    def _known(self, day: date) -> date:
        if self.first <= day <= self.last:
            return day
        raise CalendarRangeError(
            "workdays.outside_range",
            day=f"{day:%d/%m/%Y}",
            first=f"{self.first:%d/%m/%Y}",
            last=f"{self.last:%d/%m/%Y}",
        )

    def _working_after(self, day: date, commune: str | None) -> Iterator[date]:
        self._known(day)
        while True:
            day += _DAY
            if self.is_working(day, commune=commune):
                yield day

    def _left(self, moment: datetime, commune: str | None) -> int:
        """Working seconds of the moment's own day that are still to come."""
        if not self.is_working(moment.date(), commune=commune):
            return 0
        second = moment.hour * 3600 + moment.minute * 60 + moment.second
        return self.hours.seconds_a_day - self.hours.within(second)


def _granted(day: IrregularDay) -> IrregularDay:
    """A proposed day off as one that counts, others as they are."""
    if day.kind is DayKind.OFF and not day.counts:
        return day._replace(status=DayStatus.PROVISIONAL)
    return day
