"""The interval of a rate drawn as a mark with whiskers, on a scale all rows share.

Rates of districts lie between 80 and 100 %: a bar from 0 would show them all alike. The scale
begins at the ten per cent below the lowest interval of the rows that are ranked, and the heading
of the column says so.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cchc_audit.render import numbers
from cchc_audit.render.document import INTERVAL, Interval, Table
from cchc_audit.texts import Texts

CELLS = 20
"""How many characters the drawing takes."""
_HIGHEST_FLOOR = 0.9
_WIDTH, _HEIGHT, _EDGE = 180, 14, 6


def interval(row: Mapping[str, object], texts: Texts) -> Interval | None:
    """The interval of the rate of a row, in words as `87,9%–95,1%`; None where it has none."""
    low, rate, high = row["true_low"], row["true_rate"], row["true_high"]
    if isinstance(low, float) and isinstance(rate, float) and isinstance(high, float):
        words = f"{numbers.percent(low, texts)}–{numbers.percent(high, texts)}"
        return Interval(low, rate, high, words)
    return None


def floor(rows: Iterable[Mapping[str, object]]) -> float:
    """Where a scale begins on which every ranked row of `rows` can be drawn whole; it ends at 1."""
    ranked = (row["true_low"] for row in rows if row["rank"] is not None)
    lowest = min((low for low in ranked if isinstance(low, float)), default=0.0)
    return min(_HIGHEST_FLOOR, math.floor(lowest * 10) / 10)


def headed(table: Table) -> list[str]:
    """The headings of a table, that of the column of intervals with the ends of the scale."""
    return [
        f"{head} ({round(table.floor * 100)}%–100%)"
        if name == INTERVAL and table.floor is not None
        else head
        for name, head in zip(table.names, table.heads, strict=True)
    ]


def draw_interval(interval: Interval, start: float) -> str:
    """`├──●─┤`: the whiskers of the interval and the rate, in `CELLS` characters.

    An interval that begins before the scale begins with `◂`.
    """
    ends = (interval.low, interval.rate, interval.high)
    low, rate, high = (round(_share(value, start) * (CELLS - 1)) for value in ends)
    cells = [" "] * CELLS
    cells[low : high + 1] = "─" * (high + 1 - low)
    cells[low] = "◂" if interval.low < start else "├"
    cells[high], cells[rate] = "┤", "●"
    return "".join(cells).rstrip()


class Places(NamedTuple):
    """Where an inline drawing of `width` and `height` has its marks; `low` is None where the
    interval begins before the scale.
    """

    low: float
    rate: float
    high: float
    whole: bool
    width: int = _WIDTH
    height: int = _HEIGHT
    edge: int = _EDGE


def places(interval: Interval, start: float) -> Places:
    """The places of the marks on an inline drawing."""
    room = _WIDTH - 2 * _EDGE
    ends = (interval.low, interval.rate, interval.high)
    low, rate, high = (round(_EDGE + _share(value, start) * room, 1) for value in ends)
    return Places(low, rate, high, whole=interval.low >= start)


def _share(value: float, start: float) -> float:
    return max(0.0, min(1.0, (value - start) / (1 - start)))
