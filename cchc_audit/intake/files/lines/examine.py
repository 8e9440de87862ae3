"""What the guard found in a file, turned into what the scan needs to know."""

import heapq
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import scratch_file
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.csv_lines import DELIMITERS, split_record
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, Score, Top, read_block
from cchc_audit.intake.files.layout import has_moment, is_foot, is_layout
from cchc_audit.intake.files.lines.guard import (
    Chunk,
    OddLine,
    Shape,
    chunks,
    is_utf8,
    odd_lines,
    read_chunk,
)
from cchc_audit.intake.files.lines.line_ends import Cut, find_glued_header, part_at_returns
from cchc_audit.intake.files.lines.quotes import Finding, make_sense
from cchc_audit.intake.files.lines.scan import LAYOUT, Lines
from cchc_audit.intake.files.lines.trailing import Widths
from cchc_audit.intake.files.raw_rows import BadLine

_FOOT = 1 << 16
_MOSTLY = 0.5


class Examined(NamedTuple):
    """The data of a file, sound enough to scan.

    `path` holds the lines from `skip` on (the export itself, or a copy without the lost lines).
    `records` is the number of records the scan must find, `layout` the layout lines among the
    data, `lost` what did not become a record, `places` where each stretch of lines begins in
    `origin` (line number, byte offset). `decodes`: every byte, from the file's first, is UTF-8.
    `heads` are lines below the header that name columns, too: their number, and text; `glued` where
    such a header stands behind a row, on its line. `joined`: a part in UTF-16 stands below, and
    nothing else was looked at. `parted`: CR alone ends some lines, which were taken for one.
    `left`: what rows have yet to be held against by who reads them; None where all were.
    """

    path: Path
    skip: int
    lines: Lines
    records: int
    layout: tuple[int, ...]
    lost: tuple[BadLine, ...]
    origin: Path
    places: tuple[tuple[int, int], ...]
    decodes: bool
    heads: tuple[tuple[int, str], ...] = ()
    glued: tuple[Cut, ...] = ()
    joined: bool = False
    parted: bool = False
    left: Shape | None = None


@dataclass(slots=True)
class _Tally:
    """Findings in order of lines, counted into record numbers."""

    first: int
    removed: int = 0
    breaks: list[int] = field(default_factory=list)
    shifts: list[int] = field(default_factory=lambda: [0])
    codes: dict[int, int] = field(default_factory=dict)
    layout: list[int] = field(default_factory=list)
    lost: list[BadLine] = field(default_factory=list)
    gone: dict[int, str] = field(default_factory=dict)
    undecodable: int = 0
    tall: list[tuple[int, int]] = field(default_factory=list)

    def add(self, found: Finding) -> None:
        record = found.line - self.first - self.removed
        if found.layout:
            self.layout.append(found.line)
        if found.lost:
            self.gone.update(dict.fromkeys(range(found.line, found.line + found.height), ""))
            if found.fault is not None:
                self.lost.append(BadLine(found.line, code(None, found.fault), found.value))
            self._shift(record, found.height)
            return
        if found.mended:
            self.gone.update(dict.fromkeys(range(found.line, found.line + found.height), ""))
            self.gone[found.line] = found.mended
        if found.layout:
            self.codes[record] = LAYOUT
        elif found.fault is not None:
            self.codes[record] = code(None, found.fault)
            self.undecodable += found.fault is Fault.UNDECODABLE
        if found.height > 1:
            self.tall.append((found.line, 0 if found.fault else found.line + found.height))
            self._shift(record + 1, found.height - 1)

    def _shift(self, record: int, lines: int) -> None:
        self.removed += lines
        self.breaks.append(record)
        self.shifts.append(self.removed)


