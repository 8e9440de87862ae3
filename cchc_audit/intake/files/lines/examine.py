"""What the guard found in a file, turned into what the scan needs to know."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import scratch_file
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.header_search import Top
from cchc_audit.intake.files.layout import is_foot, is_layout
from cchc_audit.intake.files.lines.cut_file import Cut
from cchc_audit.intake.files.lines.further_headers import find_further, find_in_row
from cchc_audit.intake.files.lines.guard import (
    Chunk,
    OddLine,
    Shape,
    chunks,
    is_utf8,
    odd_lines,
    read_chunk,
)
from cchc_audit.intake.files.lines.line_ends import part_at_returns
from cchc_audit.intake.files.lines.quotes import Finding, make_sense
from cchc_audit.intake.files.lines.scan import LAYOUT, Lines
from cchc_audit.intake.files.lines.trailing import Widths
from cchc_audit.intake.files.raw_rows import BadLine
from cchc_audit.intake.values.titles import status_of_title

_FOOT = 1 << 16
_MOSTLY = 0.5


class Examined(NamedTuple):
    """The data of a file, sound enough to scan.

    `path` holds the lines from `skip` on (the export itself, or a copy without the lost lines).
    `records` is the number of records the scan must find, `layout` the layout lines among the
    data, `lost` what did not become a record, `places` where each stretch of lines begins in
    `origin` (line number, byte offset). `decodes`: every byte, from the file's first, is UTF-8.
    `heads` are lines below the header that name columns, too; `cuts` where such a header begins a
    table of its own. `joined`: a part in UTF-16 stands below, and
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
    heads: tuple[int, ...] = ()
    cuts: tuple[Cut, ...] = ()
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
        # A title among the rows that names their status is a group's.
        if line in foot_numbers:
            return True
        return is_layout(cells, top.header) and status_of_title(cells[0]) is None

    cuts: list[Cut] = []
    parted = False
    for finding in make_sense(_merged(odd, foot), shape, layout_row):
        tally.add(finding)
        if finding.fault in (Fault.CELLS_TOO_FEW, Fault.CELLS_TOO_MANY):
            cut = find_in_row(finding, top, ask.score)
            cuts += [cut] if cut else []
            parted = parted or _is_parted(finding.value, shape)
    records = total - tally.removed
    if tally.undecodable > records * _MOSTLY:
        raise InputError("intake.mostly_undecodable", file=given)
    further = find_further(path, found, shape, ask.score, first=first, tall=tally.tall)
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
        heads=tuple(further.lines),
        cuts=tuple(sorted({*cuts, *further.cuts})),
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
