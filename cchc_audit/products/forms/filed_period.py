"""Which period a filed form says it is of: its days, or a quarter, half, month or year by name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cchc_audit.analysis.indicators.named_periods import period
from cchc_audit.core.errors import ConfigError
from cchc_audit.intake.values.text import fold_search

_ROMAN = ("i", "ii", "iii", "iv")
_DAY = r"(\d{1,2})[/.-](\d{1,2})[/.-](20\d\d)"
_SPAN = re.compile(rf"tu (?:ngay )?{_DAY}\D{{0,12}}den (?:het )?(?:ngay )?{_DAY}")
_YEAR = r"\D{0,12}\b(20\d\d)\b"
_QUARTER = re.compile(rf"\bquy (iv|i{{1,3}}|[1-4])\b{_YEAR}")
_HALF = re.compile(rf"\b(?:0?6|sau) thang (dau|cuoi) nam{_YEAR}")
_NINE = re.compile(rf"\b(?:0?9|chin) thang(?: dau)?(?: nam)?{_YEAR}")
# "ngày 20 tháng 3 năm 2026" is when the form was signed.
_MONTH = re.compile(r"(?<!\d )(?<!ngay )\bthang (\d{1,2})(?: nam |[/ -])(20\d\d)\b")
_WHOLE_YEAR = re.compile(r"(?:^|\bbao cao:? )(?:ca )?nam (20\d\d)\b")
_DECEMBER, _SEPTEMBER = 12, 9
_FIRST, _LAST = 15, 14


@dataclass(frozen=True, slots=True)
class FiledPeriod:
    """A period of reporting, both days included. `part` names it as texts do (`Q1`, `H1`, `M`, `N`
    for nine months, `year`), blank where only its days are known; `name` is what `--period` takes.
    """

    first: date
    last: date
    part: str
    year: int
    month: int = 0
    name: str = ""

    def is_of(self, first: date, last: date) -> bool:
        """Whether it is the period of these days; a month may be one of the calendar, too."""
        if self.month and first.day == 1:
            following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
            same = (first.year, first.month) == (self.year, self.month) == (last.year, last.month)
            return same and (following - last).days == 1
        return (first, last) == (self.first, self.last)


def filed_period(cells: Iterable[str]) -> FiledPeriod | None:
    """The period that stands in the cells above the figures, None where there is none: the days
    where they are written out, else the first name of a period.
    """
    folded = [fold_search(cell) for cell in cells]
    for read in (_span, _quarter, _half, _nine, _month, _year):
        for cell in folded:
            try:
                if found := read(cell):
                    return found
            except (ValueError, ConfigError):
                continue  # the 31st of a short month, a year without a calendar
    return None


def _span(cell: str) -> FiledPeriod | None:
    if not (found := _SPAN.search(cell)):
        return None
    day, month, year, to_day, to_month, to_year = map(int, found.groups())
    first, last = date(year, month, day), date(to_year, to_month, to_day)
    return FiledPeriod(first, last, "", to_year)


def _quarter(cell: str) -> FiledPeriod | None:
    if not (found := _QUARTER.search(cell)):
        return None
    part = found[1] if found[1].isdigit() else str(_ROMAN.index(found[1]) + 1)
    return _named(found[2], f"Q{part}")


def _half(cell: str) -> FiledPeriod | None:
    if not (found := _HALF.search(cell)):
        return None
    return _named(found[2], "H1" if found[1] == "dau" else "H2")


def _nine(cell: str) -> FiledPeriod | None:
    if not (found := _NINE.search(cell)):
        return None
    year = int(found[1])
    first = date(year - 1, _DECEMBER, _FIRST)
    return FiledPeriod(first, date(year, _SEPTEMBER, _LAST), "N", year)


def _month(cell: str) -> FiledPeriod | None:
    """A month of reporting ends on the 14th, as its quarter does."""
    if not (found := _MONTH.search(cell)):
        return None
    month, year = int(found[1]), int(found[2])
    before = (year - 1, _DECEMBER) if month == 1 else (year, month - 1)
    return FiledPeriod(date(*before, _FIRST), date(year, month, _LAST), "M", year, month=month)


def _year(cell: str) -> FiledPeriod | None:
    return _named(found[1], "") if (found := _WHOLE_YEAR.search(cell)) else None


def _named(year: str, part: str) -> FiledPeriod:
    one = period(f"{year}-{part}" if part else year)
    return FiledPeriod(one.first, one.last, part or "year", one.year, name=one.name)
