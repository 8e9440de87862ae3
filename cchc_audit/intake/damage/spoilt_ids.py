"""Dossier numbers that a spreadsheet spoilt: digits lost, exponents, hashes."""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table
from cchc_audit.intake.values.identity import ROUNDED, SPOILT

_MOST = 0.5
_LEAST_ROWS = 3
"""One number in a hundred of seventeen digits ends in two noughts by itself."""


def find(table: Table) -> Iterator[Damage]:
    """The numbers of dossiers, where some of them cannot be told apart any more."""
    if "dossier_id" not in table.cells:
        return
    numbers = table.rows["dossier_id"]
    rounded = rounds_numbers(numbers)
    if not rounded and not (numbers == SPOILT).any():
        return
    spoilt = table.rows.filter(pl.col("dossier_id") == SPOILT)["source_line"]
    marked = table.raw.filter(pl.col("line").is_in(spoilt.implode()))
    if rounded:
        others = table.raw.filter(table.cell("dossier_id").str.contains(ROUNDED))
        marked = pl.concat([marked, others]).unique("line").sort("line")
    if not marked.is_empty():
        evidence = table.shown(marked, "dossier_id")
        yield table.damage(DamageMark.SPOILT_IDS, "dossier_id", marked.height, evidence)


def rounds_numbers(numbers: pl.Series) -> bool:
    """Whether most of the numbers have more than fifteen digits and end in noughts behind them."""
    rounded = int(numbers.str.contains(ROUNDED).sum())
    filled = len(numbers) - numbers.null_count()
    return rounded >= _LEAST_ROWS and rounded > filled * _MOST
