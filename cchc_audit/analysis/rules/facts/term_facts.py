"""How long a dossier's term is, how much of it was used, and what the export says of it itself."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import Unit
from cchc_audit.law.catalogue.term_tables import TERM_HOURS, amount_of, text_of, unit_of
from cchc_audit.law.clock.instants import column
from cchc_audit.law.clock.reckoning import UNIT

_THOUSAND = 1000


def add_terms(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds what is asked of terms: how much of it was used (`_add_used`), and the export's own.

    `x_own_term` String: the term the export states itself, `x_own_term_longer` Boolean.
    """
    own = pl.col("legal_term")
    longer = _length(unit_of(own), amount_of(own)) > _length(pl.col("_t_unit"), pl.col("_t_amount"))
    return _add_used(rows, context).with_columns(
        text_of(own).alias("x_own_term"), longer.alias("x_own_term_longer")
    )


def _add_used(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds how much of the term had passed at the finish, in the term's own unit.

    `x_term_length` and `x_term_used` (Int64): working days, or calendar days for terms in calendar
    days and months, or working seconds for terms in hours, of which `processing_days` tells whole
    days only. Null for same-day terms and without a finish. `x_term_long` (Boolean): a term of
    five days or more. `x_term_share` (Float64): percent, rounded down to a tenth, so that a share
    above a whole percent is not told as that percent.
    """
    unit, amount, a_day = pl.col("_t_unit"), pl.col("_t_amount"), context.case.hours.seconds_a_day
    clock, finish = column("_law_clock"), column("_finish")
    is_months, is_calendar = unit == UNIT[Unit.MONTHS], unit == UNIT[Unit.CALENDAR_DAYS]
    is_hours, is_days = unit == UNIT[Unit.WORKING_HOURS], unit == UNIT[Unit.WORKING_DAYS]
    ends = context.case.tables.add_months(clock.day, pl.when(is_months).then(amount))
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


def at_least_a_day(context: RuleContext) -> pl.Expr:
    """Whether the term is a working day or longer (Boolean, null where no term is known)."""
    unit, amount = pl.col("_t_unit"), pl.col("_t_amount")
    hours = unit == UNIT[Unit.WORKING_HOURS]
    return (
        pl.when(unit == UNIT[Unit.SAME_DAY])
        .then(pl.lit(value=False))
        .when(hours)
        .then(amount >= context.case.hours.seconds_a_day)
        .when(unit.is_not_null())
        .then(pl.lit(value=True))
    )


def _length(unit: pl.Expr, amount: pl.Expr) -> pl.Expr:
    """Working hours a term stands for, only to tell which of two is the longer."""
    nominal = pl.lit(pl.Series([TERM_HOURS[u] for u in Unit])).gather(unit)
    return nominal * pl.when(unit == UNIT[Unit.SAME_DAY]).then(1).otherwise(amount)
