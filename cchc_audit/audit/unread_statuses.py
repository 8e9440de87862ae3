"""Statuses that say nothing known: how many dossiers have one, and what stands there."""

import polars as pl

from cchc_audit.engine.batches import Batches
from cchc_audit.render import numbers
from cchc_audit.render.report import Remark
from cchc_audit.texts import Texts

_NAMED = 3
_LONGEST = 60


def count_unread(rows: pl.LazyFrame) -> Batches:
    """The unknown statuses of `rows` and how often each stands there; counts of one may be in
    several lines.
    """
    unread = rows.filter(pl.col("unread_status").is_not_null()).select(
        pl.col("unread_status").cast(pl.String)
    )
    return Batches(unread, [lambda part: part.group_by("unread_status").agg(pl.len().alias("n"))])


def remark_unread(counted: pl.DataFrame, texts: Texts) -> tuple[Remark, ...]:
    """How many dossiers have an unknown status, with the commonest texts; nothing for none."""
    ranked = (
        counted.group_by("unread_status")
        .agg(pl.col("n").cast(pl.Int64).sum())
        .sort("n", "unread_status", descending=[True, False])
    )
    if ranked.is_empty():
        return ()
    listed = (
        f"“{text[:_LONGEST]}” ({numbers.whole(n, texts)})"
        for text, n in ranked.head(_NAMED).iter_rows()
    )
    values = {
        "n": numbers.whole(int(ranked["n"].sum()), texts),
        "list": ", ".join(listed) + (", …" if len(ranked) > _NAMED else ""),
    }
    return (Remark("audit.unknown_statuses", values),)
