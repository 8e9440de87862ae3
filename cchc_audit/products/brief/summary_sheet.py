"""The first sheet of a pack: its figures beside those of the peers, the months, the officers."""

from collections.abc import Sequence

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_audit.products.brief.headline_figures import MEASURES, figures_table, figures_words
from cchc_audit.products.brief.pack import Figures, Gathered, Pack
from cchc_audit.products.brief.pack_sentences import scope_words
from cchc_audit.render.escape import visible
from cchc_audit.render.numbers import month
from cchc_audit.render.sheets.excel_workbook import A4, FONT, Formats, put
from cchc_audit.render.wrapping import wrap
from cchc_audit.texts import Texts

_WIDTHS = (52, 16, 16, 16, 16, 16)
_ACROSS = 130
"""Letters that fit across the sheet."""
_LINE = 15.0


def summary_sheet(book: Workbook, pack: Pack, gathered: Gathered, texts: Texts) -> None:
    """Write the sheet; numbers as numbers, rates as rates."""
    sheet = _Sheet(book, texts("brief.sheet.figures"))
    sheet.line(texts("brief.title", unit=pack.name), sheet.title)
    for sentence in (*scope_words(gathered, texts), texts("report.risk")):
        sheet.line(sentence, sheet.note)
    sheet.skip()
    for sentence in figures_words(pack, gathered, texts):
        sheet.line(sentence, sheet.note)
    table = figures_table(pack, gathered, texts)
    sheet.heads([head.text for head in table.heads])
    columns: list[Figures] = [pack.figures, gathered.peers, pack.earlier or {}]
    for name in MEASURES:
        shown = [one.get(name) for one in columns[: len(table.heads) - 1]]
        sheet.row([texts(f"summary_column.{name}"), *shown], name=name)
    sheet.skip()
    sheet.line(texts("brief.section.course"), sheet.bold)
    names = ("month", "received", "resolved", "late")
    sheet.heads([texts(f"brief.course.{name}") for name in names])
    for one in pack.months:
        sheet.row([month(one.month), one.received, one.resolved, one.late])
    sheet.line(texts("brief.course.how"), sheet.note)
    sheet.skip()
    sheet.line(texts("brief.section.officers"), sheet.bold)
    loads = ("total", "resolved", "late", "in_hand", "overdue")
    sheet.heads([texts("key.officer"), *(texts(f"brief.officers.{name}") for name in loads)])
    for load in pack.officers:
        code = load.officer
        known = texts("key.nothing") if code is None else gathered.named.get(code, code)
        counts = (load.total, load.resolved, load.late, load.in_hand, load.overdue)
        sheet.row([known, *counts])


class _Sheet:
    """A sheet written line by line, on A4 upright."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._sheet: Worksheet = book.add_worksheet(name)
        self._at = 0

        def made(**style: object) -> Format:
            return book.add_format({"font_name": FONT, "valign": "top", **style})

        self.title = made(font_size=14, bold=True, text_wrap=True)
        self.bold = made(font_size=12, bold=True)
        self.note = made(font_size=11, italic=True, text_wrap=True)
        self._cells = Formats.of(book, font_size=11, border=1, text_wrap=True)
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.hide_gridlines(2)
        for at, width in enumerate(_WIDTHS):
            self._sheet.set_column(at, at, width)

    def line(self, text: str, style: Format) -> None:
        """A sentence across the sheet, wrapped."""
        said = visible(text)
        height = _LINE * len(wrap(said, _ACROSS)) + 4
        self._sheet.set_row(self._at, height)
        self._sheet.merge_range(self._at, 0, self._at, len(_WIDTHS) - 1, said, style)
        self._at += 1

    def skip(self) -> None:
        """An empty line."""
        self._at += 1

    def heads(self, heads: Sequence[str]) -> None:
        """The headings of a table."""
        self._sheet.set_row(self._at, 2 * _LINE + 4)
        for at, text in enumerate(heads):
            self._sheet.write_string(self._at, at, text, self._cells.head)
        self._at += 1

    def row(self, values: Sequence[object], *, name: str = "") -> None:
        """One row of a table; `name` is the measure its numbers are of."""
        for at, value in enumerate(values):
            put(self._sheet, (self._at, at), value, self._cells, name=name)
        self._at += 1
