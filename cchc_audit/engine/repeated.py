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

HELD = 2_000_000
"""Hashes (8 bytes each) that are held before they go to disk."""
_BATCH = 250_000
_BITS = 6
_PARTS = 1 << _BITS
_STARTS = pl.Series([part << (64 - _BITS) for part in range(_PARTS)], dtype=pl.UInt64)


class Hashes:
    """Takes hashes in batches, and afterwards tells which of them came more than once."""

    def __init__(self, *, held: int = HELD) -> None:
        self._most = held
        self._held: list[pl.Series] = []
        self._file: IO[bytes] | None = None
        # By leading bits: where in the file the sorted pieces begin, and how long they are.
        self._pieces: list[list[tuple[int, int]]] = [[] for _ in range(_PARTS)]

    def plan(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Takes the one column of `rows` when collected; its own result is empty."""
        return rows.sink_batches(self.take, chunk_size=_BATCH, maintain_order=False, lazy=True)

    def take(self, batch: pl.DataFrame) -> None:
        """Takes a batch: one column of UInt64."""
        self._held.append(batch.to_series())
        if sum(map(len, self._held)) >= self._most:
            # Without room on disk they stay in memory.
            with suppress(OSError):
                self._write()

    def repeated(self) -> pl.Series:
        """The hashes that came more than once, each of them once; the file is given up."""
        found = [_repeated(part) for part in self._parts()]
        if self._file is not None:
            self._file.close()
        return pl.concat(found)

    def _write(self) -> None:
        """Puts what is held into the file; nothing of it counts as written until all is."""
        ordered = self._sorted()
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="cchc-audit-")  # noqa: SIM115
        place = self._file.seek(0, 2)
        lengths = []
        for piece in _cut(ordered):
            written = BytesIO()
            piece.to_frame("hash").write_ipc(written, compression="uncompressed")
            lengths.append(self._file.write(written.getbuffer()))
        self._file.flush()
        for pieces, length in zip(self._pieces, lengths, strict=True):
            pieces.append((place, length))
            place += length
        self._held = []

    def _parts(self) -> Iterator[pl.Series]:
        """The hashes in parts that have none in common."""
        held = self._sorted()
        if self._file is None:
            yield held
            return
        for pieces, rest in zip(self._pieces, _cut(held), strict=True):
            read = [pl.read_ipc(self._read(*piece))["hash"] for piece in pieces]
            yield pl.concat([*read, rest])

    def _read(self, place: int, length: int) -> bytes:
        assert self._file is not None
        self._file.seek(place)
        return self._file.read(length)

    def _sorted(self) -> pl.Series:
        none = pl.Series(dtype=pl.UInt64)
        return pl.concat([none, *self._held]).sort()


def _cut(ordered: pl.Series) -> Iterator[pl.Series]:
    """Sorted hashes by their leading bits, `_PARTS` pieces in order."""
    starts = [*ordered.search_sorted(_STARTS).to_list(), len(ordered)]
    for start, end in pairwise(starts):
        yield ordered.slice(start, end - start)


def _repeated(part: pl.Series) -> pl.Series:
    ordered = part.sort()
    return ordered.filter(ordered == ordered.shift(1)).unique()
