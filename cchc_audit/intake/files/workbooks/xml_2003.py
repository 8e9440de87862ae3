"""SpreadsheetML 2003, the XML that one-stop software saves as `.xls`, read in a stream."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from lxml import etree

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.markup import open_row
from cchc_audit.intake.files.workbooks.number_formats import shown, wall_clock
from cchc_audit.intake.files.workbooks.sheets import (
    SINCE_1900,
    Grid,
    Merge,
    Sheet,
    SheetRows,
    check_extent,
    tables_of,
)

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_SHEET, _ROW, _CELL, _DATA = (_SS + name for name in ("Worksheet", "Row", "Cell", "Data"))
_FORMAT, _FONT, _HIDDEN, _1904 = (
    f"{_SS}NumberFormat",
    f"{_SS}Font",
    f"{_X}Visible",
    f"{_X}Date1904",
)
_STYLE = f"{_SS}StyleID"


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a workbook. Lines are sheet rows.

    Raises `InputError` for a damaged one and one without a header.
    """
    try:
        with path.open("rb") as file:
            inside = open_row(
                file, row=r"(\w+:)?Row", cells=r"(\w+:)?Cell", ends=r"(\w+:)?Workbook"
            )
            found = list(_read(file, ask, given))
    except etree.XMLSyntaxError:
        raise InputError("intake.workbook_damaged", file=given) from None
    sheets = [Sheet(one.name, one.grid, one.hidden) for one in found]
    if sheets and inside is not None:
        cut = found[-1].grid().cut(inside=inside)
        sheets[-1] = sheets[-1]._replace(load=lambda: cut)
    return tables_of(sheets, ask, given=given, kind=kind)


@dataclass
class _Styles:
    """The number formats of styles, and the styles that are struck out."""

    formats: dict[str, str] = field(default_factory=dict)
    struck: set[str] = field(default_factory=set)

    def add(self, part: etree._Element) -> None:
        """Take in the number format or the font of a style."""
        name = part.getparent().get(f"{_SS}ID", "")
        if part.tag == _FORMAT:
            self.formats[name] = part.get(f"{_SS}Format", "")
        elif part.get(f"{_SS}StrikeThrough", "0") != "0":
            self.struck.add(name)


@dataclass
class _Open:
    """A sheet that is being read."""

    ask: Ask
    given: str
    name: str
    serials: int
    styles: _Styles
    hidden: bool = False
    rows: SheetRows = field(default_factory=SheetRows)
    line: int = 0

    def add_row(self, row: etree._Element) -> None:
        """Take in one row; blank ones and blank cells may be left out of the file."""
        self.line = _number(row, "Index", self.line + 1)
        cells: list[str | None] = []
        place = filled = struck = 0
        own = row.get(_STYLE)
        for cell in row.iterchildren(_CELL):
            place = _number(cell, "Index", place + 1) - 1
            wide, tall = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
            if text := self._shown(cell):
                check_extent(self.line, place + 1, self.ask, self.given)
                cells += [*[None] * (place - len(cells)), text]
                filled += 1
                struck += cell.get(_STYLE, own) in self.styles.struck
            if tall:
                self.rows.merges.append(Merge(self.line, self.line + tall, place))
            place += 1 + wide
        if cells:
            self.rows.add(self.line, cells, filled=filled, struck=struck)

    def _shown(self, cell: etree._Element) -> str:
        data = cell.find(_DATA)
        if data is None:
            return "=" if cell.get(f"{_SS}Formula") else ""
        text = "".join(data.itertext())
        match data.get(f"{_SS}Type"):
            case "DateTime":
                return wall_clock(text)
            case "Number":
                try:
                    return shown(float(text), self.styles.formats.get(cell.get(_STYLE, ""), ""))
                except ValueError:
                    return text
            case _:
                return text

    def grid(self) -> Grid:
        """The whole sheet."""
        return self.rows.grid(self.serials)


def _read(file: IO[bytes], ask: Ask, given: str) -> Iterator[_Open]:
    serials, styles = 0, _Styles()
    sheet: _Open | None = None
    events = etree.iterparse(
        file,
        events=("start", "end"),
        tag=(_SHEET, _ROW, _FORMAT, _FONT, _HIDDEN, _1904),
        huge_tree=True,
        resolve_entities=False,
        recover=True,
    )
    for event, element in events:
        if event == "start" and element.tag == _SHEET:
            sheet = _Open(ask, given, element.get(f"{_SS}Name", ""), serials, styles)
        elif event == "start":
            continue
        elif element.tag == _ROW and sheet is not None:
            sheet.add_row(element)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        elif element.tag == _HIDDEN and sheet is not None:
            sheet.hidden = "hidden" in (element.text or "").lower()
        elif element.tag == _SHEET and sheet is not None:
            yield sheet
            sheet = None
        elif element.tag in (_FORMAT, _FONT):
            styles.add(element)
        elif element.tag == _1904:
            serials = SINCE_1900


def _number(element: etree._Element, name: str, default: int) -> int:
    told = element.get(_SS + name, "")
    return int(told) if told.isdecimal() else default
