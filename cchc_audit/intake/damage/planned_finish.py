"""A finish that is the appointment: *Ngày trả* in a book that has no status and no other date.

Every dossier has one from its first day, and it lies as many days behind the receipt as the term
has, or as nearly all dossiers of the procedure have. Taken for a finish, it makes every dossier one
that was returned in time, those among them that are still being handled.
"""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import SHOWN, Damage, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.terms import days_of

_ROWS, _OF_ONE = 10, 5
"""In fewer rows, or in fewer of one procedure, days that are alike say nothing."""
_LEAST = 2
"""Days behind the receipt; many a result is ready on its day, or on the next one."""
_FILLED, _PLANNED = 0.95, 0.85
"""The rest has no receipt, or lies around holidays."""


def find(table: Table) -> Iterator[Damage]:
    """The one finish of a table without statuses and appointments, where it is a plan."""
    finishes = [name for name in FINISHES if name in table.cells]
    if len(finishes) != 1 or {"status", "promised_at"} & set(table.cells):
        return
    rows = _days_after_receipt(table, finishes[0])
    held = rows.drop_nulls(("calendar", "working"))
    if held.height < max(_ROWS, rows.height * _FILLED):
        return
    ways = ("working", "calendar")
    several = pl.len().over("procedure") >= _OF_ONE
    alike = [several & (pl.col(way) == pl.col(way).mode().min().over("procedure")) for way in ways]
    planned = [*alike, *(pl.col("term") == pl.col(way) for way in ways)]
    late_enough = pl.col("calendar") >= _LEAST
    shares = held.select((one & late_enough).mean().alias(str(n)) for n, one in enumerate(planned))
    if max(share or 0 for share in shares.row(0)) >= _PLANNED:
        raw = table.raw.filter(pl.col(LINE).is_in(held[LINE].head(SHOWN).implode()))
        shown = table.shown(raw, finishes[0])
        yield table.damage(DamageMark.PLANNED_FINISH, finishes[0], held.height, shown)


def _days_after_receipt(table: Table, finish: str) -> pl.DataFrame:
    """The rows with a receipt: `line`, `procedure`, `term` in days, and the days from the receipt
    to the finish, counted both ways (`working` without holidays).
    """
    day = pl.duration(days=1)
    received, done = pl.col("received_at").dt.date(), pl.col(finish).dt.date()
    return table.rows.filter(received.is_not_null()).select(
        pl.col("source_line").alias(LINE),
        pl.coalesce(pl.col("procedure_code", "procedure_name").cast(pl.String)).alias("procedure"),
        days_of(pl.col("legal_term")).alias("term"),
        (done - received).dt.total_days().alias("calendar"),
        pl.business_day_count(received + day, done + day).alias("working"),
    )
