"""What the record says of itself: the day inside a number, the last act, the seconds it took."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.law.clock.instants import column, join_moment

_CODE_DATE = r"-(\d{6})-\d+$"


def add_record(rows: pl.LazyFrame, _: RuleContext) -> pl.LazyFrame:
    """Adds what the record says of itself.

    `x_due` Date: the deadline the verdict goes by, also of dossiers that were withdrawn.
    `x_last_date` Datetime: the latest recorded act. `x_code_date` Date: the day inside the
    dossier's number. `x_seconds` Int64: from receipt to finish where both have a time.
    """
    received, finish = column("_received"), column("_finish")
    timed = (received.sec > 0) & (finish.sec > 0)
    return rows.with_columns(
        column("_law_due").day.cast(pl.Date).alias("x_due"),
        pl.col("last_recorded_at").alias("x_last_date"),
        _code_date().alias("x_code_date"),
        pl.when(timed)
        .then((join_moment(finish) - join_moment(received)).dt.total_seconds())
        .alias("x_seconds"),
    )


def _code_date() -> pl.Expr:
    """The yyMMdd of `H21.05-260302-0001`; null where the number holds no such day."""
    digits = pl.col("dossier_id").str.extract(_CODE_DATE, 1)
    return pl.concat_str(pl.lit("20"), digits).str.to_date("%Y%m%d", strict=False)
