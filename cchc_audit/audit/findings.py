"""What the audit rules find in an export: what they may use, and the pass that answers them."""

from dataclasses import replace

import polars as pl

from cchc_audit.analysis.rules import (
    Findings,
    RowTest,
    Rule,
    RuleContext,
    RuleRun,
    rules_document,
)
from cchc_audit.analysis.summary import in_period, sort_rows
from cchc_audit.audit.dataset import Dataset, answer_with
from cchc_audit.audit.passes import Query
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, run_adapted
from cchc_audit.audit.scope import match_filters
from cchc_audit.core.columns import FINDING_COLUMNS
from cchc_audit.core.settings import Privacy, Showing
from cchc_audit.core.vocabulary import EventKind
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.numbers import term
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_OF_GROUPS = ("commune", "officer")
_STANDS_IN_FOR = {
    **dict.fromkeys((EventKind.PAUSE, EventKind.RESUME), ("paused_at", "resumed_at")),
    **dict.fromkeys(
        (EventKind.SUPPLEMENT_REQUEST, EventKind.SUPPLEMENT),
        ("supplement_requested_at", "supplemented_at", "supplement_count"),
    ),
    EventKind.APOLOGY: ("apology_at",),
    EventKind.RESCHEDULE: ("rescheduled_to", "reschedule_count"),
    EventKind.STEP: ("step",),
}
"""The columns that events of a kind stand in for; a beginning and its end are one kind."""
_OFFICE = (
    r"^(phòng|ban|bộ phận|văn phòng|trung tâm|chi cục|chi nhánh|ubnd|ủy ban|uỷ ban|hđnd|đảng ủy|"
    r"tổ|đội|công an|cơ quan|sở|cục|thuế|một cửa)\b"
)
"""How the name of an office begins: the events name an office or an officer in one column."""


def find(request: Request, *, rules: tuple[Rule, ...]) -> Report:
    """What `rules` find, the heaviest first; every rule with its counts in `rules`."""

    def report(dataset: Dataset) -> Report:
        result, found = apply_rules(dataset, rules)
        return report_findings(result, found, request)

    return answer_with(request, report)


def report_findings(result: RunResult, found: Findings, request: Request) -> Report:
    """What was found in the export of `result`, as a report in the order that `request` wants."""
    rows = found.plan.with_columns(result.dataset.source_file)
    if request.sort is not None:
        rows = sort_rows(rows, request.sort)
    if request.limit is not None:
        rows = rows.head(request.limit)
    total = found.total
    return Report(
        kinds.FINDINGS,
        rows.select(*FINDING_COLUMNS),
        total,
        total if request.limit is None else min(total, request.limit),
        result.conclude(),
        documents=("evidence",),
        extra={"rules": rules_document(found)},
    )


def apply_rules(
    dataset: Dataset, rules: tuple[Rule, ...], *, with_query: Query | None = None
) -> tuple[RunResult, Findings]:
    """Applies `rules` to the period, in the pass that accounts for every row.

    Patterns are counted over the whole period; the filters cut what is shown. The frames of the
    result are those of `with_query`, a query over all dossiers that shares the pass.
    """
    request = dataset.request
    texts = Texts(request.settings.lang)
    period = in_period(request.first, request.last)
    shown = match_filters(dataset)

    def make_run(of: Dataset) -> RuleRun:
        return RuleRun(rules, context_of(of), texts, lambda text: term(text, texts))

    def ask(of: Dataset) -> Query:
        run = make_run(of)
        return lambda rows: [
            *run.plan(rows.filter(period), shown),
            *(with_query(rows) if with_query else ()),
        ]

    result = run_adapted(dataset, ask)
    run = make_run(result.dataset)
    own = len(run.plan(dataset.judged, shown))
    frames = run.look_again(
        result.frames[:own], result.dataset.judged, engine=result.dataset.engine
    )
    groups = match_filters(dataset, only=_OF_GROUPS)
    others = [
        (r.code, _find_conflicts(r.test, result, period & shown))
        for r in rules
        if isinstance(r.test, RowTest)
    ]
    return replace(result, frames=result.frames[own:]), run.conclude(frames, groups, others)


def context_of(dataset: Dataset) -> RuleContext:
    """What rules may use: the columns there are, those that events stand in for, the thresholds."""
    from_events: set[str] = set()
    steps = ahead = None
    if dataset.events is not None:
        events = dataset.events.frame
        kinds = set(events["event"].cast(pl.String).unique())
        from_events = {name for kind in kinds for name in _STANDS_IN_FOR[EventKind(kind)]}
        steps = events.filter(pl.col("event") == EventKind.STEP.value)
        steps = _hide_officers(steps, dataset.request.settings.privacy)
        ahead = events.filter(pl.col("at") >= (dataset.request.present or dataset.case.as_of))
    return RuleContext(
        case=dataset.case,
        thresholds=dataset.request.settings.rules,
        available=frozenset(dataset.intake.present | from_events),
        steps=steps,
        ahead=ahead,
        present=dataset.request.present,
        first=dataset.request.first,
        last=dataset.request.last,
    )


def _hide_officers(steps: pl.DataFrame, privacy: Privacy) -> pl.DataFrame:
    """The `steps` without the names of officers where the settings do not show them; an office is
    no person and stays named.
    """
    if privacy.officers(published=False) is Showing.SHOW:
        return steps
    is_office = pl.col("by").str.to_lowercase().str.contains(_OFFICE)
    return steps.with_columns(pl.when(is_office).then(pl.col("by")).alias("by"))


def _find_conflicts(test: RowTest, result: RunResult, shown: pl.Expr) -> pl.DataFrame:
    """Dossiers that violate a rule about rows of one dossier, as its findings; only those whose row
    that stands is `shown`.

    One row a dossier: who it belongs to, where the row that stands is, what the rule shows.
    """
    found = test.conclude(result.collapsed.collapsed)
    if found.is_empty():
        contradicted = pl.lit(value=False)
    else:
        marks = pl.repeat(1, len(found), dtype=pl.UInt8, eager=True)
        contradicted = by_row(found, marks).is_not_null()
    standing = (
        result.standing_repeated.filter(contradicted & shown)
        .select("dossier_id", "commune", "procedure_code", "officer", *ROW)
        .collect(engine=result.dataset.engine)
    )
    return standing.join(found, on=ROW, how="left", maintain_order="left")
