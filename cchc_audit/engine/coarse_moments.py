"""Moments of two exports held against each other at the coarser of their precisions.

`03/02/2026` and `03/02/2026 08:15:20` say the same, so do `08:15` and `08:15:20`: one system wrote
down less than the other, nobody moved anything.
"""

import polars as pl

_DAY, _MINUTE = "1d", "1m"


def _at(precision: str, moment: pl.Expr) -> pl.Expr:
    return moment.dt.truncate(precision)


def _rounded(precision: str, *moments: pl.Expr) -> pl.Expr:
    """Whether either moment says no more than this precision."""
    return pl.any_horizontal(_at(precision, moment) == moment for moment in moments)


def differs(old: pl.Expr, new: pl.Expr) -> pl.Expr:
    """Whether two moments contradict each other (Boolean, never null); known and unknown do."""
    apart = (
        pl.when(_rounded(_DAY, old, new))
        .then(_at(_DAY, old) != _at(_DAY, new))
        .when(_rounded(_MINUTE, old, new))
        .then(_at(_MINUTE, old) != _at(_MINUTE, new))
        .otherwise(old != new)
    )
    return apart.fill_null(old.is_null() != new.is_null())


def is_later(new: pl.Expr, old: pl.Expr) -> pl.Expr:
    """Whether `new` lies after `old`; null where one of them is unknown."""
    return differs(old, new) & (new > old)


def lies_before(moment: pl.Expr, instant: pl.Expr) -> pl.Expr:
    """Whether a moment is surely before an instant: a bare date only when its day is over."""
    bare = _at(_DAY, moment) == moment
    return pl.when(bare).then(moment.dt.offset_by(_DAY) <= instant).otherwise(moment < instant)
