"""A column four years and a day from the others: dates of the 1904 system taken for 1900.

Where a whole sheet was copied so, all its dates agree; what stays behind is the day that the
numbers of dossiers hold.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.years import numbered_day

_APART = 1_462
"""Days between the first day of Excel's 1900 system and that of its 1904 system."""
_AROUND = 200
_THROUGHOUT = 0.95
_ROWS = 3
_AROUND_NUMBER = 31


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
    if not far and _an_era_from_numbers(table):
        far = ["received_at", *days]
    for name in far:
        evidence = table.shown(table.raw.filter(table.cell(name).is_not_null()), name)
        rows = table.rows.height if name == "received_at" else len(days[name])
        yield table.damage(DamageMark.TWO_ERAS, name, rows, evidence)


def _an_era_from_numbers(table: Table) -> bool:
    """Whether the receipts lie an era from the days in their dossiers' numbers."""
    named = numbered_day(pl.col("dossier_id"))
    apart = table.rows.select((pl.col("received_at").dt.date() - named).dt.total_days())
    days = apart.to_series().drop_nulls()
    return len(days) >= _ROWS and _an_era_apart(days, _AROUND_NUMBER)


def _days_apart(table: Table, name: str) -> pl.Series:
    apart = (pl.col(name) - pl.col("received_at")).dt.total_days()
    return table.rows.select(apart.alias(LINE))[LINE].drop_nulls()


def _an_era_apart(days: pl.Series, around: int = _AROUND) -> bool:
    near = (days.abs() - _APART).abs() <= around
    share = near.mean()
    return isinstance(share, float) and share >= _THROUGHOUT
