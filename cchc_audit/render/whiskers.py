"""The interval of a rate drawn as a mark with whiskers, on a scale all rows share.

Rates of districts lie between 80 and 100 %: a bar from 0 would show them all alike. The scale
begins at the ten per cent below the lowest interval of the rows that are ranked, and the heading
of the column says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from cchc_audit.render import numbers
from cchc_audit.render.people import People, Row

COLUMN = "interval"
"""The name of the column that is drawn; it stands in no file for programs."""
CELLS = 20
"""How many characters the drawing takes."""
_HIGHEST_FLOOR = 0.9
_INK = "#12507b"
_WIDTH, _HEIGHT, _EDGE = 180, 14, 6


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `floor` to 1."""

    floor: float

    @classmethod
    def of(cls, rows: Sequence[Row]) -> "Scale":
        """The scale on which every ranked row of `rows` can be drawn whole."""
        lows = [low for row in rows if _ranked(row) and isinstance(low := row["true_low"], float)]
        lowest = min(lows, default=0.0)
        return cls(min(_HIGHEST_FLOOR, floor(lowest * 10) / 10))

    def heading(self, people: People) -> str:
        """The heading of the column, with the ends of the axis."""
        ends = (f"{round(end * 100)}%" for end in (self.floor, 1.0))
        return f"{people.label(COLUMN)} ({'–'.join(ends)})"

    def text(self, row: Row) -> str:
        """`├──●─┤`: the whiskers of the interval and the rate, in `CELLS` characters.

        An interval that begins before the scale begins with `◂`.
        """
        ends = _ends(row)
        if ends is None:
            return ""
        low, rate, high = (round(self._share(value) * (CELLS - 1)) for value in ends)
        cells = [" "] * CELLS
        cells[low : high + 1] = "─" * (high + 1 - low)
        cells[low] = "◂" if ends[0] < self.floor else "├"
        cells[high], cells[rate] = "┤", "●"
        return "".join(cells).rstrip()

    def svg(self, row: Row, *, words: str) -> str:
        """The same as inline SVG, with `words` (HTML already) for who cannot see it."""
        ends = _ends(row)
        if ends is None:
            return ""
        room = _WIDTH - 2 * _EDGE
        low, rate, high = (round(_EDGE + self._share(value) * room, 1) for value in ends)
        middle, cap = _HEIGHT // 2, f"3V{_HEIGHT - 3}"
        left = "" if ends[0] < self.floor else f"M{low} {cap}"
        return (
            f'<svg width="{_WIDTH}" height="{_HEIGHT}" role="img" aria-label="{words}">'
            f"<title>{words}</title>"
            f'<path d="M{_EDGE} {middle}H{_WIDTH - _EDGE}" stroke="#ddd"/>'
            f'<path d="{left}M{low} {middle}H{high}M{high} {cap}" '
            f'stroke="{_INK}" stroke-width="1.5" fill="none"/>'
            f'<circle cx="{rate}" cy="{middle}" r="4" fill="{_INK}"/></svg>'
        )

    def _share(self, value: float) -> float:
        return max(0.0, min(1.0, (value - self.floor) / (1 - self.floor)))


def words(row: Row, people: People) -> str:
    """The interval as people write it: `87,9%–95,1%`."""
    ends = _ends(row)
    if ends is None:
        return numbers.NOTHING
    return f"{numbers.percent(ends[0], people.texts)}–{numbers.percent(ends[2], people.texts)}"


def _ranked(row: Row) -> bool:
    return row["rank"] is not None


def _ends(row: Row) -> tuple[float, float, float] | None:
    low, rate, high = row["true_low"], row["true_rate"], row["true_high"]
    if isinstance(low, float) and isinstance(rate, float) and isinstance(high, float):
        return low, rate, high
    return None
