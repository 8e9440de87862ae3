"""The league table of an export, held against that of an earlier one."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.ranking import (
    Baseline,
    League,
    last_recorded,
    league,
    sentences,
    stratified,
)
from cchc_audit.analysis.summary import Key, in_period
from cchc_audit.analysis.summary.keys import as_text, grouped
from cchc_audit.audit.dataset import Dataset, Request, RunResult, open_dataset
from cchc_audit.audit.scope import in_scope
from cchc_audit.core.errors import ConfigError, InputError
from cchc_audit.core.settings import Showing
from cchc_audit.render import numbers
from cchc_audit.render.json_text import envelope
from cchc_audit.render.report import Provenance
from cchc_audit.texts import Texts


@dataclass(frozen=True, slots=True)
class Standings:
    """A league table over the whole period, and what of it is shown.

    `shown`: the groups with a dossier that passes the filters, in the order of the table;
    `previous` tells of the earlier exports; `closing` are finished sentences, `empty` columns that
    tell people nothing here.
    """

    answer: RunResult
    league: League
    shown: pl.DataFrame
    previous: Provenance | None
    closing: tuple[str, ...]
    empty: tuple[str, ...]


def standings(
    request: Request, key: Key, *, target: Fraction, baseline: Baseline | None
) -> Standings:
    """Ranks the groups of `key`, with places won and lost against `baseline`.

    Ranks rest on all dossiers of the period; filters choose the rows shown. A league table is a
    published output: officers are named as the settings want there. Raises `CchcError`.
    """
    request = _published(request, key)
    dataset = open_dataset(request)
    before = None if baseline is None else _answered(_earlier(request, baseline), key)
    if before is not None and request.strict and before.provenance.rows_rejected:
        raise InputError("pipeline.strict", rejected=before.provenance.rows_rejected)
    filters = bool(request.filters)
    answer = _answered(dataset, key, scope=in_scope(dataset) if filters else None)
    found = league(
        answer.frames[0], key, target=target, previous=None if before is None else before.frames[0]
    )
    shown = found.groups
    if filters:
        shown = shown.join(
            answer.frames[1], on=key, how="semi", nulls_equal=True, maintain_order="left"
        )
    texts = Texts(request.settings.lang)
    closing = sentences(found, texts, filtered=filters)
    if before is not None:
        closing = (_told(before, found, texts), *closing)
    previous = None if before is None else before.provenance
    empty: tuple[str, ...] = () if before is not None else ("previous_rank", "places")
    if key is Key.PROCEDURE:  # its own mix is all it has
        empty += ("expected_late", "late_ratio")
    return Standings(answer, found, shown, previous, closing, empty)


def previous_document(source: Provenance | None) -> dict[str, object] | None:
    """The earlier exports as a key of the JSON document, None where there are none."""
    if source is None:
        return None
    told = envelope("rank", source)
    return {"as_of": told["as_of"], "input": told["input"]}


def _published(request: Request, key: Key) -> Request:
    """The request with officers as published outputs name them."""
    settings = request.settings.published()
    if key is Key.OFFICER and settings.privacy.officer is Showing.HIDE:
        raise ConfigError("ranking.officers_hidden")
    return replace(request, settings=settings)


def _answered(dataset: Dataset, key: Key, *, scope: pl.Expr | None = None) -> RunResult:
    """The counts of the period, and with `scope` the groups that have a dossier in it."""
    request = dataset.request
    period = in_period(request.first, request.last)

    def counted(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        counts = stratified(rows.filter(period), key, first=request.first)
        if scope is None:
            return [counts]
        present = rows.filter(scope).group_by(grouped(key)).agg().select(as_text(key))
        return [counts, present]

    return dataset.answer(counted)


def _earlier(request: Request, baseline: Baseline) -> Dataset:
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


def _told(before: RunResult, found: League, texts: Texts) -> str:
    """What the earlier period is: its files, the day its figures end on, how much it holds."""
    source = before.provenance
    return texts(
        "ranking.baseline",
        files=", ".join(source.files),
        as_of=numbers.as_of(source.as_of, texts, key="ranking.as_of"),
        n=numbers.whole(source.assessed, texts),
        ranked=numbers.whole(found.ranked_before, texts),
    )
