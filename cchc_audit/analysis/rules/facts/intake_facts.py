"""How long an online submission waited for the desk."""

from datetime import datetime

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.law.clock.instants import (
    END_OF_DAY,
    Moment,
    choose,
    column,
    last_instant,
    split,
    store,
)

_SUBMITTED, _ANSWERED = "_submitted", "_answered"


def add_intake(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds the working time between submission and the desk's answer.

    `x_intake_least`, `x_intake_most` (Int64 seconds): a bare date leaves a span, from the closing
    of the day of submission to the opening of that of the answer at the least. `x_intake_hours`
    (Float64) is the least in hours, rounded up to a tenth. `x_answered` (Boolean): whether the
    desk has answered at all; without, the span ends at the as-of.

    The answer is the acceptance, or what came before it in its place: a request to complete the
    dossier, a result.
    """
    tables, which = context.case.tables, pl.col("x_calendar")
    submitted, answered = column(_SUBMITTED), column(_ANSWERED)

    def through(moment: Moment, bare: int) -> pl.Expr:
        second = pl.when(moment.bare).then(bare).otherwise(moment.sec)
        return tables.seconds_through(moment.day, second, which)

    rows = rows.with_columns(
        *store(_SUBMITTED, split(pl.col("submitted_at"))),
        *store(_ANSWERED, _answer()),
    )
    rows = rows.with_columns(
        answered.known.alias("x_answered"),
        *store(_ANSWERED, choose(answered.known, answered, _at(context.case.as_of))),
    )
    rows = rows.with_columns(
        (through(answered, 0) - through(submitted, END_OF_DAY)).clip(0).alias("x_intake_least"),
        (through(answered, END_OF_DAY) - through(submitted, 0)).clip(0).alias("x_intake_most"),
    )
    return rows.with_columns(
        ((pl.col("x_intake_least") / 360).ceil() / 10).alias("x_intake_hours"),
    )


def _answer() -> Moment:
    """The desk's first answer: a request before the acceptance, the acceptance, else the finish."""
    received, request = column("_received"), column("_request")
    submitted = split(pl.col("submitted_at"))
    first = request.known & ~request.later_than(received) & ~submitted.later_than(request)
    accepted = choose(received.known, received, column("_finish"))
    return choose(first, request, accepted)


def _at(as_of: datetime) -> Moment:
    day, second = last_instant(as_of)
    return Moment(pl.lit(day, dtype=pl.Int32), pl.lit(second, dtype=pl.Int32))
