"""Which hashes occur more than once among any number of them, in little memory.

Up to `HELD` hashes stay in memory. More of them are sorted and written to a temporary file without
a name, which no interruption can leave behind; they are cut by their leading bits, and what agrees
in those is brought together, one part after the other. Nothing is left to chance: every hash is
held against every other.
"""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from typing import IO

import polars as pl

from cchc_audit.engine.batches import Batches

HELD = 2_000_000
"""Hashes (8 bytes each) that are held before they go to disk."""
_BATCH = 250_000
_BITS = 6
_PARTS = 1 << _BITS
_STARTS = pl.Series([part << (64 - _BITS) for part in range(_PARTS)], dtype=pl.UInt64)


class Hashes:
    """Takes hashes in batches, and afterwards tells which of them came more than once.

    What stands beside a hash goes with it: few bytes a row.
    """

    def __init__(self, *, held: int = HELD) -> None:
        self._most = held
        self._held: list[pl.DataFrame] = []
        self._none = pl.DataFrame(schema={"hash": pl.UInt64})
        self._file: IO[bytes] | None = None
        # By leading bits: where in the file the sorted pieces begin, and how long they are.
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]

    def plan(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Takes the one column of `rows` when collected; its own result is empty."""
        return rows.sink_batches(self.take, chunk_size=_BATCH, maintain_order=False, lazy=True)

    def take(self, batch: pl.DataFrame) -> None:
        """Takes a batch: the first column is the hash (UInt64)."""
        self._held.append(batch)
        self._none = batch.clear()
        if sum(map(len, self._held)) >= self._most:
            # Without room on disk they stay in memory.
            with suppress(OSError):
                self._write()

    def repeated(self) -> pl.Series:
        """The hashes that came more than once, each of them once; the file is given up."""
        found = [_often(part, 2) for part in self._parts()]
        self._give_up()
        return pl.concat(found)

    def rows(self, times: int) -> pl.DataFrame:
        """The rows of the hashes that came so many times or more; the file is given up."""
        found = [
            part.filter(part.to_series().is_in(_often(part, times).implode()))
            for part in self._parts()
        ]
        self._give_up()
        return pl.concat(found)

    def _give_up(self) -> None:
        if self._file is not None:
            self._file.close()

    def _write(self) -> None:
        """Puts what is held into the file; nothing of it counts as written until all is."""
        ordered = self._sorted()
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="cchc-audit-")  # noqa: SIM115
        place = self._file.seek(0, 2)
        lengths = []
        for piece in _cut(ordered):
            written = BytesIO()
            piece.write_ipc(written, compression="uncompressed")
            lengths.append(self._file.write(written.getbuffer()))
        self._file.flush()
        for pieces, length in zip(self._pieces, lengths, strict=True):
            pieces.append((place, length))
            place += length
        self._held = []

    def _parts(self) -> Iterator[pl.DataFrame]:
        """The rows in parts that have no hash in common."""
        held = self._sorted()
        if self._file is None:
            yield held
            return
        for pieces, rest in zip(self._pieces, _cut(held), strict=True):
            read = [pl.read_ipc(self._read(*piece)) for piece in pieces]
            yield pl.concat([*read, rest])

    def _read(self, place: int, length: int) -> bytes:
        assert self._file is not None
        self._file.seek(place)
        return self._file.read(length)

    def _sorted(self) -> pl.DataFrame:
        return pl.concat([self._none, *self._held]).sort(self._none.columns[0])


def _cut(ordered: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Sorted rows by the leading bits of their hash, `_PARTS` pieces in order."""
    starts = [*ordered.to_series().search_sorted(_STARTS).to_list(), len(ordered)]
    for start, end in pairwise(starts):
        yield ordered.slice(start, end - start)


def _often(part: pl.DataFrame, times: int) -> pl.Series:
    """The hashes that came so many times or more, each of them once."""
    ordered = part.to_series().sort()
    return ordered.filter(ordered == ordered.shift(times - 1)).unique()


class RepeatedRows(Batches):
    """Of the rows of a plan, whose first column is a hash, those of a hash that came so many times
    or more.
    """

    def __init__(self, rows: pl.LazyFrame, *, times: int) -> None:
        super().__init__(rows)
        self._times = times
        self._taken = Hashes()

    def frames(self) -> list[pl.DataFrame]:
        """One frame, once the pass is made. The order of rows is not fixed."""
        self._take(pl.DataFrame(schema=self._rows.collect_schema()))
        return [self._taken.rows(self._times)]

    def _take(self, batch: pl.DataFrame) -> None:
        self._taken.take(batch)
