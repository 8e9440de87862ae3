"""Sheets that hold delimited text in a single column: a CSV that a spreadsheet did not take apart,
because it expected another delimiter.
"""

from collections.abc import Sequence

import polars as pl

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.csv_lines import DELIMITERS, split_record
from cchc_audit.intake.files.header_search import (
    COLUMNS_OF_HEADER,
    LOOKED_AT,
    FoundHeader,
    Score,
    find_header,
)
from cchc_audit.intake.files.layout import is_layout
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.raw_rows import LINE, BadLine, cell


def take_apart(
    frame: pl.LazyFrame, width: int, score: Score
) -> tuple[Pieces, list[BadLine]] | None:
    """The texts of a sheet as rows of cells, and the lines that are none; None where it has several
    columns, or its texts name no columns.

    `frame`: see `Grid`; `width` is how many cells its rows have. A row with another number of cells
    than the header is lost: the quotes around its first cell may be gone.
    """
    names = [cell(place) for place in range(width)]
    filled = frame.select(pl.col(names).is_not_null().any()).collect()
    used = [name for name in names if filled[name].item()]
    if len(used) != 1:
        return None
    rows = frame.select(LINE, used[0]).drop_nulls().collect().rows()
    found = _header([text for _, text in rows[:LOOKED_AT]], score)
    if found is None:
        return None
    delimiter, header = found
    kept, lost = Pieces(), []
    for place, (line, text) in enumerate(rows):
        cells = split_record(text, delimiter)
        above = place < header.place + header.height
        if above or len(cells) == len(header.cells) or is_layout(cells, header.cells):
            kept.add(line, cells)
        else:
            few = len(cells) < len(header.cells)
            fault = Fault.CELLS_TOO_FEW if few else Fault.CELLS_TOO_MANY
            lost.append(BadLine(line, code(None, fault), text))
    return kept, lost


def _header(texts: Sequence[str], score: Score) -> tuple[str, FoundHeader] | None:
    for delimiter in DELIMITERS:
        header = find_header([split_record(text, delimiter) for text in texts], score)
        if header.known >= COLUMNS_OF_HEADER:
            return delimiter, header
    return None
