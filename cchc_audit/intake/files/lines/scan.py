"""The streaming scan of a delimited text file: everything as text, no row lost or shifted."""

import os
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell

# Undocumented, read by polars when a scan begins: with chunks of 16 MB a scan holds little
# memory, and few of the morsels behind it (2 MB each) are mere remainders. `make bench` shows it.
os.environ.setdefault("POLARS_CSV_CHUNK_SIZE", "16000000")

LAYOUT = 0xFFFF
"""In `Lines.codes`: a layout row, which is left out of the frame."""
_EXTRA = "extra"
_INDEX = "index"


class Lines(NamedTuple):
    """What the guard found out about the data lines of a file; all empty in a clean one.

    `breaks` and `shifts` (same length, ascending) tell by how many physical lines a record stands
    below its row index, from each index in `breaks` on. `codes` holds a code for every row index
    (`faults.code`, or `LAYOUT`; null where nothing is wrong), or is None.
    """

    breaks: pl.Series | None = None
    shifts: pl.Series | None = None
    codes: pl.Series | None = None


def scan_text(
    source: Path | bytes,
    *,
    delimiter: str,
    skip: int,
    width: int,
    first_line: int,
    lines: Lines | None = None,
    decodes: bool = False,
) -> pl.LazyFrame:
    """All records of a UTF-8 text file (or of a part of one) below its first `skip` lines: see
    `body.Body.frame`.

    `first_line` is the physical line of the export at which the first record stands. A file that
    `decodes` to its last byte is read in two thirds of the time; in any other, U+FFFD stands for
    what is not UTF-8.

    Short rows are not told from empty cells here: the guard counts delimiters.
    """
    lines = lines or Lines()
    names = [cell(place) for place in range(width)]
    frame = pl.scan_csv(
        source,
        separator=delimiter,
        has_header=False,
        skip_lines=skip,
        schema=dict.fromkeys([*names, _EXTRA], pl.String()),
        encoding="utf8" if decodes else "utf8-lossy",
        missing_columns="insert",
        truncate_ragged_lines=True,
        extra_columns="ignore",
        row_index_name=_INDEX,
        glob=False,
        raise_if_empty=False,
    )
    too_many = pl.when(pl.col(_EXTRA).is_not_null()).then(
        pl.lit(code(None, Fault.CELLS_TOO_MANY), dtype=pl.UInt16)
    )
    if lines.codes is None:
        return frame.select(_line(lines, first_line), too_many.alias(CODE), *names)
    known = pl.lit(lines.codes).gather(pl.col(_INDEX), null_on_oob=True)
    marked = frame.select(
        _line(lines, first_line), pl.coalesce(known, too_many).alias(CODE), *names
    )
    return marked.filter(pl.col(CODE).ne_missing(LAYOUT))


def _line(lines: Lines, first: int) -> pl.Expr:
    index = pl.col(_INDEX)
    if lines.breaks is None or lines.shifts is None:
        return (index + first).cast(pl.UInt32).alias(LINE)
    breaks, shifts = lines.breaks, lines.shifts

    def shifted(rows: pl.Series) -> pl.Series:
        place = breaks.search_sorted(rows, side="right")
        return rows + shifts.gather(place)

    moved = index.map_batches(shifted, return_dtype=pl.UInt32, is_elementwise=True)
    return (moved + first).cast(pl.UInt32).alias(LINE)
