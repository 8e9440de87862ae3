"""Blank cells at the end of rows that the header does not know: no wrong number of cells.

Some software ends every row with a delimiter, and the header not, or the header and no row. That
is told by the rows that are usual in a file, never by a single row: one with a delimiter inside a
cell has a cell too many, too, and must not be read shifted.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from cchc_audit.intake.files.csv_lines import records, split_record
from cchc_audit.intake.files.header_search import Top
from cchc_audit.intake.files.layout import is_layout
from cchc_audit.intake.files.raw_rows import cell

_USUAL = 0.1
_LEAST_ROWS = 2


class Widths(NamedTuple):
    """How many cells a sound row has: nearly always `usual`; at the least `least`, at the most
    `most`, what stands behind `least` being blank.
    """

    usual: int
    least: int
    most: int


def keep_exact(width: int) -> Widths:
    """Rows that have so many cells, no more and no fewer."""
    return Widths(width, width, width)


def find_usual_widths(lines: Sequence[str], top: Top) -> Widths:
    """How many cells the rows have: as many as the header, unless rows that are usual have more or
    fewer, and blank ones where the header has no name.

    `lines` are lines from the beginning of the file.
    """
    width = len(top.header)
    rows = []
    for _, _, text in records(lines[top.skip :]):
        cells = split_record(text.removesuffix("\r"), top.delimiter)
        if len(cells) == width or not is_layout(cells, top.header):
            rows.append(cells)
    counts = Counter(map(len, rows))
    usual = {n for n, rows_so in counts.items() if rows_so >= max(_LEAST_ROWS, len(rows) * _USUAL)}
    named = max(place for place, text in enumerate(top.header, start=1) if text.strip())
    if not usual - {width} or min(usual) < named:
        return keep_exact(width)
    beyond = (text for cells in rows if len(cells) in usual for text in cells[named:])
    if any(text.strip() for text in beyond):
        return keep_exact(width)
    return Widths(counts.most_common(1)[0][0], named, max(*usual, width))


def hold_nothing(frame: pl.LazyFrame, places: range) -> bool:
    """Whether the cells at these places are blank in every row."""
    filled = [pl.col(cell(place)).str.strip_chars().str.len_bytes() > 0 for place in places]
    found = frame.select(pl.any_horizontal(filled).any()).collect(engine="streaming")
    return not found.item()
