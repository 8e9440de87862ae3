"""The charts of a pack, each with its table: the months, the unit among the others, days late."""

from collections.abc import Iterable, Sequence

from cchc_audit.products.brief.pack import Gathered, Month, Pack
from cchc_audit.products.brief.pack_lists import Head, Table, plain
from cchc_audit.render import numbers
from cchc_audit.render.charts import Axes, bars
from cchc_audit.render.document import Chart, Grid, Part
from cchc_audit.render.pages.table_charts import (
    days_late_charts,
    month_bar,
    month_charts,
    unit_charts,
)
from cchc_audit.texts import Texts

MOST_MONTHS = 24
Charted = tuple[tuple[Chart, Table | None], ...]
"""Charts, each with the table that stands below it (None: it is that of the section)."""


def course_charts(pack: Pack, texts: Texts) -> Charted:
    """What was received, resolved and late in each of the last months, and the share late."""
    shown = pack.months[-MOST_MONTHS:]
    if not shown:
        return ()
    names = ("received", "resolved", "late")

    def say(value: float) -> str:
        return numbers.whole(round(value), texts)

    drawn = [
        month_bar(
            one.month,
            (one.received, one.resolved, one.late),
            [say] * len(names),
            before=shown[at - 1].month if at else "",
        )
        for at, one in enumerate(shown)
    ]
    course = bars(
        drawn,
        Axes(texts("brief.course.month"), texts("charts.dossiers"), say),
        name="course",
        heading=texts("brief.course.title"),
        series=tuple(texts(f"brief.course.{name}") for name in names),
    )
    counts = [(one.month, one.resolved, one.late) for one in shown]
    shares = month_charts(counts, texts, across=texts("charts.month_resolved"))
    return ((course, None), *_with_tables(shares))


def months_table(pack: Pack, texts: Texts) -> Table:
    """The months that are drawn, with the share late of what was resolved in each."""
    names = ("month", "received", "resolved", "late")
    heads = [Head(texts(f"brief.course.{name}"), name != "month") for name in names]
    return Table(
        caption=texts("brief.course.title"),
        heads=(*heads, Head(texts("charts.late_share"), number=True)),
        rows=tuple(plain(_month(one, texts)) for one in pack.months[-MOST_MONTHS:]),
    )


def _month(one: Month, texts: Texts) -> list[str]:
    share = numbers.percent(one.late / one.resolved, texts) if one.resolved else numbers.NOTHING
    counts = (one.received, one.resolved, one.late)
    return [numbers.month(one.month), *(numbers.whole(n, texts) for n in counts), share]


def figures_charts(pack: Pack, gathered: Gathered, texts: Texts) -> Charted:
    """The unit among all others, and how late its late dossiers are."""
    units = unit_charts(gathered.units, texts, asked=pack.name)
    return _with_tables([*units, *days_late_charts(pack.late["days_late"], texts)])


def _with_tables(parts: Iterable[Part]) -> Charted:
    found: list[tuple[Chart, Table | None]] = []
    for part in parts:
        if isinstance(part, Chart):
            found.append((part, None))
        elif isinstance(part, Grid):
            chart = found.pop()[0]
            found.append((chart, _table(part, chart.heading)))
    return tuple(found)


def _table(grid: Grid, caption: str) -> Table:
    heads: Sequence[Head] = [
        Head(text, column.name in grid.right)
        for text, column in zip(grid.heads, grid.columns, strict=True)
    ]
    return Table(caption, tuple(heads), tuple(plain(line) for line in grid.lines))
