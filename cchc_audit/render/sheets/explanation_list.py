"""The list of findings that goes to the commune, is filled in there, and comes back.

A4 landscape; the unit writes under *Nguyên nhân* and *Giải trình*, the inspection team under
*Ý kiến*. The last column holds the mark by which an answer finds its finding again.
"""

from collections.abc import Mapping
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from cchc_audit.analysis.rules import finding_mark
from cchc_audit.core.atomic import writing
from cchc_audit.render import numbers
from cchc_audit.render.escape import visible
from cchc_audit.render.pages.findings_page import title_of
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.excel_workbook import (
    FONT,
    Formats,
    landscape,
    refuse_too_long,
    too_long,
    workbook,
)
from cchc_audit.render.wrapping import wrap
from cchc_audit.texts import Texts

COLUMNS: tuple[tuple[str, int], ...] = (
    ("number", 5),
    ("code", 8),
    ("rule", 20),
    ("severity", 11),
    ("dossier_id", 24),
    ("commune", 16),
    ("message", 44),
    ("cause", 22),
    ("explanation", 26),
    ("opinion", 14),
    ("mark", 14),
)
"""Name of each column (its heading is the text `explanations.<name>`) and its width."""
OPINIONS = ("accepted", "rejected")
_HEAD = 4
_FIRST = _HEAD + 1
_LETTERS = 1.1
"""Letters of Times New Roman to a unit of width."""
_LINE = 15
"""Points of a line."""


def write_explanation_list(report: Report, path: Path, *, texts: Texts) -> None:
    """Write the findings of `report` as the list to be explained; the old file stays until then.

    Raises `CchcError` for more rows than a sheet holds and for what the system refuses.
    """
    with (
        writing(path) as beside,
        workbook(beside, created=report.provenance.as_of) as book,
    ):
        explanation_sheet(book, report, texts=texts)


def explanation_sheet(book: Workbook, report: Report, *, texts: Texts) -> None:
    """The list as a sheet of `book`. Raises `CchcError` for more rows than a sheet holds."""
    if too_long(report.shown + _FIRST):
        raise refuse_too_long()
    sheet = book.add_worksheet(texts("explanations.sheet"))
    _page(book, sheet, report, texts)
    plain = {"font_size": 11, "border": 1, "text_wrap": True}
    style, centred = Formats.of(book, **plain), Formats.of(book, **plain, align="center")
    for at, (name, _) in enumerate(COLUMNS):
        sheet.write_string(_HEAD, at, texts(f"explanations.{name}"), style.head)
    rows = report.rows.collect().to_dicts()
    for number, row in enumerate(rows, start=1):
        cells = _cells(number, row, texts)
        # The heights are set: not every program that opens the file works them out.
        sheet.set_row(_HEAD + number, _height(cells))
        for at, text in enumerate(cells):
            written = style.text if at else centred.text
            sheet.write_string(_HEAD + number, at, visible(text), written)
    sheet.autofilter(_HEAD, 0, _HEAD + len(rows), len(COLUMNS) - 1)
    opinion = [name for name, _ in COLUMNS].index("opinion")
    sheet.data_validation(
        _FIRST,
        opinion,
        _HEAD + max(len(rows), 1),
        opinion,
        {"validate": "list", "source": [texts(f"opinion.{word}") for word in OPINIONS]},
    )


def _height(cells: tuple[str, ...]) -> int:
    """Points that the longest cell of a row needs, wrapped to its column."""
    sizes = (int(width * _LETTERS) for _, width in COLUMNS)
    lines = max(len(wrap(text, size)) for text, size in zip(cells, sizes, strict=True))
    return _LINE * lines + 2


def _page(book: Workbook, sheet: Worksheet, report: Report, texts: Texts) -> None:
    landscape(sheet, texts, head=(_HEAD, _HEAD), fixed=0)
    for at, (_, width) in enumerate(COLUMNS):
        sheet.set_column(at, at, width)
    title = book.add_format(
        {"font_name": FONT, "font_size": 14, "bold": True, "align": "center", "valign": "vcenter"}
    )
    plain = book.add_format({"font_name": FONT, "font_size": 12, "align": "center"})
    left = book.add_format({"font_name": FONT, "font_size": 11, "text_wrap": True})
    last = len(COLUMNS) - 1
    sheet.merge_range(0, 0, 0, last, texts("explanations.title"), title)
    sheet.merge_range(1, 0, 1, last, numbers.as_of(report.provenance.as_of, texts), plain)
    sheet.merge_range(2, 0, 2, last, texts("explanations.how"), left)
    sheet.set_row(2, 32)


def _cells(number: int, row: Mapping[str, object], texts: Texts) -> tuple[str, ...]:
    code = str(row["code"])
    known = {
        "number": str(number),
        "code": code,
        "rule": title_of(code, texts),
        "severity": texts(f"severity.{row['severity']}"),
        "dossier_id": str(row["dossier_id"] or row["officer"] or ""),
        "commune": str(row["commune"] or ""),
        "message": str(row["message"]),
        "explanation": str(row.get("explanation") or ""),
        "opinion": texts(f"opinion.{row['response']}") if row.get("response") in OPINIONS else "",
        "mark": finding_mark(row),
    }
    return tuple(known.get(name, "") for name, _ in COLUMNS)
