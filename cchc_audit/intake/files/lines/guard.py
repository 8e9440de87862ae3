"""Every byte of a text file looked at before polars reads it.

Polars loses rows without a word where a quote is stray, fills short rows with nulls and cuts long
ones. So the lines of a file are held against the width of its header first. Chunks of whole lines
that hold no quote, are valid UTF-8 and have exactly the right delimiters in every line (nearly
all) are dismissed on bytes, without a second parse; only the others are looked at line by line.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from polars.exceptions import PolarsError

from cchc_audit.core.progress import progress
from cchc_audit.engine.zero_copy import lent_bytes, lent_value
from cchc_audit.intake.files.ask import Trust
from cchc_audit.intake.files.compiled import end_counter, line_counter
from cchc_audit.intake.files.lines.joints import find_utf_16

_CHUNK = 4 << 20
_PEEK = 1 << 16
_NEWLINE = 10
_RETURN = 13
_QUOTE = b'"'
_DIGITS = (ord("0"), ord("9"))
_TOMBSTONE = "\ufffd".encode()
# Its first byte is rare in Vietnamese text and found ten times faster than the three together.
_LEAD = _TOMBSTONE[:1]
_WORKERS = min(4, os.cpu_count() or 1)
_WIDEST_PATTERN = 200
_BEGINS_WORDY = re.compile(rb"\n(?:[^0-9]{12}|[^0-9\n]{1,11}\([0-9]{1,2}\))")
# Up to the first letter of the line, not any: a cell of megabytes would be gone through for each.
# A header may number its columns, and name a year; every dossier has a number.
_FEW_DIGITS = rb"(?:[^0-9\n]++|(?<=[( \[])(?:[0-9]{1,2}|20[0-9]{2})(?![0-9/.-]))*+"
_WORDY = re.compile(rb"\n[^0-9\nA-Za-z]*[A-Za-z]" + _FEW_DIGITS + rb"(?=\n|\Z)")
_OTHER_MARKS = (b";", b"\t", b"|", b",")
_CELLS_OF_HEADER = 3
_MOST_HEADS = 1_000
"""In a chunk: where more lines than that have no digit, no other is a header's either."""


class Chunk(NamedTuple):
    """Whole lines of a file: the bytes from `start` to `end`, the number of their lines, whether
    each of them is known to be sound, whether all are UTF-8, which of them (from 0) might be
    headers, and whether a part in UTF-16 begins among them. All that but their number is only taken
    for granted of lines that were not `looked_at`.
    """

    start: int
    end: int
    lines: int
    sound: bool
    decodes: bool
    heads: tuple[tuple[int, bytes], ...] = ()
    joined: bool = False
    looked_at: bool = True


class OddLine(NamedTuple):
    """A physical line (numbered from 1) that is not known to be a sound record by itself."""

    line: int
    raw: bytes


class Shape(NamedTuple):
    """What the records of a file should look like: `width` cells parted by `delimiter`. Rows that
    have `least` to `most` of them are sound, too, where those behind `least` are blank.

    A further header, where files were joined, is a line of several cells without a digit: every
    dossier has some. `title` is a text of a header that has digits itself, empty for any other.
    """

    delimiter: str
    width: int
    least: int
    most: int
    title: bytes = b""

    def fits(self, cells: Sequence[str]) -> bool:
        """Whether a row has the right number of cells."""
        if len(cells) == self.width:
            return True
        behind = cells[self.least :]
        return self.least <= len(cells) <= self.most and not any(text.strip() for text in behind)

    @property
    def sound_record(self) -> str:
        """A pattern of records (without line end) of the right width, without a quote in a bare
        cell: polars is of two minds about those.
        """
        mark = re.escape(self.delimiter)
        one = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
        return rf"^{one}(?:{mark}{one}){{{self.width - 1}}}\r?$"


class UnsoundError(Exception):
    """Rows that were left to be looked at while they are read turn out not to be plain."""


