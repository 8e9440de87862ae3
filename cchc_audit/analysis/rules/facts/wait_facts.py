"""What supplements and pauses were granted, and what they were held against."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import Outcome, Unit
from cchc_audit.law.clock.clock import at, instant
from cchc_audit.law.clock.instants import Moment, column, join_moment, last_instant
from cchc_audit.law.clock.reckoning import UNIT

_NO = pl.lit(value=False)
_NOTHING = (pl.lit(None, dtype=pl.Int64), pl.lit(None, dtype=pl.Int64))
_TRUSTED = ("wait_on_trust", "restart_on_trust")


def add_requests(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds what became of the supplement.

    `x_requested_at`, `x_supplemented_at` (Datetime): the first request and the first supplement
    not earlier than it, of the events where they tell, else of the columns.
    `x_first_deadline` (Date): the deadline the request, or a supplement without one, was held
    against. `x_requested_late` (Boolean): the first request came after it; null where no deadline
    is known. `x_wait_on_trust`: finished, with a request in time and no supplement that answers
    it. `x_restart_on_trust`: a supplement without a request, after that deadline, started the term
    anew; null where a pause may have moved that deadline.
    """
    request, supplement, finish = column("_request"), column("_supplement"), column("_finish")
    rows = rows.with_columns(
        join_moment(request).alias("x_requested_at"),
        join_moment(supplement).alias("x_supplemented_at"),
    )
    if context.case.features.rounds == 0:
        return rows.with_columns(
            pl.lit(None, dtype=pl.Date).alias("x_first_deadline"),
            *(_NO.alias(f"x_{name}") for name in ("requested_late", *_TRUSTED)),
        )
    limit = column("_law_before_deadline")
    answered = supplement.known & ~supplement.later_than(finish) & ~request.later_than(supplement)
    trusted = request.known & finish.known & pl.col("_law_in_time0") & ~answered
    restarted = supplement.known & ~request.known & pl.col("_law_moved_round0")
    after = supplement.instant_after(limit, or_at=True)
    paused = _paused_before(supplement, context)
    return rows.with_columns(
        limit.day.cast(pl.Date).alias("x_first_deadline"),
        (request.known & request.instant_after(limit, or_at=True)).alias("x_requested_late"),
        trusted.alias("x_wait_on_trust"),
        (restarted & after & pl.when(~paused).then(pl.lit(value=True))).alias("x_restart_on_trust"),
    )


def _paused_before(moment: Moment, context: RuleContext) -> pl.Expr:
    """Whether any pause was recorded to begin before `moment`."""
    begun = [
        (pl.col(f"_pause{i}_b") < instant(moment)).fill_null(value=False)
        for i in range(context.case.features.pauses)
    ]
    return pl.any_horizontal(begun) if begun else _NO


def add_pauses(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds what is asked of pauses.

    `x_any_pause` (Boolean): a pause is recorded. `x_paused_late` (Boolean): one that begun at or
    after the deadline as it then stood; null where no deadline is known. `x_late_pause` (Datetime)
    is the first such, `x_pause_deadline` (Date) the deadline it was held against.
    `x_waiting_since` (Date): since when a suspended dossier waits; null where nothing is dated.
    `x_waiting_days` (Int32): calendar days since then. `x_term_days` (Float64): the working days
    the term gives.
    """
    late, began, against = _NO, *_NOTHING
    for begin, limit in reversed(_held(context)):
        is_late = pl.when(begin.is_null()).then(_NO).otherwise(begin >= limit)
        late = late | is_late
        began = pl.when(is_late).then(begin).otherwise(began)
        against = pl.when(is_late).then(limit).otherwise(against)
    day, _ = last_instant(context.case.as_of)
    suspended = pl.col("outcome") == Outcome.SUSPENDED.value
    since = pl.min_horizontal("_law_open", "_law_awaited")
    recorded = [pl.col(f"_pause{i}_b").is_not_null() for i in range(context.case.features.pauses)]
    rows = rows.with_columns(
        (pl.any_horizontal(recorded) if recorded else _NO).alias("x_any_pause"),
        late.alias("x_paused_late"),
        join_moment(at(began)).alias("x_late_pause"),
        # A day ends at the midnight after it.
        at(against - 1).day.cast(pl.Date).alias("x_pause_deadline"),
        pl.when(suspended).then(since).alias("_since"),
    )
    return rows.with_columns(
        pl.col("_since").cast(pl.Date).alias("x_waiting_since"),
        (day - pl.col("_since")).alias("x_waiting_days"),
        _term_days(context).alias("x_term_days"),
    )


def _held(context: RuleContext) -> list[tuple[pl.Expr, pl.Expr]]:
    """Where each pause began, and the deadline it was held against, both in seconds; the wait for
    a supplement takes a place among them.
    """
    features = context.case.features
    places = features.pauses + int(features.rounds > 0)
    return [(pl.col(f"_law_pause{i}_b"), pl.col(f"_law_pause{i}_limit")) for i in range(places)]


def _term_days(context: RuleContext) -> pl.Expr:
    """The working days of a term: 1 for the same day, parts of a day for hours, those that lie in
    calendar days and months.
    """
    case, which = context.case, pl.col("x_calendar")
    unit, amount, clock = pl.col("_t_unit"), pl.col("_t_amount"), column("_law_clock").day
    is_months, is_calendar = unit == UNIT[Unit.MONTHS], unit == UNIT[Unit.CALENDAR_DAYS]
    months = case.tables.add_months(clock, pl.when(is_months).then(amount))
    days = (clock + pl.when(is_calendar).then(amount)).cast(pl.Int32)
    ends = pl.when(is_months).then(months).otherwise(days)
    return (
        pl.when(is_months | is_calendar)
        .then(case.tables.count(clock, ends, which))
        .when(unit == UNIT[Unit.WORKING_HOURS])
        .then(amount / case.hours.seconds_a_day)
        .when(unit == UNIT[Unit.SAME_DAY])
        .then(1)
        .otherwise(amount)
        .cast(pl.Float64)
    )
