"""The packs of a run as one JSON document."""

import json
from collections.abc import Sequence
from dataclasses import asdict

import polars as pl

from cchc_audit.analysis.summary import SUMMARY_COLUMNS
from cchc_audit.core.columns import ASSESS_COLUMNS, PERSONAL
from cchc_audit.products.brief.pack import Figures, Gathered, Pack, Span
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import BRIEF
from cchc_audit.render.writers.delimited import iso
from cchc_audit.render.writers.json_text import envelope

_SAMPLE = (
    *("number", "dossier_id", "procedure_code", "procedure_name", "received_at", "promised_at"),
    *("deadline", "finished_at", "outcome", "days_late", "draw", "codes"),
)


def document(gathered: Gathered) -> dict[str, object]:
    """The document: what the packs share, then each with all it holds.

    Figures have the columns of `summary`, dossiers those of `assess`, findings those of `findings`;
    `peers` has the key null. Personal columns stand there only where they were asked for.
    """
    key, before = gathered.key.value, gathered.before
    return {
        **envelope("brief", gathered.provenance),
        "by": key,
        "sample": gathered.size,
        "seed": gathered.seed,
        "before": None if before is None else _span(before, covered=gathered.covered),
        "peers": {"count": gathered.peers_count, "figures": _figures(gathered.peers, key, None)},
        "packs": [_pack(pack, gathered) for pack in gathered.packs],
    }


def _span(span: Span, *, covered: bool) -> dict[str, object]:
    first, last = span.first.isoformat(), span.last.isoformat()
    return {"first": first, "last": last, "covered": covered}


def _figures(figures: Figures, key: str, name: str | None) -> dict[str, object]:
    return {key: name, **{column: figures[column] for column in SUMMARY_COLUMNS}}


def _pack(pack: Pack, gathered: Gathered) -> dict[str, object]:
    key = gathered.key.value
    personal = PERSONAL if gathered.request.show_personal else ()
    at = _SAMPLE.index("dossier_id") + 1
    sample = (*_SAMPLE[:at], *personal, *_SAMPLE[at:])
    earlier = pack.earlier
    return {
        "unit": pack.name,
        "figures": _figures(pack.figures, key, pack.name),
        "earlier": None if earlier is None else _figures(earlier, key, pack.name),
        "months": [asdict(one) for one in pack.months],
        "officers": [asdict(one) for one in pack.officers],
        "rules": [
            {
                "code": one.state.rule.code,
                "name": one.state.rule.name,
                "severity": one.state.rule.severity.value,
                "status": one.state.status.value,
                "found": one.found,
                "not_assessable": one.state.not_assessable,
                "skipped_because": one.state.skipped_because,
            }
            for one in pack.rules
        ],
        "findings": [
            {**row, "evidence": json.loads(str(row["evidence"]))}
            for row in _rows(pack.findings, pack.findings.columns, gathered)
        ],
        "late": _rows(pack.late, (*ASSESS_COLUMNS, *personal), gathered),
        "open": _rows(pack.open, (*ASSESS_COLUMNS, *personal), gathered),
        "sample": _rows(pack.sample, sample, gathered),
    }


def _rows(
    frame: pl.DataFrame, columns: Sequence[str], gathered: Gathered
) -> list[dict[str, object]]:
    """The rows as plain values: ISO days and moments, unknown as None."""
    lazy = frame.select(columns).lazy()
    report = Report(BRIEF, lazy, len(frame), len(frame), gathered.provenance)
    rows: list[dict[str, object]] = (
        iso(report).with_columns(pl.selectors.date().dt.to_string("%Y-%m-%d")).collect().to_dicts()
    )
    return rows
