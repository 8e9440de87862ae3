"""The course of rates and backlog as drawings."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cchc_audit.products.history.trend_page import Line, find_gaps, find_shrunk
from cchc_audit.render.document import Chart, Document
from cchc_audit.render.drawing import INSIDE_A_PAGE, draw_chart, pygal_or
from cchc_audit.render.escape import visible
from cchc_audit.render.numbers import decimal, percent
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    import pygal

_LINES = 8
"""Groups drawn beside the total: more cannot be told apart."""
_LABELS = 10
"""How many days are named on the axis, about."""
_COLOURS = (
    "#1f4e79", "#b00020", "#1b6e2d", "#8a5a00", "#6a3d9a", "#00838f", "#ad1457", "#546e7a", "#000",
)  # fmt: skip


def rates_chart(days: Sequence[date], lines: Sequence[Line], texts: Texts) -> str:
    """The rate on time of each group over the snapshots; of an incomplete month nothing is drawn.

    Those that stand worst are drawn where there are too many, the total always. Raises
    `ConfigError` where pygal is not installed.
    """
    title = texts("trend.chart.rates")
    chart = _chart(days, title, lambda v: percent(v, texts))
    for line in _chosen(lines):
        rates = [None if line.unripe else rate for rate in line.rates]
        chart.add(visible(line.name), _points(days, rates, lines))
    [total] = [line for line in lines if line.total]
    if shrunk := find_shrunk(lines):
        marks = [(days[at], total.rates[at]) for at in sorted(shrunk)]
        chart.add(texts("trend.chart.shrunk"), marks, stroke=False)
    return draw_chart(chart, name="rates", title=title)


def backlog_chart(days: Sequence[date], lines: Sequence[Line], texts: Texts) -> str:
    """How many dossiers were open over the snapshots, in time and overdue."""
    title = texts("trend.chart.backlog")
    chart = _chart(days, title, lambda v: decimal(v, texts, places=0))
    for line in lines:
        if line.total:
            for name, counts in (("overdue", line.overdue), ("pending", line.pending)):
                chart.add(texts(f"summary_column.{name}"), _points(days, counts, lines))
    return draw_chart(chart, name="backlog", title=title)


def _points(
    days: Sequence[date], values: Sequence[float | int | None], lines: Sequence[Line]
) -> list[tuple[date, float | int | None]]:
    """The values at their days: the line breaks where nights are missing, and passes over those
    that show part of an export.
    """
    gaps, shrunk = find_gaps(days), find_shrunk(lines)
    points: list[tuple[date, float | int | None]] = []
    for at, (day, value) in enumerate(zip(days, values, strict=True)):
        if at in gaps:
            points.append((day - timedelta(days=1), None))
        if at not in shrunk:
            points.append((day, value))
    return points


def _chosen(lines: Sequence[Line]) -> list[Line]:
    groups = [line for line in lines if not line.total]
    worst = sorted(groups, key=lambda line: (line.rates[-1] is None, line.rates[-1] or 0.0))
    kept = {id(line) for line in worst[:_LINES]}
    return [line for line in lines if line.total or id(line) in kept]


def _chart(days: Sequence[date], title: str, said: Callable[[float], str]) -> "pygal.DateLine":
    pygal = pygal_or("trend.no_pygal")
    style = pygal.style.Style(
        font_family="sans-serif", background="#fff", plot_background="#fff", colors=_COLOURS
    )
    chart = pygal.DateLine(
        **INSIDE_A_PAGE,
        style=style,
        width=960,
        height=420,
        title=title,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        value_formatter=lambda value: "" if value is None else said(value),
        x_label_rotation=35,
        truncate_legend=40,
        allow_interruptions=True,
        x_value_formatter=lambda day: f"{day:%d/%m/%Y}",
    )
    # Days stand to scale: two nights that are far apart are far apart on the axis.
    every = max(1, -(-len(days) // _LABELS))
    chart.x_labels = [*days[:-1:every], *days[-1:]]
    return chart


def with_charts(document: Document, charts: Sequence[str]) -> Document:
    """The document with drawings under its heading."""
    return document._replace(parts=(*map(Chart, charts), *document.parts))
