"""Web pages saved as exports (`.xls` of one-stop software mostly): each `<table>` is a sheet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO

from lxml import etree

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.encodings import SAMPLE
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER
from cchc_audit.intake.files.markup import markup_encoding, open_row
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.tables.headless_tables import join_headless
from cchc_audit.intake.files.workbooks.sheets import Grid, Merge, Sheet, check_extent, tables_of

_CELLS = ("td", "th")
_PARTS = ("table", "tr", *_CELLS)
_HEADINGS = (*(f"h{level}" for level in range(1, 7)), "p", "div", "center", "caption")
"""What may say of the table below it what its rows have in common."""
_UNSEEN = ("script", "style")
_NOT_SHOWN = ".//*[contains(translate(@style, ' ', ''), 'display:none')]"
"""What a page keeps by a cell to sort its rows by."""
_LINES = ("br", "p", "div", "li")
"""What a browser begins a line at: words on either side are two."""
_CONTROLS = ("input", "select")
_SHOWING = frozenset(("", "text", "date", "datetime", "datetime-local", "time", "number", "search"))
"""Of the kinds of `<input>` those that show what they hold."""
_LONGEST = 200
_LETTERHEAD = 3
"""So many rows at the most has a table that only arranges what stands above the next one."""
_INNER = 20
"""Up to so many rows a table within a cell is what the cell says, not a page laid out by tables."""


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """The tables of a web page. Lines are rows of the table, its first is 1.

    Raises `InputError` for a page without a table of dossiers.
    """
    with path.open("rb") as file:
        encoding = markup_encoding(file.read(SAMPLE))
        file.seek(0)
        grids = list(grids_of(file, ask, given=given, encoding=encoding))
    if not grids:
        raise InputError("intake.web_page", file=given)
    if len(grids) > 1:
        grids = join_headless(grids, ask.score)
    name = "{}" if len(grids) > 1 else ""
    sheets = [
        Sheet(name.format(number), partial(same, grid))
        for number, grid in enumerate(grids, start=1)
    ]
    try:
        return tables_of(sheets, ask, given=given, kind=kind)
    except InputError as error:
        if error.key == "intake.workbook_empty":
            raise InputError("intake.web_page", file=given) from None
        raise


def same(grid: Grid) -> Grid:
    """A table that is read already."""
    return grid


def grids_of(file: IO[bytes], ask: Ask, *, given: str, encoding: str) -> Iterator[Grid]:
    """The tables of a page in the order in which they end, those without rows left out."""
    inside = open_row(file, row="tr", cells="td|th", ends="table|body|html")
    open_tables: list[_Table] = []
    above = _Above()
    ended: list[Grid] = []  # since the last thing that began: by the end of the file, perhaps
    events = etree.iterparse(
        file,
        events=("start", "end"),
        tag=(*_PARTS, *_HEADINGS),
        html=True,
        huge_tree=True,
        encoding=encoding,
    )
    for event, element in events:
        tag = element.tag
        if tag in _HEADINGS:
            above.hear(event, element, tables=len(open_tables))
            continue
        if event == "start":
            yield from ended
            ended = []
            if tag == "table":
                open_tables.append(_Table(ask, given))
            elif tag == "tr" and open_tables:
                open_tables[-1].end_row()  # of cells that no <tr> was opened for
            continue
        if not open_tables:
            continue
        table = open_tables[-1]
        if tag in _CELLS:
            table.add_cell(element)
        elif tag == "tr":
            table.end_row()
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        else:
            open_tables.pop()
            ended += _close(table, element, above, inside=bool(open_tables))
    yield from ended if inside is None else [grid.cut(inside=inside) for grid in ended]


@dataclass
class _Above:
    """What stands above the next table of a page."""

    lines: list[tuple[str, ...]] = field(default_factory=list)

    def hear(self, event: str, element: etree._Element, *, tables: int) -> None:
        """Take in a heading that ends, inside so many tables; not one that a page stands in."""
        if event == "end" and tables == (element.tag == "caption"):
            text = " ".join("".join(element.itertext()).split())
            self.lines += [(text,)] if 0 < len(text) <= _LONGEST else []

    def pass_table(self, table: "_Table") -> None:
        """A table has ended: nothing above it is said of the next one, but what it holds may be,
        where it only arranges a letterhead.
        """
        arranges = table.rows.height <= _LETTERHEAD
        named = any(table.ask.score(row, 1) > 1 for row in table.first[:_LETTERHEAD])
        self.lines = table.first if arranges and not named else []


def _close(
    table: "_Table", element: etree._Element, above: _Above, *, inside: bool
) -> Iterator[Grid]:
    """A table that ends, if it has any rows; a small one inside another is what its cell says."""
    table.end_row()
    element.clear(keep_tail=True)
    inner = inside and table.rows.height <= _INNER
    # A single row has no room for a header, unless it is that of the next table.
    headed = table.rows.height == 1 and table.ask.score(table.said) >= COLUMNS_OF_HEADER
    element.text = " ".join(["", *table.said, ""]) if inner and not headed else None
    if table.rows.height > inner or headed:
        yield table.grid()._replace(above=tuple(above.lines))
    if not inside:
        above.pass_table(table)


@dataclass
class _Table:
    """A table that is being read."""

    ask: Ask
    given: str
    rows: Pieces = field(default_factory=Pieces)
    merges: list[Merge] = field(default_factory=list)
    line: int = 1
    cells: list[str | None] = field(default_factory=list)
    first: list[tuple[str, ...]] = field(default_factory=list)
    """The text of the first rows."""
    below: dict[int, int] = field(default_factory=dict)
    """Column → the last row that a cell above reaches down to."""

    def add_cell(self, element: etree._Element) -> None:
        """Take in one cell of the row."""
        place = len(self.cells)
        while self.below.get(place, 0) >= self.line:
            self.cells.append(None)
            place += 1
        wide, tall = _span(element, "colspan"), _span(element, "rowspan")
        if len(element):
            etree.strip_elements(element, *_UNSEEN, with_tail=False)
            for part in element.xpath(_NOT_SHOWN):
                part[:], part.text = [], None
            for line in element.iter(*_LINES):
                line.text, line.tail = f" {line.text or ''}", f" {line.tail or ''}"
            for control in element.iter(*_CONTROLS):
                # Over a column a field filters its rows.
                text = _entered(control) if element.tag == "td" else ""
                control[:], control.text, control.tail = [], None, f" {text} {control.tail or ''}"
        text = " ".join("".join(element.itertext()).split()) if tall and wide else ""
        self.cells += [text, *[None] * (wide - 1)]
        check_extent(self.line + tall, len(self.cells), self.ask, self.given)
        if tall > 1:
            last = self.line + tall - 1
            self.below |= dict.fromkeys(range(place, place + wide), last)
            self.merges.append(Merge(self.line, last, place))

    def end_row(self) -> None:
        """The row is whole; one without cells is none."""
        if self.cells:
            self.rows.add(self.line, self.cells)
            if self.line <= _INNER:
                self.first.append(tuple(cell or "" for cell in self.cells))
            self.line += 1
            self.cells = []

    @property
    def said(self) -> list[str]:
        """The text of the first rows, for the cell around the table."""
        return [cell for row in self.first for cell in row if cell]

    def grid(self) -> Grid:
        """The whole table."""
        return Grid(self.rows.frame(), self.rows.width, tuple(self.merges))


def _entered(control: etree._Element) -> str:
    """What a field of a form shows, of a list the entry that is chosen; it holds nothing then."""
    hidden = "display:none" in control.get("style", "").replace(" ", "")
    if control.tag == "input":
        shows = control.get("type", "").strip().lower() in _SHOWING
        return control.get("value", "") if shows and not hidden else ""
    options = list(control.iter("option"))
    chosen = [one for one in options if one.get("selected") is not None] or options[:1]
    text = " ".join("".join(one.itertext()) for one in chosen)
    return "" if hidden else text


def _span(element: etree._Element, name: str) -> int:
    told = element.get(name, "1").strip()
    return max(int(told), 1) if told.isdecimal() and len(told) < 8 else 1
