"""Buffers and dictionaries around the compiled passes of `plain_lines`: polars columns of a chunk.

For one thread at a time; what it learnt of one chunk it knows of the next.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from io import BytesIO, FileIO
from pathlib import Path
from queue import SimpleQueue
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from polars.exceptions import PolarsError

from cchc_audit.engine import plain_lines as lines
from cchc_audit.engine.dictionary import Spellings
from cchc_audit.engine.lent_columns import Arrays
from cchc_audit.engine.zero_copy import lent_value

_MOST_TEXTS = 1 << 16
"""Different texts of a column; in a chunk with more of them that column is not plain."""
_WORDS = 1 << 19
_BLOCK = 1 << 17
"""Bytes that are gone through column by column: they stay in a near cache meanwhile."""
_LETTERS = 48
"""Room for the number of a dossier, on the average: longer ones are not plain."""
_COUNTED = 1 << 18
"""Bytes that are read at a time where only their lines are counted."""
_PARTS = {"%d": "dd", "%m": "mm", "%Y": "yyyy", "%H": "HH", "%M": "MM", "%S": "SS"}
_ORDER = ("dd", "mm", "yyyy", "HH", "MM", "SS")
_SAID = 1 + len(_ORDER)
_SPELLINGS, _LONGEST = 2, 24
_EPOCH = datetime.combine(date(1970, 1, 1), time())


class Shapes(NamedTuple):
    """Two spellings of moments as `read_moments` takes them, and the last moment that can be
    true.
    """

    parts: Any
    shapes: Any
    latest: int


def shapes_of(spellings: Sequence[str], latest: datetime) -> Shapes:
    """The first two of `spellings` (for `strptime`) that have fixed places for all they say."""
    drawn = [text for text in map(_drawn, spellings) if text is not None][:_SPELLINGS]
    parts: Any = np.full((_SPELLINGS, _SAID), -1, dtype=np.int64)
    shapes: Any = np.zeros((_SPELLINGS, 3, 3), dtype=np.uint64)
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


class Wanted(NamedTuple):
    """Which columns of lines are asked for, by their places: the numbers of dossiers (None: not
    even those), those of moments and how they are written, those of texts.
    """

    number: int | None = None
    moments: Mapping[int, Shapes] = MappingProxyType({})
    texts: tuple[int, ...] = ()


class PlainColumns:
    """The `wanted` columns of whole lines that have `width` cells."""

    def __init__(self, width: int, delimiter: str, wanted: Wanted = Wanted()) -> None:  # noqa: B008
        self._wanted, self._delimiter = wanted, ord(delimiter)
        self._data: Any = np.zeros(0, dtype=np.uint8)
        self._words: Any = self._data.view(np.uint64)
        marks: Any = np.empty(_BLOCK + 2 * lines.PADDING, dtype=np.uint32)
        number = () if wanted.number is None else (wanted.number,)
        places = (*number, *wanted.moments, *wanted.texts)
        cells: Any = np.empty((2, len(places), _BLOCK // width + 1), dtype=np.uint32)
        self._room = (marks, cells[0], cells[1])
        self._rows: Any = np.full(width, -1, dtype=np.int64)
        self._rows[list(places)] = range(len(places))
        shapes, many = list(wanted.moments.values()), len(wanted.texts)
        self._how: Any = (
            np.array([one.parts for one in shapes], dtype=np.int64).reshape(-1, 2, _SAID),
            np.array([one.shapes for one in shapes], dtype=np.uint64).reshape(-1, 2, 3, 3),
            np.array([one.latest for one in shapes], dtype=np.int64),
            np.zeros((many, 2 * _MOST_TEXTS), dtype=np.uint16),
            np.zeros((many, _MOST_TEXTS, 2), dtype=np.uint32),
            np.zeros((many, _WORDS), dtype=np.uint64),
        )
        self._columns = (len(number), len(shapes))
        self._arrays: list[Arrays] = []
        self._codes: Any = np.empty((many, 0), dtype=np.uint16)
        self._size = self._lines = 0
        self._values: dict[str, pl.Series] = {}

    def load(self, file: BytesIO | FileIO, size: int) -> None:
        """Reads so many bytes: whole lines."""
        if len(self._data) < size + lines.PADDING:
            self._data = np.zeros((size + (1 << 16) + lines.PADDING) // 8 * 8, dtype=np.uint8)
        view, read = memoryview(self._data), 0
        while read < size and (more := file.readinto(view[read:size])):
            read += more
        if read and self._data[read - 1] != 10:
            self._data[read] = 10
            read += 1
        self._data[read : read + lines.PADDING - 1] = 0
        self._size, self._words = read, self._data.view(np.uint64)

    def is_text(self) -> bool:
        """Whether the lines are UTF-8."""
        try:
            lent_value(self._data, self._size).cast(pl.String)
        except PolarsError:
            return False
        return True

    def read(self, most: int) -> int:
        """Reads the wanted columns; how many lines, ODD where one is not plain, or where there are
        more than `most`.
        """
        if self._codes.shape[1] < most:
            self._codes = np.empty((len(self._codes), most), dtype=np.uint16)
        out = self._out = self._free_arrays(most)
        self._lines = lines.read_lines(
            self._data,
            self._words,
            self._size,
            self._delimiter,
            self._room,
            self._rows,
            self._how,
            (out.letters, out.ends, out.moments, out.known, self._codes),
        )
        return self._lines

    def _free_arrays(self, most: int) -> Arrays:
        """Arrays for so many lines that polars is done with, or new ones."""
        number, moments = self._columns
        letters = number * most * _LETTERS
        fitting = [a for a in self._arrays if a.rows >= most and len(a.letters) >= letters]
        found = next((one for one in fitting if one.is_free), None)
        if found is None:
            found = Arrays(letters=letters, columns=moments, rows=most)
            fitting.append(found)
        self._arrays = fitting
        return found

    def numbers(self) -> pl.Series:
        """The numbers of dossiers (String); of moments and numbers polars is lent the memory."""
        return self._out.numbers(self._lines)

    def moments(self, place: int) -> pl.Series:
        """The moments of a column (Datetime in microseconds)."""
        return self._out.column(list(self._wanted.moments).index(place), self._lines)

    def codes(self, place: int) -> pl.Series:
        """A number for each distinct text of a column (UInt16; 0: an empty cell)."""
        return pl.Series(self._codes[self._wanted.texts.index(place), : self._lines])

    def meanings(self, place: int, name: str, spellings: Spellings[Any]) -> pl.Series:
        """What the texts behind the `codes` of a column mean, by number; kept under `name`."""
        at = self._wanted.texts.index(place)
        texts, kept = self._how[4][at], self._how[5][at]
        known = self._values.get(name)
        if known is None:
            known = spellings.values_of([]).extend_constant(None, 1)
        new = [
            kept[start:][: length // 8 + 1].tobytes()[:length].decode()
            for start, length in texts[len(known) : texts[0, 0] + 1].tolist()
        ]
        if new:
            known = pl.concat([known, spellings.values_of(new)], rechunk=True)
        self._values[name] = known
        return known


class LineCounter:
    """Counts the lines of whole chunks where all of them are plain; for any number of threads."""

    def __init__(self, width: int, delimiter: str) -> None:
        self._made = (width, delimiter)
        self._free: SimpleQueue[PlainColumns] = SimpleQueue()

    def __call__(self, data: bytes) -> int | None:
        """How many lines `data` holds; None where one is not plain."""
        columns = PlainColumns(*self._made) if self._free.empty() else self._free.get()
        columns.load(BytesIO(data), len(data))
        found = columns.read(len(data))
        self._free.put(columns)
        return None if found == lines.ODD else found


class EndCounter:
    """Counts the line ends of stretches of a file; for any number of threads."""

    def __init__(self) -> None:
        self._free: SimpleQueue[tuple[Any, Any]] = SimpleQueue()

    def __call__(self, path: Path, start: int, end: int) -> int:
        """How many line ends stand between two bytes."""
        # Read in pieces that stay in a near cache, into memory that is there already: half the
        # cost of reading is memory that is given out anew.
        data, ends = self._new() if self._free.empty() else self._free.get()
        found = 0
        with path.open("rb", buffering=0) as file:
            file.seek(start)
            while start < end:
                read = file.readinto(data[: end - start])
                if not read:
                    break
                np.equal(data[:read], ord("\n"), out=ends[:read])
                found += int(np.count_nonzero(ends[:read]))
                start += read
        self._free.put((data, ends))
        return found

    def _new(self) -> tuple[Any, Any]:
        return np.empty(_COUNTED, np.uint8), np.empty(_COUNTED, np.bool_)


def prepare() -> None:
    """Compiles all there is, or loads what was compiled before: later calls then take no time, and
    no two threads do it at once.
    """
    columns = PlainColumns(3, ",", Wanted(0, {1: shapes_of(("%d/%m/%Y",), _EPOCH)}, (2,)))
    columns.load(BytesIO(b"H1-001,01/02/2026,a\n"), 20)
    columns.read(1)
