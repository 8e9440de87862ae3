"""Every byte of a text file looked at before polars reads it.

Polars loses rows without a word where a quote is stray, fills short rows with nulls and cuts long
ones. So the lines of a file are held against the width of its header first. Chunks of whole lines
that hold no quote, are valid UTF-8 and have exactly the right delimiters in every line (nearly
all) are dismissed on bytes, without a second parse; only the others are looked at line by line.
"""

import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from cchc_audit.intake.borrow import lent_bytes, lent_value
from cchc_audit.progress import progress

_CHUNK = 4 << 20
_PEEK = 1 << 16
_NEWLINE = 10
_RETURN = 13
_QUOTE = b'"'
_TOMBSTONE = "\ufffd".encode()
# Its first byte is rare in Vietnamese text and found ten times faster than the three together.
_LEAD = _TOMBSTONE[:1]
_WORKERS = min(4, os.cpu_count() or 1)
_WIDEST_PATTERN = 200


@dataclass(frozen=True, slots=True)
class Chunk:
    """Whole lines of a file: the bytes from `start` to `end`, the number of their lines, and
    whether each of them is known to be sound.
    """

    start: int
    end: int
    lines: int
    sound: bool


@dataclass(frozen=True, slots=True)
class OddLine:
    """A physical line (numbered from 1) that is not known to be a sound record by itself."""

    line: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Shape:
    """What the records of a file should look like: `width` cells parted by `delimiter`."""

    delimiter: str
    width: int

    @property
    def sound_record(self) -> str:
        """A pattern of records (without line end) of the right width, without a quote in a bare
        cell: polars is of two minds about those.
        """
        mark = re.escape(self.delimiter)
        one = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
        return rf"^{one}(?:{mark}{one}){{{self.width - 1}}}\r?$"


def chunks(path: Path, shape: Shape, *, start: int) -> list[Chunk]:
    """The chunks of a file from byte `start` (a line's beginning) on, in order, each looked at."""
    bounds, reached = _bounds(path, start), progress()
    reached.expect(bounds[-1] - start)

    def look(pair: tuple[int, int]) -> Chunk:
        chunk = _look_at(path, pair, shape)
        reached.looked_at(chunk.end - chunk.start, chunk.lines)
        return chunk

    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(look, pairwise(bounds)))


def read_chunk(path: Path, chunk: Chunk) -> bytes:
    """The bytes of a chunk."""
    return _read(path, chunk.start, chunk.end)


def odd_lines(
    path: Path, found: list[Chunk], shape: Shape, *, first_line: int
) -> Iterator[OddLine]:
    """The lines of unsound chunks that are not sound records, in order.

    `first_line` is the number of the line at the start of the first chunk.
    """
    number = first_line
    for chunk in found:
        if not chunk.sound:
            data = read_chunk(path, chunk)
            for place in _odd_places(data, shape):
                yield OddLine(number + place[0], place[1])
        number += chunk.lines


def _read(path: Path, start: int, end: int) -> bytes:
    with path.open("rb", buffering=0) as file:
        file.seek(start)
        parts = []
        while start < end and (part := file.read(end - start)):
            parts.append(part)
            start += len(part)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _bounds(path: Path, start: int) -> list[int]:
    """Offsets at which lines begin, about a chunk apart, from `start` to the end of the file."""
    size = path.stat().st_size
    bounds = [start]
    with path.open("rb", buffering=0) as file:
        while bounds[-1] < size:
            place = bounds[-1] + _CHUNK
            file.seek(place)
            bound = size
            while place < size and (peek := file.read(_PEEK)):
                if (found := peek.find(b"\n")) >= 0:
                    bound = place + found + 1
                    break
                place += len(peek)
            bounds.append(bound)
    return bounds


