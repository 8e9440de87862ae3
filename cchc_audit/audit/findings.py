"""One run of the audit rules over an export: what they may use, and the pass that answers them."""

from dataclasses import replace

import polars as pl

from cchc_audit.analysis.rules import Findings, Inspection, Rule, Setting
from cchc_audit.analysis.summary import in_period
from cchc_audit.audit.dataset import Dataset, Query, RunResult
from cchc_audit.audit.scope import passing
from cchc_audit.core.settings import Privacy, Showing
from cchc_audit.core.vocabulary import EventKind
from cchc_audit.engine.batches import Batches
from cchc_audit.render.numbers import term
from cchc_audit.texts import Texts

_OF_GROUPS = ("commune", "officer")
_TOLD_BY = {
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


def inspected(
    dataset: Dataset, chosen: tuple[Rule, ...], *, beside: Query | None = None
) -> tuple[RunResult, Findings]:
    """Runs the `chosen` rules over the period, in the pass that accounts for every row.

    Patterns are counted over the whole period; the filters cut what is shown. The frames of the
    answer are those of `beside`, a query over all dossiers that shares the pass.
    """
    request = dataset.request
    texts = Texts(request.settings.lang)
    period = in_period(request.first, request.last)
    shown = passing(dataset)

    def inspection(of: Dataset) -> Inspection:
        return Inspection(chosen, setting(of), texts, lambda text: term(text, texts))

    def asked(rows: pl.LazyFrame) -> list[pl.LazyFrame | Batches]:
        return [*run.queries(rows.filter(period), shown), *(beside(rows) if beside else ())]

    run = inspection(dataset)
    answer = dataset.answer(asked)
    if answer.dataset.case is not dataset.case:
        # Its calendar reaches further than the one the rules looked days up in.
        run = inspection(answer.dataset)
        answer = answer.dataset.answer(asked)
    own = len(run.queries(dataset.judged, shown))
    frames = run.looked(answer.frames[:own], answer.dataset.judged, engine=answer.dataset.engine)
    groups = passing(dataset, only=_OF_GROUPS)
    others = []
    if any(r.code == "D105" for r in chosen):
        others.append(("D105", conflicts(answer, period & shown)))
    return replace(answer, frames=answer.frames[own:]), run.concluded(frames, groups, others)


def setting(dataset: Dataset) -> Setting:
    """What rules may use: the columns there are, those that events stand in for, the thresholds."""
    told: set[str] = set()
    steps = ahead = None
    if dataset.events is not None:
        events = dataset.events.frame
        kinds = set(events["event"].cast(pl.String).unique())
        told = {name for kind in kinds for name in _TOLD_BY[EventKind(kind)]}
        steps = events.filter(pl.col("event") == EventKind.STEP.value)
        steps = _named(steps, dataset.request.settings.privacy)
        ahead = events.filter(pl.col("at") >= (dataset.request.present or dataset.case.as_of))
    return Setting(
        case=dataset.case,
        thresholds=dataset.request.settings.rules,
        available=frozenset(dataset.intake.present | told),
        steps=steps,
        ahead=ahead,
        present=dataset.request.present,
        first=dataset.request.first,
        last=dataset.request.last,
    )


def _named(steps: pl.DataFrame, privacy: Privacy) -> pl.DataFrame:
    """The `steps` without the names of officers where the settings do not show them; an office is
    no person and stays named.
    """
    if privacy.officers(published=False) is Showing.SHOW:
        return steps
    is_office = pl.col("by").str.to_lowercase().str.contains(_OFFICE)
    return steps.with_columns(pl.when(is_office).then(pl.col("by")).alias("by"))


def conflicts(answer: RunResult, shown: pl.Expr) -> pl.DataFrame:
    """Dossiers of which several rows say different things, as findings of D105; only those whose
    row that stands is `shown`.

    One row a dossier: who it belongs to, where the row that stands is, `x_rows` (how many rows
    there are of it).
    """
    gave_way = answer.collapsed.collapsed
    differing = gave_way.filter("differs")["dossier_id"].unique()
    rows = gave_way.group_by("dossier_id").agg((pl.len() + 1).cast(pl.Int32).alias("x_rows"))
    standing = (
        answer.standing.filter(pl.col("dossier_id").is_in(differing.implode()) & shown)
        .select("dossier_id", "commune", "procedure_code", "officer", "source", "source_line")
        .collect(engine=answer.dataset.engine)
    )
    return standing.join(rows, on="dossier_id", how="left", maintain_order="left")
