"""Dossiers summed up: by commune, and by any keys."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from cchc_audit.analysis.summary import (
    COUNTS,
    Key,
    certainty_columns,
    closing,
    count_certainty,
    count_histogram,
    count_lateness,
    rank_groups,
    sorted_by,
    summarise,
)
from cchc_audit.audit.dataset import Dataset, answer_with
from cchc_audit.audit.passes import OutcomeQuery
from cchc_audit.audit.remarks.unread_statuses import count_unread, unknown_statuses
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, run_queries
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.vocabulary import BEHIND
from cchc_audit.engine.answers import Answer, Sums
from cchc_audit.engine.batches import Batches, Step
from cchc_audit.law.verdict import READ, Case, judge_certainty
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Report, ReportKind
from cchc_audit.texts import Texts

AMOUNTS = frozenset(COUNTS)
"""What adds up in tables of counts."""


def summarise_communes(request: Request) -> Report:
    """One row a commune and a total, ranked; below it, where the lateness comes from."""
    return answer_with(request, _summarise_communes)


def _summarise_communes(dataset: Dataset) -> Report:
    request = dataset.request
    keys = (Key.COMMUNE,)
    scope, target = in_scope(dataset), request.target_rate

    def count(rows: pl.LazyFrame) -> list[Answer]:
        inside = rows.filter(scope)
        counts = count_histogram(inside, keys, first=request.first, certainty=False)
        return [Sums(counts, AMOUNTS), count_unread(inside)]

    result = run_queries(dataset, count, of_outcomes=count_late(scope, keys, count_lateness))
    counts, unread, sure, late = result.frames
    whole = summarise(pl.concat([counts, sure]), keys, target=target)
    texts = Texts(request.settings.lang)
    words = closing(whole, late, target=target, texts=texts)
    groups = rank_groups(whole.groups, keys)
    report = report_groups(kinds.COMMUNES, result, groups, whole.total, keys=keys, closing=(words,))
    return _with_statuses(report, unread)


def summarise_by(request: Request, *, by: tuple[str, ...], index: bool = False) -> Report:
    """The same figures by any keys, in the natural order of the keys; with `index` also those of
    Decision 766.
    """
    return answer_with(request, partial(_summarise_by, by=by, index=index))


def _summarise_by(dataset: Dataset, *, by: tuple[str, ...], index: bool) -> Report:
    request = dataset.request
    keys = tuple(Key(name) for name in by)
    scope, target = in_scope(dataset), request.target_rate

    def count(rows: pl.LazyFrame) -> list[Answer]:
        inside = rows.filter(scope)
        histogram = count_histogram(inside, keys, first=request.first, certainty=False)
        counts, unread = Sums(histogram, AMOUNTS), count_unread(inside)
        if not index:
            return [counts, unread]
        from cchc_audit.analysis.indicators import index_counts

        return [counts, unread, index_counts(inside, keys, as_of=request.as_of)]

    result = run_queries(dataset, count, of_outcomes=count_late(scope, keys))
    counts, unread, *indexed, sure = result.frames
    whole = summarise(pl.concat([counts, sure]), keys, target=target)
    groups, total = whole.groups, whole.total
    if index:
        from cchc_audit.analysis.indicators import with_index

        groups, total = with_index(groups, total, indexed[0], keys)
    return _with_statuses(report_groups(kinds.SUMMARY, result, groups, total, keys=keys), unread)


def _with_statuses(report: Report, unread: pl.DataFrame) -> Report:
    """The report, telling of the statuses that nobody knows among the dossiers it counts."""
    provenance = replace(report.provenance, statuses=unknown_statuses(unread))
    return replace(report, provenance=provenance)


def count_late(scope: pl.Expr, keys: Sequence[Key], *steps: Step) -> OutcomeQuery:
    """What a histogram without `certainty` leaves out, as a table of the same columns: see
    `count_certainty`. A table of each of `steps` follows, which read the procedure and the outcome
    and count by `AMOUNTS`.
    """

    def count(rows: pl.LazyFrame, case: Case) -> list[Sums]:
        named = {*certainty_columns(keys), "procedure_code", "procedure_name"} - {"certainty"}
        late = rows.filter(scope).select(pl.selectors.by_name(*named) | READ)

        # Of batches: few rows of each piece that is read are late, and the second run costs the
        # same for few rows as for many.
        def second(batch: pl.DataFrame) -> pl.DataFrame:
            return judge_certainty(batch.lazy(), case).collect(engine="in-memory")

        counts: list[Step] = [partial(count_certainty, keys=keys), *steps]
        return [Sums(Batches(late, counts, first=second), AMOUNTS)]

    return OutcomeQuery(BEHIND, count, at_law=True)


def report_groups(
    kind: ReportKind,
    result: RunResult,
    groups: pl.DataFrame,
    total: pl.DataFrame,
    *,
    keys: tuple[Key, ...],
    closing: tuple[str, ...] = (),
) -> Report:
    """A summary: groups in order, cut, the total last."""
    request = result.dataset.request
    if request.sort is not None:
        groups = sorted_by(groups, keys, column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    return Report(
        kind,
        pl.concat([shown, total]).lazy(),
        len(groups),
        len(shown),
        result.conclude(),
        keys=tuple(key.value for key in keys),
        has_total=True,
        closing=closing,
    )
