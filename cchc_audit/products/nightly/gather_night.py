"""From the exports to everything a night tells: three passes over the same, steady files."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from cchc_audit import audit
from cchc_audit.analysis.rules import RULES, Findings, rules_document, select_rules
from cchc_audit.analysis.snapshots import CHANGE_COLUMNS, Changes, State, Store, compare
from cchc_audit.analysis.snapshots.carried import carry_on
from cchc_audit.audit.dataset import open_dataset, opened_once
from cchc_audit.audit.findings import apply_rules
from cchc_audit.audit.remarks.nothing_read import refuse_nothing_read
from cchc_audit.audit.request import Request
from cchc_audit.audit.responses import join_baseline
from cchc_audit.audit.run import RunResult
from cchc_audit.core.columns import FINDING_COLUMNS
from cchc_audit.intake.files.unchanged import hold_unchanged
from cchc_audit.products.history import (
    inputs_of,
    judged_with_copies,
    report_of,
    snapshot_rows,
    state_from,
)
from cchc_audit.products.history.altered_findings import with_altered
from cchc_audit.products.nightly.gates import gates_of
from cchc_audit.products.nightly.inputs import Inputs, side_files
from cchc_audit.products.nightly.night import Night, day_of
from cchc_audit.products.nightly.night_figures import Figures, figures_of
from cchc_audit.products.nightly.notices import (
    about_calendar,
    about_changes,
    about_inputs,
    about_snapshots,
)
from cchc_audit.products.nightly.predecessor import Predecessor, find_predecessor
from cchc_audit.products.nightly.run_folder import Run
from cchc_audit.render.report import Report
from cchc_audit.render.report_kinds import CHANGES, FINDINGS
from cchc_audit.texts import Texts


def gather_night(request: Request, others: Inputs, *, runs: Sequence[Run]) -> Night:
    """All that is told of the night of `request`; nothing is written.

    `runs`: those whose report came out, the newest last. Raises `CchcError` for what cannot be
    read, for exports of which no row can be, and for one that changes meanwhile.
    """
    settings, day = request.settings, day_of(request)
    texts = Texts(settings.lang)
    chosen = select_rules(RULES, select=settings.rules.select, ignore=settings.rules.ignore)
    contents = Store(settings.snapshots.folder).contents()
    previous = find_predecessor(contents, day, published={run.snapshot for run in runs})
    with hold_unchanged((*request.files, *map(str, side_files(settings)))), opened_once():
        late, communes = audit.list_late(request), audit.summarise_communes(request)
        dataset = judged_with_copies(open_dataset(request))
        result, rules_found = apply_rules(
            dataset, chosen, with_query=lambda rows: [snapshot_rows(rows, dataset)]
        )
        refuse_nothing_read(result.provenance, texts)
        [dossiers] = result.frames
        inputs = inputs_of(result.provenance.files)
    now = state_from(result, dossiers)
    found = _compared(previous, now, result)
    if found is not None:
        rules_found = with_altered(rules_found, found, chosen, texts)
    findings = _findings(rules_found, result, settings.rules.baseline)
    figures = figures_of(dossiers, day, due_soon=settings.rules.due_soon)
    return Night(
        request=request,
        inputs=inputs,
        result=result,
        dossiers=dossiers,
        late=late,
        communes=communes,
        findings=findings,
        changes=_changes(found, result),
        previous=previous,
        found=found,
        carried=_carried(previous, now, found),
        figures=figures,
        before=_before(previous, settings.rules.due_soon),
        gates=gates_of(settings.gates, figures, findings, found),
        warnings=(
            *about_snapshots(contents, request, previous, runs=runs),
            *about_inputs(contents, request, previous, read=inputs, found=others),
            *about_changes(found, texts),
            *about_calendar(result, texts),
        ),
    )


def _compared(previous: Predecessor | None, now: State, result: RunResult) -> Changes | None:
    if previous is None:
        return None
    dataset = result.dataset
    lag = dataset.request.settings.rules.sync_lag
    return compare(previous.base, now, case=dataset.case, calendar=dataset.calendar, sync_lag=lag)


def _carried(
    previous: Predecessor | None, now: State, found: Changes | None
) -> pl.DataFrame | None:
    """What the snapshot of tonight carries on from those before it."""
    if previous is None or found is None:
        return None
    return carry_on(previous.base, now, found.missing)


def _changes(found: Changes | None, result: RunResult) -> Report:
    """The changes as a report; on a first night one without rows."""
    if found is not None:
        return report_of(found, result.dataset.request, result.provenance)
    nothing = pl.LazyFrame(schema=dict.fromkeys(CHANGE_COLUMNS, pl.String))
    return Report(CHANGES, nothing, 0, 0, result.provenance)


def _findings(found: Findings, result: RunResult, baseline: Path | None) -> Report:
    rows = found.rows.with_columns(result.dataset.source_file).select(FINDING_COLUMNS)
    report = Report(
        FINDINGS,
        rows.lazy(),
        len(rows),
        len(rows),
        result.provenance,
        documents=("evidence",),
        extra={"rules": rules_document(found)},
    )
    return report if baseline is None else join_baseline(report, baseline)


def _before(previous: Predecessor | None, due_soon: int) -> Figures | None:
    if previous is None:
        return None
    day = previous.entry.manifest.day
    return figures_of(previous.state.dossiers, day, due_soon=due_soon)
