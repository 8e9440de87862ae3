"""A column four years and a day from the others: dates of the 1904 system taken for 1900."""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.files.body import LINE

_APART = 1_462
"""Days between the first day of Excel's 1900 system and that of its 1904 system."""
_AROUND = 200
_THROUGHOUT = 0.95
_ROWS = 3


def find(table: Table) -> Iterator[Damage]:
    """The columns that lie an era apart from the receipts; the receipts, where all others do."""
    if "received_at" not in table.cells:
        return
    others = [name for name in MOMENTS if name in table.cells and name != "received_at"]
    days = {name: _days_apart(table, name) for name in others}
    days = {name: apart for name, apart in days.items() if len(apart) >= _ROWS}
    far = [name for name, apart in days.items() if _an_era_apart(apart)]
    if len(far) > 1 and len(far) == len(days):
        far = ["received_at"]
    for name in far:
        evidence = table.shown(table.raw.filter(table.cell(name).is_not_null()), name)
        rows = table.rows.height if name == "received_at" else len(days[name])
        yield table.damage(DamageMark.TWO_ERAS, name, rows, evidence)


def _days_apart(table: Table, name: str) -> pl.Series:
    apart = (pl.col(name) - pl.col("received_at")).dt.total_days()
    return table.rows.select(apart.alias(LINE))[LINE].drop_nulls()


def _an_era_apart(days: pl.Series) -> bool:
    near = (days.abs() - _APART).abs() <= _AROUND
    share = near.mean()
    return isinstance(share, float) and share >= _THROUGHOUT
