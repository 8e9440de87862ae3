"""The pack as PDF: the first page on a sheet of its own, the annexes behind it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from cchc_audit.products.brief.first_page import first_page
from cchc_audit.products.brief.headline_figures import figures_table, figures_words
from cchc_audit.products.brief.officers_table import coded, officers_table
from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_charts import (
    Charted,
    course_charts,
    figures_charts,
    months_table,
)
from cchc_audit.products.brief.pack_findings import (
    explanations_table,
    list_found_rules,
    rules_words,
)
from cchc_audit.products.brief.pack_lists import (
    LATE,
    OPEN,
    SAMPLE,
    Table,
    in_time,
    list_rows,
    people_of,
    with_personal,
)
from cchc_audit.products.brief.pack_sentences import drawn_words, technical_note
from cchc_audit.render.writers.pdf import table_data, typeset
from cchc_audit.texts import Texts

_TEMPLATE = Path(__file__).parent / "templates" / "pack.typ"
_HANDED = "explanations"
"""The annex that a commune takes and fills in."""


def render_paper(pack: Pack, gathered: Gathered, *, texts: Texts, limit: int | None) -> bytes:
    """The paper of one unit, its lists cut at `limit` rows. Raises `ConfigError` without typst."""
    first = first_page(pack, gathered, texts)
    people = people_of(gathered, texts, total=len(pack.late))
    data = {
        "title": first.title,
        "scope": " ".join(first.scope),
        "risk": texts("report.risk"),
        "four": _table(first.figures),
        "asked": _table(first.asked),
        "more": first.more,
        "documents_heading": texts("brief.section.documents"),
        "documents": first.documents,
        "annexes": list(_annexes(pack, gathered, texts, limit)),
        "provenance_heading": texts("brief.section.provenance"),
        "provenance": technical_note(gathered, people),
        "end": texts("brief.print"),
    }
    return typeset(_TEMPLATE, data, lang=texts.lang)


def _annexes(
    pack: Pack, gathered: Gathered, texts: Texts, limit: int | None
) -> Iterator[Mapping[str, object]]:
    """The annexes in the order of the page; those that are wide tables lie on their side."""
    people = people_of(gathered, texts, total=len(pack.late))

    def annex(name: str, *, wide: bool = False, **parts: object) -> Mapping[str, object]:
        empty = {"sentences": (), "table": None, "charts": (), "rules": (), "after": ()}
        own = {"heading": texts(f"brief.section.{name}"), "wide": wide, "alone": name == _HANDED}
        return {**empty, **own, **parts}

    def listed(
        name: str, rows: pl.DataFrame, columns: tuple[str, ...], *, nothing: str, told: str = ""
    ) -> Mapping[str, object]:
        if rows.is_empty():
            return annex(name, sentences=(texts(nothing),))
        shown = None if name == "sample" else limit
        columns = with_personal(columns, gathered)
        table = list_rows(rows, columns, people, caption="", limit=shown)
        sentences = (told,) if told else ()
        return annex(name, wide=True, sentences=sentences, table=_table(table))

    explained = explanations_table(pack, texts, limit=limit)
    none = (texts("brief.findings.none"),)
    yield annex(
        _HANDED,
        wide=True,
        sentences=() if explained.rows else none,
        table=_table(explained, room=22) if explained.rows else None,
    )
    yield listed("late", pack.late, LATE, nothing="brief.late.none")
    yield listed("open", in_time(pack.open), OPEN, nothing="brief.open.none")
    drawn = drawn_words(pack, texts)
    yield listed("sample", pack.sample, SAMPLE, nothing="brief.sample.none", told=drawn)
    rules = [
        {"heading": one.heading, "severity": one.severity, "law": one.law, "ask": one.ask}
        | {"cases": [f"{whom}: {said}" for whom, said in one.cases]}
        for one in list_found_rules(pack, texts)
    ]
    after = tuple(rules_words(pack, gathered, texts))
    yield annex("findings", sentences=() if rules else none, rules=rules, after=after)
    yield annex(
        "figures",
        sentences=tuple(figures_words(pack, gathered, texts)),
        table=_table(figures_table(pack, gathered, texts)),
        charts=_charts(figures_charts(pack, gathered, texts)),
    )
    if pack.months:
        yield annex(
            "course",
            table=_table(months_table(pack, texts)),
            charts=_charts(course_charts(pack, texts)),
            after=(texts("brief.course.how"),),
        )
    else:
        yield annex("course", sentences=(texts("brief.course.none"),))
    if load := officers_table(pack, texts):
        told = (texts("brief.officers.coded"),) if coded(gathered) else ()
        yield annex("officers", table=_table(load), after=told)
    else:
        yield annex("officers", sentences=(texts("brief.officers.none"),))


def _charts(charts: Charted) -> list[Mapping[str, object]]:
    return [
        {**chart._asdict(), "table": None if table is None else _table(table)}
        for chart, table in charts
    ]


def _table(table: Table, *, room: int = 0) -> object:
    """A table of the page for the paper; empty columns get `room` letters to write in."""
    lines = [[cell.text for cell in row] for row in table.rows]
    marks = {
        f"{line} {at}": cell.mark
        for line, row in enumerate(table.rows)
        for at, cell in enumerate(row)
        if cell.mark
    }
    names = ["dossier_id" if at == table.named else str(at) for at in range(len(table.heads))]
    right = frozenset(name for name, head in zip(names, table.heads, strict=True) if head.number)
    return {
        **table_data([head.text for head in table.heads], lines, names, right, room=room),
        "marks": marks,
        "below": (table.cut,) if table.cut else (),
    }
