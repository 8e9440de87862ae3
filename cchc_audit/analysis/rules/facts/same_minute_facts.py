"""Results entered in heaps: many dossiers of one officer finished within one minute (P501).

A minute of one officer seldom holds more than a dossier, so there are nearly as many groups as
dossiers. The pass over all of them takes one hash a dossier, most of them by way of the disk; only
where a hash comes often enough the dossiers are looked at again.
"""

import polars as pl

from cchc_audit.analysis.rules.facts.term_facts import at_least_a_day
from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import Status
from cchc_audit.engine.batches import Batches
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.engine.repeated import RepeatedRows
from cchc_audit.law.clock.instants import column

_MINUTE, _DAY = 60, 1440


def count_minutes(rows: pl.LazyFrame, context: RuleContext) -> Batches:
    """A row a dossier that can be part of a heap: `key` (UInt64), a hash of who finished it and
    when, and where it stands in the export; only keys that come often enough.
    """
    keys = _candidates(rows, context).select(pl.struct(_GROUP).hash().alias("key"), *ROW)
    return RepeatedRows(keys, times=context.thresholds.batch)


def find_heaps(
    rows: pl.LazyFrame, heaped: pl.DataFrame, context: RuleContext
) -> pl.LazyFrame | None:
    """The heaps: `commune`, `officer`, `minute`, `x_count`, `x_dossiers` (List of String).

    None where `heaped` (see `count_minutes`) has no rows.
    """
    if heaped.is_empty():
        return None
    batch = context.thresholds.batch
    marked = by_row(heaped, pl.repeat(1, len(heaped), dtype=pl.UInt8, eager=True))
    return (
        rows.filter(marked.is_not_null())
        .with_columns(_minute())
        .group_by(*_GROUP)
        .agg(
            pl.col("officer").cast(pl.String).first().alias("shown"),
            pl.len().cast(pl.Int32).alias("x_count"),
            pl.col("dossier_id").sort().alias("x_dossiers"),
        )
        .filter(pl.col("x_count") >= batch)
    )


def order_heaps(groups: pl.DataFrame) -> pl.DataFrame:
    """The heaps as findings, in the order of communes and time."""
    if "x_dossiers" not in groups.columns:
        return _NONE
    minute = pl.from_epoch(pl.col("minute").cast(pl.Int64) * _MINUTE, "s").cast(pl.Datetime("us"))
    return (
        groups.with_columns(
            pl.col("commune").cast(pl.String),
            pl.col("shown").alias("officer"),
            minute.alias("x_minute"),
            pl.lit(value=True).alias("violated"),
        )
        .select(_NONE.columns)
        .sort("commune", "x_minute", "officer", nulls_last=True)
    )


_GROUP = ("commune", "_raw_officer", "minute")
_NONE = pl.DataFrame(
    schema={
        "commune": pl.String,
        "officer": pl.String,
        "x_minute": pl.Datetime("us"),
        "x_count": pl.Int32,
        "x_dossiers": pl.List(pl.String),
        "violated": pl.Boolean,
    }
)


def _candidates(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Finished at a known time of day, by the office, and not to be finished on the day anyway.

    Where no term is known a dossier finished on the day it came may well be one of those.
    """
    finish, received = column("_finish"), column("_received")
    long = at_least_a_day(context).fill_null(finish.day != received.day)
    who = pl.col("_raw_officer").is_not_null() | pl.col("commune").is_not_null()
    taken_back = pl.col("status").is_in([Status.WITHDRAWN.value, Status.NOT_RECEIVED.value])
    timed = finish.sec > 0
    return rows.filter(timed & long & who & ~taken_back).with_columns(_minute())


def _minute() -> pl.Expr:
    finish = column("_finish")
    return (finish.day * _DAY + finish.sec // _MINUTE).alias("minute")
