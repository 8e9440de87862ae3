"""The period before the one asked for: which days it has, whether the export holds it, how the
units stood at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import polars as pl
from dateutil.relativedelta import relativedelta

from cchc_audit.analysis.summary import Key, count_histogram, in_period, summarise
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.audit.scope import match_filters
from cchc_audit.products.brief.pack import Figures, Span

_DAY = timedelta(days=1)
_TENTH = 10
_LEAST = 7


def last_day(request: Request) -> date:
    """The last day of the period: that of `--to`, or the last one judged."""
    judged = (request.as_of - timedelta(microseconds=1)).date()
    return judged if request.last is None else min(request.last, judged)


def before(request: Request) -> Span | None:
    """The period of the same length that ends the day before; None without a first day.

    Whole months go before whole months (a quarter before a quarter), else as many days.
    """
    if request.first is None:
        return None
    first, stop = request.first, last_day(request) + _DAY
    if stop <= first:
        return None
    length = relativedelta(stop, first)
    if length.days == 0:
        return Span(first - length, first - _DAY)
    return Span(first - (stop - first), first - _DAY)


def covers(dossiers: pl.LazyFrame, span: Span) -> pl.LazyFrame:
    """How many dossiers were finished in the first days of `span` (a frame of one number).

    An export of what was in hand since has none: only one that has them can speak for `span`.
    """
    days = (span.last - span.first).days + 1
    until = span.first + timedelta(days=max(_LEAST, days // _TENTH))
    finished = pl.col("finished_at")
    return dossiers.filter((finished >= span.first) & (finished < until)).select(pl.len())


def judged_then(
    request: Request, span: Span, key: Key, names: Sequence[str]
) -> Mapping[str, Figures]:
    """The figures of each unit over `span`, judged at its end."""
    then = replace(
        request,
        as_of=datetime.combine(span.last + _DAY, time()),
        as_of_given=True,
        first=span.first,
        last=span.last,
        rejects=None,
        strict=False,
    )
    dataset = open_dataset(then)
    others = tuple(name for name in then.filters or {} if name != key)
    scope = in_period(span.first, span.last) & match_filters(dataset, only=others)
    scope &= pl.col(key).is_in(list(names))
    result = run_queries(
        dataset, lambda rows: [count_histogram(rows.filter(scope), (key,), first=span.first)]
    )
    summary = summarise(result.frames[0], (key,), target=request.target_rate)
    return {row[key]: row for row in summary.groups.to_dicts()}
