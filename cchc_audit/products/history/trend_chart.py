"""The course of rates and backlog as drawings."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from cchc_audit.products.history.trend_page import Line
from cchc_audit.render.document import Chart, Document
from cchc_audit.render.drawing import INSIDE_A_PAGE, drawn, pygal_or
from cchc_audit.render.escape import visible
from cchc_audit.render.numbers import decimal, percent
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    import pygal

_LINES = 8
"""Groups drawn beside the total: more cannot be told apart."""
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
        chart.add(visible(line.name), [None if line.unripe else rate for rate in line.rates])
    return drawn(chart, name="rates", title=title)


def backlog_chart(days: Sequence[date], lines: Sequence[Line], texts: Texts) -> str:
    """How many dossiers were open over the snapshots, in time and overdue."""
    title = texts("trend.chart.backlog")
    chart = _chart(days, title, lambda v: decimal(v, texts, places=0))
    for line in lines:
        if line.total:
            chart.add(texts("summary_column.overdue"), list(line.overdue))
            chart.add(texts("summary_column.pending"), list(line.pending))
    return drawn(chart, name="backlog", title=title)


def _chosen(lines: Sequence[Line]) -> list[Line]:
    groups = [line for line in lines if not line.total]
    worst = sorted(groups, key=lambda line: (line.rates[-1] is None, line.rates[-1] or 0.0))
    kept = {id(line) for line in worst[:_LINES]}
    return [line for line in lines if line.total or id(line) in kept]


def _chart(days: Sequence[date], title: str, said: Callable[[float], str]) -> "pygal.Line":
    pygal = pygal_or("trend.no_pygal")
    style = pygal.style.Style(
        font_family="sans-serif", background="#fff", plot_background="#fff", colors=_COLOURS
    )
    chart = pygal.Line(
        **INSIDE_A_PAGE,
        style=style,
        width=960,
        height=420,
        title=title,
        legend_at_bottom=True,
        legend_at_bottom_columns=3,
        value_formatter=lambda value: "" if value is None else said(value),
        x_label_rotation=35,
        show_only_major_dots=len(days) > 40,
        truncate_legend=40,
    )
    chart.x_labels = [f"{day:%d/%m/%Y}" for day in days]
    every = max(1, len(days) // 10)
    chart.x_labels_major_every = every
    chart.show_minor_x_labels = every == 1
    return chart


def with_charts(document: Document, charts: Sequence[str]) -> Document:
    """The document with drawings under its heading."""
    return replace(document, parts=(*map(Chart, charts), *document.parts))
