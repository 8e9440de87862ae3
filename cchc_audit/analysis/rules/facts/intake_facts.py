"""How long an online submission waited for the desk, and how much of its term a refusal used up."""

from datetime import datetime

import polars as pl

from cchc_audit.analysis.rules.rule import Setting
from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.clock.instants import (
    END_OF_DAY,
    Moment,
    choose,
    column,
    last_instant,
    split,
    store,
)
from cchc_audit.law.clock.reckoning import UNIT

_SUBMITTED, _ANSWERED = "_submitted", "_answered"
_THOUSAND = 1000


def with_intake(rows: pl.LazyFrame, setting: Setting) -> pl.LazyFrame:
    """Adds the working time between submission and the desk's answer.

    `x_intake_least`, `x_intake_most` (Int64 seconds): a bare date leaves a span, from the closing
    of the day of submission to the opening of that of the answer at the least. `x_intake_hours`
    (Float64) is the least in hours, rounded up to a tenth. `x_answered` (Boolean): whether the
    desk has answered at all; without, the span ends at the as-of.

    The answer is the acceptance, or what came before it in its place: a request to complete the
    dossier, a result.
    """
    tables, which = setting.case.tables, pl.col("x_calendar")
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
        *store(_ANSWERED, choose(answered.known, answered, _at(setting.case.as_of))),
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


def with_term_used(rows: pl.LazyFrame, setting: Setting) -> pl.LazyFrame:
    """Adds how much of the term had passed at the finish, in the term's own unit.

    `x_term_length` and `x_term_used` (Int64): working days, or calendar days for terms in calendar
    days and months, or working seconds for terms in hours, of which `processing_days` tells whole
    days only. Null for same-day terms and without a finish. `x_term_long` (Boolean): a term of
    five days or more. `x_term_share` (Float64): percent, rounded down to a tenth, so that a share
    above a whole percent is not told as that percent.
    """
    unit, amount, a_day = pl.col("_t_unit"), pl.col("_t_amount"), setting.case.hours.seconds_a_day
    clock, finish = column("_law_clock"), column("_finish")
    is_months, is_calendar = unit == UNIT[Unit.MONTHS], unit == UNIT[Unit.CALENDAR_DAYS]
    is_hours, is_days = unit == UNIT[Unit.WORKING_HOURS], unit == UNIT[Unit.WORKING_DAYS]
    ends = setting.case.tables.add_months(clock.day, pl.when(is_months).then(amount))
    passed = (finish.day - clock.day - pl.col("_law_given_c")).clip(0)
    worked = pl.col("processing_days").cast(pl.Int64)
    rows = rows.with_columns(
        pl.when(is_months)
        .then(ends - clock.day)
        .when(is_days | is_calendar | is_hours)
        .then(amount)
        .cast(pl.Int64)
        .alias("x_term_length"),
        pl.when(is_months | is_calendar)
        .then(passed)
        .when(is_hours)
        .then(worked * a_day)
        .when(is_days)
        .then(worked)
        .cast(pl.Int64)
        .alias("x_term_used"),
    )
    shortest = pl.when(is_hours).then(5 * a_day).otherwise(5)
    used, length = pl.col("x_term_used"), pl.col("x_term_length")
    return rows.with_columns(
        (length >= shortest).alias("x_term_long"),
        ((used * _THOUSAND // length) / 10).alias("x_term_share"),
    )
