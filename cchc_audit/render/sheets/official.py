"""Letters and records as .docx, laid out as Decree 30/2020/NĐ-CP, Annex I, wants it.

A4, margins 20–25 mm above and below, 30–35 mm left, 15–20 mm right; Times New Roman 13–14; the
country and its motto upper right, who writes upper left; page numbers above, from the second page.
Written with python-docx, which is in the extra `report` and imported only here.
"""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from cchc_audit.core.errors import ConfigError
from cchc_audit.render.escape import visible
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell
    from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
SIZE = 14
_SMALL, _SMALLER, _COPIES = 13, 12, 11
_WIDE = 165
"""Millimetres of a line."""
_COMMUNES = ("Xã ", "Phường ", "Thị trấn ", "Đặc khu ")
"""How the name of a commune begins; other units are offices."""
_BLANK = "……"
_PACKED = (1980, 1, 1, 0, 0, 0)
"""The time of every part of the file: the same figures give the same bytes."""


def docx_or() -> ModuleType:
    """The package python-docx. Raises `ConfigError` where it is not there."""
    try:
        import docx
    except ModuleNotFoundError:
        raise ConfigError("official.no_docx") from None
    return docx


def is_commune(unit: str) -> bool:
    """Whether a unit is a commune, whose people's committee is what writes and is written to."""
    return unit.startswith(_COMMUNES)


def within(unit: str, texts: Texts) -> str:
    """The name of a unit inside a sentence: `xã Gò Trăng`; offices keep their capital."""
    if texts.lang == "vi" and is_commune(unit):
        return unit[0].lower() + unit[1:]
    return unit


