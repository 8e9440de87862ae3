"""Sổ theo dõi hồ sơ, the tracking register: form 07 of Circular 03/2025/TT-VPCP (before that form
06 of Circular 01/2018/TT-VPCP).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_audit.analysis.indicators import in_hand
from cchc_audit.analysis.summary import sort_rows
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.audit.scope import match_filters
from cchc_audit.core.columns import PERSONAL
from cchc_audit.core.vocabulary import Status
from cchc_audit.products.forms.official_form import Filled, at_the_end
from cchc_audit.render import numbers
from cchc_audit.render.formal_paper import FormalPaper, HeadCell, RuledTable
from cchc_audit.render.people import People
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import FORM_REGISTER
from cchc_audit.render.sheets.excel_workbook import (
    FONT,
    Formats,
    landscape,
    put,
    refuse_too_long,
    too_long,
    workbook,
)
from cchc_audit.render.wrapping import wrap
from cchc_audit.render.writers.excel import provenance_sheet
from cchc_audit.texts import Texts

REGISTER_COLUMNS = (
    "dossier_id",
    "procedure_name",
    *PERSONAL,
    "agency",
    "received_at",
    "promised_at",
    "returned_at",
    "status",
    "rescheduled_to",
)
_NOTED = (Status.WITHDRAWN.value, Status.REFUSED.value, Status.AWAITING_APPLICANT.value)


def register(request: Request) -> Filled:
    """Every dossier in hand in the period, in the order of receipt.

    Who handed it in stands there only where personal data was asked for; the columns of the printed
    register stay, empty.
    """
    request = at_the_end(request)
    dataset = open_dataset(request)
    scope = in_hand(request.first, request.last) & match_filters(dataset)
    result = run_queries(dataset, lambda rows: [rows.filter(scope).select(pl.len())])
    total = int(result.frames[0].item())
    rows = result.standing.filter(scope)
    if request.sort is not None:
        rows = sort_rows(rows, request.sort)
    else:
        rows = rows.sort("received_at", "dossier_id", nulls_last=True)
    shown = total if request.limit is None else min(total, request.limit)
    texts = Texts(request.settings.lang)
    report = Report(
        FORM_REGISTER,
        _presented(rows.head(shown), request),
        total,
        shown,
        result.conclude(),
        closing=() if request.show_personal else (texts("register.unnamed"),),
        extra={"form": "register"},
    )
    return Filled(
        report,
        lay_out=lambda path: _write(report, path, request, texts),
        paper=lambda: _paper(report, request, texts),
    )


def _presented(rows: pl.LazyFrame, request: Request) -> pl.LazyFrame:
    """The columns as they go out, numbered from 1; what lies after the as-of is not known yet."""
    hidden = () if request.show_personal else PERSONAL
    returned = pl.when(pl.col("returned_at") < request.as_of).then(pl.col("returned_at"))
    return (
        rows.with_columns(returned.alias("returned_at"))
        .select(name for name in REGISTER_COLUMNS if name not in hidden)
        .with_columns(
            pl.selectors.categorical().cast(pl.String), pl.selectors.enum().cast(pl.String)
        )
        .with_row_index("number", offset=1)
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the printed register: its heading, the group above it, the value and width."""

    key: str
    width: float
    name: str | None = None
    group: str = ""
    centred: bool = False


_COLUMNS = (
    _Column("forms.tt", 5, "number", centred=True),
    _Column("register.dossier_id", 20, "dossier_id"),
    _Column("register.procedure_name", 26, "procedure_name"),
    _Column("register.copies", 7),
    _Column("register.applicant", 17, "applicant"),
    _Column("register.address", 18, "address"),
    _Column("register.phone", 11, "phone"),
    _Column("register.agency", 15, "agency"),
    _Column("register.received", 10.5, "received_at", "register.dates", centred=True),
    _Column("register.promised", 10.5, "promised_at", "register.dates", centred=True),
    _Column("register.returned", 10.5, "returned_at", "register.result", centred=True),
    _Column("register.way", 9.5, None, "register.result"),
    _Column("register.signed", 8, None, "register.result"),
    _Column("register.note", 14, "note"),
)
_HEAD = 4
_LETTERS = 1.3
_LINE = 13.5
_TALLEST = 409.0
"""The height in points beyond which Excel refuses a row."""


def _write(report: Report, path: Path, request: Request, texts: Texts) -> None:
    """The printed register, row by row, and the sheet of provenance."""
    if too_long(report.shown + _HEAD + 2):
        raise refuse_too_long()
    people = People(report, texts)
    with workbook(path, created=report.provenance.as_of) as book:
        sheet = _Sheet(book, people, request)
        for row in _rows(report):
            sheet.add(row)
        provenance_sheet(book, people, last=None)


def _rows(report: Report) -> Iterator[dict[str, object]]:
    for batch in report.rows.collect_batches(maintain_order=True):
        yield from batch.iter_rows(named=True)


def _paper(report: Report, request: Request, texts: Texts) -> FormalPaper:
    """The register as a paper, its heading on every page."""
    lines = [[_value(column, row, texts) for column in _COLUMNS] for row in _rows(report)]
    return FormalPaper(
        title=texts("report.title.form_register"),
        heading=texts("report.title.form_register").upper(),
        below=tuple(_dates(report, request, texts)),
        table=RuledTable(
            heads=tuple(_heads(texts)),
            lines=tuple(
                tuple(numbers.format_value(value, texts) for value in line) for line in lines
            ),
            widths=tuple(column.width for column in _COLUMNS),
            centred=tuple(column.centred for column in _COLUMNS),
            whole=tuple(column.name == "dossier_id" for column in _COLUMNS),
            depth=2,
            numbers=tuple(f"({at})" for at in range(1, len(_COLUMNS) + 1)),
            size=8.0,
        ),
    )


