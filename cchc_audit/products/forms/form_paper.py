"""Forms II.06a and II.06b as a paper: the heading, cells and signatures of the workbook."""

from cchc_audit.analysis.indicators import FORM_COLUMNS
from cchc_audit.products.forms.form_sheet import FormSheet, column_numbers, heading_cells
from cchc_audit.render import numbers
from cchc_audit.render.formal_paper import FormalPaper, RuledTable, TotalCell
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.annex_paper import signatures
from cchc_audit.texts import Texts

_WIDTHS = (5.0, 33.0, *(9.3 for _ in FORM_COLUMNS))


def form_paper(report: Report, *, sheet: FormSheet, texts: Texts) -> FormalPaper:
    """The form with its rows numbered and the total last."""
    rows = list(report.rows.collect().select(*report.keys, *FORM_COLUMNS).iter_rows())
    lines = [
        (str(number), texts("key.nothing") if row[0] is None else row[0], *_figures(row, texts))
        for number, row in enumerate(rows[:-1], start=1)
    ]
    numbered = texts("forms.number", number=sheet.edition.numbers[sheet.kind])
    basis = texts("forms.basis", circular=sheet.edition.circular)
    total = (TotalCell(texts("forms.total"), columns=2), *map(TotalCell, _figures(rows[-1], texts)))

    return FormalPaper(
        title=texts(f"forms.title.{sheet.kind}").replace("\n", " "),
        heading=texts(f"forms.title.{sheet.kind}"),
        corners=(f"{numbered}\n{basis}", texts("forms.units", unit=sheet.unit)),
        below=(sheet.period,),
        measure=texts("forms.measure"),
        table=RuledTable(
            heads=tuple(heading_cells(sheet.kind, texts)),
            lines=tuple(lines),
            widths=_WIDTHS,
            centred=(True, False, *("right" for _ in FORM_COLUMNS)),
            whole=tuple(False for _ in _WIDTHS),
            depth=3,
            numbers=column_numbers(),
            total=total,
        ),
        signatures=signatures(texts, author="forms.author", head="forms.head"),
    )


def _figures(row: tuple[int, ...], texts: Texts) -> tuple[str, ...]:
    return tuple(numbers.whole(value, texts) for value in row[1:])
