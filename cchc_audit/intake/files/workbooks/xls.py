"""`.xls` workbooks (BIFF5 and BIFF8): calamine reads the values, the records tell what it does not.

Errors, formulas without a result, merged cells, numbers shown with zeroes or a unit, hidden
sheets and the system of 1904 are in the records of the workbook's stream ([MS-XLS]).
"""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import fastexcel

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.compound import Compound
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.files.workbooks.calamine import load_values, open_book
from cchc_audit.intake.files.workbooks.number_formats import is_date, shown, whole
from cchc_audit.intake.files.workbooks.sheets import (
    SINCE_1900,
    Grid,
    Merge,
    Sheet,
    check_extent,
    is_struck,
    tables_of,
)

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BOF, _EOF, _SHEET, _FONT, _FORMAT, _XF, _EPOCH, _PASSWORD = (
    *(0x809, 0x0A, 0x85, 0x31, 0x41E, 0xE0, 0x22, 0x2F),
)
_RECALCULATED = 0x1C1
_LABELS = frozenset({0xFD, 0x204, 0xD6})
_STRUCK = 0x08
_NO_FONT = 4
"""A number that no font has."""
_NUMBER, _RK, _RKS, _BOOL_OR_ERROR, _FORMULA, _MERGED = 0x203, 0x27E, 0xBD, 0x205, 0x06, 0xE5
_WORKSHEET = 0
_CALCULATED_LATER, _ERROR, _NOTHING = 3, 2, 3
_LATE = 0.99999999
_FIRST_DAY, _LAST_DAY = 30_000, 80_000


@dataclass(slots=True)
class _Book:
    """What the records before the sheets say: where each begins (and whether it is hidden), and how
    each style shows numbers: (format, whether as a moment). `fonts` are struck out or not, `struck`
    the styles that are. `calculated`: a program that calculates has saved the workbook.
    """

    sheets: list[tuple[int, bool, int]] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    fonts: list[bool] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    serials: int = 0
    protected: bool = False
    calculated: bool = False

    def add_style(self, font: int, number: int) -> None:
        """Take in the style of a font and a format, which stand above it."""
        if any(self.fonts[font - (font > _NO_FONT) :][:1]):
            self.struck.add(len(self.formats))
        self.formats.append(number)

    def text(self, value: float, style: int) -> str | None:
        """What calamine does not show of a number; None where it is right."""
        number = self.formats[style] if style < len(self.formats) else 0
        code = self.codes.get(number)
        late = _FIRST_DAY < value < _LAST_DAY and value % 1 > _LATE
        if late or whole(code or "") or abs(value) >= 10**15:
            date = late or is_date(number, code)
            return shown(value, code or "", date=date, serials=self.serials)
        return None


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a workbook. Lines are sheet rows.

    Raises `InputError` for a damaged workbook, one with a password, and one without a header.
    """
    try:
        compound = Compound(path)
        stream = compound.read("Workbook" if "Workbook" in compound.names else "Book")
        book = _book(stream)
        if book.protected:
            raise InputError("intake.is_protected", file=given)
    except (ValueError, KeyError, struct.error):
        raise InputError("intake.workbook_damaged", file=given) from None
    reader = open_book(path if path.suffix.lower() == ".xls" else path.read_bytes(), given)
    if len(book.sheets) != len(reader.sheet_names):
        raise InputError("intake.workbook_damaged", file=given)
    sheets = [
        Sheet(name, partial(_load, reader, place, stream[start:], book, ask, given), hidden)
        for place, (name, (start, hidden, of)) in enumerate(
            zip(reader.sheet_names, book.sheets, strict=True)
        )
        if of == _WORKSHEET
    ]
    return tables_of(sheets, ask, given=given, kind=kind)


def _load(
    reader: fastexcel.ExcelReader, place: int, stream: bytes, book: _Book, ask: Ask, given: str
) -> Grid:
    try:
        found = _Found(stream, book)
    except struct.error:
        raise InputError("intake.workbook_damaged", file=given) from None
    frame, first = load_values(reader, place, given)
    check_extent(frame.height, frame.width, ask, given)
    for (line, column), text in found.cells.items():
        if 0 <= column - first < frame.width and line <= frame.height:
            frame[line - 1, column - first] = text
    merges = tuple(Merge(top, end, column - first) for top, end, column in found.merges)
    return Grid(
        frame.with_row_index(LINE, offset=1).lazy(),
        frame.width,
        merges,
        book.serials,
        struck=found.struck_rows(),
    )


def _records(stream: bytes, start: int = 0) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of the records from `start` to the end of their part of the stream."""
    depth = 0
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        start += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return


