"""Rows of text put together one by one: a few in memory, many in temporary files."""

from collections.abc import Mapping, Sequence

import polars as pl

from cchc_audit.core.scratch import scratch_file
from cchc_audit.intake.files.raw_rows import LINE, cell

_ROWS = 20_000
_IN_MEMORY = 10


class Pieces:
    """Rows as they come; `frame` gives them all, in order."""

    def __init__(self) -> None:
        self._lines: list[int] = []
        self._columns: list[list[str | None]] = []
        self._pieces: list[pl.LazyFrame] = []
        self.height = 0

    @property
    def width(self) -> int:
        """How many cells the widest row has."""
        return len(self._columns)

    def add(self, line: int, row: Sequence[str | None]) -> None:
        """One row; a cell without text is blank."""
        self._lines.append(line)
        rows = len(self._lines)
        while len(self._columns) < len(row):
            self._columns.append([None] * (rows - 1))
        for column, text in zip(self._columns, row, strict=False):
            column.append(text or None)
        for column in self._columns[len(row) :]:
            column.append(None)
        self.height += 1
        if rows >= _ROWS:
            self._close()

    def frame(self) -> pl.LazyFrame:
        """`line` UInt32 and `c0`, `c1`, … String."""
        if self._lines or not self._pieces:
            self._close()
        if len(self._pieces) == 1:
            return self._pieces[0]
        return pl.concat(self._pieces, how="diagonal")

    def _close(self) -> None:
        """Put the rows gathered so far aside."""
        schema: Mapping[str, type[pl.DataType]] = {cell(n): pl.String for n in range(self.width)}
        frame = pl.DataFrame(dict(zip(schema, self._columns, strict=True)), schema=dict(schema))
        frame.insert_column(0, pl.Series(LINE, self._lines, dtype=pl.UInt32))
        self._lines, self._columns = [], [[] for _ in self._columns]
        if len(self._pieces) < _IN_MEMORY:
            self._pieces.append(frame.lazy())
            return
        path = scratch_file(".parquet")
        frame.write_parquet(path, compression="lz4", statistics=False)
        self._pieces.append(pl.scan_parquet(path, glob=False))
