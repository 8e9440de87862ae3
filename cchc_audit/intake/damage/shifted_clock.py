"""Receipts stamped by another clock: seven hours off the office's day, or all at one odd second."""

from collections.abc import Iterator, Mapping
from functools import cache

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
_MOVES = ("from", _LATER), ("before", _EARLIER)


def find(table: Table) -> Iterator[Damage]:
    """The receipts, where nine of ten lie in the night, or all on the same odd second, or they fill
    a working day that is seven hours later or earlier than the office's.
    """
    if "received_at" not in table.cells:
        return
    told = table.rows.select(_told_together()).row(0, named=True)
    rows = told["timed"]
    if rows < _ROWS or rows < told["filled"] * _TIMED:
        return
    same = told["seconds"] == 1 and told["second"] != 0
    moved = _is_moved(told)
    if told["night"] < rows * _NIGHT and not same and not moved:
        return
    timed = table.rows.filter(_is_timed())
    night = timed.filter(_is_night(pl.col("received_at").dt.hour()))
    marked = timed if same or moved else night
    lines = (night if moved else marked)["source_line"].head(3)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    evidence = table.shown(raw, "received_at")
    yield table.damage(DamageMark.SHIFTED_CLOCK, "received_at", marked.height, evidence)


@cache
def _told_together() -> list[pl.Expr]:
    """Of the receipts with a time (`timed`): how many lie at night, how many distinct seconds they
    have and the first of them, how many lie from the hours `_LATER` on and before `_EARLIER`.
    `filled` counts all receipts.
    """
    at, timed = pl.col("received_at"), _is_timed()
    hour, second = at.dt.hour().filter(timed), at.dt.second().filter(timed)
    return [
        at.count().alias("filled"),
        timed.sum().alias("timed"),
        _is_night(hour).sum().alias("night"),
        second.n_unique().alias("seconds"),
        second.first().alias("second"),
        *((hour >= first).sum().alias(f"from {first}") for first in _LATER),
        *((hour < end).sum().alias(f"before {end}") for end in _EARLIER),
    ]


def _is_timed() -> pl.Expr:
    return pl.col("received_at").dt.time() != pl.time(0, 0, 0)


def _is_night(hour: pl.Expr) -> pl.Expr:
    return (hour >= _EVENING) | (hour < _MORNING)


def _is_moved(told: Mapping[str, int]) -> bool:
    """Whether the hours are those of a working day seven hours later, or earlier."""
    rows = told["timed"]
    later, earlier = ([f"{side} {hour}" for hour in hours] for side, hours in _MOVES)
    return rows >= _WHOLE_DAY and any(
        told[within] >= rows * _MOVED and told[beyond] >= rows * _OUTSIDE
        for within, beyond in (later, earlier)
    )
