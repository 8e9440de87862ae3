"""Odd lines of a text file made sense of: records over several lines, strays, layout, wrong width.

A cell over several lines is legitimate when its quote opens at the start of a cell, the lines
joined make one record of the right width, and no line between is a record by itself. Whatever
else has its quotes wrong is rejected by line: a quote that opens by accident must not swallow the
dossiers that follow.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cchc_audit.intake.cells import join, split
from cchc_audit.intake.guard import OddLine, Shape
from cchc_audit.vocabulary import Fault

_MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class Finding:
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
    open_lines: list[OddLine] = []
    for line in odd:
        waiting = [line]
        if open_lines:
            waiting = [*open_lines, line]
            open_lines = []
            if line.line != waiting[-2].line + 1 or len(waiting) > _MOST_LINES:
                yield from judge.without_opening(waiting[:-1])
                waiting = [line]
        found, open_lines = judge.read(waiting)
        yield from found
    if open_lines:
        yield from judge.without_opening(open_lines)


class _Judge:
    def __init__(self, shape: Shape, is_layout: Callable[[int, list[str]], bool]) -> None:
        self._shape = shape
        self._is_layout = is_layout
        mark = re.escape(shape.delimiter)
        one = rf'(?:"(?:[^"]|"")*"|[^"{mark}][^{mark}]*)?'
        self._record = re.compile(rf"{one}(?:{mark}{one})*\r?")
        strict = rf'(?:"(?:[^"]|"")*"|[^"{mark}]*)'
        self._strict = re.compile(rf"{strict}(?:{mark}{strict})*\r?")
        self._opening = re.compile(rf'(?:{one}{mark})*"(?:[^"]|"")*')

    def read(self, lines: list[OddLine]) -> tuple[list[Finding], list[OddLine]]:
        """Findings for these consecutive lines, and those that may go on in the next line."""
        found: list[Finding] = []
        while lines:
            text = _text(lines)
            if len(lines) == 1 and text.count('"') % 2 == 0:
                found += self._one(lines[0], text)
                return found, []
            if text.count('"') % 2 and self._opening.fullmatch(text):
                return found, lines
            if text.count('"') % 2 == 0 and self._record.fullmatch(text):
                found += self._joined(lines, text)
                return found, []
            found.append(_stray(lines[0]))
            lines = lines[1:]
            if len(lines) > 1:
                found += self.without_opening(lines[:-1], first_is_stray=False)
                lines = lines[-1:]
        return found, []

    def without_opening(
        self, lines: list[OddLine], *, first_is_stray: bool = True
    ) -> list[Finding]:
        """Findings where the quote that opened on the first line is never closed."""
        found: list[Finding] = []
        rest = lines
        if first_is_stray:
            found.append(_stray(lines[0]))
            rest = lines[1:]
        for line in rest:
            text = _text([line])
            found += [_stray(line)] if text.count('"') % 2 else self._one(line, text)
        return found

    def _one(self, line: OddLine, text: str) -> list[Finding]:
        """A line with an even number of quotes."""
        cells = split(text.removesuffix("\r"), self._shape.delimiter)
        if self._is_layout(line.line, cells):
            return [Finding(line.line, 1, layout=True, lost=not self._strict.fullmatch(text))]
        if not self._record.fullmatch(text):
            return [_stray(line)]
        fault = self._width_fault(len(cells)) or _undecodable(line)
        mended = self._mended(text, cells)
        return [Finding(line.line, 1, fault, value=text, mended=mended)] if fault or mended else []

    def _joined(self, lines: list[OddLine], text: str) -> list[Finding]:
        cells = split(text.removesuffix("\r"), self._shape.delimiter)
        fault = self._width_fault(len(cells))
        fault = fault or next((bad for line in lines if (bad := _undecodable(line))), None)
        mended = self._mended(text, cells)
        return [Finding(lines[0].line, len(lines), fault, value=text, mended=mended)]

    def _mended(self, text: str, cells: list[str]) -> str:
        return "" if self._strict.fullmatch(text) else join(cells, self._shape.delimiter)

    def _width_fault(self, cells: int) -> Fault | None:
        if cells == self._shape.width:
            return None
        return Fault.CELLS_TOO_FEW if cells < self._shape.width else Fault.CELLS_TOO_MANY


def _text(lines: list[OddLine]) -> str:
    return b"\n".join(line.raw for line in lines).decode(errors="replace")


def _stray(line: OddLine) -> Finding:
    return Finding(line.line, 1, Fault.STRAY_QUOTE, lost=True, value=_text([line]))


def _undecodable(line: OddLine) -> Fault | None:
    """The fault of a line that is no UTF-8, or that lost a letter before it was exported."""
    return Fault.UNDECODABLE if "\ufffd" in line.raw.decode(errors="replace") else None
