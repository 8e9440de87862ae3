"""Which columns a person sees at which width, and how wide each one is.

A layout has its columns in the order of display, each with a rank: the lower, the longer it stays
when the screen gets narrow. What fits is decided by the widths the cells really need.
"""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

GAP = 2
"""Blank characters between two columns."""

EXTRA = 9
"""From this rank on a column is welcome, but not at the price of cutting another."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column for people: `rank` 0 is always there; a `least` width lets long text be cut. With
    `where` it stands there only where a row has a value in that column. With `instead` it stands
    for those columns, which then are there all or none.
    """

    name: str
    rank: int
    least: int | None = None
    most: int = 200
    where: str | None = None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
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
    chosen: dict[str, int] = {}
    used = wanted = -GAP
    for need in sorted(needs, key=lambda need: need.shown.rank):
        used += GAP + need.least
        wanted += GAP + need.natural
        if need.shown.rank and (wanted if need.shown.rank >= EXTRA else used) > width:
            used -= GAP + need.least
            break
        chosen[need.shown.name] = need.least
    for name in list(_excluded(needs, chosen)):
        used -= GAP + chosen.pop(name)
    natural = {need.shown.name: need.natural for need in needs}
    for _ in range(width - used):
        short = min(chosen, key=lambda name: chosen[name] / natural[name])
        if natural[short] <= chosen[short]:
            break
        chosen[short] += 1
    names = (need.shown.name for need in needs)
    return [(name, chosen[name]) for name in names if name in chosen]


def _excluded(needs: Sequence[Need], chosen: Container[str]) -> Iterator[str]:
    """The columns that others are there `instead` of, or those others where all of these are."""
    for need in needs:
        parts, name = need.shown.instead, need.shown.name
        if parts and name in chosen:
            whole = all(part in chosen for part in parts)
            yield from [name] if whole else (part for part in parts if part in chosen)
