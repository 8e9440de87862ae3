"""The periods of reports by name: a quarter of reporting begins on the 15th, not on the 1st.

Circular 01/2020/TT-VPCP: the year runs from 15 December of the year before to 14 December, its
quarters begin on 15 December, 15 March, 15 June and 15 September.
"""

import re
from dataclasses import dataclass
from datetime import date

from cchc_audit.core.errors import ConfigError

_NAME = re.compile(r"(?P<year>\d{4})(?:-(?P<part>[QH]\d))?", re.IGNORECASE)
_YEARS = range(2000, 2101)
_BEGINS = {
    # the month whose 15th begins the part, and the one whose 14th ends it; December is last year's
    "Q1": (12, 3),
    "Q2": (3, 6),
    "Q3": (6, 9),
    "Q4": (9, 12),
    "H1": (12, 6),
    "H2": (6, 12),
    "": (12, 12),
}
_FIRST, _LAST = 15, 14
_DECEMBER = 12
KNOWN = "2026-Q1, 2026-Q2, 2026-Q3, 2026-Q4, 2026-H1, 2026-H2, 2026"


@dataclass(frozen=True, slots=True)
class Period:
    """A period of reporting, both days included; `part` is `Q1` … `Q4`, `H1`, `H2` or empty."""

    year: int
    part: str
    first: date
    last: date

    @property
    def name(self) -> str:
        """What it is called by: `2026-Q1`, `2026-H1`, `2026`."""
        return _named(self.year, self.part)


def _named(year: int, part: str) -> str:
    return f"{year}-{part}" if part else f"{year}"


def period(name: str) -> Period:
    """The period that `2026-Q1`, `2026-H1` or `2026` names. Raises `ConfigError` for no period."""
    found = _NAME.fullmatch(name.strip())
    part = (found["part"] or "").upper() if found else "?"
    if found is None or part not in _BEGINS or int(found["year"]) not in _YEARS:
        raise ConfigError("indicators.period_unknown", text=name, known=KNOWN)
    year = int(found["year"])
    begins, ends = _BEGINS[part]
    before = begins == _DECEMBER
    return Period(year, part, date(year - before, begins, _FIRST), date(year, ends, _LAST))


def name_of(first: date | None, last: date | None) -> Period | None:
    """The named period of exactly these days, None where there is none."""
    if first is None or last is None:
        return None
    found = (one for one in _of_year(last.year) if (one.first, one.last) == (first, last))
    return next(found, None)


def begun(day: date) -> list[Period]:
    """The periods that have begun by `day`: of the year of reporting it lies in, and of the one
    before.
    """
    this = day.year + ((day.month, day.day) >= (_DECEMBER, _FIRST))
    return [one for year in (this - 1, this) for one in _of_year(year) if one.first <= day]


def _of_year(year: int) -> list[Period]:
    return [period(_named(year, part)) for part in _BEGINS]
