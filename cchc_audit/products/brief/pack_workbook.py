"""The workbook of a pack: figures, findings, lists, the sample with room for what is found on
paper, the list to be explained, provenance.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import polars as pl
from xlsxwriter import Workbook

from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_findings import whom
from cchc_audit.products.brief.pack_lists import FULL_LATE, FULL_OPEN, FULL_SAMPLE, with_personal
from cchc_audit.products.brief.pack_sentences import drawn_words, scope_words, technical_note
from cchc_audit.products.brief.summary_sheet import summary_sheet
from cchc_audit.render.escape import visible
from cchc_audit.render.pages.findings_page import title_of
from cchc_audit.render.people import People
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import BRIEF
from cchc_audit.render.sheets.excel_workbook import (
    FONT,
    Formats,
    landscape,
    put,
    refuse_too_long,
    too_long,
    worded,
    workbook,
)
from cchc_audit.render.sheets.explanation_list import explanation_sheet
from cchc_audit.render.wrapping import wrap
from cchc_audit.render.writers.excel import provenance_sheet
from cchc_audit.texts import Texts

_HEAD = 3
_LETTERS = 1.1
"""Letters of Times New Roman to a unit of width."""
_LINE = 15.0
_TALLEST = 409.0
"""The height in points beyond which Excel refuses a row."""
_NARROW, _USUAL = 11, 15
_WIDTHS = {
    "number": 5,
    **dict.fromkeys(("days_late", "days_left", "paused_days", "source_line"), 8),
    **dict.fromkeys(("dossier_id", "applicant", "address", "agency", "officer", "remark"), 22),
    **dict.fromkeys(("procedure_name", "paper"), 34),
    "title": 26,
    **dict.fromkeys(("deadline", "finished_at", "promised_at", "received_at"), 12),
    **dict.fromkeys(("submitted_at", "apology_at", "rescheduled_to"), 12),
    "message": 50,
    "source_file": 18,
    "code": 8,
}
_FINDINGS = (
    *("code", "title", "severity", "dossier_id", "procedure_code", "officer", "message"),
    *("source_file", "source_line"),
)


def write_workbook(pack: Pack, gathered: Gathered, path: Path, *, texts: Texts) -> None:
    """Write the workbook of one unit to `path`.

    Raises `CchcError` for more rows than a sheet holds, `OSError` for what the system refuses.
    """
    findings = _named(pack.findings, gathered.named)
    report = Report(BRIEF, findings.lazy(), len(findings), len(findings), gathered.provenance)
    people = People(report, texts, short=False, clock=False)
    with workbook(path, created=gathered.provenance.as_of) as book:
        summary_sheet(book, pack, gathered, texts)
        lists = _Lists(book, people, pack, gathered)
        lists.add("brief.sheet.findings", _worded_findings(findings, texts), _FINDINGS)
        late, held = _named(pack.late, gathered.named), _named(pack.open, gathered.named)
        lists.add("brief.sheet.late", late, with_personal(FULL_LATE, gathered))
        lists.add("brief.sheet.open", held, with_personal(FULL_OPEN, gathered))
        sample = _worded_sample(pack.sample, texts)
        said = drawn_words(pack, texts)
        lists.add("brief.sheet.sample", sample, with_personal(FULL_SAMPLE, gathered), said=said)
        explanation_sheet(book, report, texts=texts)
        provenance_sheet(book, people, last=None, lines=technical_note(gathered, people))


def _named(rows: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The rows with officers named where files for the team may name them."""
    return rows.with_columns(pl.col("officer").replace(dict(names))) if names else rows


def _worded_findings(findings: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    whose = [whom(row) for row in findings.iter_rows(named=True)]
    titles = {code: title_of(code, texts) for code in findings["code"].unique()}
    words = {name: texts(f"severity.{name}") for name in findings["severity"].unique()}
    return findings.with_columns(
        pl.Series("dossier_id", whose, dtype=pl.String),
        pl.col("code").replace(titles).alias("title"),
        pl.col("severity").replace(words),
    )


def _worded_sample(sample: pl.DataFrame, texts: Texts) -> pl.DataFrame:
    words = {name: texts(f"brief.draw.{name}") for name in sample["draw"].unique()}
    empty = pl.lit(None, dtype=pl.String)
    return sample.with_columns(
        pl.col("draw").replace(words), empty.alias("paper"), empty.alias("remark")
    )


class _Lists:
    """The sheets of lists: a title, the heading on every page, rows as high as their text."""

    def __init__(self, book: Workbook, people: People, pack: Pack, gathered: Gathered) -> None:
        self._book = book
        self._people = people
        self._title = book.add_format({"font_name": FONT, "font_size": 14, "bold": True})
        self._note = book.add_format({"font_name": FONT, "font_size": 11, "italic": True})
        plain = {"font_size": 11, "border": 1, "text_wrap": True}
        self._cells = Formats.of(book, **plain)
        self._numbers = Formats.of(book, **plain, align="center")
        self._unit = pack.name
        self._scope = " ".join(scope_words(gathered, people.texts))

    def add(self, key: str, rows: pl.DataFrame, columns: Sequence[str], *, said: str = "") -> None:
        """A sheet named `key` with these columns of `rows`; `said` stands under its title."""
        if too_long(len(rows) + _HEAD):
            raise refuse_too_long()
        name = self._people.texts(key)
        sheet = self._book.add_worksheet(name)
        fixed = list(columns).index("dossier_id") + 1
        margins = (0.5, 0.4, 0.5, 0.6)
        landscape(sheet, self._people.texts, head=(_HEAD, _HEAD), fixed=fixed, margins=margins)
        widths = [_WIDTHS.get(column, _NARROW) for column in columns]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, visible(f"{name}: {self._unit}"), self._title)
        sheet.write_string(1, 0, visible(f"{self._scope} {said}".strip()), self._note)
        sheet.set_row(_HEAD, 48)
        for at, column in enumerate(columns):
            sheet.write_string(_HEAD, at, self._people.label(column), self._cells.head)
        for number, cells in enumerate(self._rows(rows, columns), start=_HEAD + 1):
            sheet.set_row(number, _height(cells, widths))
            for at, (column, value) in enumerate(zip(columns, cells, strict=True)):
                style = self._numbers if column == "number" else self._cells
                put(sheet, (number, at), value, style, name=column)
        sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(columns) - 1)

    def _rows(self, rows: pl.DataFrame, columns: Sequence[str]) -> Iterator[list[object]]:
        for row in rows.iter_rows(named=True):
            yield [worded(self._people, column, row, total=False) for column in columns]


def _height(cells: Sequence[object], widths: Sequence[int]) -> float:
    """The height of a row in points: not every program fits it to wrapped text by itself."""
    lines = (
        len(wrap(cell, int(width * _LETTERS))) if isinstance(cell, str) else 1
        for cell, width in zip(cells, widths, strict=True)
    )
    return min(_TALLEST, _LINE * max(lines) + 2)
