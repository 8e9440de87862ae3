"""Which columns a person sees at which width, and how wide each one is.

A layout has its columns in the order of display, each with a rank: the lower, the longer it stays
when the screen gets narrow. What fits is decided by the widths the cells really need.
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

GAP = 2
"""Blank characters between two columns."""

EXTRA = 9
"""From this rank on a column is welcome, but not at the price of cutting another."""


class Shown(NamedTuple):
    """A column for people: `rank` 0 is always there; a `least` width lets long text be cut. With
    `where` it stands there only where a row has a value in that column. With `instead` it stands
    for those columns, which then are there all or none. Columns of one `block`, and so of one rank,
    come and go together: two of three parts of a sum would read like the whole.
    """

    name: str
    rank: int
    least: int | None = None
    most: int = 200
    where: str | None = None
    instead: tuple[str, ...] = ()
    block: str = ""


class Need(NamedTuple):
    """A column and the width its cells need at the least and would like."""

    shown: Shown
    least: int
    natural: int


KEYS = "*"
"""Where the columns that a report is grouped by stand in a layout."""


def columns(
    layout: Sequence[Shown], keys: Sequence[str], present: Sequence[str]
) -> tuple[Shown, ...]:
    """The columns of `present` that people see, in the order of display.

    The `keys` stand where the layout has `KEYS`. Without a layout the keys come first, then all
    there is, the first columns the longest.
    """
    named = tuple(Shown(key, 0, 24, 48) for key in keys)
    if not layout:
        others = (name for name in present if name not in keys)
        return named + tuple(Shown(name, rank) for rank, name in enumerate(others))
    there: list[Shown] = []
    for shown in layout:
        there += named if shown.name == KEYS else (shown,) if shown.name in present else ()
    return tuple(there)


def fit(needs: Sequence[Need], width: int) -> list[tuple[str, int]]:
    """The columns that fit into `width`, in the order of display, with their widths.

    Columns come in by rank until one does not fit; one of the `EXTRA` ranks must not cost another
    its text. What is left goes, character by character, to the one that is cut most, by its share.
    Rank 0 is there even where it does not fit.
    """
    chosen: list[Need] = []
    ranked = sorted(needs, key=lambda need: need.shown.rank)
    for _, block in groupby(ranked, key=lambda need: need.shown.block or need):
        wider = [*chosen, *block]
        rank = wider[-1].shown.rank
        if rank and _width(_visible(wider), natural=rank >= EXTRA) > width:
            break
        chosen = wider
    shown = _visible(chosen)
    sizes = {need.shown.name: need.least for need in shown}
    natural = {need.shown.name: need.natural for need in shown}
    for _ in range(width - _width(shown, natural=False)):
        short = min(sizes, key=lambda name: sizes[name] / natural[name])
        if natural[short] <= sizes[short]:
            break
        sizes[short] += 1
    names = (need.shown.name for need in needs)
    return [(name, sizes[name]) for name in names if name in sizes]


def _width(needs: Sequence[Need], *, natural: bool) -> int:
    """What columns side by side take up."""
    return sum(GAP + (need.natural if natural else need.least) for need in needs) - GAP


def _visible(needs: Sequence[Need]) -> list[Need]:
    """The columns without those that others are there `instead` of, or those others where all of
    these are.
    """
    names = {need.shown.name for need in needs}
    out = set[str]()
    for need in needs:
        if parts := need.shown.instead:
            out.update([need.shown.name] if names.issuperset(parts) else parts)
    return [need for need in needs if need.shown.name not in out]
