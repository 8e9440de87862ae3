"""The files of a night, written into the folder that will appear when all of them are there."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cchc_audit.analysis.snapshots import Store
from cchc_audit.analysis.summary import Key
from cchc_audit.core.errors import ConfigError
from cchc_audit.products.history import trend, trend_chart, trend_page
from cchc_audit.products.nightly.night import Night
from cchc_audit.render.document import Reader
from cchc_audit.render.formats import Format, write
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
    """The summary as a page, with the course over the snapshots up to tonight drawn above it.

    Without the package that draws, the page says how to get it.
    """
    report = night.communes
    charts: Sequence[str] = ()
    try:
        charts = _charts(store, night, texts)
    except ConfigError as error:
        said = texts(error.key, **error.values)
        report = replace(report, closing=(*report.closing, said))
    document = report.kind.page(report, texts, Reader(public=True))
    page = document_html(trend_chart.with_charts(document, charts), lang=texts.lang)
    (part / COMMUNES).write_bytes(page.encode())


def _charts(store: Store, night: Night, texts: Texts) -> Sequence[str]:
    frame = trend.trend(store, last=night.day, canonical=night.result.dataset.units.canonical)
    days, lines = trend_page.lines_of(frame, Key.COMMUNE, texts)
    return [
        trend_chart.rates_chart(days, lines, texts),
        trend_chart.backlog_chart(days, lines, texts),
    ]
