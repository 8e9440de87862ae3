"""Buffers and dictionaries around the compiled passes of `plain_lines`: polars columns of a chunk.

For one thread at a time; what it learnt of one chunk it knows of the next.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, FileIO
from queue import SimpleQueue
from typing import Any

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from cchc_audit.engine import plain_lines as lines
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.engine.zero_copy import lent_value

_MOST_TEXTS = 1 << 16
"""Different texts of a column; in a chunk with more of them that column is not plain."""
_WORDS = 1 << 19
_BLOCK = 4096
"""Bytes that are marked at a time: they and what is found of them stay in the nearest cache."""
_PARTS = {"%d": "dd", "%m": "mm", "%Y": "yyyy", "%H": "HH", "%M": "MM", "%S": "SS"}
_ORDER = ("dd", "mm", "yyyy", "HH", "MM", "SS")
_LONGEST = 24
_EPOCH = datetime.combine(date(1970, 1, 1), time())


@dataclass(frozen=True, slots=True)
class Shapes:
    """Spellings of moments as `read_moments` takes them, and the last moment that can be true."""

    parts: Any
    shapes: Any
    latest: int


def shapes_of(spellings: Sequence[str], latest: datetime) -> Shapes:
    """The first two of `spellings` (for `strptime`) that have fixed places for all they say."""
    drawn = [text for text in map(_drawn, spellings) if text is not None][:2]
    parts: Any = np.full((max(len(drawn), 1), 1 + len(_ORDER)), -1, dtype=np.int64)
    shapes: Any = np.zeros((max(len(drawn), 1), 3, 3), dtype=np.uint64)
    for row, text in enumerate(drawn):
        parts[row] = [len(text), *(text.find(part) for part in _ORDER)]
        digits = "".join("\xff" if mark.isalpha() and mark != "T" else "\0" for mark in text)
        marks = "".join("\0" if mark == "\xff" else "\xff" for mark in digits)
        between = "".join("\0" if d == "\xff" else m for d, m in zip(digits, text, strict=True))
        for place, mask in enumerate((marks, between, digits)):
            padded = mask.encode("latin-1").ljust(_LONGEST, b"\0")
            shapes[row, :, place] = np.frombuffer(padded, dtype=np.uint64)
    return Shapes(parts, shapes, (latest - _EPOCH) // (datetime.resolution))


def _drawn(spelling: str) -> str | None:
    """A spelling with every digit in its place: `dd/mm/yyyy HH:MM`; None where it has none."""
    for part, places in _PARTS.items():
        spelling = spelling.replace(part, places)
    odd = "%" in spelling or not spelling.isascii() or len(spelling) > _LONGEST
    return None if odd or not all(part in spelling for part in _ORDER[:3]) else spelling


class PlainColumns:
    """The columns of whole lines, of which some are asked for."""

    def __init__(self, width: int, delimiter: str) -> None:
        self._width, self._delimiter = width, ord(delimiter)
        self._data: Any = np.zeros(0, dtype=np.uint8)
        self._words: Any = self._data.view(np.uint64)
        self._marks: Any = np.empty(0, dtype=np.uint32)
        self._flags: Any = np.empty(_BLOCK, dtype=np.uint8)
        self._flagged: Any = self._flags.view(np.uint64)
        self._numbers: Any = np.empty(0, dtype=np.uint8)
        self._size = self._lines = 0
        self._rows: dict[int, int] = {}
        self._texts: dict[int, tuple[Any, Any, Any]] = {}
        self._values: dict[str, pl.Series] = {}

    def load(self, file: BytesIO | FileIO, size: int) -> None:
        """Reads so many bytes: whole lines."""
        if len(self._data) < size + lines.PADDING:
            self._data = np.zeros((size + (1 << 16) + lines.PADDING) // 8 * 8, dtype=np.uint8)
            self._marks = np.empty(len(self._data), dtype=np.uint32)
            self._numbers = np.empty(len(self._data), dtype=np.uint8)
        view, read = memoryview(self._data), 0
        while read < size and (more := file.readinto(view[read:size])):
            read += more
        if read and self._data[read - 1] != 10:
            self._data[read] = 10
            read += 1
        self._data[read : read + lines.PADDING - 1] = 0
        self._size, self._words = read, self._data.view(np.uint64)

    def is_whole_text(self) -> bool:
        """Whether the lines are UTF-8, and hold nothing that may stand for what was none."""
        try:
            lent_value(self._data, self._size).cast(pl.String)
        except PolarsError:
            return False
        return not lines.holds_stand_in(self._data, self._size)

    def split(self, places: Collection[int]) -> int:
        """Splits the lines into cells, of which those at `places` are kept; how many lines, ODD
        where one is not plain.
        """
        self._rows = {place: row for row, place in enumerate(sorted(places))}
        wanted = np.array([self._rows.get(n, -1) for n in range(self._width)], dtype=np.int64)
        count = lines.mark(
            self._data, self._size, self._delimiter, self._flags, self._flagged, self._marks
        )
        most = count // (self._width - 1) + 1
        self._starts = np.empty((len(places), most), dtype=np.uint32)
        self._ends = np.empty((len(places), most), dtype=np.uint32)
        self._lines = lines.split(
            self._data, count, self._delimiter, self._marks, wanted, self._starts, self._ends
        )
        return self._lines

    def numbers(self, place: int, *, as_text: bool) -> pl.Series | None:
        """The numbers of dossiers (String; none unless `as_text`); None where one is not plain."""
        size = lines.read_numbers(self._data, *self._cells(place), self._numbers)
        if size == lines.ODD:
            return None
        if not as_text:
            return pl.Series(dtype=pl.String)
        whole = self._numbers[: max(size - 1, 0)].tobytes()
        texts = pl.Series([whole], dtype=pl.Binary).cast(pl.String)
        return texts.str.split("\n").explode(empty_as_null=False)

    def moments(self, place: int, how: Shapes) -> pl.Series | None:
        """Moments (Datetime in microseconds); None where one is not plain."""
        found: Any = np.empty(self._lines, dtype=np.int64)
        empty = lines.read_moments(
            self._data, self._words, *self._cells(place), how.parts, how.shapes, how.latest, found
        )
        if empty == lines.ODD:
            return None
        read = pl.Series(found)
        if empty:
            read = read.set(read == lines.NOTHING, None)
        return read.cast(pl.Datetime("us"))

    def codes(self, place: int) -> pl.Series | None:
        """A number for each distinct text (Int32; 0: an empty cell); None where there are too
        many.
        """
        if place not in self._texts:
            table: Any = np.zeros((2 * _MOST_TEXTS, 2), dtype=np.uint64)
            texts: Any = np.zeros((_MOST_TEXTS, 2), dtype=np.int64)
            self._texts[place] = (table, texts, np.zeros(_WORDS, dtype=np.uint64))
        found: Any = np.empty(self._lines, dtype=np.int32)
        known = lines.read_codes(self._words, *self._cells(place), *self._texts[place], found)
        return None if known == lines.ODD else pl.Series(found)

    def values(
        self,
        place: int,
        codes: pl.Series,
        name: str,
        spellings: Spellings[Any],
    ) -> pl.Series:
        """What the texts behind `codes` (of the column at `place`) mean; kept under `name`."""
        _, texts, kept = self._texts[place]
        known = self._values.get(name)
        if known is None:
            known = spellings.values_of([]).extend_constant(None, 1)
        new = [
            kept[texts[code, 0] :][: texts[code, 1] // 8 + 1].tobytes()[: texts[code, 1]].decode()
            for code in range(len(known), texts[0, 0] + 1)
        ]
        if new:
            known = pl.concat([known, spellings.values_of(new)], rechunk=True)
        self._values[name] = known
        return known.gather(codes)

    def _cells(self, place: int) -> tuple[Any, Any]:
        row = self._rows[place]
        return self._starts[row, : self._lines], self._ends[row, : self._lines]


class LineCounter:
    """Counts the lines of whole chunks where all of them are plain; for any number of threads."""

    def __init__(self, width: int, delimiter: str) -> None:
        self._made = (width, delimiter)
        self._free: SimpleQueue[PlainColumns] = SimpleQueue()

    def __call__(self, data: bytes) -> int | None:
        """How many lines `data` holds; None where one is not plain."""
        columns = PlainColumns(*self._made) if self._free.empty() else self._free.get()
        columns.load(BytesIO(data), len(data))
        found = columns.split(())
        self._free.put(columns)
        return None if found == lines.ODD else found


def count_from(first: int, many: int) -> pl.Series:
    """So many numbers (UInt32) from `first` on."""
    return pl.Series(np.arange(first, first + many, dtype=np.uint32))


def prepare() -> None:
    """Compiles all there is, or loads what was compiled before: later calls then take no time, and
    no two threads do it at once.
    """
    columns = PlainColumns(3, ",")
    columns.load(BytesIO(b"H1-001,01/02/2026,a\n"), 20)
    columns.is_whole_text()
    columns.split((0, 1, 2))
    columns.numbers(0, as_text=False)
    columns.moments(1, shapes_of(("%d/%m/%Y",), _EPOCH))
    columns.codes(2)
