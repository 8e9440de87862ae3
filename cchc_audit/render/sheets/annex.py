"""The late list as the annex of a letter: what goes to the commune, is filled in, and comes back.

A4 landscape, Times New Roman, the heading on every page, two empty columns for the unit's answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_audit.core.vocabulary import Certainty, Unit
from cchc_audit.render import numbers
from cchc_audit.render.people import People, period_sentence
from cchc_audit.render.report import Provenance
from cchc_audit.render.sheets.excel_workbook import (
    FONT,
    LETTER,
    Formats,
    landscape,
    put,
    refuse_too_long,
    too_long,
    worded,
)
from cchc_audit.render.wrapping import wrap
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class AnnexColumn:
    """A column of the annex: where its cells come from (None: STT or left empty) and its width."""

    key: str
    width: int
    name: str | None = None
    centred: bool = False


NUMBER = "annex.number"
COLUMNS = (
    AnnexColumn(NUMBER, 5, centred=True),
    AnnexColumn("column.dossier_id", 26, "dossier_id"),
    AnnexColumn("column.procedure_name", 22, "procedure_name"),
    AnnexColumn("column.commune", 14, "commune"),
    AnnexColumn("column.received_at", 11, "received_at", centred=True),
    AnnexColumn("column.deadline.short", 11, "deadline", centred=True),
    AnnexColumn("column.finished_at.short", 11, "finished_at", centred=True),
    AnnexColumn("column.days_late", 9, "days_late", centred=True),
    AnnexColumn("column.outcome.short", 12, "outcome"),
    AnnexColumn("column.basis.short", 10, "basis"),
    AnnexColumn("column.certainty", 11, "certainty"),
    AnnexColumn("column.doubt.short", 15, "doubt"),
    AnnexColumn("annex.cause", 16),
    AnnexColumn("annex.explanation", 16),
)
_WIDE = len(COLUMNS) - 1
_HEAD = 5
_LETTERS = 1.2
"""Letters of Times New Roman to a unit of width, which is a digit of Calibri."""
_TALLEST = 409.0
"""The height in points beyond which Excel refuses a row."""
_PAGES = (680.0, 700.0, 955.0, 985.0)
"""Points of rows on a page one sheet wide, where the font that widths are counted in is there, and
where a wider one stands for it: programs differ by that much in how far they shrink the sheet.
"""
_TOP = 5 * 16.0 + 48
"""Points of the rows above the first dossier."""
_REPEATED = 48.0
_CLOSING = 10 * 16.0
"""Points of what stands below the rows, with room to sign."""
_WITH_SIGNATURES = 2
"""Rows that at the least stand on the page that is signed."""
_LEFT = (1, 2)
_RIGHT = (7, _WIDE)


class Annex:
    """The first sheet of the late list, written row by row in the order of the list."""

    def __init__(self, book: Workbook, people: People) -> None:
        self._book = book
        self._people = people
        self._texts = people.texts
        self._sheet: Worksheet = book.add_worksheet(self._texts("report.sheet.late"))
        self._cells = Formats.of(book, font_size=11, border=1, text_wrap=True)
        self._centred = Formats.of(book, font_size=11, border=1, text_wrap=True, align="center")
        self._row = _HEAD
        self._used = dict.fromkeys(_PAGES, _TOP)
        self._counts = dict.fromkeys(("late", "overdue", *Certainty), 0)
        self._page()
        self._heading()

    def _format(self, **style: object) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 12, **style})

    def _page(self) -> None:
        sheet = self._sheet
        landscape(sheet, self._texts, head=(_HEAD, _HEAD), fixed=2, margins=LETTER)
        sheet.hide_gridlines(2)
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width)

    def _heading(self) -> None:
        report, texts = self._people.report, self._texts
        centre = {"align": "center", "valign": "vcenter"}
        italic = self._format(italic=True, **centre)
        self._across(
            0, texts("report.annex.title"), self._format(bold=True, font_size=14, **centre)
        )
        self._across(1, texts("report.annex.letter"), italic)
        self._across(2, dated(report.provenance, texts), italic)
        if report.shown < report.total_rows:
            shown, whole = (numbers.whole(n, texts) for n in (report.shown, report.total_rows))
            self._across(3, texts("report.annex.part", shown=shown, total=whole), italic)
        self._sheet.set_row(_HEAD, 48)
        for at, column in enumerate(COLUMNS):
            self._sheet.write_string(_HEAD, at, texts(column.key), self._cells.head)

    def _across(self, row: int, text: str, style: Format) -> None:
        self._sheet.merge_range(row, 0, row, _WIDE, text, style)

    def add(self, row: dict[str, object]) -> None:
        """One dossier, numbered, its cause and explanation left empty."""
        self._row += 1
        if too_long(self._row):
            raise refuse_too_long()
        for kind in (row.get("outcome"), row.get("certainty")):
            if kind in self._counts:
                self._counts[str(kind)] += 1
        number = self._row - _HEAD
        values = [annex_value(column, row, self._people, number=number) for column in COLUMNS]
        height = _height(values)
        self._sheet.set_row(self._row, height)
        for page, used in self._used.items():
            begun = _REPEATED if used + height > page else used
            self._used[page] = begun + height
        for at, (column, value) in enumerate(zip(COLUMNS, values, strict=True)):
            style = self._centred if column.centred else self._cells
            put(self._sheet, (self._row, at), value, style, name=column.name or "")

    def end(self) -> None:
        """The total line, what the words mean, and the places for date and signatures."""
        texts, row = self._texts, self._row
        full = any(used + _CLOSING > page for page, used in self._used.items())
        if full and row - _HEAD > _WITH_SIGNATURES:
            # Else signatures would stand alone on a page.
            self._sheet.set_h_pagebreaks([row + 1 - _WITH_SIGNATURES])
        counts = {name: numbers.whole(count, texts) for name, count in self._counts.items()}
        total = texts("report.annex.total", n=numbers.whole(row - _HEAD, texts), **counts)
        self._across(row + 1, total, self._format(bold=True, border=1))
        note = self._format(italic=True, font_size=11)
        self._across(row + 3, texts("report.annex.days"), note)
        self._across(row + 4, texts("report.risk"), note)
        bold = self._format(bold=True, align="center")
        italic = self._format(italic=True, align="center")
        self._between(row + 6, _RIGHT, "report.annex.place", italic)
        for below, style, suffix in ((7, bold, ""), (8, italic, "_sign")):
            self._between(row + below, _LEFT, f"report.annex.author{suffix}", style)
            self._between(row + below, _RIGHT, f"report.annex.head{suffix}", style)

    def _between(self, row: int, columns: tuple[int, int], key: str, style: Format) -> None:
        first, last = columns
        self._sheet.merge_range(row, first, row, last, self._texts(key), style)


def dated(provenance: Provenance, texts: Texts) -> str:
    """The days that the list is about, where some were chosen, and the day that dates it."""
    told = (period_sentence(provenance, texts), numbers.as_of(provenance.as_of, texts))
    return ". ".join(filter(None, told))


def annex_value(
    column: AnnexColumn, row: dict[str, object], people: People, *, number: int
) -> object:
    """What stands in a cell: a day as a date, a time of day only where the term is counted in
    hours, an outcome in full.

    Such a moment is written as text, which wraps: a date that does not fit shows as ####.
    """
    if column.name is None:
        return number if column.key == NUMBER else None
    if column.name == "outcome" and people.texts.has(whole := f"outcome.{row['outcome']}"):
        return people.texts(whole)
    value = worded(people, column.name, row, total=False)
    if isinstance(value, date) and str(row.get("term") or "").endswith(Unit.WORKING_HOURS):
        return people.cell(column.name, row)
    return value.date() if isinstance(value, datetime) else value


def _height(values: Sequence[object]) -> float:
    """The height of a row in points: not every program fits it to wrapped text by itself."""
    lines = (
        len(wrap(value, round(column.width * _LETTERS))) if isinstance(value, str) else 1
        for column, value in zip(COLUMNS, values, strict=True)
    )
    return min(_TALLEST, 15.0 * max(lines) + 1)
