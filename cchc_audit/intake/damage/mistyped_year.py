"""A year typed wrong in single rows: a receipt of 5 January 2025 in a dossier of 260105."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.years import (
    LONG,
    YEAR,
    is_completion_of_other_year,
    is_receipt_of_other_year,
    years_off,
)

_ALIKE = ("procedure_code", "procedure_name", "legal_term")
"""What dossiers of one term have in common."""
_AROUND = 10


def find(table: Table) -> Iterator[Damage]:
    """The receipts and completions whose year the rest of their row contradicts."""
    rows = table.rows.with_columns(_wait().alias("wait"))
    by_row = is_receipt_of_other_year(pl.col("dossier_id"))
    # What is usual takes longest to find out, and matters where somebody waits for a year.
    long = (rows["wait"] > LONG).any()
    due = _is_due_in_other_year(pl.col("wait").median().over(_ALIKE)) if long else pl.lit(False)
    ahead = [_is_in_time_in_other_year(name, table.judged) for name in FINISHES]
    found = {
        "received_at": by_row.fill_null(value=False) | due,
        "completed_at": is_completion_of_other_year().fill_null(value=False) | ahead[0],
        "returned_at": ahead[1],
    }
    wrong = rows.select(
        pl.col("source_line").filter(one).implode().alias(n) for n, one in found.items()
    )
    for name in found:
        if name not in table.cells:
            continue
        lines = wrong[name][0]
        if not lines.is_empty():
            yield table.damage(
                DamageMark.MISTYPED_YEAR, name, len(lines), _shown(table, name, lines)
            )


def _wait() -> pl.Expr:
    return (pl.col("promised_at").dt.date() - pl.col("received_at").dt.date()).dt.total_days()


def _is_due_in_other_year(usual: pl.Expr) -> pl.Expr:
    """Whether the appointment lies as long as is usual behind the receipt, but for whole years."""
    moved = years_off(pl.col("wait") - usual + _AROUND, most=2 * _AROUND)
    return ((pl.col("wait") > LONG) & (moved > 0)).fill_null(value=False)


def _is_in_time_in_other_year(name: str, judged: date) -> pl.Expr:
    """Whether an end lies after the judgement, and before its appointment but for whole years."""
    done, received = pl.col(name).dt.date(), pl.col("received_at").dt.date()
    days = (done - received).dt.total_days()
    in_time = days - (days / YEAR).floor() * YEAR <= pl.col("wait")
    return ((done > judged) & (days > YEAR) & in_time).fill_null(value=False)


def _shown(table: Table, name: str, lines: pl.Series) -> tuple[Evidence, ...]:
    """The first of the rows: the dossier's number, and the date."""
    raw = table.raw.filter(pl.col(LINE).is_in(lines.implode())).head(SHOWN)
    shown = raw.select(LINE, table.cells["dossier_id"], table.cells[name])
    return tuple(Evidence(line, f"{number} → {text}") for line, number, text in shown.iter_rows())