def chunks(path: Path, shape: Shape, *, start: int, trust: Trust) -> list[Chunk]:
    """The chunks of a file from byte `start` (a line's beginning) on, in order, each looked at.

    With `trust` given, only the lines are counted of what compiled code will read, but for the
    first and the last chunk: who reads the others makes sure of them by `is_sound`.
    """
    bounds, reached = _bounds(path, start), progress()
    reached.expect(bounds[-1] - start)
    count = line_counter(bounds[-1], shape.width, shape.delimiter)
    exact = shape.least == shape.most and not shape.title
    left = trust.given and count is not None and exact
    ends = frozenset(bounds[2:-1] if left else ())
    trust.used = trust.used or bool(ends)
    ends_between = end_counter() if ends else None

    def look(pair: tuple[int, int]) -> Chunk:
        if ends_between is not None and pair[1] in ends:
            lines = ends_between(path, *pair)
            chunk = Chunk(*pair, lines, sound=True, decodes=True, looked_at=False)
        else:
            chunk = _look_at(path, pair, shape, count)
        reached.looked_at(chunk.end - chunk.start, chunk.lines)
        return chunk

    spans = list(pairwise(bounds))
    if len(spans) == 1:  # starting a thread takes as long as looking at a small file
        return [look(spans[0])]
    with ThreadPoolExecutor(_WORKERS) as pool:
        return list(pool.map(look, spans))


def is_sound(path: Path, shape: Shape, start: int, end: int) -> bool:
    """Whether all the lines between two bytes (each a line's beginning) are sound records in UTF-8,
    and none might be a header.
    """
    count = line_counter(path.stat().st_size, shape.width, shape.delimiter)
    found = _look_at(path, (start, end), shape, count)
    return found.sound and found.decodes and not found.heads


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


def _look_at(
    path: Path, span: tuple[int, int], shape: Shape, count: Callable[[bytes], int | None] | None
) -> Chunk:
    start, end = span
    data = _read(path, start, end)
    decodes = is_utf8(data)
    whole_text = decodes and (_LEAD not in data or _TOMBSTONE not in data)
    whole_text = whole_text and not _holds_row_in_a_cell(data, shape)
    plain = None if count is None else count(data)
    if plain is not None and not shape.title:
        return Chunk(start, end, plain, whole_text, decodes)
    heads = tuple(_heads(data, shape))
    if plain is not None:
        return Chunk(start, end, plain, whole_text, decodes, heads)
    if find_utf_16(data) is not None:
        return Chunk(start, end, 0, sound=False, decodes=decodes, joined=True)
    whole = data if data.endswith(b"\n") else data + b"\n"
    separators = _separators(whole, shape.delimiter)
    if separators is None:
        return Chunk(start, end, whole.count(b"\n"), False, decodes, heads)
    lines = separators.count("\n")
    sound = whole_text and separators == (shape.delimiter * (shape.width - 1) + "\n") * lines
    return Chunk(start, end, lines, sound, decodes, heads)


def _holds_row_in_a_cell(data: bytes, shape: Shape) -> bool:
    """Whether a line has all it holds in its first cell, and that may be a row: in quotes, or with
    another delimiter. It has the right width, as the cells behind are blank.
    """
    parts = shape.delimiter.encode()
    others = (mark for mark in (_QUOTE, *_OTHER_MARKS) if mark != parts)
    if shape.least < _CELLS_OF_HEADER or not any(mark in data for mark in others):
        return False
    ends = data.endswith(parts) or _has_blank_ends(data, parts[0], shape.least - 1)
    if not ends:
        return False
    behind = re.escape(parts * (shape.least - 1)) + rb"\r?(?:\n|\Z)"
    before = (data[match.start() - 1 : match.start()] for match in re.finditer(behind, data))
    return any(byte not in (b"", b"\n", parts) for byte in before)


def _has_blank_ends(data: bytes, delimiter: int, cells: int) -> bool:
    """Whether a line ends in so many blank cells, of which up to three are looked at: half of what
    finding them takes.
    """
    lent, byte = lent_bytes(data), pl.col("byte")
    looked_at = range(1, min(cells, 3) + 1)
    places = {str(back): lent[3 - back : -back] for back in looked_at}
    before = [pl.col(name).filter(byte == _NEWLINE) for name in places]
    # The last of them may stand before CR: then one less is looked at.
    marks = [before[0].is_in([delimiter, _RETURN]), *(one == delimiter for one in before[1:])]
    ends: bool = _value(
        pl.LazyFrame({**places, "byte": lent[3:]}).select(pl.all_horizontal(marks).any())
    )
    return ends


