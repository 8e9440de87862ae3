"""Whether a dossier was received or finished outside the office's working time."""

from functools import reduce
from operator import or_

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.law.clock.instants import Moment, column


def add_office_hours(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds `x_off_received`, `x_off_finished` String: `day_off` or `hours` where the moment lies
    outside office hours, else "".
    """
    return rows.with_columns(
        _off(column("_received"), context).alias("x_off_received"),
        _off(column("_finish"), context).alias("x_off_finished"),
    )


def _off(moment: Moment, context: RuleContext) -> pl.Expr:
    """Where a moment lies outside the office's working time: `day_off`, `hours`, or "".

    A bare date is held against the calendar alone. Null without a moment.
    """
    case = context.case
    which = None if case.tables.calendars == 1 else pl.col("x_calendar")
    working = case.tables.working(moment.day, which)
    inside = reduce(or_, (moment.sec.is_between(a, b) for a, b in case.hours.sessions))
    return (
        pl.when(~working)
        .then(pl.lit("day_off"))
        .when(working & (inside | moment.bare))
        .then(pl.lit(""))
        .when(working)
        .then(pl.lit("hours"))
    )
