"""Forms II.06a and II.06b as a workbook laid out like the printed form, ready to sign."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cchc_audit.analysis.indicators import FORM_COLUMNS
from cchc_audit.products.forms.editions import Edition
from cchc_audit.render.escape import visible
from cchc_audit.render.formal_paper import HeadCell
from cchc_audit.render.people import People
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.excel_workbook import FONT, LETTER, landscape, workbook
from cchc_audit.render.wrapping import wrap
from cchc_audit.render.writers.excel import provenance_sheet
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class FormSheet:
    """What stands around the figures: which form in which edition, the period, the unit; `beside`
    are sentences that stand there to be read, and are not printed.
    """

    kind: str
    edition: Edition
    period: str
    unit: str
    beside: tuple[str, ...] = ()


_LAST = len(FORM_COLUMNS) + 1
_GROUPS = (("received", 2, 5), ("resolved", 6, 9), ("open", 10, 12))
_NUMBERS = {3: "(4) + (5) + (6)", 7: "(8) + (9) + (10)", 11: "(12) + (13)"}
_LABEL_WIDTH, _FIGURE_WIDTH = 33, 9.3
_HEAD, _BODY = 4, 8
_LINE = 15.5
_LETTERS = 1.05
"""Letters of Times New Roman 12 to a unit of width."""
_LEFT, _RIGHT = (0, 4), (8, 12)
_ROOM = 8
"""Rows below the table that are printed: the signatures and the room for them."""
_NOTES, _NOTES_WIDTH = _LAST + 2, 70
"""The column of notes, outside what is printed, and its width."""


def heading_cells(kind: str, texts: Texts) -> Iterator[HeadCell]:
    """The heading over three rows, its cells merged."""
    yield HeadCell(0, 0, texts("forms.tt"), rows=3)
    yield HeadCell(0, 1, texts(f"forms.label.{kind}"), rows=3)
    for name, first, last in _GROUPS:
        yield HeadCell(0, first, texts(f"forms.group.{name}"), columns=last - first + 1)
    yield HeadCell(1, 3, texts("forms.in_period"), columns=2)
    for at, name in enumerate(FORM_COLUMNS, start=2):
        top = 2 if name in ("received_online", "received_direct") else 1
        yield HeadCell(top, at, texts(f"form_cell.{name}"), rows=3 - top)


def column_numbers() -> tuple[str, ...]:
    """The row that numbers the columns and says which sums which."""
    return tuple(
        f"({number}) = {_NUMBERS[number]}" if number in _NUMBERS else f"({number})"
        for number in range(1, _LAST + 2)
    )


def write_form(report: Report, path: Path, *, sheet: FormSheet, texts: Texts) -> None:
    """Write the form, and a second sheet with its provenance. Raises `OSError`."""
    people = People(report, texts)
    frame = report.rows.collect()
    rows = [list(row) for row in frame.select(*report.keys, *FORM_COLUMNS).iter_rows()]
    with workbook(path, created=report.provenance.as_of, streamed=False) as book:
        _Form(book, people, sheet).write(rows[:-1], rows[-1])
        provenance_sheet(book, people, last=frame.to_dicts()[-1])


class _Form:
    """The sheet of the form, from its number to the places for signatures."""

    def __init__(self, book: Workbook, people: People, form: FormSheet) -> None:
        self._book = book
        self._people = people
        self._texts = people.texts
        self._form = form
        self._sheet: Worksheet = book.add_worksheet(self._texts("forms.sheet", kind=form.kind))

    def write(self, rows: list[list[object]], total: list[object]) -> None:
        """All of it: heading, a row a group, the total, signatures; beside it the notes."""
        self._page()
        self._title()
        self._heading()
        at = _BODY
        for number, row in enumerate(rows, start=1):
            self._row(at, number, row)
            at += 1
        self._total(at, total)
        self._notes()
        self._foot(at + 1)

    def _style(self, **style: object) -> Format:
        return self._book.add_format({"font_name": FONT, "font_size": 12, **style})

    def _page(self) -> None:
        sheet = self._sheet
        landscape(sheet, self._texts, head=(_HEAD, _BODY - 1), fixed=2, margins=LETTER)
        sheet.center_horizontally()
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, _LABEL_WIDTH)
        sheet.set_column(2, _LAST, _FIGURE_WIDTH)

    def _title(self) -> None:
        """Number and circular on the left, title and period in the middle, units on the right."""
        texts, form, sheet = self._texts, self._form, self._sheet
        left = self._style(text_wrap=True, valign="top", font_size=11)
        centre = {"align": "center", "valign": "top", "text_wrap": True}
        number = texts("forms.number", number=form.edition.numbers[form.kind])
        basis = texts("forms.basis", circular=form.edition.circular)
        sheet.set_row(0, 66)
        sheet.set_row(1, 20)
        sheet.merge_range(0, 0, 0, 1, f"{number}\n{basis}", left)
        sheet.merge_range(
            0, 2, 0, 8, texts(f"forms.title.{form.kind}"), self._style(bold=True, **centre)
        )
        units = texts("forms.units", unit=visible(form.unit))
        sheet.merge_range(0, 9, 0, _LAST, units, left)
        sheet.merge_range(1, 0, 1, _LAST, form.period, self._style(italic=True, **centre))
        measure = self._style(italic=True, align="right")
        sheet.merge_range(3, 8, 3, _LAST, texts("forms.measure"), measure)

    def _heading(self) -> None:
        """The heading, and the row of column numbers."""
        style = self._style(
            bold=True, border=1, align="center", valign="vcenter", text_wrap=True, font_size=11
        )
        for row, height in enumerate((20, 20, 50, 33), start=_HEAD):
            self._sheet.set_row(row, height)
        for head in heading_cells(self._form.kind, self._texts):
            top, first = _HEAD + head.row, head.column
            if head.rows == head.columns == 1:
                self._sheet.write_string(top, first, head.text, style)
            else:
                last = (top + head.rows - 1, first + head.columns - 1)
                self._sheet.merge_range(top, first, *last, head.text, style)
        small = self._style(
            italic=True, border=1, align="center", valign="vcenter", text_wrap=True, font_size=9
        )
        for at, text in enumerate(column_numbers()):
            self._sheet.write_string(_BODY - 1, at, text, small)

    def _row(self, at: int, number: int, row: list[object]) -> None:
        name = self._texts("key.nothing") if row[0] is None else visible(str(row[0]))
        lines = len(wrap(name, round(_LABEL_WIDTH * _LETTERS)))
        self._sheet.set_row(at, _LINE * lines + 2)
        middle = {"border": 1, "valign": "vcenter"}
        self._sheet.write_number(at, 0, number, self._style(align="center", **middle))
        self._sheet.write_string(at, 1, name, self._style(text_wrap=True, **middle))
        self._figures(
            at, row[1:], self._style(num_format="#,##0", align="right", indent=1, **middle)
        )

    def _total(self, at: int, row: list[object]) -> None:
        middle = {"border": 1, "valign": "vcenter", "bold": True}
        self._sheet.set_row(at, _LINE + 4)
        self._sheet.merge_range(
            at, 0, at, 1, self._texts("forms.total"), self._style(align="center", **middle)
        )
        self._figures(
            at, row[1:], self._style(num_format="#,##0", align="right", indent=1, **middle)
        )

    def _figures(self, at: int, figures: list[object], style: Format) -> None:
        for place, value in enumerate(figures, start=2):
            self._sheet.write_number(at, place, value, style)

    def _foot(self, at: int) -> None:
        """The places for date and signatures: the last that is printed."""
        bold = self._style(bold=True, align="center")
        italic = self._style(italic=True, align="center")
        self._between(at + 1, _RIGHT, "report.annex.place", italic)
        for below, style, suffix in ((2, bold, ""), (3, italic, "_sign")):
            self._between(at + below, _LEFT, f"forms.author{suffix}", style)
            self._between(at + below, _RIGHT, f"forms.head{suffix}", style)
        self._sheet.print_area(0, 0, at + _ROOM, _LAST)

    def _notes(self) -> None:
        """What whoever signs should know, beside the form and never printed: nothing has to be
        deleted before it is sent.
        """
        note = self._style(italic=True, font_size=11, text_wrap=True, valign="top")
        bold = self._style(bold=True, font_size=11)
        self._sheet.set_column(_LAST + 1, _LAST + 1, 3)
        self._sheet.set_column(_NOTES, _NOTES, _NOTES_WIDTH)
        self._sheet.write_string(_HEAD, _NOTES, self._texts("forms.notes"), bold)
        lines = (*self._people.report.closing, *self._form.beside)
        text = "\n".join(f"– {visible(line)}" for line in lines)
        if text:
            self._sheet.merge_range(_HEAD + 1, _NOTES, _BODY - 1, _NOTES, text, note)

    def _between(self, row: int, columns: tuple[int, int], key: str, style: Format) -> None:
        first, last = columns
        self._sheet.merge_range(row, first, row, last, self._texts(key), style)
