"""`.xlsb` workbooks, record by record ([MS-XLSB]).

Calamine passes over cells in the short form that other writers use, and gives errors as blanks.
"""

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.workbooks.number_formats import is_date, shown
from cchc_audit.intake.files.workbooks.sheets import (
    SINCE_1900,
    Grid,
    Merge,
    Sheet,
    check_extent,
    tables_of,
)
from cchc_audit.intake.files.workbooks.xls import ERRORS, unpacked
from cchc_audit.intake.files.workbooks.xlsx import check_size
from cchc_audit.intake.files.zip_damage import telling_damage

_DAMAGED = "intake.workbook_damaged"
_WRONG = (KeyError, struct.error, IndexError)
"""What a damaged part raises when it is taken apart."""
_ROW, _MERGE, _STRING, _RICH = 0, 176, 19, 62
_BOOK, _SHEET, _FORMAT, _STYLE, _STYLES, _STYLES_END = 153, 156, 44, 47, 617, 618
_SHORT = 11
"""Short cells are so many numbers behind the long ones; they stand right of the cell before."""
_BLANK, _PACKED, _ERROR, _BOOL, _REAL, _TEXT, _SHARED = range(1, 8)
_FORMULA_TEXT, _FORMULA_NUMBER, _FORMULA_BOOL, _FORMULA_ERROR = range(8, 12)


@dataclass(slots=True)
class _Book:
    """The workbook but for its cells: sheets (name, hidden, member), shared strings, styles."""

    sheets: list[tuple[str, bool, str]] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    formats: list[int] = field(default_factory=list)
    serials: int = 0

    def number(self, value: float, style: int) -> str:
        """A number as its style shows it."""
        number = self.formats[style] if style < len(self.formats) else 0
        code = self.codes.get(number)
        return shown(value, code or "", date=is_date(number, code), serials=self.serials)


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a workbook. Lines are sheet rows.

    Raises `InputError` for a damaged workbook and one without a header.
    """
    check_size(path, ask, given)
    wrong = (*_WRONG, ElementTree.ParseError)
    with telling_damage(_DAMAGED, given, *wrong), zipfile.ZipFile(path) as archive:
        book = _book(archive)
    sheets = [
        Sheet(name, partial(_load, path, member, book, ask, given), hidden)
        for name, hidden, member in book.sheets
    ]
    return tables_of(sheets, ask, given=given, kind=kind)


def _book(archive: zipfile.ZipFile) -> _Book:
    book, names = _Book(), set(archive.namelist())
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.bin.rels"))
    parts = {
        e.get("Id", ""): e.get("Target", "")
        for e in relations
        if e.get("Type", "").endswith("/worksheet")
    }
    for kind, data in _records(archive.read("xl/workbook.bin")):
        if kind == _BOOK:
            book.serials = SINCE_1900 if data[0] & 1 else 0
        elif kind == _SHEET:
            relation, place = _string(data, 8)
            if relation in parts:
                target = parts[relation]
                member = target[1:] if target.startswith("/") else f"xl/{target}"
                book.sheets.append((_string(data, place)[0], data[0] & 3 != 0, member))
    if "xl/sharedStrings.bin" in names:
        for kind, data in _records(archive.read("xl/sharedStrings.bin")):
            if kind == _STRING:
                book.strings.append(_string(data, 1)[0])
    if "xl/styles.bin" in names:
        _styles(archive.read("xl/styles.bin"), book)
    return book


def _styles(raw: bytes, book: _Book) -> None:
    of_cells = False
    for kind, data in _records(raw):
        if kind == _FORMAT:
            book.codes[struct.unpack_from("<H", data)[0]] = _string(data, 2)[0]
        elif kind in (_STYLES, _STYLES_END):
            of_cells = kind == _STYLES
        elif kind == _STYLE and of_cells:
            book.formats.append(struct.unpack_from("<H", data, 2)[0])


def _load(path: Path, member: str, book: _Book, ask: Ask, given: str) -> Grid:
    rows, merges = Pieces(), list[Merge]()
    cells: list[str | None] = []
    line = column = 0
    with telling_damage(_DAMAGED, given, *_WRONG):
        with zipfile.ZipFile(path) as archive:
            raw = archive.read(member)
        for kind, data in _records(raw):
            if kind == _ROW:
                if cells:
                    rows.add(line, cells)
                line, cells, column = struct.unpack_from("<I", data)[0] + 1, [], -1
            elif kind < _STRING or kind == _RICH:
                short = _FORMULA_ERROR < kind < _STRING
                column = column + 1 if short else struct.unpack_from("<I", data)[0]
                text = _text(kind - _SHORT if short else kind, data if short else data[4:], book)
                if text:
                    check_extent(line, column + 1, ask, given)
                    cells += [*[None] * (column - len(cells)), text]
            elif kind == _MERGE:
                top, bottom, left, _ = struct.unpack_from("<4I", data)
                merges.append(Merge(top + 1, bottom + 1, left))
    if cells:
        rows.add(line, cells)
    return Grid(rows.frame(), rows.width, tuple(merges), book.serials)


def _text(kind: int, data: bytes, book: _Book) -> str:
    """What a cell shows; `data` begins with its style."""
    style = int.from_bytes(data[:3], "little")
    if kind == _PACKED:
        packed: int = struct.unpack_from("<I", data, 4)[0]
        return book.number(unpacked(packed), style)
    if kind in (_REAL, _FORMULA_NUMBER):
        return book.number(struct.unpack_from("<d", data, 4)[0], style)
    if kind == _SHARED:
        place: int = struct.unpack_from("<I", data, 4)[0]
        return book.strings[place]
    if kind in (_TEXT, _FORMULA_TEXT):
        return _string(data, 4)[0]
    if kind == _RICH:
        return _string(data, 5)[0]
    if kind in (_ERROR, _FORMULA_ERROR):
        return ERRORS.get(int(data[4]), "#")
    return str(bool(data[4])).lower() if kind in (_BOOL, _FORMULA_BOOL) else ""


def _string(data: bytes, place: int) -> tuple[str, int]:
    """A string with its length before it, and the place behind it."""
    length = struct.unpack_from("<I", data, place)[0]
    length = 0 if length == 0xFFFFFFFF else length
    end = place + 4 + 2 * length
    return data[place + 4 : end].decode("utf-16-le", "replace"), end


def _records(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of all records; both kind and size are written in groups of seven bits."""
    place, end = 0, len(raw)
    while place < end:
        kind = raw[place]
        place += 1
        if kind & 0x80:
            kind = kind & 0x7F | raw[place] << 7
            place += 1
        size = shift = 0
        more = 0x80
        while more & 0x80:
            more = raw[place]
            size |= (more & 0x7F) << shift
            shift += 7
            place += 1
        yield kind, raw[place : place + size]
        place += size
