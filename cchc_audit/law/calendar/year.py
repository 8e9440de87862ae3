"""One year of the working calendar: what is irregular in it, and how many days are worked."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from cchc_audit.core.errors import CalendarRangeError
from cchc_audit.core.vocabulary import DayKind, DayStatus
from cchc_audit.law.calendar.calendar import Calendar, IrregularDay

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Closure:
    """Days off in a row, `first` to `last` (inclusive), that only some communes have."""

    first: date
    last: date
    day: IrregularDay


@dataclass(frozen=True, slots=True)
class Year:
    """A year as people ask for it.

    `days` are all irregular days by date, the general before the local of a day; `months` are the
    working days of January to December for a commune without closures of its own.
    """

    number: int
    calendar: Calendar
    days: tuple[IrregularDay, ...]
    months: tuple[int, ...]

    @property
    def general(self) -> tuple[IrregularDay, ...]:
        """The days that change what their weekday says for everyone: no day off on a weekend."""
        return tuple(day for day in self.days if not day.communes and not self._idle(day))

    @property
    def idle(self) -> int:
        """How many days off of everyone fall on a weekend and change nothing."""
        return sum(not day.communes and self._idle(day) for day in self.days)

    def _idle(self, day: IrregularDay) -> bool:
        return day.kind is DayKind.OFF and self.calendar.is_weekend(day.date)

    @property
    def closures(self) -> tuple[Closure, ...]:
        """The local days off, those of one reason in a row taken together."""
        local = [day for day in self.days if day.communes]
        found: list[Closure] = []
        by_reason = sorted(local, key=lambda day: (_reason(day), day.date))
        for _, days in groupby(by_reason, key=_reason):
            for day in days:
                if found and _reason(found[-1].day) == _reason(day) and _joins(found[-1].last, day):
                    found[-1] = Closure(found[-1].first, day.date, found[-1].day)
                else:
                    found.append(Closure(day.date, day.date, day))
        return tuple(sorted(found, key=lambda closure: (closure.first, _reason(closure.day))))

    def of_status(self, status: DayStatus) -> tuple[IrregularDay, ...]:
        """The general days that are `status`."""
        return tuple(day for day in self.general if day.status is status)


def year_of(calendar: Calendar, number: int) -> Year:
    """The year `number`. Raises `CalendarRangeError` for one that is not wholly known."""
    first, last = calendar.first.year, calendar.last.year
    if not first <= number <= last:
        raise CalendarRangeError("calendar.year_outside", year=number, first=first, last=last)
    irregular = (*calendar.days.values(), *calendar.closures)
    days = sorted(
        (day for day in irregular if day.date.year == number),
        key=lambda day: (day.date, bool(day.communes), day.name),
    )
    months = [0] * 12
    day = date(number, 1, 1)
    while day.year == number:
        months[day.month - 1] += calendar.is_working(day)
        day += _DAY
    return Year(number, calendar, tuple(days), tuple(months))


def _joins(last: date, day: IrregularDay) -> bool:
    return day.date - last <= _DAY


def _reason(day: IrregularDay) -> tuple[str, str, tuple[str, ...], DayStatus]:
    return day.name, day.basis, day.communes, day.status