def examine(
    path: Path, top: Top, *, given: str, widths: Widths, ask: Ask, before: int = 0
) -> Examined:
    """Hold every data line of a UTF-8 file against its header.

    `widths`: how many cells a sound row has. `before` lines stand above the file in the one that it
    is a part of. Raises `InputError` where most records are undecodable.
    """
    longest = max(top.header, key=len)
    has_digit = any(map(str.isdigit, "".join(top.header)))
    shape = Shape(top.delimiter, *widths, longest.encode() if has_digit else b"")
    first = before + top.skip + 1
    above = _above(path, top.skip)
    found = chunks(path, shape, start=len(above), trust=ask.trust)
    if any(chunk.joined for chunk in found):
        return Examined(path, top.skip, Lines(), 0, (), (), path, (), decodes=False, joined=True)
    total = sum(chunk.lines for chunk in found)
    foot = _foot(path, found, top, last=first - 1 + total)
    odd = odd_lines(path, found, shape, first_line=first)
    tally = _Tally(first)
    foot_numbers = {line.line for line in foot}

    def layout_row(line: int, cells: list[str]) -> bool:
        return line in foot_numbers or is_layout(cells, top.header)

    glued: list[Cut] = []
    parted = False
    for finding in make_sense(_merged(odd, foot), shape, layout_row):
        tally.add(finding)
        if finding.fault in (Fault.CELLS_TOO_FEW, Fault.CELLS_TOO_MANY):
            glued += _glued(finding, top, ask.score) or _of_another_kind(finding, top, ask.score)
            parted = parted or _is_parted(finding.value, shape)
    records = total - tally.removed
    if tally.undecodable > records * _MOSTLY:
        raise InputError("intake.mostly_undecodable", file=given)
    places = _places(found, first)
    copy = _without(path, found, tally.gone, first=first) if tally.gone else path
    return Examined(
        path=copy,
        skip=0 if tally.gone else top.skip,
        lines=_lines(tally, records),
        records=records,
        layout=tuple(tally.layout),
        lost=tuple(tally.lost),
        origin=path,
        places=places,
        decodes=is_utf8(above) and all(chunk.decodes for chunk in found),
        heads=tuple(_heads(path, found, first, shape, ask.score, tally.tall)),
        glued=(*glued, *_of_two_rows(path, found, first, shape, ask.score)),
        parted=parted,
        left=None if all(chunk.looked_at for chunk in found) else shape,
    )


def _is_parted(text: str, shape: Shape) -> bool:
    """Whether CR alone parts a line into rows."""
    if "\r" not in text.replace("\r\n", "\n").rstrip("\r"):
        return False
    lines = (line + b"\n" for line in text.encode().split(b"\n"))
    rows = part_at_returns(lines, shape.delimiter, shape.fits)
    return any(shape.fits(split_record(row.decode()[:-1], shape.delimiter)) for row in rows)


def _glued(found: Finding, top: Top, score: Score) -> list[Cut]:
    """Where on its line the header of another table stands behind a row."""
    row = found.value.removesuffix("\r")
    cut = find_glued_header(found.line, row, top.delimiter, top.header, score)
    return [] if cut is None or found.height > 1 else [cut]


def _of_another_kind(found: Finding, top: Top, score: Score) -> list[Cut]:
    """The line as that of a further table, where it is a header with another delimiter."""
    row = found.value.removesuffix("\r")
    for mark in DELIMITERS:
        if mark != top.delimiter and row.count(mark) >= COLUMNS_OF_HEADER - 1:
            cells = split_record(row, mark)
            if score(cells) >= COLUMNS_OF_HEADER and not any(map(has_moment, cells)):
                return [Cut(found.line)]
    return []


def _heads(
    path: Path,
    found: Sequence[Chunk],
    first: int,
    shape: Shape,
    score: Score,
    tall: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, str]]:
    """The lines that name columns as a header does: number and text.

    None stands within a record of several lines (`tall`: where each begins, and the line behind it
    where it is sound); below one that has another number of cells than the header there are rows.
    """
    for chunk in found:
        for place, raw in chunk.heads:
            text = raw.decode(errors="replace").removesuffix("\r")
            cells, line = split_record(text, shape.delimiter), first + place
            if score(cells) < COLUMNS_OF_HEADER:
                continue
            at = bisect_left(tall, (line, 0)) - 1
            if at >= 0 and line < tall[at][1]:
                continue
            if shape.fits(cells) or _has_rows_below(path, chunk, place, shape, len(cells)):
                yield line, text
        first += chunk.lines


