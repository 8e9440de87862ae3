"""A column four years and a day from the others: dates of the 1904 system taken for 1900.

Where a whole sheet was copied so, all its dates agree; what stays behind is the day that the
numbers of dossiers hold.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.values.years import numbered_day

_APART = 1_462
"""Days between the first day of Excel's 1900 system and that of its 1904 system."""
_AROUND = 200
_THROUGHOUT = 0.95
_ROWS = 3
_AROUND_NUMBER = 31


class _Apart(NamedTuple):
    """In how many rows a column and the receipt are filled, and in what share of them an era lies
    between the two.
    """

    rows: int
    share: float


def find(table: Table) -> Iterator[Damage]:
    """The columns that lie an era apart from the receipts; the receipts, where all others do."""
    if "received_at" not in table.cells:
        return
    others = [name for name in MOMENTS if name in table.cells and name != "received_at"]
    days = {name: found for name, found in _apart(table, others).items() if found.rows >= _ROWS}
    far = [name for name, found in days.items() if found.share >= _THROUGHOUT]
    if len(far) > 1 and len(far) == len(days):
        far = ["received_at"]
    if not far and _an_era_from_numbers(table):
        far = ["received_at", *days]
    for name in far:
        evidence = table.shown(table.raw.filter(table.cell(name).is_not_null()), name)
        rows = table.rows.height if name == "received_at" else days[name].rows
        yield table.damage(DamageMark.TWO_ERAS, name, rows, evidence)


def _an_era_from_numbers(table: Table) -> bool:
    """Whether the receipts lie an era from the days in their dossiers' numbers."""
    rows, share = table.rows.select(_told_by_numbers()).row(0)
    return bool(rows >= _ROWS and share >= _THROUGHOUT)


@cache
def _told_by_numbers() -> list[pl.Expr]:
    named = numbered_day(pl.col("dossier_id"))
    return _told((pl.col("received_at").dt.date() - named).dt.total_days(), _AROUND_NUMBER)


def _apart(table: Table, names: Sequence[str]) -> dict[str, _Apart]:
    """How far each column lies from the receipts, by one query for all."""
    if not names:
        return {}
    told = (one for name in names for one in _told_of(name))
    row = table.rows.select(told).row(0)
    return {name: _Apart(row[2 * n], row[2 * n + 1] or 0.0) for n, name in enumerate(names)}


@cache
def _told_of(name: str) -> list[pl.Expr]:
    days = (pl.col(name) - pl.col("received_at")).dt.total_days()
    return [one.name.prefix(f"{name}_") for one in _told(days.alias(""), _AROUND)]


def _told(days: pl.Expr, around: int) -> list[pl.Expr]:
    """How many rows have both days, and the share of those in which an era lies between them."""
    near = (days.abs() - _APART).abs() <= around
    return [days.count().alias("rows"), near.mean().alias("share")]
