"""OpenDocument spreadsheets, packed (`.ods`, `.ots`) or flat (`.fods`), read in a stream.

Calamine stumbles over blanks between elements and gives errors as blanks; the XML is plain enough.
"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.workbooks.number_formats import is_of_time, shown, wall_clock
from cchc_audit.intake.files.workbooks.sheets import (
    SINCE_1900,
    Grid,
    Merge,
    Sheet,
    SheetRows,
    check_extent,
    tables_of,
)
from cchc_audit.intake.files.workbooks.zip_sizes import fits
from cchc_audit.intake.files.zip_damage import telling_damage

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
_TABLE, _OFFICE, _TEXT, _STYLE = (
    "{" + _NAMESPACE.format(name) + "}" for name in ("table", "office", "text", "style")
)
_CELL, _COVERED = f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"
_ROW, _SHEET = f"{_TABLE}table-row", f"{_TABLE}table"
_NULL_DATE, _OF_STYLE = f"{_TABLE}null-date", f"{_STYLE}style"
_STYLE_NAME = f"{_TABLE}style-name"
_TAGS = (_SHEET, _ROW, _OF_STYLE, _NULL_DATE)
_NUMBER = re.compile(r"(\d+)\s*(\D*)")


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a spreadsheet. Lines are sheet rows.

    Raises `InputError` for a damaged one, one with a password, and one without a header.
    """
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            sheets = _sheets(file, ask, given)
        return tables_of(sheets, ask, given=given, kind=kind)
    wrong = (KeyError, RuntimeError)
    with (
        telling_damage("intake.workbook_damaged", given, *wrong),
        zipfile.ZipFile(path) as archive,
    ):
        if not fits(archive, limit=ask.limit):
            raise InputError("intake.unpacked_too_large", file=given, limit=ask.limit >> 20)
        if "META-INF/manifest.xml" in archive.namelist():
            manifest = archive.read("META-INF/manifest.xml")
            if b"encryption-data" in manifest or b"encrypted-package" in manifest:
                raise InputError("intake.is_protected", file=given)
        with archive.open("content.xml") as file:
            sheets = _sheets(file, ask, given)
    return tables_of(sheets, ask, given=given, kind=kind)


def _sheets(file: IO[bytes], ask: Ask, given: str) -> list[Sheet]:
    try:
        found = list(_read(file, ask, given))
    except etree.XMLSyntaxError:
        raise InputError("intake.workbook_damaged", file=given) from None
    return [Sheet(one.name, one.grid, one.hidden) for one in found]


@dataclass
class _Styles:
    """The styles that hide a sheet, and those that strike cells out."""

    hidden: set[str] = field(default_factory=set)
    struck: set[str] = field(default_factory=set)

    def add(self, style: etree._Element) -> None:
        """Take in one style."""
        name = style.get(f"{_STYLE}name", "")
        for part in style.iterchildren():
            if part.get(f"{_TABLE}display") == "false":
                self.hidden.add(name)
            lines = (part.get(f"{_STYLE}text-line-through-{told}") for told in ("style", "type"))
            if any(line not in (None, "none") for line in lines):
                self.struck.add(name)


@dataclass
class _Open:
    """A sheet that is being read."""

    ask: Ask
    given: str
    name: str
    hidden: bool
    serials: int
    styles: _Styles
    rows: SheetRows = field(default_factory=SheetRows)
    line: int = 1

    def add_row(self, row: etree._Element) -> None:
        """Take in one row, as often as it is repeated."""
        repeated = _number(row, "number-rows-repeated")
        cells: list[str | None] = []
        place = filled = struck = 0
        for element in row.iterchildren(_CELL, _COVERED):
            times = _number(element, "number-columns-repeated")
            text = _shown(element)
            if text:
                check_extent(self.line + repeated, place + times, self.ask, self.given)
                cells += [*[None] * (place - len(cells)), *[text] * times]
                filled += times
                struck += times * (element.get(_STYLE_NAME) in self.styles.struck)
            tall = _number(element, "number-rows-spanned")
            if tall > 1:
                self.rows.merges.append(Merge(self.line, self.line + tall - 1, place))
            place += times
        for number in range(repeated if cells else 0):
            self.rows.add(self.line + number, cells, filled=filled, struck=struck)
        self.line += repeated

    def grid(self) -> Grid:
        """The whole sheet."""
        return self.rows.grid(self.serials)


def _read(file: IO[bytes], ask: Ask, given: str) -> Iterator[_Open]:
    styles, serials = _Styles(), 0
    sheet: _Open | None = None
    events = etree.iterparse(
        file, events=("start", "end"), tag=_TAGS, huge_tree=True, resolve_entities=False
    )
    for event, element in events:
        if event == "start":
            if element.tag == _SHEET and sheet is None:
                style = element.get(_STYLE_NAME, "")
                name = element.get(f"{_TABLE}name", "")
                sheet = _Open(ask, given, name, style in styles.hidden, serials, styles)
        elif element.tag == _ROW and sheet is not None:
            sheet.add_row(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif element.tag == _SHEET and sheet is not None:
            yield sheet
            sheet = None
            element.clear()
        elif element.tag == _OF_STYLE:
            styles.add(element)
        elif element.tag == _NULL_DATE and element.get(f"{_TABLE}date-value", "")[:4] == "1904":
            serials = SINCE_1900


def _number(element: etree._Element, name: str) -> int:
    told = element.get(_TABLE + name, "1")
    return int(told) if told.isdecimal() else 1


def _shown(cell: etree._Element) -> str:
    """What a cell holds, as text."""
    kind = cell.get(f"{_OFFICE}value-type")
    text = "\n".join("".join(_pieces(line)) for line in cell.iterchildren(f"{_TEXT}p"))
    match kind:
        case None:
            return "=" if cell.get(f"{_TABLE}formula") and not text else text
        case "date":
            return wall_clock(str(cell.get(f"{_OFFICE}date-value", text)))
        case "float" | "percentage" | "currency":
            value = float(cell.get(f"{_OFFICE}value", "nan"))
            return text if _says_more(text, value) else shown(value)
        case "boolean":
            return str(cell.get(f"{_OFFICE}boolean-value", text))
        case _:
            return text or str(cell.get(f"{_OFFICE}string-value", ""))


def _says_more(text: str, value: float) -> bool:
    """Whether a cell shows its number with zeroes before it or a unit of time behind it."""
    seen = _NUMBER.fullmatch(text)
    if seen is None or float(seen[1]) != value:
        return False
    return is_of_time(seen[2]) or (not seen[2] and text.startswith("0"))


def _pieces(line: etree._Element) -> Iterator[str]:
    """The text of a paragraph; runs of spaces and tabs are elements of their own."""
    yield line.text or ""
    for part in line.iterchildren(etree.Element):
        if part.tag in (f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"):
            yield " "
        elif part.tag != f"{_OFFICE}annotation":
            yield from _pieces(part)
        yield part.tail or ""
