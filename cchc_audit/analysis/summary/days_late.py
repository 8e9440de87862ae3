"""How many late dossiers are how many working days late: the ranges of a histogram."""

import math
from dataclasses import dataclass

import polars as pl

_RANGES = 12
_TAIL = 0.95
"""The share of late dossiers that stands in ranges of one width; the others share the last."""
_WIDTHS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


@dataclass(frozen=True, slots=True)
class DayRange:
    """`n` dossiers from `first` to `last` working days late (None: or more). Both are 0 for less
    than a day, which is how late a term in hours can be.
    """

    first: int
    last: int | None
    n: int


def count_days_late(days: pl.Series) -> list[DayRange]:
    """Days late (whole numbers, none of them null, one at least) as ranges of one width."""
    most = int(days.quantile(_TAIL, interpolation="higher") or 0)
    width = next((w for w in _WIDTHS if math.ceil(most / w) <= _RANGES), _WIDTHS[-1])
    count = max(1, math.ceil(most / width))
    below, beyond = int((days < 1).sum()), int((days > count * width).sum())
    place = ((days - 1) // width).filter((days >= 1) & (days <= count * width))
    found = dict(place.value_counts().iter_rows())
    ranges = [DayRange(0, 0, below)] if below else []
    ranges += [DayRange(at * width + 1, (at + 1) * width, found.get(at, 0)) for at in range(count)]
    return [*ranges, DayRange(count * width + 1, None, beyond)] if beyond else ranges


def half_within(days: pl.Series) -> int:
    """The number of days that half of the dossiers are late at most."""
    return int(days.quantile(0.5, interpolation="lower") or 0)