def _heads(data: bytes, shape: Shape) -> Iterator[tuple[int, bytes]]:
    """The lines of a chunk that might be headers: place from 0, and bytes."""
    matches = _WORDY.finditer(data) if _may_be_wordy(data) else ()
    wordy = (match.start() + 1 for match in matches)
    first = _WORDY.match(b"\n" + data[: data.find(b"\n") + 1])
    starts = ([0] if first else []) + list(islice(wordy, _MOST_HEADS))
    if shape.title:
        titles = re.finditer(re.escape(shape.title), data)
        found = (data.rfind(b"\n", 0, match.start()) + 1 for match in titles)
        starts = sorted({*starts, *islice(found, _MOST_HEADS)})
    parts = shape.delimiter.encode()
    for start in starts:
        end = data.find(b"\n", start)
        line = data[start : end if end >= 0 else None]
        if line.count(parts) >= _CELLS_OF_HEADER - 1:
            yield data.count(b"\n", 0, start), line


def _may_be_wordy(data: bytes) -> bool:
    """Whether a line behind the first might begin without a digit."""
    # In nearly every line one of the first two bytes is a digit of a dossier's number, and nothing
    # more is asked.
    lent, most = lent_bytes(data), max(len(data) - 2, 0)
    begun = [pl.col(place).filter(pl.col("byte") == _NEWLINE) for place in ("first", "second")]
    numbered = [byte.is_between(*_DIGITS) for byte in begun]
    bytes_at = {"byte": lent[:most], "first": lent[1 : most + 1], "second": lent[2:]}
    if _value(pl.LazyFrame(bytes_at).select(pl.any_horizontal(numbered).all())):
        return False
    return _BEGINS_WORDY.search(data) is not None


def _separators(data: bytes, delimiter: str) -> str | None:
    """The delimiters and line ends among the bytes that are not quoted, in their order.

    None where quotes are not as they should be: one stands inside a bare cell, a cell goes on
    behind its closing quote, or a line ends inside quotes. Lazy queries rather than operations on
    the series: those keep other threads waiting.
    """
    edges = [_NEWLINE, ord(delimiter), _QUOTE[0]]
    byte, lent = pl.col("byte"), lent_bytes(data)
    # Few bytes pass the first comparison, which is cheap; only those are held against the rest.
    candidates = pl.LazyFrame({"byte": lent}).select(byte.filter(byte <= max(edges)))
    marks = byte.filter(byte.is_in(edges)).implode().cast(pl.Binary).cast(pl.String)
    if _QUOTE in data:
        marks = marks.str.replace_all(r'"[^"\n]*"', "")
    bare: str = _value(candidates.select(marks))
    if _QUOTE not in data:
        return bare
    return None if '"' in bare or not _parted(data, lent, edges) else bare


def _parted(data: bytes, lent: pl.Series, edges: list[int]) -> bool:
    """Whether every quoted cell has one of `edges` before and behind it; quotes come in pairs."""
    # A quote that begins the data opens its cell, and has nothing before it.
    first = int(data.startswith(_QUOTE))
    lines_end = _RETURN in data and data.count(b"\r") == data.count(b"\r\n")
    quote = pl.col("byte") == _QUOTE[0]
    opened = pl.col("before").filter(quote).gather_every(2, offset=first)
    closed = pl.col("after").filter(quote).gather_every(2, offset=1 - first)
    around = pl.LazyFrame({"before": lent.head(-2), "byte": lent[1:-1], "after": lent[2:]})
    behind = [*edges, _RETURN] if lines_end else edges
    parted: bool = _value(around.select(opened.is_in(edges).all() & closed.is_in(behind).all()))
    return parted


def _value(plan: pl.LazyFrame) -> Any:
    """The one value of a plan."""
    return plan.collect(engine="in-memory").item()


def is_utf8(data: bytes) -> bool:
    """Whether all of `data` is UTF-8."""
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
    if is_utf8(data):
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
    """Whether a line is a sound record; a wide header's quoted lines are left to be doubted, and so
    are those of which only the first cell holds anything.
    """
    text = pl.col("text")
    behind = shape.delimiter * (max(shape.least, _CELLS_OF_HEADER) - 1)
    alone = text.str.strip_suffix("\r").str.ends_with(behind)
    plain = text.str.count_matches(shape.delimiter, literal=True) == shape.width - 1
    quotes = text.str.count_matches('"', literal=True)
    if shape.width > _WIDEST_PATTERN:
        return plain & (quotes == 0) & ~alone & ~text.str.contains("\ufffd", literal=True)
    quoted = pl.when((quotes > 0) & (quotes % 2 == 0)).then(text).str.contains(shape.sound_record)
    whole = ~text.str.contains("\ufffd", literal=True)
    return (
        whole & ~alone & pl.when(quotes == 0).then(plain).otherwise(quoted.fill_null(value=False))
    )
