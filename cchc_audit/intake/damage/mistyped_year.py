"""A year typed wrong in single rows: a receipt of 5 January 2025 in a dossier of 260105.

Whether it is one the verdict says (`law.verdict.other_year`): it knows terms and working days. Here
stands of which rows it is to be asked.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.intake.damage.damage import Table
from cchc_audit.intake.values.years import (
    LONG,
    is_completion_of_other_year,
    is_receipt_of_other_year,
)


def find_suspects(tables: Sequence[Table], today: date) -> pl.DataFrame:
    """The rows without a fault in which two dates may lie in different years by mistake, or an end
    lies behind `today`: `source`, `source_line` (UInt32).
    """
    found = [
        table.rows.lazy()
        .filter(_is_suspect(table.judged, today), pl.col("fault").is_null())
        .select("source", "source_line")
        for table in tables
    ]
    return pl.concat(found).collect()


@lru_cache(maxsize=4)
def _is_suspect(judged: date, today: date) -> pl.Expr:
    received = pl.col("received_at").dt.date()
    wait = (pl.col("promised_at").dt.date() - received).dt.total_days()
    done = [pl.col(name).dt.date() for name in FINISHES]
    ahead = [
        (day > judged) & (((day - received).dt.total_days() > LONG) | (day > today)) for day in done
    ]
    return pl.any_horizontal(
        wait.abs() > LONG,
        *ahead,
        is_receipt_of_other_year(pl.col("dossier_id")),
        is_completion_of_other_year(),
    )
