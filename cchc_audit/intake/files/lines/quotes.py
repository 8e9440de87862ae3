"""Odd lines of a text file made sense of: records over several lines, strays, layout, wrong width.

A cell over several lines is legitimate when its quote opens at the start of a cell, the lines
joined make one record of the right width, and no line between is a record by itself. Whatever
else has its quotes wrong is rejected by line: a quote that opens by accident must not swallow the
dossiers that follow.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.files.csv_lines import DELIMITERS, join, split_record
from cchc_audit.intake.files.layout import has_moment
from cchc_audit.intake.files.lines.guard import OddLine, Shape

_QUOTE = b'"'
_LEAST_MARKS = 3
"""So many delimiters in one cell at the least make a record of it."""
_MOST_BYTES = 32 << 20
"""How far a quote may stay open, and how much is looked at again on the way to its end."""


class Finding(NamedTuple):
    """What a record of odd lines is.

    It begins on `line` and takes `height` lines. `fault` is what is wrong with it, None where it
    is sound or layout. `lost`: polars cannot be shown these lines; `mended` (if not empty) is the
    record as polars can be shown it.
    """

    line: int
    height: int
    fault: Fault | None = None
    layout: bool = False
    lost: bool = False
    value: str = ""
    mended: str = ""


def make_sense(
    odd: Iterable[OddLine], shape: Shape, is_layout: Callable[[int, list[str]], bool]
) -> Iterator[Finding]:
    """One finding for each record among the odd lines, in order.

    `is_layout(line, cells)` tells layout rows. Sound records of one line give no finding.
    """
    judge = _Judge(shape, is_layout)
    begun: _Begun | None = None
    for line in odd:
        if begun is not None and not begun.may_take(line):
            yield from judge.without_opening(begun.lines())
            begun = None
        if begun is None:
            found, begun = judge.begin(line)
            yield from found
        elif _QUOTE in line.raw:
            found, begun = judge.go_on(begun, line)
            yield from found
        else:
            begun.take(line)
    if begun is not None:
        yield from judge.without_opening(begun.lines())


class _Begun:
    """A record whose quote is still open: its lines so far, as bytes, for they may be millions."""

    def __init__(self, line: OddLine) -> None:
        self.first = line.line
        self.height = 1
        self.looked_at = 0
        self._raw = bytearray(line.raw)

    def may_take(self, line: OddLine) -> bool:
        """Whether a line follows, and the record is not yet longer than any cell."""
        follows = line.line == self.first + self.height
        return follows and max(len(self._raw), self.looked_at) <= _MOST_BYTES

    def take(self, line: OddLine) -> None:
        """Go on in the next line."""
        self._raw += b"\n"
        self._raw += line.raw
        self.height += 1

    def lines(self, start: int = 0) -> Iterator[OddLine]:
        """The lines, from place `start` on."""
        for place, raw in enumerate(bytes(self._raw).split(b"\n")):
            if place >= start:
                yield OddLine(self.first + place, raw)

    @property
    def text(self) -> str:
        """All lines as one text."""
        return self._raw.decode(errors="replace")


class _Judge:
    def __init__(self, shape: Shape, is_layout: Callable[[int, list[str]], bool]) -> None:
        self._shape = shape
        self._is_layout = is_layout
        mark = re.escape(shape.delimiter)
        inside = r'"(?:[^"]++|"")*+'
        one = rf'(?:{inside}"|[^"{mark}][^{mark}]*)?'
        self._record = re.compile(rf"{one}(?:{mark}{one})*\r?")
        strict = rf'(?:{inside}"|[^"{mark}]*)'
        self._strict = re.compile(rf"{strict}(?:{mark}{strict})*\r?")
        self._opening = re.compile(rf"(?:{one}{mark})*{inside}")

    def begin(self, line: OddLine) -> tuple[list[Finding], _Begun | None]:
        """The findings for a line by itself, or the record that it may begin."""
        text = _text(line)
        if text.count('"') % 2 == 0:
            return self._one(line, text), None
        if self._opening.fullmatch(text):
            return [], _Begun(line)
        return [_stray(line)], None

    def go_on(self, begun: _Begun, line: OddLine) -> tuple[list[Finding], _Begun | None]:
        """Findings where a line with quotes follows an open record, and what is open behind it."""
        begun.take(line)
        text = begun.text
        begun.looked_at += len(text)
        if text.count('"') % 2 and self._opening.fullmatch(text):
            return [], begun
        if text.count('"') % 2 == 0 and self._record.fullmatch(text):
            return self._joined(begun, text), None
        *before, _ = begun.lines()
        found = list(self.without_opening(iter(before)))
        more, open_now = self.begin(line)
        return found + more, open_now

    def without_opening(self, lines: Iterator[OddLine]) -> Iterator[Finding]:
        """Findings where the quote that opened on the first line is never closed."""
        yield _stray(next(lines))
        for line in lines:
            text = _text(line)
            if text.count('"') % 2:
                yield _stray(line)
            else:
                yield from self._one(line, text)

    def _one(self, line: OddLine, text: str) -> list[Finding]:
        """A line with an even number of quotes."""
        cells = split_record(text.removesuffix("\r"), self._shape.delimiter)
        quoted = '"' in text
        if self._is_layout(line.line, cells):
            lost = quoted and not self._strict.fullmatch(text)
            return [Finding(line.line, 1, layout=True, lost=lost)]
        if quoted and not self._record.fullmatch(text):
            return [_stray(line)]
        fault = self._width_fault(cells) or _undecodable(line)
        in_one = fault is Fault.CELLS_TOO_FEW or not any(map(str.strip, cells[1:]))
        if in_one and (inner := self._in_a_cell(text, cells)):
            if self._is_layout(line.line, inner):
                return [Finding(line.line, 1, layout=True)]
            fault = _undecodable(line)
            mended = join(inner, self._shape.delimiter)
            return [Finding(line.line, 1, fault, value=text, mended=mended)]
        if in_one and self._is_record_in_a_cell(cells):
            return [Finding(line.line, 1, Fault.ROW_IN_A_CELL, lost=True, value=text)]
        mended = self._mended(text, cells) if quoted else ""
        return [Finding(line.line, 1, fault, value=text, mended=mended)] if fault or mended else []

    def _joined(self, begun: _Begun, text: str) -> list[Finding]:
        cells = split_record(text.removesuffix("\r"), self._shape.delimiter)
        fault = self._width_fault(cells)
        fault = fault or (Fault.UNDECODABLE if "\ufffd" in text else None)
        mended = self._mended(text, cells)
        return [Finding(begun.first, begun.height, fault, value=text, mended=mended)]

    def _mended(self, text: str, cells: list[str]) -> str:
        return "" if self._strict.fullmatch(text) else join(cells, self._shape.delimiter)

    def _in_a_cell(self, text: str, cells: list[str]) -> list[str]:
        """The record of the right width that one pair of quotes holds, or that another delimiter
        parts, as where two files were joined; none where there is not exactly one.
        """
        alone = not any(map(str.strip, cells[1:]))
        whole = cells[0] if alone else text.removesuffix("\r")
        marks = [mark for mark in DELIMITERS if alone or mark != self._shape.delimiter]
        least = self._shape.width - 1
        found = [split_record(whole, mark) for mark in marks if whole.count(mark) >= least]
        told = (inner for inner in found if any(map(has_moment, inner)))
        sound = [inner for inner in told if len(inner) > 1 and self._shape.fits(inner)]
        return sound[0] if len(sound) == 1 else []

    def _is_record_in_a_cell(self, cells: list[str]) -> bool:
        """Whether one cell of a short row holds a whole record, in quotes or with other delimiters:
        in a column that is not read it would pass for layout, and the dossier be lost.
        """
        cell = max(cells, key=len)
        marks = max(cell.count(mark) for mark in DELIMITERS)
        return marks >= max(_LEAST_MARKS, self._shape.width // 2) and has_moment(cell)

    def _width_fault(self, cells: list[str]) -> Fault | None:
        if self._shape.fits(cells):
            return None
        few = len(cells) < self._shape.width
        return Fault.CELLS_TOO_FEW if few else Fault.CELLS_TOO_MANY


def _text(line: OddLine) -> str:
    return line.raw.decode(errors="replace")


def _stray(line: OddLine) -> Finding:
    return Finding(line.line, 1, Fault.STRAY_QUOTE, lost=True, value=_text(line))


def _undecodable(line: OddLine) -> Fault | None:
    """The fault of a line that is no UTF-8, or that lost a letter before it was exported."""
    return Fault.UNDECODABLE if "\ufffd" in _text(line) else None
