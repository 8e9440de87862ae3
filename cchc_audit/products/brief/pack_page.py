"""The page of a pack: one self-contained HTML file, without a script, read offline and on paper.

Everything from data is escaped by the templates; control characters are made visible before.
"""

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Template
from markupsafe import Markup

from cchc_audit.products.brief.first_page import first_page
from cchc_audit.products.brief.headline_figures import figures_table, figures_words
from cchc_audit.products.brief.officers_table import coded, officers_table
from cchc_audit.products.brief.pack import Gathered, Pack
from cchc_audit.products.brief.pack_charts import (
    MOST_MONTHS,
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
    LATE_UNPROVEN,
    OPEN,
    SAMPLE,
    Table,
    in_time,
    list_rows,
    people_of,
    with_personal,
)
from cchc_audit.products.brief.pack_sentences import drawn_words, scope_words, technical_note
from cchc_audit.render import numbers
from cchc_audit.render.document import Chart
from cchc_audit.render.page_templates import page_templates
from cchc_audit.render.people import provenance_lines
from cchc_audit.texts import Texts

MOST_ROWS = 100
"""Rows of a list on the page unless asked otherwise; the workbook has all."""
_WORDS = (
    *("brief.skip", "brief.contents", "brief.print", "report.risk"),
    *("brief.section.figures", "brief.section.course", "brief.section.findings"),
    *("brief.section.late", "brief.section.open", "brief.section.officers"),
    *("brief.section.sample", "brief.section.explanations", "brief.section.documents"),
    *("brief.section.provenance", "brief.findings.none", "brief.findings.law"),
    *("brief.findings.ask", "brief.findings.group", "brief.late.none", "brief.open.none"),
    *("brief.section.first", "brief.first.asked", "brief.first.figures"),
    *("brief.officers.none", "brief.officers.coded", "brief.course.none", "brief.course.how"),
    *("brief.index.caption", "brief.index.files"),
)
"""The texts that stand in the templates as they are."""


def render_page(
    pack: Pack, gathered: Gathered, *, texts: Texts, limit: int | None, alone: bool
) -> str:
    """The page of one unit; lists show at most `limit` rows. `alone`: no workbook is beside it."""
    people = people_of(gathered, texts, total=len(pack.late))
    proven = pack.late["doubt"].null_count() == len(pack.late)
    lists = {"late": LATE if proven else LATE_UNPROVEN, "open": OPEN, "sample": SAMPLE}
    columns = {name: with_personal(c, gathered) for name, c in lists.items()}
    return _template("pack.html").render(
        **_shared(gathered, texts),
        title=texts("brief.title", unit=pack.name),
        figures=figures_table(pack, gathered, texts),
        figures_words=list(figures_words(pack, gathered, texts)),
        figures_charts=_safe(figures_charts(pack, gathered, texts)),
        course_charts=_safe(course_charts(pack, texts)),
        months=months_table(pack, texts),
        months_cut=_cut_months(pack, texts),
        found=list(list_found_rules(pack, texts)),
        rules_words=list(rules_words(pack, gathered, texts)),
        late=list_rows(
            pack.late, columns["late"], people, caption=texts("brief.late.caption"), limit=limit
        ),
        open_words=_open_words(pack, texts),
        open=list_rows(
            in_time(pack.open),
            columns["open"],
            people,
            caption=texts("brief.open.caption"),
            limit=limit,
        ),
        officers=officers_table(pack, texts),
        coded=coded(gathered),
        sample_words=drawn_words(pack, texts),
        sample=list_rows(
            pack.sample,
            columns["sample"],
            people,
            caption=texts("brief.sample.caption"),
            limit=None,
        ),
        explanations=explanations_table(pack, texts, limit=limit),
        explanations_words=""
        if alone
        else texts("brief.explanations.how", sheet=texts("explanations.sheet")),
        first=first_page(pack, gathered, texts),
        provenance=technical_note(gathered, people),
    )


def render_index(
    gathered: Gathered, files: Sequence[tuple[Pack, Mapping[str, str]]], *, texts: Texts
) -> str:
    """The page that leads to the packs of several units. `files`: label → relative path of each."""
    people = people_of(gathered, texts, total=len(gathered.packs))
    columns = ("total", "resolved", "late", "overdue", "on_time_rate", "true_rate")
    units = [
        (
            pack.name,
            [people.cell(name, pack.figures) for name in columns],
            len(pack.findings),
            list(paths.items()),
        )
        for pack, paths in files
    ]
    heads = [texts(f"key.{gathered.key}"), *(texts(f"summary_column.{name}") for name in columns)]
    return _template("index.html").render(
        **_shared(gathered, texts),
        title=texts("brief.index.title", n=numbers.whole(len(units), texts)),
        heads=[*heads, texts("brief.section.findings"), texts("brief.index.files")],
        units=units,
        provenance=provenance_lines(people),
    )


def _shared(gathered: Gathered, texts: Texts) -> dict[str, object]:
    """What both pages begin with."""
    return {
        "lang": texts.lang,
        "words": {key: texts(key) for key in _WORDS},
        "lead": list(scope_words(gathered, texts)),
        "scroll": lambda caption: texts("brief.scroll", caption=caption),
    }


def _safe(charts: Charted) -> list[tuple[Chart, Markup, Table | None]]:
    """Charts, each with its drawing as markup (escaped by its own template) and its table."""
    return [(chart, Markup(chart.svg), table) for chart, table in charts]


def _cut_months(pack: Pack, texts: Texts) -> str:
    return texts("brief.course.cut", n=MOST_MONTHS) if len(pack.months) > MOST_MONTHS else ""


def _open_words(pack: Pack, texts: Texts) -> str:
    counts = dict(pack.open.group_by("outcome").len().iter_rows())
    told = {name: counts.get(name, 0) for name in ("overdue", "suspended", "pending")}
    words = {name: numbers.whole(n, texts) for name, n in told.items()}
    return texts("brief.open.counts", n=numbers.whole(len(pack.open), texts), **words)


@cache
def _template(name: str) -> Template:
    return page_templates("cchc_audit.products.brief").get_template(name)
