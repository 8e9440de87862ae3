"""A column that holds something else than its header says: two that changed places, or a plan.

Some software writes the planned end under *Ngày kết thúc*: then even dossiers still being handled
have a finish. And no appointment lies before the receipt, unless the two changed places.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import SHOWN, Damage, Table

_ROWS = 5
_MOST = 0.9


def find(table: Table) -> Iterator[Damage]:
    """A finish that most open dossiers have; receipts that lie after most appointments."""
    open_still = table.rows.filter(pl.col("status") == Status.IN_PROGRESS.value)
    for name in FINISHES:
        if name in table.cells:
            yield from _most(table, open_still, pl.col(name).is_not_null(), name)
    if {"received_at", "promised_at"} <= set(table.cells):
        promised, received = pl.col("promised_at").dt.date(), pl.col("received_at").dt.date()
        dated = table.rows.drop_nulls(("promised_at", "received_at"))
        yield from _most(table, dated, promised < received, "received_at")


def _most(table: Table, rows: pl.DataFrame, wrong: pl.Expr, column: str) -> Iterator[Damage]:
    """The mark of `column`, where most of enough rows are wrong."""
    marked = rows.filter(wrong)
    if marked.height < _ROWS or marked.height < rows.height * _MOST:
        return
    lines = marked["source_line"].head(SHOWN)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    yield table.damage(DamageMark.MISNAMED_COLUMN, column, marked.height, table.shown(raw, column))
