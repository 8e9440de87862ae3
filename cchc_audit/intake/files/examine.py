"""What the guard found in a file, turned into what the scan needs to know."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import scratch_file
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.body import BadLine
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.guard import (
    Chunk,
    OddLine,
    Shape,
    chunks,
    is_utf8,
    odd_lines,
    read_chunk,
)
from cchc_audit.intake.files.layout import COLUMNS_OF_HEADER, Score, Top, is_foot, is_layout
from cchc_audit.intake.files.line_ends import Cut, find_glued_header, part_at_returns
from cchc_audit.intake.files.quotes import Finding, make_sense
from cchc_audit.intake.files.scan import LAYOUT, Lines
from cchc_audit.intake.files.trailing import Widths

_FOOT = 1 << 16
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True)
class Examined:
    """The data of a file, sound enough to scan.

    `path` holds the lines from `skip` on (the export itself, or a copy without the lost lines).
    `records` is the number of records the scan must find, `layout` the layout lines among the
    data, `lost` what did not become a record, `places` where each stretch of lines begins in
    `origin` (line number, byte offset). `decodes`: every byte, from the file's first, is UTF-8.
    `heads` are lines below the header that name columns, too: their number, and text; `glued` where
    such a header stands behind a row, on its line. `joined`: a part in UTF-16 stands below, and
    nothing else was looked at. `parted`: CR alone ends some lines, which were taken for one.
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
    too_long: list[tuple[int, str]] = field(default_factory=list)

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
            if found.fault is Fault.CELLS_TOO_MANY:
                self.too_long.append((found.line, found.value))
        if found.height > 1:
            self._shift(record + 1, found.height - 1)

    def _shift(self, record: int, lines: int) -> None:
        self.removed += lines
        self.breaks.append(record)
        self.shifts.append(self.removed)


def examine(
    path: Path, top: Top, *, given: str, widths: Widths, score: Score, before: int = 0
) -> Examined:
    """Hold every data line of a UTF-8 file against its header.

    `widths`: how many cells a sound row has. `score` says how many columns a row names. `before`
    lines stand above the file in the one that it is a part of. Raises `InputError` where most
    records are undecodable.
    """
    longest = max(top.header, key=len)
    has_digit = any(map(str.isdigit, "".join(top.header)))
    shape = Shape(top.delimiter, *widths, longest.encode() if has_digit else b"")
    first = before + top.skip + 1
    above = _above(path, top.skip)
    found = chunks(path, shape, start=len(above))
    if any(chunk.joined for chunk in found):
        return Examined(path, top.skip, Lines(), 0, (), (), path, (), decodes=False, joined=True)
    total = sum(chunk.lines for chunk in found)
    foot = _foot(path, found, top, last=first - 1 + total)
    odd = odd_lines(path, found, shape, first_line=first)
    tally = _Tally(first)
    foot_numbers = {line.line for line in foot}

    def layout_row(line: int, cells: list[str]) -> bool:
        return line in foot_numbers or is_layout(cells, top.header)

    for finding in make_sense(_merged(odd, foot), shape, layout_row):
        tally.add(finding)
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
        heads=tuple(_heads(found, first, top.delimiter, score)),
        glued=tuple(_glued(tally.too_long, top, score)),
        parted=any(_is_parted(text, shape) for _, text in tally.too_long),
    )


def _is_parted(text: str, shape: Shape) -> bool:
    """Whether CR alone parts a line into rows."""
    if "\r" not in text.replace("\r\n", "\n").rstrip("\r"):
        return False
    lines = (line + b"\n" for line in text.encode().split(b"\n"))
    rows = part_at_returns(lines, shape.delimiter, shape.fits)
    return any(shape.fits(split_record(row.decode()[:-1], shape.delimiter)) for row in rows)


def _glued(lines: Sequence[tuple[int, str]], top: Top, score: Score) -> Iterator[Cut]:
    """The lines that hold a row and the header of another table behind it."""
    for line, text in lines:
        row = text.removesuffix("\r")
        if cut := find_glued_header(line, row, top.delimiter, top.header, score):
            yield cut


def _heads(
    found: Sequence[Chunk], first: int, delimiter: str, score: Score
) -> Iterator[tuple[int, str]]:
    """The lines that name columns as a header does: number and text."""
    for chunk in found:
        for place, raw in chunk.heads:
            text = raw.decode(errors="replace").removesuffix("\r")
            if score(split_record(text, delimiter)) >= COLUMNS_OF_HEADER:
                yield first + place, text
        first += chunk.lines


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
