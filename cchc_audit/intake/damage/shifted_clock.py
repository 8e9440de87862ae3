"""Receipts stamped by another clock: seven hours off the office's day, or all at one odd second."""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table

_ROWS = 8
_TIMED = 0.5
_NIGHT = 0.9
_EVENING, _MORNING = 17, 5


def find(table: Table) -> Iterator[Damage]:
    """The receipts, where nine of ten lie in the night, or all on the same odd second."""
    if "received_at" not in table.cells:
        return
    at = pl.col("received_at")
    timed = table.rows.filter(at.dt.time() != pl.time(0, 0, 0))
    filled = table.rows.height - table.rows["received_at"].null_count()
    if timed.height < _ROWS or timed.height < filled * _TIMED:
        return
    night = timed.filter((at.dt.hour() >= _EVENING) | (at.dt.hour() < _MORNING))
    seconds = timed["received_at"].dt.second()
    same = seconds.n_unique() == 1 and seconds[0] != 0
    if night.height < timed.height * _NIGHT and not same:
        return
    marked = timed if same else night
    lines = marked["source_line"].head(3)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    evidence = table.shown(raw, "received_at")
    yield table.damage(DamageMark.SHIFTED_CLOCK, "received_at", marked.height, evidence)
