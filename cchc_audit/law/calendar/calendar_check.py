"""The shipped days against the package `holidays`: a second pair of eyes, never the authority."""

from dataclasses import dataclass
from datetime import date, timedelta

from cchc_audit.core.vocabulary import WORKED, DayKind, DayStatus
from cchc_audit.law.calendar.calendar import SATURDAY, Calendar
from cchc_audit.law.calendar.calendar_sources import HOME
from cchc_audit.law.calendar.holidays_package import package_days

# The swap of 2 and 10 January 2026 (Công văn 12729/VPCP-KGVX) was announced on 25 December 2025;
# the package still lacks it in 0.109.
PACKAGE_LACKS = frozenset({date(2026, 1, 2), date(2026, 1, 10)})


@dataclass(frozen=True, slots=True)
class Difference:
    """A day that is worked by one of the two and not by the other.

    `explanation` is a key of the texts: the package is known to lack it, the day is not
    announced, or nobody knows (a user's own day, an error of either).
    """

    date: date
    ours: DayKind
    package: DayKind
    explanation: str

    @property
    def explained(self) -> bool:
        """Whether the difference is one that is known and right."""
        return self.explanation != "workdays.difference.unexplained"


def compare_with_package(
    calendar: Calendar, first_year: int, last_year: int
) -> tuple[Difference, ...]:
    """Days of the years, both inclusive, that one of the two works and the other not, by date.

    Only whether a day is worked is compared: names, and holidays on a weekend, decide nothing. A
    mere proposal does not count. Raises `CalendarRangeError` for a year outside the calendar.
    """
    first, last = date(first_year, 1, 1), date(last_year, 12, 31)
    years = range(first_year, last_year + 1)
    package = {day.date: day.kind for day in package_days(HOME, years, official_through=last)}
    differences = []
    for day in (first + timedelta(n) for n in range((last - first).days + 1)):
        ours, theirs = calendar.kind(day), package.get(day, _ordinary(day))
        if (ours in WORKED) is not (theirs in WORKED):
            differences.append(Difference(day, ours, theirs, _explanation(calendar, day)))
    return tuple(differences)


def _ordinary(day: date) -> DayKind:
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKING


def _explanation(calendar: Calendar, day: date) -> str:
    if day in PACKAGE_LACKS:
        return "workdays.difference.package_lacks"
    irregular = calendar.irregular(day)
    if day > calendar.official_through or (
        irregular is not None and irregular.status is DayStatus.PROVISIONAL
    ):
        return "workdays.difference.not_announced"
    return "workdays.difference.unexplained"
