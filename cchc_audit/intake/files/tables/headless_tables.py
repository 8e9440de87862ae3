"""Tables of a web page that go on with the one above: only the first of them has a header.

A list whose header stays in sight while one scrolls has it in a table of its own; a long list may
begin a new table on every page.
"""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, LOOKED_AT, Score, find_header
from cchc_audit.intake.files.layout import has_moment
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.files.workbooks.sheets import Grid
from cchc_audit.intake.values.header_names import NEEDED, columns_named

_MOST = 0.9


class _Header(NamedTuple):
    """How many cells a header has at the least, those behind it being blank, and at the most; the
    places of the number and of the receipt.
    """

    least: int
    most: int
    number: int
    receipt: int


def join_headless(grids: Sequence[Grid], score: Score) -> list[Grid]:
    """The tables of a page in order, each with those below it that go on with it."""
    found: list[Grid] = []
    header, first = None, 0
    for grid in grids:
        texts = _texts(grid)
        known = find_header(texts, score)
        if header is not None and not known.known and _goes_on(grid.width, texts, header):
            found[first] = _joined(found[first], grid)
            continue
        if any(map(any, texts)):  # what lays out the page holds nothing itself
            header = _read(known.cells) if known.known >= COLUMNS_OF_HEADER else None
            first = len(found)
        found.append(grid)
    return found


def _texts(grid: Grid) -> list[list[str]]:
    names = [cell(place) for place in range(grid.width)]
    rows = grid.frame.head(LOOKED_AT).select(names).collect().iter_rows()
    return [[text or "" for text in row] for row in rows]


def _read(cells: Sequence[str]) -> _Header | None:
    """A header that names what an export needs, each by one cell; None for any other."""
    named = {place: columns_named([text], {}) for place, text in enumerate(cells)}
    places = [[place for place, names in named.items() if need in names] for need in NEEDED]
    if any(len(found) != 1 for found in places):
        return None
    least = max(place for place, text in enumerate(cells, start=1) if text.strip())
    return _Header(least, len(cells), places[0][0], places[1][0])


def _goes_on(width: int, rows: Sequence[Sequence[str]], header: _Header) -> bool:
    """Whether rows are as wide as a header and hold, nearly all, what it says in two places."""
    if not header.least <= width <= header.most:
        return False
    fit = [
        has_moment(row[header.receipt])
        and bool(row[header.number].strip())
        and not has_moment(row[header.number])
        for row in rows
        if sum(map(bool, row)) > 1
    ]
    return bool(fit) and sum(fit) >= len(fit) * _MOST


def _joined(above: Grid, below: Grid) -> Grid:
    """Two tables as one: the rows of the one below are numbered on."""
    last = int(above.frame.select(pl.col(LINE).max()).collect().item() or 0)
    moved = below.frame.with_columns(pl.col(LINE) + pl.lit(last, dtype=pl.UInt32))
    return Grid(
        pl.concat([above.frame, moved], how="diagonal"),
        max(above.width, below.width),
        (
            *above.merges,
            *(m._replace(first=m.first + last, last=m.last + last) for m in below.merges),
        ),
        lost=(*above.lost, *(bad._replace(line=bad.line + last) for bad in below.lost)),
    )
