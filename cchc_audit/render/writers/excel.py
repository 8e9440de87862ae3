"""Excel for work: every column with its label, real dates, filters, and a sheet of provenance."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_audit.render.escape import visible
from cchc_audit.render.people import People, provenance_lines, sentences
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.excel_workbook import (
    A4,
    FONT,
    Formats,
    put,
    refuse_too_long,
    too_long,
    widths,
    worded,
    workbook,
)
from cchc_audit.render.writers.delimited import plain
from cchc_audit.texts import Texts

_SAMPLE = 2_000
"""Rows looked at for the widths of the columns."""
_LETTERS = 180
"""Letters beside each other on a page of a sheet that is too wide for one."""
_PRINTABLE = 20
"""Columns that can still be read on a page; more of them print on pages side by side."""


def write_excel(report: Report, path: Path, *, texts: Texts) -> None:
    """Write `report` as a workbook, where its kind has one with a first sheet to print and hand on.

    Raises `CchcError` for more rows than a sheet holds, `OSError` for what the system refuses.
    """
    if too_long(report.shown):
        raise refuse_too_long()
    people = People(report, texts)
    names = [n for n in report.rows.collect_schema().names() if n not in report.hidden]
    rows = _rows(report)
    sample = list(islice(rows, _SAMPLE))
    with workbook(path, created=report.provenance.as_of) as book:
        printed = report.kind.printed(book, people) if report.kind.printed else None
        sheet = _Sheet(
            book, people, names, key="report.sheet.all" if printed else report.kind.sheet
        )
        sheet.begin(sample)
        for row in chain(sample, rows):
            sheet.add(row)
            if printed is not None:
                printed.add(row)
        sheet.end()
        if printed is not None:
            printed.end()
        if report.kind.behind is not None:
            report.kind.behind(book, people)
        provenance_sheet(book, people, last=sheet.last)


def _rows(report: Report) -> Iterator[dict[str, object]]:
    for batch in plain(report).collect_batches(maintain_order=True):
        yield from batch.iter_rows(named=True)


class _Sheet:
    """The sheet with all columns, written row by row: heading, rows, a bold total."""

    def __init__(self, book: Workbook, people: People, names: Sequence[str], *, key: str) -> None:
        self._sheet: Worksheet = book.add_worksheet(people.texts(key)[:31])
        self._people = people
        self._names = names
        self._plain = Formats.of(book, font_size=11)
        self._bold = Formats.of(book, font_size=11, bold=True, top=1)
        self._row = 0
        self.last: dict[str, object] | None = None

    def begin(self, sample: Sequence[dict[str, object]]) -> None:
        """The heading, widths that fit `sample`, and the way the sheet prints."""
        sheet = self._sheet
        fixed = max(1, len(self._people.report.keys))
        sheet.freeze_panes(1, fixed)
        sheet.set_landscape()
        sheet.set_paper(A4)
        found = widths(self._people, self._names, sample)
        if len(self._names) <= _PRINTABLE:
            sheet.fit_to_pages(1, 0)
        else:
            sheet.repeat_columns(0, fixed - 1)
            sheet.fit_to_pages(-(-int(sum(found.values())) // _LETTERS), 0)
        sheet.repeat_rows(0)
        sheet.set_footer(f'&C&"{FONT}"{self._people.texts("report.page")}')
        sheet.set_row(0, 48)
        for at, (name, width) in enumerate(found.items()):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, self._people.label(name), self._plain.head)

    def add(self, row: dict[str, object]) -> None:
        """One row; the last one is held back, because it may be the total."""
        if self.last is not None:
            self._write(self.last, total=False)
        self.last = row

    def end(self) -> None:
        """The row held back, and filters over all but the total."""
        total = self._people.report.has_total
        if self.last is not None:
            self._write(self.last, total=total)
        filtered = self._row - 1 if total else self._row
        self._sheet.autofilter(0, 0, max(filtered, 0), max(len(self._names) - 1, 0))
        if not total:
            self.last = None

    def _write(self, row: dict[str, object], *, total: bool) -> None:
        self._row += 1
        if too_long(self._row):
            raise refuse_too_long()
        style = self._bold if total else self._plain
        for at, name in enumerate(self._names):
            value = worded(self._people, name, row, total=total)
            limits = self._people.limits(name)
            put(self._sheet, (self._row, at), value, style, name=name, limits=limits)


def provenance_sheet(
    book: Workbook,
    people: People,
    *,
    last: dict[str, object] | None,
    lines: Sequence[tuple[str, str]] | None = None,
) -> None:
    """The sheet that says where the figures come from, with the sentences of the table; `lines` are
    those of the report unless given.
    """
    texts = people.texts
    sheet: Worksheet = book.add_worksheet(texts("report.sheet.provenance"))
    style = Formats.of(book, font_size=11, text_wrap=True)
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 80)
    sheet.freeze_panes(1, 0)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    for at, key in enumerate(("item", "value")):
        sheet.write_string(0, at, texts(f"report.provenance.{key}"), style.head)
    lines = provenance_lines(people) if lines is None else lines
    for number, (item, value) in enumerate(lines, start=1):
        sheet.write_string(number, 0, item, style.text)
        sheet.write_string(number, 1, visible(value), style.text)
    for number, sentence in enumerate(sentences(people, total=last), start=len(lines) + 2):
        sheet.merge_range(number, 0, number, 1, "", style.text)
        sheet.write_string(number, 0, visible(sentence), style.text)
