"""Receipts stamped by another clock: seven hours off the office's day, or all at one odd second."""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Table

_ROWS = 8
_TIMED = 0.5
_NIGHT = 0.9
_EVENING, _MORNING = 17, 5
_WHOLE_DAY = 12
_MOVED, _OUTSIDE = 0.98, 0.2
_LATER, _EARLIER = (13, 18), (11, 5)
"""A day of 07:00-17:00 moved by seven hours: nothing before the first hour (after it), and a part
beyond the second. Of a sound export neither is so."""


def find(table: Table) -> Iterator[Damage]:
    """The receipts, where nine of ten lie in the night, or all on the same odd second, or they fill
    a working day that is seven hours later or earlier than the office's.
    """
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
    moved = _is_moved(timed["received_at"].dt.hour())
    if night.height < timed.height * _NIGHT and not same and not moved:
        return
    marked = timed if same or moved else night
    lines = (night if moved else marked)["source_line"].head(3)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    evidence = table.shown(raw, "received_at")
    yield table.damage(DamageMark.SHIFTED_CLOCK, "received_at", marked.height, evidence)


def _is_moved(hours: pl.Series) -> bool:
    """Whether the hours are those of a working day seven hours later, or earlier."""
    if len(hours) < _WHOLE_DAY:
        return False
    later = hours >= _LATER[0], hours >= _LATER[1]
    earlier = hours < _EARLIER[0], hours < _EARLIER[1]
    return any(
        within.sum() >= len(hours) * _MOVED and beyond.sum() >= len(hours) * _OUTSIDE
        for within, beyond in (later, earlier)
    )