def _heads(texts: Texts) -> Iterator[HeadCell]:
    """The heading over two rows: groups above their columns, the others over both."""
    for at, column in enumerate(_COLUMNS):
        if not column.group:
            yield HeadCell(0, at, texts(column.key), rows=2)
            continue
        span = [n for n, other in enumerate(_COLUMNS) if other.group == column.group]
        if at == span[0]:
            yield HeadCell(0, at, texts(column.group), columns=len(span))
        yield HeadCell(1, at, texts(column.key))


def _dates(report: Report, request: Request, texts: Texts) -> Iterator[str]:
    """The period, where there is one, and the instant of judgement."""
    if request.first is not None and request.last is not None:
        days = {"first": numbers.day(request.first), "last": numbers.day(request.last)}
        yield texts("forms.span", **days)
    yield numbers.as_of(report.provenance.as_of, texts)


class _Sheet:
    """The register on A4 landscape, its heading on every page."""

    def __init__(self, book: Workbook, people: People, request: Request) -> None:
        self._book = book
        self._people = people
        self._texts = people.texts
        self._sheet: Worksheet = book.add_worksheet(self._texts("report.sheet.form_register"))
        self._cells = Formats.of(book, font_size=10, border=1, text_wrap=True)
        self._centred = Formats.of(book, font_size=10, border=1, text_wrap=True, align="center")
        self._row = _HEAD + 2
        self._page()
        self._title(request)
        self._heading()

    def _page(self) -> None:
        sheet = self._sheet
        margins = (0.5, 0.3, 0.5, 0.6)
        landscape(sheet, self._texts, head=(_HEAD, _HEAD + 2), fixed=2, margins=margins)
        sheet.hide_gridlines(2)
        for at, column in enumerate(_COLUMNS):
            sheet.set_column(at, at, column.width)

    def _title(self, request: Request) -> None:
        texts, wide = self._texts, len(_COLUMNS) - 1
        centre = {"font_name": FONT, "align": "center", "valign": "vcenter"}
        bold = self._book.add_format({"bold": True, "font_size": 14, **centre})
        italic = self._book.add_format({"italic": True, "font_size": 12, **centre})
        self._sheet.merge_range(0, 0, 0, wide, texts("report.title.form_register").upper(), bold)
        if request.first is not None and request.last is not None:
            days = {"first": numbers.day(request.first), "last": numbers.day(request.last)}
            self._sheet.merge_range(1, 0, 1, wide, texts("forms.span", **days), italic)
        as_of = numbers.as_of(self._people.report.provenance.as_of, texts)
        self._sheet.merge_range(2, 0, 2, wide, as_of, italic)

    def _heading(self) -> None:
        """Two rows and the column numbers. A streamed book merges within a row only, so a heading
        over both rows is a cell without its lower edge above one without its upper edge.
        """
        common = {"font_name": FONT, "font_size": 10, "bold": True, "text_wrap": True}
        common |= {"align": "center", "valign": "vcenter", "left": 1, "right": 1}
        upper = self._book.add_format({**common, "top": 1})
        lower = self._book.add_format({**common, "bottom": 1, "valign": "top"})
        boxed = self._book.add_format({**common, "top": 1, "bottom": 1})
        number = self._book.add_format({**common, "bold": False, "italic": True, "border": 1})
        sheet = self._sheet
        sheet.set_row(_HEAD, 18)
        for at, column in enumerate(_COLUMNS):
            span = [n for n, other in enumerate(_COLUMNS) if other.group == column.group != ""]
            if not span:
                sheet.write_blank(_HEAD, at, None, upper)
            elif at == span[0]:
                text = self._texts(column.group)
                sheet.merge_range(_HEAD, span[0], _HEAD, span[-1], text, boxed)
        sheet.set_row(_HEAD + 1, 42)
        for at, column in enumerate(_COLUMNS):
            style = boxed if column.group else lower
            sheet.write_string(_HEAD + 1, at, self._texts(column.key), style)
        for at in range(len(_COLUMNS)):
            sheet.write_string(_HEAD + 2, at, f"({at + 1})", number)

    def add(self, row: dict[str, object]) -> None:
        """One dossier; copies, the way of return and the signature are filled in by hand."""
        self._row += 1
        values = [_value(column, row, self._texts) for column in _COLUMNS]
        self._sheet.set_row(self._row, _height(values))
        for at, (column, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            style = self._centred if column.centred else self._cells
            if value is None:
                self._sheet.write_blank(self._row, at, None, style.text)
            else:
                put(self._sheet, (self._row, at), value, style, name=column.name or "")


def _value(column: _Column, row: dict[str, object], texts: Texts) -> object:
    if column.name == "note":
        return _note(row, texts)
    value = row.get(column.name) if column.name is not None else None
    return value.date() if isinstance(value, datetime) else value


def _note(row: dict[str, object], texts: Texts) -> str | None:
    """What the status and a new appointment say."""
    parts = []
    if row["status"] in _NOTED:
        parts.append(texts.short(f"status.{row['status']}"))
    again = row["rescheduled_to"]
    if isinstance(again, datetime):
        parts.append(texts("register.again", day=numbers.day(again)))
    return "; ".join(parts) or None


def _height(values: list[object]) -> float:
    """The height of a row in points: not every program fits it to wrapped text by itself."""
    lines = (
        len(wrap(value, round(column.width * _LETTERS))) if isinstance(value, str) else 1
        for column, value in zip(_COLUMNS, values, strict=True)
    )
    return min(_TALLEST, _LINE * max(lines) + 1)
