"""The annex of a letter as a paper: the columns and words of the workbook's first sheet."""

from collections.abc import Sequence

from cchc_audit.core.vocabulary import Certainty
from cchc_audit.render import numbers
from cchc_audit.render.formal_paper import FormalPaper, HeadCell, RuledTable, Signatures
from cchc_audit.render.people import People, Row
from cchc_audit.render.report import Report
from cchc_audit.render.sheets.annex import COLUMNS, annex_value, dated
from cchc_audit.texts import Texts

_WHOLE = frozenset({"dossier_id"})


def annex_paper(report: Report, texts: Texts) -> FormalPaper:
    """The annex, its causes and explanations left empty, with the places for signatures."""
    people = People(report, texts)
    rows = report.rows.collect().to_dicts()
    below = [texts("report.annex.letter"), dated(report.provenance, texts)]
    if report.shown < report.total_rows:
        shown, whole = (numbers.whole(n, texts) for n in (report.shown, report.total_rows))
        below.append(texts("report.annex.part", shown=shown, total=whole))
    return FormalPaper(
        title=texts("report.annex.title"),
        heading=texts("report.annex.title"),
        below=tuple(below),
        table=RuledTable(
            heads=tuple(HeadCell(0, at, texts(c.key)) for at, c in enumerate(COLUMNS)),
            lines=tuple(_line(row, people, number) for number, row in enumerate(rows, start=1)),
            widths=tuple(float(column.width) for column in COLUMNS),
            centred=tuple(column.centred for column in COLUMNS),
            whole=tuple(column.name in _WHOLE for column in COLUMNS),
        ),
        sums=(annex_total(rows, texts),),
        notes=(texts("report.annex.days"), texts("report.risk")),
        signatures=signatures(texts, author="report.annex.author", head="report.annex.head"),
    )


def annex_total(rows: Sequence[Row], texts: Texts) -> str:
    """The sentence that sums the annex up."""
    kinds = [*(row["outcome"] for row in rows), *(row["certainty"] for row in rows)]
    counts = {
        name: numbers.whole(kinds.count(name), texts) for name in ("late", "overdue", *Certainty)
    }
    return texts("report.annex.total", n=numbers.whole(len(rows), texts), **counts)


def signatures(texts: Texts, *, author: str, head: str) -> Signatures:
    """Who signs: who drew the paper up and the head of the unit, by the keys of their names."""
    return Signatures(
        place=texts("report.annex.place"),
        left=(texts(author), texts(f"{author}_sign")),
        right=(texts(head), texts(f"{head}_sign")),
    )


def _line(row: dict[str, object], people: People, number: int) -> tuple[str, ...]:
    values = (annex_value(column, row, people, number=number) for column in COLUMNS)
    return tuple(numbers.format_value(value, people.texts) for value in values)
