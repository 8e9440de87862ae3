"""The league table of an export, held against that of an earlier one."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import polars as pl

from cchc_audit.analysis.ranking import (
    Baseline,
    League,
    count_strata,
    last_recorded,
    named,
    order_groups,
    rank_league,
    sentences,
)
from cchc_audit.analysis.summary import Key, in_period, natural_key
from cchc_audit.analysis.summary.keys import as_text, group_value
from cchc_audit.audit.dataset import Dataset, open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import RunResult, refuse_rejects, run_queries
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.settings import Showing
from cchc_audit.render import numbers
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Provenance, Report
from cchc_audit.render.writers.json_text import envelope
from cchc_audit.texts import Texts


def rank_groups(request: Request, *, by: Key, baseline: Baseline | None = None) -> Report:
    """The league table by one key, with places won and lost against `baseline`.

    Ranks rest on all dossiers of the period; filters choose the rows shown. A league table is a
    published output: officers are named as the settings want there. Raises `CchcError`.
    """
    request = _publish(request, by)
    dataset = open_dataset(request)
    before = None if baseline is None else _count(_open_earlier(request, baseline), by)
    if before is not None and request.strict:
        refuse_rejects(before.provenance)
    filters = bool(request.filters)
    result = _count(dataset, by, scope=in_scope(dataset) if filters else None)
    found = rank_league(
        result.frames[0],
        by,
        target=request.target_rate,
        previous=None if before is None else before.frames[0],
    )
    groups = found.groups
    if filters:
        groups = groups.join(
            result.frames[1], on=by, how="semi", nulls_equal=True, maintain_order="left"
        )
    if request.sort is not None:
        groups = order_groups(groups, (by,), column=request.sort)
    shown = groups if request.limit is None else groups.head(request.limit)
    texts = Texts(request.settings.lang)
    closing = sentences(found, texts, filtered=filters)
    gone: list[str] = []
    if before is not None:
        gone = _gone(before.frames[0], result.frames[0], by)
        closing = (_describe_baseline(before, found, texts), *closing)
        if gone:
            things = texts(f"ranking.things.{by}")
            closing += (texts("ranking.gone", things=things, names=named(gone, texts)),)
    hidden: tuple[str, ...] = () if before is not None else ("previous_rank", "places")
    if by is Key.PROCEDURE:  # its own mix is all it has
        hidden += ("expected_late", "late_ratio")
    previous = None if before is None else _previous_document(before.provenance)
    return Report(
        kinds.RANK,
        pl.concat([shown, found.total]).lazy(),
        len(groups),
        len(shown),
        result.conclude(),
        keys=(by.value,),
        has_total=True,
        closing=closing,
        hidden=hidden,
        extra={"by": by.value, "previous": previous, "gone": gone},
    )


def _gone(before: pl.DataFrame, now: pl.DataFrame, key: Key) -> list[str]:
    """The groups of the earlier period that have no dossier in this one, in natural order."""
    names = before.select(key).unique().join(now.select(key).unique(), on=key, how="anti")
    return sorted(names[key].drop_nulls().to_list(), key=natural_key)


def _previous_document(source: Provenance) -> dict[str, object]:
    """The earlier exports as a key of the JSON document."""
    document = envelope("rank", source)
    return {"as_of": document["as_of"], "input": document["input"]}


def _publish(request: Request, key: Key) -> Request:
    """The request with officers as published outputs name them."""
    settings = request.settings.published()
    if key is Key.OFFICER and settings.privacy.officer is Showing.HIDE:
        raise ConfigError("ranking.officers_hidden")
    return replace(request, settings=settings)


def _count(dataset: Dataset, key: Key, *, scope: pl.Expr | None = None) -> RunResult:
    """The counts of the period, and with `scope` the groups that have a dossier in it."""
    request = dataset.request
    period = in_period(request.first, request.last)

    def count(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        counts = count_strata(rows.filter(period), key, first=request.first)
        if scope is None:
            return [counts]
        present = rows.filter(scope).group_by(group_value(key)).agg().select(as_text(key))
        return [counts, present]

    return run_queries(dataset, count)


def _open_earlier(request: Request, baseline: Baseline) -> Dataset:
    """The earlier exports, opened to be judged at their own end."""
    earlier = replace(
        request,
        files=baseline.files,
        first=baseline.first,
        last=baseline.last,
        filters=None,
        rejects=None,
    )
    if baseline.as_of is not None:
        return open_dataset(replace(earlier, as_of=baseline.as_of))
    dataset = open_dataset(earlier)
    rows = last_recorded(dataset.intake.rows, before=request.as_of)
    days = [rows.collect(engine=dataset.engine).item(), baseline.last]
    ends = (datetime.combine(day + timedelta(days=1), time()) for day in days if day is not None)
    return open_dataset(replace(earlier, as_of=min((request.as_of, *ends))))


def _describe_baseline(before: RunResult, found: League, texts: Texts) -> str:
    """What the earlier period is: its files, the day its figures end on, how much it holds."""
    source = before.provenance
    return texts(
        "ranking.baseline",
        files=", ".join(source.files),
        as_of=numbers.as_of(source.as_of, texts, key="ranking.as_of"),
        n=numbers.whole(source.assessed, texts),
        ranked=numbers.whole(found.ranked_before, texts),
    )
