"""The line a dossier walks, once, from the export to the answer: the file to read first.

    read → normalise → assess → (duplicates) → in scope → listed or summed → a Report

`open_dataset` makes ready what a run needs; each command below takes its answer from the judged
dossiers, a lazy plan. Nothing here prints, exits or reads the clock. What only one command needs is
imported by that command: a list of late dossiers waits for nothing else.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import polars as pl

from cchc_audit.analysis.summary import (
    BEHIND,
    DEFAULT_TARGET,
    Key,
    closing,
    due_rows,
    histogram,
    is_due,
    is_late,
    late_rows,
    lateness,
    ranked,
    sort_rows,
    sorted_by,
    summarise,
    target_of,
)
from cchc_audit.audit.dataset import Dataset, OutcomeQuery, Request, RunResult, open_dataset
from cchc_audit.audit.listing import (
    columns_at_law,
    contestable,
    defended,
    firmly,
    presented,
    source_file,
)
from cchc_audit.audit.one_pass import OnePass
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.columns import FINDING_COLUMNS
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.engine.batches import Batches
from cchc_audit.law.catalogue.term_tables import text_of
from cchc_audit.law.verdict import READ, defend, doubted
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Early, Provenance, Report
from cchc_audit.texts import Texts

if TYPE_CHECKING:
    from cchc_audit.analysis.ranking import Baseline
    from cchc_audit.analysis.rules import Rule

__all__ = [
    "Request",
    "assess",
    "check",
    "communes",
    "due",
    "findings",
    "late",
    "rank",
    "simulate",
    "summary",
]


def late(request: Request) -> Report:
    """The late list: finished late and open overdue; the firm ones first, the longest first."""
    return _listed(kinds.LATE, open_dataset(request), BEHIND, is_late(), late_rows)


def due(request: Request, *, within: int) -> Report:
    """Open dossiers whose deadline falls within `within` working days, the soonest first."""
    return _listed(
        kinds.DUE,
        open_dataset(request),
        (Outcome.PENDING.value,),
        is_due(within),
        lambda rows: due_rows(rows, within=within),
    )


def assess(request: Request) -> Report:
    """Every dossier with its verdict, in the order of the files; lazy, however many they are."""
    return _assessed(open_dataset(request))


def _assessed(dataset: Dataset) -> Report:
    request, scope = dataset.request, in_scope(dataset)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        return [rows.filter(scope).select(pl.len())]

    def doubtful_ones(rows: pl.LazyFrame) -> list[Batches]:
        return [contestable(rows.filter(scope))]

    answer = dataset.answer(counted, of_outcomes=OutcomeQuery(BEHIND, doubtful_ones))
    total, doubtful = int(answer.frames[0].item()), answer.frames[1]
    rows = answer.standing.filter(scope)
    if request.sort is not None:
        rows = sort_rows(rows.with_columns(source_file(dataset)), request.sort)
    rows = defended(rows, defend(doubtful, answer.dataset.case))
    if request.limit is not None:
        rows = rows.head(request.limit)
    shown = total if request.limit is None else min(total, request.limit)
    return Report(kinds.ASSESS, presented(rows, dataset), total, shown, checked(answer))


def assess_early(request: Request) -> Report | Early:
    """`assess` for who writes it into a file: its rows can be had before they are accounted for.

    A report where that has to come first: with an order of its own, cut, or too small to matter.
    """
    dataset = open_dataset(request)
    if request.sort is not None or request.limit is not None or dataset.engine != "streaming":
        return _assessed(dataset)
    columns = columns_at_law(request)
    return _early(OnePass(dataset, scope=in_scope(dataset), columns=columns))


def _early(made: OnePass) -> Early:
    rows = presented(made.rows, made.dataset)

    def settled() -> Report | Early:
        following = made.again()
        if following is not None:
            return _early(following)
        shown = made.account.shown
        return Report(kinds.ASSESS, rows, shown, shown, checked(made.answer))

    return Early(rows, settled)


def communes(request: Request) -> Report:
    """One row a commune and a total, ranked; below it, where the lateness comes from."""
    dataset = open_dataset(request)
    keys = (Key.COMMUNE,)
    scope, target = in_scope(dataset), kept_rate(request)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        return [histogram(rows.filter(scope), keys, first=request.first, firm=False)]

    answer = dataset.answer(counted, of_outcomes=firmly(scope, keys, lateness))
    counts, firm, late = answer.frames
    whole = summarise(pl.concat([counts, firm]), keys, target=target)
    words = closing(whole, late, target=target, texts=Texts(request.settings.lang))
    groups = ranked(whole.groups, keys)
    return _summed(kinds.COMMUNES, answer, groups, whole.total, keys=keys, words=(words,))


def summary(request: Request, *, by: tuple[str, ...], index: bool = False) -> Report:
    """The same figures by any keys, in the natural order of the keys; with `index` also those of
    Decision 766.
    """
    dataset = open_dataset(request)
    keys = tuple(Key(name) for name in by)
    scope, target = in_scope(dataset), kept_rate(request)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame | Batches]:
        inside = rows.filter(scope)
        counts = histogram(inside, keys, first=request.first, firm=False)
        if not index:
            return [counts]
        from cchc_audit.analysis.indicators import index_counts

        return [counts, index_counts(inside, keys, as_of=request.as_of)]

    answer = dataset.answer(counted, of_outcomes=firmly(scope, keys))
    counts, *indexed, firm = answer.frames
    whole = summarise(pl.concat([counts, firm]), keys, target=target)
    groups, total = whole.groups, whole.total
    if index:
        from cchc_audit.analysis.indicators import with_index

        groups, total = with_index(groups, total, indexed[0], keys)
    return _summed(kinds.SUMMARY, answer, groups, total, keys=keys, words=())


def views(request: Request) -> Report:
    """The law, Decision 766 and form II.06a side by side, a row a commune; where they part and why
    in `cells` and, for people, below the table.
    """
    from cchc_audit.audit.views import KEYS, standpoints

    found = standpoints(request, target=kept_rate(request))
    groups, total = found.views.groups, found.views.total
    report = _summed(kinds.VIEWS, found.answer, groups, total, keys=KEYS, words=found.closing)
    return replace(report, extra={"cells": found.cells})


def check(request: Request) -> Report:
    """The exports themselves: what was recognised, rejected, unknown, doubled."""
    from cchc_audit.audit.check import notes
    from cchc_audit.intake.check_export import check as examine
    from cchc_audit.law.catalogue.catalogue import name_key
    from cchc_audit.render.check_report import of_check

    answer = open_dataset(request).answer(lambda _: [])
    dataset = answer.dataset
    codes = frozenset(dataset.catalogue.codes())
    names = frozenset(dataset.catalogue.names())
    found = examine(
        dataset.intake,
        dataset.judged,
        known=lambda code, name: code in codes or (name is not None and name_key(name) in names),
    )
    layout = sum(len(file.layout_rows) for file in found.files)
    return of_check(
        found,
        collapsed=answer.collapsed.collapsed,
        provenance=replace(checked(answer), layout_rows=layout),
        closing=notes(dataset, found),
    )


def findings(request: Request, *, chosen: "tuple[Rule, ...]") -> Report:
    """What the `chosen` rules find, the heaviest first; every rule with its counts in `rules`."""
    from cchc_audit.analysis.rules import rules_document
    from cchc_audit.audit.findings import inspected

    answer, found = inspected(open_dataset(request), chosen)
    rows = found.rows.lazy().with_columns(source_file(answer.dataset))
    if request.sort is not None:
        rows = sort_rows(rows, request.sort)
    if request.limit is not None:
        rows = rows.head(request.limit)
    total = len(found.rows)
    return Report(
        kinds.FINDINGS,
        rows.select(*FINDING_COLUMNS),
        total,
        total if request.limit is None else min(total, request.limit),
        checked(answer),
        documents=("evidence",),
        extra={"rules": rules_document(found)},
    )


def rank(request: Request, *, by: Key, baseline: "Baseline | None" = None) -> Report:
    """The league table by one key, with places won and lost against `baseline`."""
    from cchc_audit.analysis.ranking import ordered
    from cchc_audit.audit.rank import previous_document, standings

    found = standings(request, by, target=kept_rate(request), baseline=baseline)
    groups = found.shown
    if request.sort is not None:
        groups = ordered(groups, (by,), column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    return Report(
        kinds.RANK,
        pl.concat([shown, found.league.total]).lazy(),
        len(groups),
        len(shown),
        checked(found.answer),
        keys=(by.value,),
        has_total=True,
        closing=found.closing,
        hidden=found.empty,
        extra={"by": by.value, "previous": previous_document(found.previous)},
    )


def simulate(request: Request, *, cut: Fraction) -> Report:
    """Results under terms cut by `cut`, a procedure and its term a row; the sums last."""
    from cchc_audit.audit.simulate import simulation

    found = simulation(request, cut=cut, target=kept_rate(request))
    rows = found.simulation.rows
    if request.sort is not None:
        rows = sorted_by(rows, (), column=request.sort)
    shown = rows if request.limit is None else rows.head(request.limit)
    terms = [text_of(pl.col(name)).alias(name) for name in ("term", "cut_term", "least_term")]
    return Report(
        kinds.SIMULATE,
        pl.concat([shown, found.simulation.total]).lazy().with_columns(terms),
        len(rows),
        len(shown),
        checked(found.answer),
        keys=("procedure_code",),
        has_total=True,
        closing=found.closing,
        extra={"cut": float(cut), "target": float(found.simulation.target)},
    )


def kept_rate(request: Request) -> Fraction:
    """The on-time rate that counts as kept, for what a group can still afford."""
    rate = request.settings.gates.on_time_rate_min
    return DEFAULT_TARGET if rate is None else target_of(rate)


def checked(answer: RunResult) -> Provenance:
    """The provenance, once the rejected rows are written and held against `strict`."""
    provenance, request = answer.provenance, answer.dataset.request
    if request.rejects is not None:
        answer.dataset.intake.write_rejects(request.rejects, answer.dataset.judged)
    if request.strict and provenance.rows_rejected:
        raise InputError("pipeline.strict", rejected=provenance.rows_rejected)
    return provenance


def _listed(
    kind: kinds.ReportKind,
    dataset: Dataset,
    outcomes: tuple[str, ...],
    chosen: pl.Expr,
    in_order: Callable[[pl.LazyFrame], pl.LazyFrame],
) -> Report:
    """A list of dossiers: chosen, in order, cut, each contestable one with its defence."""
    request, scope = dataset.request, in_scope(dataset)

    carried = pl.selectors.by_name(columns_at_law(request)) | READ

    def listed(rows: pl.LazyFrame) -> list[Batches]:
        return [Batches(rows.filter(scope & chosen).select(carried))]

    answer = dataset.answer(lambda _: [], of_outcomes=OutcomeQuery(outcomes, listed, at_law=True))
    found = doubted(answer.frames[0], answer.dataset.case)
    rows = in_order(found.lazy()).collect()
    total = len(rows)
    if request.sort is not None:
        named = rows.lazy().with_columns(source_file(dataset))
        rows = sort_rows(named, request.sort).collect()
    if request.limit is not None:
        rows = rows.head(request.limit)
    return Report(kind, presented(rows.lazy(), dataset), total, len(rows), checked(answer))


def _summed(
    kind: kinds.ReportKind,
    answer: RunResult,
    groups: pl.DataFrame,
    total: pl.DataFrame,
    *,
    keys: tuple[Key, ...],
    words: tuple[str, ...],
) -> Report:
    """A summary: groups in order, cut, the total last."""
    request = answer.dataset.request
    if request.sort is not None:
        groups = sorted_by(groups, keys, column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    return Report(
        kind,
        pl.concat([shown, total]).lazy(),
        len(groups),
        len(shown),
        checked(answer),
        keys=tuple(key.value for key in keys),
        has_total=True,
        closing=words,
    )
