"""Which hashes occur more than once among any number of them, in little memory.

Up to `HELD` hashes stay in memory. More of them are sorted and written to a temporary file without
a name, which no interruption can leave behind; they are cut by their leading bits, and what agrees
in those is brought together, one part after the other. Nothing is left to chance: every hash is
held against every other.
"""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from itertools import pairwise
from typing import IO, Any

import polars as pl

from cchc_audit.engine.batches import Batches, Change
from cchc_audit.engine.lookup import ROW

HELD = 2_000_000
"""Hashes (8 bytes each) that are held before they go to disk."""
_BATCH = 250_000
_WRITTEN = 500_000
"""Rows that are written at a time."""
_BITS = 5
_PARTS = 1 << _BITS
_Stretch = tuple[int, int]
"""Where a frame begins in the file, and how many bytes it has."""
_STARTS = pl.Series([part << (64 - _BITS) for part in range(_PARTS)], dtype=pl.UInt64)


class Hashes:
    """Takes hashes in batches, and afterwards tells which of them came more than once.

    What stands beside a hash is kept with it, and never sorted: few bytes a row.
    """

    def __init__(self, *, held: int = HELD) -> None:
        self._most = held
        self._held: list[pl.DataFrame] = []
        self._handed: list[tuple[list[pl.DataFrame], Future[None]]] = []
        self._writer = ThreadPoolExecutor(1)
        self._none = pl.DataFrame(schema={"hash": pl.UInt64})
        self._file: IO[bytes] | None = None
        # By leading bits: where in the file the sorted pieces begin, and how long they are.
        self._pieces: list[list[_Stretch]] = [[] for _ in range(_PARTS)]
        self._rows: list[_Stretch] = []

    def plan(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Takes the columns of `rows` when collected; its own result is empty."""
        return rows.sink_batches(self.take, chunk_size=_BATCH, maintain_order=False, lazy=True)

    def take(self, batch: pl.DataFrame) -> None:
        """Takes a batch: the first column is the hash (UInt64)."""
        self._held.append(batch)
        self._none = batch.clear()
        if sum(map(len, self._held)) >= self._most:
            # Not waited for: the pass holds back whole rows for as long as they are not taken.
            self._handed = [one for one in self._handed if not _is_written(one[1])]
            self._handed.append((self._held, self._writer.submit(self._write, self._held)))
            self._held = []

    def repeated(self) -> pl.Series:
        """The hashes that came more than once, each of them once; the file is given up."""
        found = self._often(2)
        self._give_up()
        return found

    def rows(self, times: int) -> pl.DataFrame:
        """The rows of the hashes that came so many times or more; the file is given up."""
        often = self._often(times)
        found = [self._none]
        if not often.is_empty():
            wanted = pl.col(self._none.columns[0]).is_in(often.implode())
            found += [rows.filter(wanted) for rows in self._taken()]
        self._give_up()
        return pl.concat(found)

    def _give_up(self) -> None:
        if self._file is not None:
            self._file.close()

    def _often(self, times: int) -> pl.Series:
        """The hashes that came so many times or more, each of them once."""
        return pl.concat([_often(part, times) for part in self._parts()])

    def _settle(self) -> None:
        """Waits until all is written; without room on disk it stays in memory."""
        for held, written in self._handed:
            try:
                written.result()
            except OSError:
                self._held += held
        self._handed = []
        self._writer.shutdown()

    def _write(self, held: Sequence[pl.DataFrame]) -> None:
        """Puts batches into the file; nothing of them counts as written until all is."""
        taken = pl.concat(held)
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="cchc-audit-")  # noqa: SIM115
        self._file.seek(0, 2)
        pieces = [self._add(piece.to_frame()) for piece in _cut(_ordered(taken.to_series()))]
        rows = [self._add(part) for part in taken.iter_slices(_WRITTEN) if taken.width > 1]
        self._file.flush()
        for written, piece in zip(self._pieces, pieces, strict=True):
            written.append(piece)
        self._rows += rows

    def _add(self, frame: pl.DataFrame) -> _Stretch:
        """Writes a frame behind what the file holds."""
        assert self._file is not None
        place, written = self._file.tell(), BytesIO()
        frame.write_ipc_stream(written, compression="uncompressed")
        return place, self._file.write(written.getbuffer())

    def _parts(self) -> Iterator[pl.Series]:
        """The hashes in sorted parts that have none in common."""
        self._settle()
        held = _ordered(pl.concat([self._none, *self._held]).to_series())
        if self._file is None:
            yield held
            return
        for pieces, rest in zip(self._pieces, _cut(held), strict=True):
            read = [self._read(*piece).to_series() for piece in pieces]
            yield _ordered(pl.concat([*read, rest]))

    def _taken(self) -> Iterator[pl.DataFrame]:
        """All that was taken, as it came."""
        for piece in self._rows:
            yield self._read(*piece)
        yield pl.concat([self._none, *self._held])

    def _read(self, place: int, length: int) -> pl.DataFrame:
        assert self._file is not None
        self._file.seek(place)
        return pl.read_ipc_stream(self._file.read(length))


def _is_written(handed: Future[None]) -> bool:
    """Whether batches are in the file, and need not be held any longer."""
    return handed.done() and handed.exception() is None


def _ordered(hashes: pl.Series) -> pl.Series:
    """Hashes sorted: by numpy, which is faster, where it is loaded anyway (extra `fast`)."""
    numpy: Any = sys.modules.get("numpy")
    if numpy is None:
        return hashes.sort()
    return pl.Series(hashes.name, numpy.sort(hashes.to_numpy()))


def _cut(ordered: pl.Series) -> Iterator[pl.Series]:
    """Sorted hashes by their leading bits, `_PARTS` pieces in order."""
    starts = [*ordered.search_sorted(_STARTS).to_list(), len(ordered)]
    for start, end in pairwise(starts):
        yield ordered.slice(start, end - start)


def _often(ordered: pl.Series, times: int) -> pl.Series:
    """Of sorted hashes those that came so many times or more, each of them once."""
    before = ordered.slice(0, max(len(ordered) - times + 1, 0))
    return before.filter(before == ordered.slice(times - 1)).unique()


class RepeatedRows(Batches):
    """Of the rows of a plan, whose first column is a hash, those of a hash that came so many times
    or more. To be put right they have to be named by `source` and `source_line`.
    """

    def __init__(self, rows: pl.LazyFrame, *, times: int) -> None:
        super().__init__(rows)
        self._times = times
        self._taken = Hashes()

    def frames(self) -> list[pl.DataFrame]:
        """One frame, once the pass is made. The order of rows is not fixed."""
        self._take(pl.DataFrame(schema=self._rows.collect_schema()))
        return [self._taken.rows(self._times)]

    def corrected(self, change: Change) -> list[pl.DataFrame]:
        """The rows without those that are gone; the others keep their hashes."""
        # A hash that came too seldom with them does not come oftener without them.
        [rows] = self.frames()
        left = rows.join(change.gone, on=ROW, how="anti")
        often = _often(left.to_series().sort(), self._times)
        return [left.filter(left.to_series().is_in(often.implode()))]

    def _take(self, batch: pl.DataFrame) -> None:
        self._taken.take(batch)
