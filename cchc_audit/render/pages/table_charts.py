"""The charts over a list or a summary: each with the figures it is drawn from in a table.

A histogram of the days late stands over the late list, the share late by month over a summary by
month, a funnel over one of communes or offices. A report that is cut gets none: it would show
the part as the whole.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl

from cchc_audit.analysis.summary import Key
from cchc_audit.analysis.summary.days_late import DayRange, count_days_late, half_within
from cchc_audit.analysis.summary.funnel import funnel_limits
from cchc_audit.render import numbers
from cchc_audit.render.charts import Axes, Bar, Say, Unit, bars, funnel
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Grid, Part
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

FEW = 20
"""Under so many results a share says little: its bar is drawn hollow."""
_TOLD = 20
"""Units beyond the limits that are listed."""
_FEWEST = 5
"""Units that a funnel is worth drawing for."""


def charts_of(report: Report, frame: pl.DataFrame, texts: Texts) -> Iterator[Part]:
    """The charts of a report with these collected rows, each followed by its table."""
    if not report.kind.charted or report.shown < report.total_rows:
        return
    rows = frame.head(-1) if report.has_total else frame
    needed = {"resolved", "late"} if report.keys else {"days_late"}
    if not needed <= set(frame.columns):
        return
    if not report.keys:
        yield from days_late_charts(rows["days_late"], texts)
    elif report.keys == (Key.MONTH.value,):
        known = rows.drop_nulls(Key.MONTH.value)
        counts = known.select(Key.MONTH.value, "resolved", "late").rows()
        yield from month_charts(counts, texts, across=texts("charts.month"))
    elif report.keys in ((Key.COMMUNE.value,), (Key.AGENCY.value,)):
        [key] = report.keys
        known = rows.drop_nulls(key)
        yield from unit_charts(known.select(key, "resolved", "late").rows(), texts)


def days_late_charts(days: pl.Series, texts: Texts) -> Iterator[Part]:
    """How many dossiers are how many working days late, and the same as a table.

    `days` are whole numbers; those that are unknown are left out. Nothing where there are none.
    """
    known = days.drop_nulls()
    if known.is_empty():
        return
    counted = count_days_late(known)
    said = texts("charts.days.said", n=numbers.whole(len(known), texts), median=half_within(known))
    heading = texts("charts.days.heading")
    axes = Axes(texts("column.days_late"), texts("charts.dossiers"), _whole(texts))
    drawn = [
        Bar(_range(one, texts), (one.n,), (numbers.whole(one.n, texts),), faint=one.last is None)
        for one in counted
    ]
    yield bars(drawn, axes, name="days", heading=heading, said=(said,))
    lines = [
        (
            _range(one, texts),
            numbers.whole(one.n, texts),
            numbers.percent(one.n / len(known), texts),
        )
        for one in counted
    ]
    heads = (axes.across, axes.up, texts("charts.share"))
    yield _grid(("days", "dossiers", "share"), heads, lines)


def month_charts(
    counts: Sequence[tuple[str, int, int]], texts: Texts, *, across: str
) -> Iterator[Part]:
    """The share of late results by month: month (`2026-03`), results, late ones of these.

    `across` says which month it is; the table is that of the report. Nothing where there are no
    results.
    """
    resolved, late = sum(of for _, of, _ in counts), sum(n for _, _, n in counts)
    if not resolved:
        return
    shares = [n / of if of else None for _, of, n in counts]
    drawn = [
        month_bar(month, (share,), [_percent(texts)], before=counts[at - 1][0] if at else "")
        for at, ((month, _, _), share) in enumerate(zip(counts, shares, strict=True))
    ]
    few = [0 < of < FEW for _, of, _ in counts]
    drawn = [replace(bar, faint=faint) for bar, faint in zip(drawn, few, strict=True)]
    said = [texts("charts.months.said", share=numbers.percent(late / resolved, texts))]
    if any(few):
        said.append(texts("charts.months.few", n=FEW))
    axes = Axes(across, texts("charts.late_share"), _percent(texts))
    heading = texts("charts.months.heading")
    yield bars(drawn, axes, name="months", heading=heading, line=late / resolved, said=tuple(said))


def month_grid(
    counts: Sequence[tuple[str, int, int]], heads: tuple[str, ...], texts: Texts
) -> Grid:
    """The table of `month_charts`, where the page has none of its own."""
    lines = []
    for month, of, n in counts:
        share = numbers.percent(n / of, texts) if of else numbers.NOTHING
        counted = (numbers.whole(of, texts), numbers.whole(n, texts))
        lines.append((numbers.month(month), *counted, share))
    return _grid(("month", "resolved", "late", "share"), heads, lines, text=("month",))


def month_bar(
    month: str, values: tuple[float | None, ...], say: Sequence[Say], *, before: str
) -> Bar:
    """The bars of a month (`2026-03`), with its year below where it differs from that `before`."""
    year, _, number = month.partition("-")
    words = tuple(
        numbers.NOTHING if value is None else one(value)
        for value, one in zip(values, say, strict=True)
    )
    under = "" if before.startswith(year) else year
    return Bar(number, values, words, under=under, title=numbers.month(month))


def unit_charts(
    counts: Sequence[tuple[str, int, int]], texts: Texts, *, asked: str | None = None
) -> Iterator[Part]:
    """Units against all others: name, results, late ones of these; the unit `asked` for is marked,
    else those beyond the wider limits. The table lists what is marked.

    Nothing where there are too few units with results.
    """
    units = sorted((one for one in counts if one[1]), key=lambda one: (-one[2] / one[1], one[0]))
    late = sum(one[2] for one in units)
    if len(units) < _FEWEST or not late:
        return
    resolved = sum(one[1] for one in units)

    def position(of: int, n: int) -> str:
        return funnel_limits(late, resolved, of).place(n / of)

    if asked is None:
        marked = [one for one in units if position(*one[1:]) == "above_all"][:_TOLD]
        marks = {name: str(at) for at, (name, _, _) in enumerate(marked, start=1)}
    else:
        marked = [one for one in units if one[0] == asked]
        marks = {asked: asked}
    said = [
        texts("charts.units.said", share=numbers.percent(late / resolved, texts)),
        texts("charts.units.how"),
    ]
    if not marked:
        said.append(texts("charts.units.none"))
    axes = Axes(texts("summary_column.resolved"), texts("charts.late_share"), _percent(texts))
    axes = Axes(axes.across, axes.up, axes.say, _whole(texts))
    # Who reads of one unit is told of the others without their names.
    drawn = [
        Unit(name if asked in (None, name) else "", of, n, marks.get(name, ""))
        for name, of, n in units
    ]
    yield funnel(drawn, axes, name="units", heading=texts("charts.units.heading"), said=tuple(said))
    if not marked:
        return
    lines = []
    for name, of, n in marked:
        limits = funnel_limits(late, resolved, of)
        between = "–".join(numbers.percent(x, texts) for x in (limits.lowest, limits.highest))
        mark = "" if asked else f"{marks[name]}. "
        told = texts(f"charts.position.{position(of, n)}")
        counted = (numbers.whole(of, texts), numbers.whole(n, texts))
        lines.append((mark + name, *counted, numbers.percent(n / of, texts), between, told))
    heads = (
        *(texts("charts.unit"), texts("summary_column.resolved"), texts("summary_column.late")),
        *(texts("charts.late_share"), texts("charts.limits"), texts("charts.position")),
    )
    names = ("unit", "resolved", "late", "share", "limits", "position")
    yield _grid(names, heads, lines, text=("unit", "position"))


def _range(days: DayRange, texts: Texts) -> str:
    """`1–10`, `3`, `> 70`; less than a day in words."""
    if days.last is None:
        return f"> {days.first - 1}"
    if not days.last:
        return texts("charts.days.none")
    return str(days.last) if days.first == days.last else f"{days.first}–{days.last}"


def _grid(
    names: Sequence[str],
    heads: Sequence[str],
    lines: Sequence[tuple[str, ...]],
    *,
    text: Sequence[str] = ("days",),
) -> Grid:
    return Grid(
        columns=tuple(Shown(n, at, 12 if n in text else None) for at, n in enumerate(names)),
        heads=tuple(heads),
        lines=tuple(lines),
        right=frozenset(names) - set(text),
    )


def _whole(texts: Texts) -> Say:
    return lambda value: numbers.whole(round(value), texts)


def _percent(texts: Texts) -> Say:
    return lambda value: numbers.percent(value, texts)
