"""Statuses that say nothing known: how many dossiers have one, and what stands there."""

import polars as pl

from cchc_audit.engine.answers import Sums
from cchc_audit.engine.batches import Batches
from cchc_audit.render.report import UnknownStatuses

_NAMED = 3


def count_unread(rows: pl.LazyFrame) -> Sums:
    """The unknown statuses of `rows` and how often each stands there; counts of one may be in
    several lines.
    """
    unread = rows.filter(pl.col("unread_status").is_not_null()).select(
        pl.col("unread_status").cast(pl.String)
    )
    counted = Batches(unread, [lambda part: part.group_by("unread_status").agg(n=pl.len())])
    return Sums(counted, frozenset("n"))


def unknown_statuses(counted: pl.DataFrame) -> UnknownStatuses:
    """How many dossiers have an unknown status, with the commonest texts."""
    ranked = (
        counted.group_by("unread_status")
        .agg(pl.col("n").cast(pl.Int64).sum())
        .sort("n", "unread_status", descending=[True, False])
    )
    commonest = tuple((str(text), int(n)) for text, n in ranked.head(_NAMED).iter_rows())
    return UnknownStatuses(int(ranked["n"].sum()), len(ranked), commonest)