def _book(stream: bytes) -> _Book:
    book = _Book()
    for kind, data in _records(stream):
        if kind == _SHEET:
            start, state, of = struct.unpack_from("<IBB", data)
            book.sheets.append((start, bool(state & 3), of))
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", data)
            raw = data[5:]
            code = raw[: length * 2].decode("utf-16-le", "replace") if wide & 1 else ""
            book.codes[number] = code or raw[:length].decode("latin-1")
        elif kind == _XF:
            book.add_style(*struct.unpack_from("<HH", data))
        elif kind == _FONT:
            book.fonts.append(bool(struct.unpack_from("<2xH", data)[0] & _STRUCK))
        elif kind == _EPOCH:
            book.serials = SINCE_1900 if data[:1] == b"\1" else 0
        elif kind == _PASSWORD:
            book.protected = True
        elif kind == _RECALCULATED:
            book.calculated = True
    return book


class _Found:
    """What the records of one sheet say beside the values: see `sheet_xml.Found`.

    Raises `struct.error` for a damaged sheet.
    """

    def __init__(self, stream: bytes, book: _Book) -> None:
        self.cells: dict[tuple[int, int], str] = {}
        self.merges: list[tuple[int, int, int]] = []
        self._book = book
        self._calculated = book.calculated
        self._without_result: list[tuple[int, int]] = []
        self._filled, self._struck = Counter[int](), Counter[int]()
        readers = {
            _NUMBER: lambda data: self._number(*struct.unpack_from("<HHHd", data)),
            _RK: lambda data: self._packed(*struct.unpack_from("<HHHI", data)),
            _RKS: self._several,
            _BOOL_OR_ERROR: self._error,
            _FORMULA: self._formula,
            _MERGED: self._merged,
        }
        for kind, data in _records(stream):
            if kind in readers:
                readers[kind](data)
            if book.struck and (kind in _LABELS or (kind in readers and kind != _MERGED)):
                self._count(kind, data)
        if not self._calculated:
            self.cells |= dict.fromkeys(self._without_result, "=")

    def struck_rows(self) -> tuple[int, ...]:
        """The rows (from 1) that are struck out."""
        return tuple(
            row for row, cells in self._filled.items() if is_struck(self._struck[row], cells)
        )

    def _count(self, kind: int, data: bytes) -> None:
        """Count the cells of a record, and those that are struck out."""
        row = struct.unpack_from("<H", data)[0] + 1
        styles = range(4, len(data) - 6, 6) if kind == _RKS else (4,)
        told = [struct.unpack_from("<H", data, place)[0] in self._book.struck for place in styles]
        self._filled[row] += len(told)
        self._struck[row] += sum(told)

    def _number(self, row: int, column: int, style: int, value: float) -> None:
        if (text := self._book.text(value, style)) is not None:
            self.cells[row + 1, column] = text

    def _packed(self, row: int, column: int, style: int, packed: int) -> None:
        self._number(row, column, style, unpacked(packed))

    def _several(self, data: bytes) -> None:
        row, first = struct.unpack_from("<HH", data)
        for place in range((len(data) - 6) // 6):
            self._packed(row, first + place, *struct.unpack_from("<HI", data, 4 + 6 * place))

    def _error(self, data: bytes) -> None:
        row, column, value, is_error = struct.unpack_from("<HH2xBB", data)
        if is_error:
            self.cells[row + 1, column] = ERRORS.get(value, "#")

    def _formula(self, data: bytes) -> None:
        row, column, style, value, flags = struct.unpack_from("<HHHdH", data)
        if data[12:14] != b"\xff\xff":
            if value == 0 and flags & _CALCULATED_LATER:
                self.cells[row + 1, column] = "="
            else:
                self._calculated |= value != 0
                self._number(row, column, style, value)
        elif data[6] == _ERROR:
            self.cells[row + 1, column] = ERRORS.get(data[8], "#")
        elif data[6] == _NOTHING:
            # Excel would calculate it when it opens such a workbook (xlwt 1.3.0 never does); where
            # other formulas of the sheet have results (Apache POI), the result is a blank text.
            self._without_result.append((row + 1, column))
        else:
            self._calculated = True

    def _merged(self, data: bytes) -> None:
        for place in range(struct.unpack_from("<H", data)[0]):
            top, bottom, left, _ = struct.unpack_from("<4H", data, 2 + 8 * place)
            self.merges.append((top + 1, bottom + 1, left))


def unpacked(packed: int) -> float:
    """A number of the short kind: thirty bits of a double or of an integer, maybe of hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole >> 29 else whole)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value
