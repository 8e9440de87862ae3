"""What the appointments of a dossier are held against: the law, the calendar, the result."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Grain, Outcome, Reading, Unit
from cchc_audit.law.clock.instants import Moment, column, last_instant, split, store
from cchc_audit.law.clock.reckoning import UNIT
from cchc_audit.law.verdict.doubts import name_doubts, weigh_legal_deadline

_AGAIN = "_again"
FAR = 60
"""Days after which more than one working day has passed, whatever the calendar holds."""


def add_appointments(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds what is asked of appointments.

    `x_slip_due` (Boolean, null where it cannot be told): the dossier is one that gets an
    appointment: not a same-day procedure, not finished on the day of receipt. `x_days_beyond`
    (Int32): working days from the legal deadline to the appointment; null also beyond the
    calendar. `x_far_beyond` (Boolean): more than one working day beyond it. `x_far_beyond_lenient`:
    and beyond the deadline with every doubt resolved for the office. `x_law_doubt`,
    `x_law_and_finish_doubt` (String): the doubts of fact against the legal deadline and the
    appointment, or the finish, that is held against it; null for none. `x_promised_working`
    (Boolean): the appointment lies on a working day. `x_missed`, `x_missed_again` (Boolean): no
    result when the appointment, the new appointment, was over; null without one.
    """
    case, which = context.case, pl.col("x_calendar")
    lenient = case.reckoning(frozenset(Reading)).tables
    legal, office = column("_law_deadline"), column("_office_deadline")
    promised, finish = column("_promised"), column("_finish")
    rows = rows.with_columns(
        case.tables.count(legal.day, promised.day, which).alias("x_days_beyond"),
        lenient.count(office.day, promised.day, which).alias("_beyond_lenient"),
        case.tables.working(promised.day, which).alias("x_promised_working"),
        *store(_AGAIN, split(pl.col("rescheduled_to"))),
    )
    same_day = pl.col("_t_unit") == UNIT[Unit.SAME_DAY]
    at_once = (finish.day == column("_received").day).fill_null(value=False)
    # When the citizen took a dossier back is not recorded: it may have been the same day.
    taken_back = (pl.col("outcome") == Outcome.WITHDRAWN.value) & ~finish.known
    slip_due = pl.when(~taken_back | at_once | same_day).then(~same_day & ~at_once)
    return rows.with_columns(
        slip_due.alias("x_slip_due"),
        _far(pl.col("x_days_beyond"), legal, promised).alias("x_far_beyond"),
        _far(pl.col("_beyond_lenient"), office, promised).alias("x_far_beyond_lenient"),
        name_doubts(weigh_legal_deadline(case, beside=("promised_at",))).alias("x_law_doubt"),
        name_doubts(weigh_legal_deadline(case, beside=FINISHES)).alias("x_law_and_finish_doubt"),
        _missed(promised, context).alias("x_missed"),
        _missed(column(_AGAIN), context).alias("x_missed_again"),
    )


def _far(days: pl.Expr, legal: Moment, promised: Moment) -> pl.Expr:
    """More than one working day beyond, also where the appointment lies outside the calendar."""
    return (days > 1) | (promised.day - legal.day > FAR)


def _missed(appointment: Moment, context: RuleContext) -> pl.Expr:
    """Whether the result, or the as-of of an open dossier, came after the appointment was over.

    It is over with its day, under `appointment_grain = "instant"` with its time of day.
    """
    day, second = last_instant(context.case.as_of)
    if context.case.policy.appointment_grain is Grain.DAY:
        appointment = Moment(appointment.day, pl.lit(0, dtype=pl.Int32))
    now = Moment(pl.lit(day, dtype=pl.Int32), pl.lit(second, dtype=pl.Int32))
    finish = column("_finish")
    return (
        pl.when(appointment.known & finish.known)
        .then(finish.later_than(appointment))
        .when(appointment.known)
        .then(now.later_than(appointment))
    )