def _of_two_rows(
    path: Path, found: Sequence[Chunk], first: int, shape: Shape, score: Score
) -> Iterator[Cut]:
    """The lines that are headers with the line below them, which names columns that they do not:
    each begins a table of its own.
    """
    for chunk in found:
        for place, raw in chunk.heads:
            cells = split_record(raw.decode(errors="replace").removesuffix("\r"), shape.delimiter)
            named = score(cells)
            below = _below(path, chunk, place, shape) if named else []
            if below and not any(map(has_moment, below)):
                joined = score(read_block((cells, below), score))
                if joined > max(named, score(below)) and joined >= COLUMNS_OF_HEADER:
                    yield Cut(first + place)
        first += chunk.lines


def _has_rows_below(path: Path, chunk: Chunk, place: int, shape: Shape, width: int) -> bool:
    """Whether the next line with anything on it may be a row of a table of so many cells."""
    return abs(len(_below(path, chunk, place, shape)) - width) <= 1  # one may end in a blank cell


def _below(path: Path, chunk: Chunk, place: int, shape: Shape) -> list[str]:
    """The cells of the next line with anything on it."""
    with path.open("rb") as file:
        file.seek(chunk.start)
        below = (
            line.decode(errors="replace").strip("\r\n") for line in islice(file, place + 1, None)
        )
        text = next((line for line in below if line.strip()), "")
    return split_record(text, shape.delimiter)


def _above(path: Path, lines: int) -> bytes:
    """The first `lines` lines."""
    with path.open("rb") as file:
        return b"".join(file.readline() for _ in range(lines))


def _merged(odd: Iterator[OddLine], foot: Sequence[OddLine]) -> Iterator[OddLine]:
    last = 0
    for line in heapq.merge(odd, foot, key=lambda line: line.line):
        if line.line != last:
            yield line
        last = line.line


def _foot(path: Path, found: Sequence[Chunk], top: Top, *, last: int) -> list[OddLine]:
    """The lines below the table: from a row of totals or signatures to the end of the file."""
    if not found:
        return []
    end = found[-1].end
    start = max(found[0].start, end - _FOOT)
    with path.open("rb") as file:
        file.seek(start)
        raw = file.read(end - start).split(b"\n")
    if raw and not raw[-1]:
        raw.pop()
    if start > found[0].start:
        raw = raw[1:]
    candidates: list[OddLine] = []
    height = 0
    for number, line in zip(range(last, last - len(raw), -1), reversed(raw), strict=True):
        text = line.decode(errors="replace").removesuffix("\r")
        cells = split_record(text, top.delimiter)
        if text.count('"') % 2 or not is_foot(cells, top.header):
            break
        candidates.append(OddLine(number, line))
        if text.strip() and any(cell.strip() for cell in cells) and is_layout(cells, top.header):
            height = len(candidates)
    return candidates[:height][::-1]


def _lines(tally: _Tally, records: int) -> Lines:
    codes = None
    if tally.codes:
        codes = pl.repeat(None, records, dtype=pl.UInt16, eager=True)
        codes = codes.scatter(list(tally.codes), list(tally.codes.values()))
    if not tally.breaks:
        return Lines(codes=codes)
    breaks = pl.Series(tally.breaks, dtype=pl.UInt32)
    return Lines(breaks, pl.Series(tally.shifts, dtype=pl.UInt32), codes)


def _places(found: Sequence[Chunk], first: int) -> tuple[tuple[int, int], ...]:
    places = []
    number = first
    for chunk in found:
        places.append((number, chunk.start))
        number += chunk.lines
    return tuple(places)


def _without(path: Path, found: Sequence[Chunk], gone: Mapping[int, str], *, first: int) -> Path:
    """A copy of the data lines; those in `gone` are replaced by its text, or left out."""
    copy = scratch_file(".csv")
    number = first
    with copy.open("wb") as file:
        for chunk in found:
            data = read_chunk(path, chunk)
            here = range(number, number + chunk.lines)
            if gone.keys().isdisjoint(here):
                file.write(data)
            else:
                raw = data.removesuffix(b"\n").split(b"\n")
                kept = [
                    gone[at].encode() if at in gone else line
                    for at, line in zip(here, raw, strict=True)
                    if gone.get(at, " ")
                ]
                file.write(b"".join(line + b"\n" for line in kept))
            number += chunk.lines
    return copy
