"""The files of a night, written into the folder that will appear when all of them are there."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from cchc_audit.analysis.snapshots import Store
from cchc_audit.analysis.summary import Key
from cchc_audit.core.errors import ConfigError
from cchc_audit.products.history import trend, trend_chart, trend_page
from cchc_audit.products.nightly.night import Night
from cchc_audit.products.nightly.night_figures import results_by_month
from cchc_audit.render.document import PAGE, Part
from cchc_audit.render.formats import Format, write
from cchc_audit.render.pages.table_charts import days_late_charts, month_charts, month_grid
from cchc_audit.render.writers.html import document_html
from cchc_audit.texts import Texts

LATE_SHEET = "late.xlsx"
LATE = "late.csv"
COMMUNES = "communes.html"
FINDINGS = "findings.json"
CHANGES = "changes.csv"
DIGEST = "digest.txt"
OUTPUTS = (LATE_SHEET, LATE, COMMUNES, FINDINGS, CHANGES, DIGEST)
"""What stands beside `report.json` in the folder of a run."""


def write_lists(night: Night, part: Path, texts: Texts) -> None:
    """The files that need no snapshot of tonight."""
    for name, report, form in (
        (LATE_SHEET, night.late, Format.XLSX),
        (LATE, night.late, Format.CSV),
        (FINDINGS, night.findings, Format.JSON),
        (CHANGES, night.changes, Format.CSV),
    ):
        write(report, part / name, format=form, texts=texts)


def write_communes(night: Night, part: Path, store: Store, texts: Texts) -> None:
    """The summary as a page, with charts of tonight and the course over the snapshots up to it.

    Without the package that draws the course, the page says how to get it.
    """
    report = night.communes
    charts: Sequence[str] = ()
    try:
        charts = _charts(store, night, texts)
    except ConfigError as error:
        said = texts(error.key, **error.values)
        report = replace(report, closing=(*report.closing, said))
    document = report.kind.page(report, texts, PAGE)
    document = document._replace(parts=(*_tonight(night, texts), *document.parts))
    page = document_html(trend_chart.with_charts(document, charts), lang=texts.lang)
    (part / COMMUNES).write_bytes(page.encode())


def _tonight(night: Night, texts: Texts) -> Iterator[Part]:
    """The share late of what was resolved in each month, and the days late of what is late."""
    if counts := results_by_month(night.dossiers):
        across, late = texts("charts.month_resolved"), texts("charts.late_share")
        yield from month_charts(counts, texts, across=across)
        heads = (across, *(texts(f"summary_column.{name}") for name in ("resolved", "late")), late)
        yield month_grid(counts, heads, texts)
    yield from days_late_charts(night.late.rows.select("days_late").collect().to_series(), texts)


def _charts(store: Store, night: Night, texts: Texts) -> Sequence[str]:
    course = trend.trend(store, last=night.day, canonical=night.result.dataset.units.canonical)
    days, lines = trend_page.lines_of(course.frame, Key.COMMUNE, texts)
    return [
        trend_chart.rates_chart(days, lines, texts),
        trend_chart.backlog_chart(days, lines, texts),
    ]