class Sheet:
    """A document that is written from top to bottom. Raises `ConfigError` without python-docx."""

    def __init__(self, texts: Texts, *, title: str, created: datetime) -> None:
        self._texts = texts
        self._made: Document = docx_or().Document()
        self._page()
        about = self._made.core_properties
        about.title, about.author, about.comments = visible(title), "cchc-audit", ""
        about.created = about.modified = created
        about.language = texts.lang

    def _page(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Mm, Pt

        section = self._made.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin = section.bottom_margin = Mm(20)
        section.left_margin, section.right_margin = Mm(30), Mm(15)
        section.different_first_page_header_footer = True
        normal = self._made.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(SIZE)
        for script in ("w:eastAsia", "w:cs", "w:hAnsi"):
            normal.element.rPr.rFonts.set(qn(script), FONT)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.space_before = Pt(0)
        number = section.header.paragraphs[0]
        number.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _field(number, "PAGE")

    def head(self, left: Sequence[tuple[str, bool]], *, number: str, dated: bool = True) -> None:
        """The head of the first page: who writes (text, bold), beside the country and its motto;
        below the `number`, beside place and date, left blank, where it is `dated` there.
        """
        right = [(self._texts("official.country"), True), (self._texts("official.motto"), True)]
        grid = self._made.add_table(rows=1, cols=2)
        self._widths(grid, (62, 103))
        for cell, lines in zip(grid.rows[0].cells, (left, right), strict=True):
            self._lines(cell, lines)
            self._rule(cell)
        below = grid.add_row().cells
        self._lines(below[0], [(number, False)])
        if dated:
            place = self._lines(below[1], [(self._texts("official.place"), False)])
            place.runs[0].italic = True
        self.gap()

    def _lines(self, cell: "_Cell", lines: Sequence[tuple[str, bool]]) -> "Paragraph":
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph: Paragraph = cell.paragraphs[0]
        for number, (text, bold) in enumerate(lines):
            if number:
                paragraph = cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            run = paragraph.add_run(visible(text))
            run.bold, run.font.size = bold, Pt(_SMALL)
            if text == self._texts("official.country"):
                run.font.size = Pt(_SMALLER)
        return paragraph

    def _rule(self, cell: "_Cell") -> None:
        """The short line below a head."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(8)
        run = paragraph.add_run("─" * 12)
        run.font.size = Pt(8)

    def _widths(self, grid: "Table", millimetres: Sequence[float]) -> None:
        from docx.shared import Mm

        grid.autofit = False
        for column, width in zip(grid.columns, millimetres, strict=True):
            column.width = Mm(width)
            for cell in column.cells:
                cell.width = Mm(width)

    def gap(self) -> None:
        """An empty line."""
        self._made.add_paragraph()

    def centred(self, text: str, *, bold: bool = False, italic: bool = False) -> None:
        """A line in the middle of the page."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        for line in text.split("\n"):
            paragraph = self._made.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(visible(line))
            run.bold, run.italic = bold, italic

    def heading(self, text: str) -> None:
        """A heading that stays with what follows."""
        paragraph = self._made.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(visible(text)).bold = True

    def say(self, text: str, *, indent: bool = True) -> None:
        """A paragraph, its first line drawn in by 10 mm; justified unless it has blanks to fill in,
        whose dots would tear the words apart.
        """
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Mm

        paragraph = self._made.add_paragraph(visible(text))
        if _BLANK not in text:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if indent:
            paragraph.paragraph_format.first_line_indent = Mm(10)

    def blank(self, lines: int) -> None:
        """Dotted lines to write on."""
        from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
        from docx.shared import Mm

        for _ in range(lines):
            stops = self._made.add_paragraph("\t").paragraph_format.tab_stops
            stops.add_tab_stop(Mm(_WIDE), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)

    def table(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        *,
        numbers: frozenset[int] = frozenset(),
        size: float = _COPIES,
    ) -> None:
        """A table with lines, its heading on every page; `widths` in millimetres, `numbers` the
        places of the columns that stand right, `size` that of the letters in points.
        """
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml import OxmlElement
        from docx.shared import Pt

        grid = self._made.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
        self._widths(grid, widths)
        for number, (line, texts) in enumerate(zip(grid.rows, [heads, *rows], strict=True)):
            part = line._tr.get_or_add_trPr()
            part.append(OxmlElement("w:cantSplit"))
            if not number:
                part.append(OxmlElement("w:tblHeader"))
            for at, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(visible(text))
                run.font.size, run.bold = Pt(size), not number
                if not number:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
                elif at in numbers:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        self.gap()

    def items(self, texts: Sequence[str], *, size: float, box: str = "☐ ") -> None:
        """Short lines, with a box before each to be ticked off."""
        from docx.shared import Mm, Pt

        for text in texts:
            paragraph = self._made.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            if box:
                paragraph.paragraph_format.left_indent = Mm(5)
                paragraph.paragraph_format.first_line_indent = Mm(-5)
            paragraph.add_run(f"{box}{visible(text)}").font.size = Pt(size)

    def signatures(self, *who: tuple[str, str], beside: str = "") -> None:
        """Places to sign side by side: who, and what is written below; `beside` them, on the left,
        who gets copies.
        """
        from docx.oxml import OxmlElement
        from docx.shared import Pt

        grid = self._made.add_table(rows=1, cols=len(who) + bool(beside))
        grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        cells = list(grid.rows[0].cells)
        if beside:
            first = cells.pop(0)
            for number, line in enumerate(beside.split("\n")):
                paragraph = first.add_paragraph() if number else first.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(visible(line))
                run.font.size, run.bold, run.italic = Pt(_COPIES), not number, not number
        for cell, (name, how) in zip(cells, who, strict=True):
            below = self._lines(cell, [*((line, True) for line in name.split("\n")), (how, False)])
            below.runs[0].italic = True
            for _ in range(3):
                cell.add_paragraph()

    def new_page(self) -> None:
        """What follows begins a page."""
        from docx.enum.text import WD_BREAK

        self._made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def save(self, path: Path) -> None:
        """Write the file. Raises `OSError`."""
        packed = io.BytesIO()
        self._made.save(packed)
        with (
            zipfile.ZipFile(packed) as made,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out,
        ):
            for name in made.namelist():
                out.writestr(zipfile.ZipInfo(name, _PACKED), made.read(name), zipfile.ZIP_DEFLATED)


def _field(paragraph: "Paragraph", name: str) -> None:
    """A field that the word processor fills in (`PAGE`)."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "2"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