def _look_at(path: Path, span: tuple[int, int], shape: Shape) -> Chunk:
    start, end = span
    data = _read(path, start, end)
    whole = data if data.endswith(b"\n") else data + b"\n"
    separators = _separators(whole, shape.delimiter)
    if separators is None:
        return Chunk(start, end, whole.count(b"\n"), sound=False)
    lines = separators.filter(separators == _NEWLINE).len()
    sound = (
        (_LEAD not in data or _TOMBSTONE not in data)
        and len(separators) == lines * shape.width
        and _even(separators, shape.width)
        and _is_utf8(whole)
    )
    return Chunk(start, end, lines, sound)


def _separators(data: bytes, delimiter: str) -> pl.Series | None:
    """The delimiters and line ends among the bytes that are not quoted, in their order.

    None where quotes are not as they should be: one stands inside a bare cell, a cell goes on
    behind its closing quote, or a line ends inside quotes. A lazy query rather than operations on
    the series: those keep other threads waiting.
    """
    byte = pl.col("byte")
    wanted = (byte == _NEWLINE) | (byte == ord(delimiter))
    frame = pl.LazyFrame({"byte": lent_bytes(data)})
    if _QUOTE not in data:
        return frame.filter(wanted).collect(engine="in-memory")["byte"]
    quote, before, after = byte == _QUOTE[0], pl.col("before"), pl.col("after")
    marks = (
        frame.with_columns(byte.shift(1).alias("before"), byte.shift(-1).alias("after"))
        .filter(wanted | quote)
        .with_columns((quote.cast(pl.UInt32).cum_sum() % 2 == 1).alias("inside"))
        .collect(engine="in-memory")
        .lazy()
    )
    edges = [_NEWLINE, ord(delimiter), _QUOTE[0]]
    ends = (
        [*edges, _RETURN]
        if _RETURN not in data or data.count(b"\r") == data.count(b"\r\n")
        else edges
    )
    wrong = (
        (quote & pl.col("inside") & ~before.is_in(edges))
        | (quote & ~pl.col("inside") & ~after.is_in(ends))
        | ((byte == _NEWLINE) & pl.col("inside"))
    )
    if marks.select(wrong.any()).collect(engine="in-memory").item():
        return None
    bare = marks.filter(~quote & ~pl.col("inside")).select("byte")
    return bare.collect(engine="in-memory")["byte"]


def _even(separators: pl.Series, width: int) -> bool:
    """Whether every `width`-th separator is a line end; their number is known to be right."""
    ends = separators.gather_every(width, offset=width - 1)
    return bool((ends == _NEWLINE).all())


def _is_utf8(data: bytes) -> bool:
    try:
        lent_value(data).cast(pl.String)
    except PolarsError:
        return False
    return True


def _odd_places(data: bytes, shape: Shape) -> Iterator[tuple[int, bytes]]:
    """(place from 0, bytes) of the lines of a chunk that are no sound records."""
    raw = data.split(b"\n")
    if data.endswith(b"\n"):
        raw.pop()
    if _is_utf8(data):
        texts = pl.Series(raw, dtype=pl.Binary).cast(pl.String)
        bad: set[int] = set()
    else:
        bad = {place for place, line in enumerate(raw) if not _decodes(line)}
        texts = pl.Series([line.decode(errors="replace") for line in raw], dtype=pl.String)
    odd = pl.LazyFrame({"text": texts}).with_row_index("place").filter(~_sound(shape))
    places = set(odd.select("place").collect(engine="in-memory")["place"].to_list())
    for place in sorted(places | bad):
        yield place, raw[place]


def _decodes(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _sound(shape: Shape) -> pl.Expr:
    """Whether a line is a sound record; a wide header's quoted lines are left to be doubted."""
    text = pl.col("text")
    plain = text.str.count_matches(shape.delimiter, literal=True) == shape.width - 1
    quotes = text.str.count_matches('"', literal=True)
    if shape.width > _WIDEST_PATTERN:
        return plain & (quotes == 0) & ~text.str.contains("\ufffd", literal=True)
    quoted = pl.when((quotes > 0) & (quotes % 2 == 0)).then(text).str.contains(shape.sound_record)
    whole = ~text.str.contains("\ufffd", literal=True)
    return whole & pl.when(quotes == 0).then(plain).otherwise(quoted.fill_null(value=False))
