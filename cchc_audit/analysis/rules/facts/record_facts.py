"""What the record says of itself: dates that have not come, dates inside numbers, office hours.

Shared by the families D, C and P; what no chosen rule asks for is not worked out.
"""

from functools import reduce
from operator import or_

import polars as pl

from cchc_audit.analysis.rules.rule import Setting
from cchc_audit.core.columns import RECORDED
from cchc_audit.core.vocabulary import EventKind, Unit
from cchc_audit.engine.lookup import by_key
from cchc_audit.law.catalogue.term_tables import TERM_HOURS, amount_of, text_of, unit_of
from cchc_audit.law.clock.instants import Moment, column, joined
from cchc_audit.law.clock.reckoning import UNIT

# Cut at the as-of in judged rows; the export's own cells stand beside them.
_CUT = ("submitted_at", "apology_at")
_STANDS_FOR = {
    EventKind.PAUSE.value: "paused_at",
    EventKind.RESUME.value: "resumed_at",
    EventKind.SUPPLEMENT_REQUEST.value: "supplement_requested_at",
    EventKind.SUPPLEMENT.value: "supplemented_at",
    EventKind.APOLOGY.value: "apology_at",
}
_CODE_DATE = r"-(\d{6})-\d+$"


def with_records(rows: pl.LazyFrame, setting: Setting) -> pl.LazyFrame:
    """Adds what the record says of itself.

    `x_future` Datetime, `x_future_column` String: the first recorded moment that has not come yet,
    and the column it stands in (for an event: which it stands for, or its kind). `x_due` Date: the
    deadline the verdict goes by, also of dossiers that were withdrawn. `x_last_date` Datetime: the
    latest recorded act. `x_code_date` Date: the day inside the dossier's number. `x_own_term`
    String: the term the export states itself,
    `x_own_term_longer` Boolean. `x_off_received`, `x_off_finished` String: `day_off` or `hours`
    where the moment lies outside office hours, else "". `x_seconds` Int64: from receipt to finish
    where both have a time.
    """
    names = [name for name in RECORDED if name in setting.available]
    event_at, event_column = _first_event_ahead(setting)
    ahead = [(name, _read(name) >= setting.future_from) for name in names]
    own = pl.col("legal_term")
    received, finish = column("_received"), column("_finish")
    timed = (received.sec > 0) & (finish.sec > 0)
    longer = _length(unit_of(own), amount_of(own)) > _length(pl.col("_t_unit"), pl.col("_t_amount"))
    return rows.with_columns(
        _first(
            [*(pl.when(is_ahead).then(_read(name)) for name, is_ahead in ahead), *event_at],
            pl.Datetime("us"),
        ).alias("x_future"),
        _first(
            [*(pl.when(is_ahead).then(pl.lit(name)) for name, is_ahead in ahead), *event_column],
            pl.String(),
        ).alias("x_future_column"),
        column("_law_due").day.cast(pl.Date).alias("x_due"),
        pl.col("last_recorded_at").alias("x_last_date"),
        _code_date().alias("x_code_date"),
        text_of(own).alias("x_own_term"),
        longer.alias("x_own_term_longer"),
        _off(received, setting).alias("x_off_received"),
        _off(finish, setting).alias("x_off_finished"),
        pl.when(timed)
        .then((joined(finish) - joined(received)).dt.total_seconds())
        .alias("x_seconds"),
    )


def at_least_a_day(setting: Setting) -> pl.Expr:
    """Whether the term is a working day or longer (Boolean, null where no term is known)."""
    unit, amount = pl.col("_t_unit"), pl.col("_t_amount")
    hours = unit == UNIT[Unit.WORKING_HOURS]
    return (
        pl.when(unit == UNIT[Unit.SAME_DAY])
        .then(pl.lit(value=False))
        .when(hours)
        .then(amount >= setting.case.hours.seconds_a_day)
        .when(unit.is_not_null())
        .then(pl.lit(value=True))
    )


def _first_event_ahead(setting: Setting) -> tuple[list[pl.Expr], list[pl.Expr]]:
    """The earliest event of the dossier that has not come yet, and what it stands for; nothing
    where no event lies ahead.
    """
    if setting.ahead is None or setting.ahead.is_empty():
        return [], []
    first = setting.ahead.sort("at", "source_line").unique(
        "dossier_id", keep="first", maintain_order=True
    )
    kinds = first["event"].cast(pl.String).replace(_STANDS_FOR)
    where = by_key(first["dossier_id"])(pl.col("dossier_id"))
    return [pl.lit(first["at"]).gather(where)], [pl.lit(kinds).gather(where)]


def _read(name: str) -> pl.Expr:
    return pl.col(f"_raw_{name}") if name in _CUT else pl.col(name)


def _first(values: list[pl.Expr], dtype: pl.DataType) -> pl.Expr:
    return pl.coalesce(values) if values else pl.lit(None, dtype=dtype)


def _code_date() -> pl.Expr:
    """The yyMMdd of `H21.05-260302-0001`; null where the number holds no such day."""
    digits = pl.col("dossier_id").str.extract(_CODE_DATE, 1)
    return pl.concat_str(pl.lit("20"), digits).str.to_date("%Y%m%d", strict=False)


def _off(moment: Moment, setting: Setting) -> pl.Expr:
    """Where a moment lies outside the office's working time: `day_off`, `hours`, or "".

    A bare date is held against the calendar alone. Null without a moment.
    """
    case = setting.case
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


def _length(unit: pl.Expr, amount: pl.Expr) -> pl.Expr:
    """Working hours a term stands for, only to tell which of two is the longer."""
    nominal = pl.lit(pl.Series([TERM_HOURS[u] for u in Unit])).gather(unit)
    return nominal * pl.when(unit == UNIT[Unit.SAME_DAY]).then(1).otherwise(amount)
