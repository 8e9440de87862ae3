"""From the exports to everything a night tells: three passes over the same, steady files."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from cchc_audit import pipeline
from cchc_audit.columns import FINDING_COLUMNS
from cchc_audit.docket import Answer, Request, opened
from cchc_audit.history import (
    inputs_of,
    judged_with_copies,
    report_of,
    snapshot_rows,
    state_from,
)
from cchc_audit.inspection import inspected
from cchc_audit.intake.steady import steady
from cchc_audit.listing import source_file
from cchc_audit.nightly.altered import with_altered
from cchc_audit.nightly.figures import Figures, figures_of
from cchc_audit.nightly.gates import gates_of
from cchc_audit.nightly.inputs import Inputs, side_files
from cchc_audit.nightly.night import Night, Notice, Warned, day_of
from cchc_audit.nightly.predecessor import (
    Predecessor,
    broken,
    latest,
    predecessor,
    same_export,
    unpublished,
)
from cchc_audit.report import numbers
from cchc_audit.report.model import Report
from cchc_audit.responses import with_baseline
from cchc_audit.rules import RULES, Findings, rules_document, selected
from cchc_audit.snapshots import CHANGE_COLUMNS, Changes, Input, State, Store, compare
from cchc_audit.snapshots.store import Contents
from cchc_audit.texts import Texts

_NAMED = 3
"""How many files a warning names."""


def gathered(request: Request, others: Inputs, *, published: Collection[str]) -> Night:
    """All that is told of the night of `request`; nothing is written.

    `published`: the digests of the snapshots whose report came out. Raises `CchcError` for what
    cannot be read, and for an export that changes meanwhile.
    """
    settings, day = request.settings, day_of(request)
    texts = Texts(settings.lang)
    chosen = selected(RULES, select=settings.rules.select, ignore=settings.rules.ignore)
    contents = Store(settings.snapshots.folder).contents()
    previous = predecessor(contents, day, published=published)
    with steady((*request.files, *map(str, side_files(settings)))):
        late, communes = pipeline.late(request), pipeline.communes(request)
        docket = judged_with_copies(opened(request))
        answer, rules_found = inspected(
            docket, chosen, beside=lambda rows: [snapshot_rows(rows, docket)]
        )
        [dossiers] = answer.frames
        inputs = inputs_of(answer.provenance.files)
    found = _compared(previous, state_from(answer, dossiers), answer)
    if found is not None:
        rules_found = with_altered(rules_found, found, chosen, texts)
    findings = _findings(rules_found, answer, settings.rules.baseline)
    figures = figures_of(dossiers, day, due_soon=settings.rules.due_soon)
    return Night(
        request=request,
        inputs=inputs,
        answer=answer,
        dossiers=dossiers,
        late=late,
        communes=communes,
        findings=findings,
        changes=_changes(found, answer),
        previous=previous,
        found=found,
        figures=figures,
        before=_before(previous, settings.rules.due_soon),
        gates=gates_of(settings.gates, figures, findings),
        warnings=(
            *_about_snapshots(contents, request, previous, inputs, published),
            *_about_inputs(others, request, previous),
            *_about_calendar(answer),
        ),
    )


def _compared(previous: Predecessor | None, now: State, answer: Answer) -> Changes | None:
    if previous is None:
        return None
    lag = answer.docket.request.settings.rules.sync_lag
    return compare(previous.state, now, calendar=answer.docket.calendar, sync_lag=lag)


def _changes(found: Changes | None, answer: Answer) -> Report:
    """The changes as a report; on a first night one without rows."""
    if found is not None:
        return report_of(found, answer.docket.request, answer.provenance)
    nothing = pl.LazyFrame(schema=dict.fromkeys(CHANGE_COLUMNS, pl.String))
    return Report("changes", nothing, 0, 0, answer.provenance)


def _findings(found: Findings, answer: Answer, baseline: Path | None) -> Report:
    rows = found.rows.with_columns(source_file(answer.docket)).select(FINDING_COLUMNS)
    report = Report(
        "findings",
        rows.lazy(),
        len(rows),
        len(rows),
        answer.provenance,
        documents=("evidence",),
        extra={"rules": rules_document(found)},
    )
    return report if baseline is None else with_baseline(report, baseline)


def _before(previous: Predecessor | None, due_soon: int) -> Figures | None:
    if previous is None:
        return None
    day = previous.entry.manifest.day
    return figures_of(previous.state.dossiers, day, due_soon=due_soon)


def _about_snapshots(
    contents: Contents,
    request: Request,
    previous: Predecessor | None,
    inputs: tuple[Input, ...],
    published: Collection[str],
) -> list[Warned]:
    """What the snapshots there are give reason to say."""
    day, last = day_of(request), latest(contents)
    warned = []
    if (same := same_export(contents, day, inputs)) is not None:
        warned.append(Warned(Notice.SAME_EXPORT, {"day": numbers.day(same)}))
    if last is not None and last > day:
        values = {"day": numbers.day(day), "last": numbers.day(last)}
        warned.append(Warned(Notice.CLOCK_BACK, values))
    if silent := unpublished(contents, day, previous, published=published):
        warned.append(Warned(Notice.UNPUBLISHED, {"days": ", ".join(map(numbers.day, silent))}))
    if breaks := broken(contents):
        warned.append(Warned(Notice.CHAIN_BROKEN, {"n": str(breaks)}))
    return warned


def _about_inputs(found: Inputs, request: Request, previous: Predecessor | None) -> list[Warned]:
    """Exports that came since the night before, and are not the newest: nobody will read them."""
    if previous is None:
        return []
    zone = ZoneInfo(request.settings.policy.timezone)
    since = previous.entry.manifest.taken_at.replace(tzinfo=zone)
    read = {file.file for file in previous.entry.manifest.inputs}
    missed = [file for file in found.others if file not in read and _changed(file) > since]
    if not missed:
        return []
    named = ", ".join(missed[:_NAMED]) + (", …" if len(missed) > _NAMED else "")
    return [Warned(Notice.NOT_READ, {"n": str(len(missed)), "files": named})]


def _changed(file: str) -> datetime:
    return datetime.fromtimestamp(Path(file).stat().st_mtime, UTC)


def _about_calendar(answer: Answer) -> list[Warned]:
    provenance, texts = answer.provenance, Texts(answer.docket.request.settings.lang)
    if not provenance.provisional:
        return []
    n = numbers.whole(provenance.provisional, texts)
    return [Warned(Notice.PROVISIONAL, {"n": n, "day": numbers.day(provenance.official_through)})]
