"""What the dossiers of one unit say: its months, the load of its officers, what is in hand."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from cchc_audit.core.vocabulary import BEFORE_RECEIPT, OPEN, RESOLVED, Outcome
from cchc_audit.products.brief.pack import Load, Month

_ORDER = (Outcome.OVERDUE.value, Outcome.SUSPENDED.value, Outcome.PENDING.value)
"""How what is in hand stands in a list."""


def months(dossiers: pl.DataFrame, *, first: date | None, last: date) -> tuple[Month, ...]:
    """Each month from `first` (else the earliest one) to `last`, those without dossiers too.

    Received by the month of receipt; resolved, and late of those, by the month of the finish.
    """
    received = _by_month(dossiers, "received_at", first, last)
    done = dossiers.filter(pl.col("outcome").is_in(RESOLVED))
    resolved = _by_month(done, "finished_at", first, last)
    late = _by_month(done.filter(pl.col("outcome") == Outcome.LATE), "finished_at", first, last)
    known = sorted({*received, *resolved})
    if not known:
        return ()
    start = known[0] if first is None else _number(first)
    return tuple(
        Month(
            f"{number // 12:04d}-{number % 12 + 1:02d}",
            received.get(number, 0),
            resolved.get(number, 0),
            late.get(number, 0),
        )
        for number in range(start, known[-1] + 1)
    )


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _by_month(
    dossiers: pl.DataFrame, column: str, first: date | None, last: date
) -> Mapping[int, int]:
    """Month, counted from year 0, → how many dossiers have `column` in it, within the period."""
    day = pl.col(column).dt.date()
    inside = day <= last if first is None else day.is_between(first, last)
    counts = (
        dossiers.filter(inside)
        .group_by((day.dt.year().cast(pl.Int64) * 12 + day.dt.month() - 1).alias("month"))
        .len()
    )
    return dict(counts.iter_rows())


def loads(dossiers: pl.DataFrame) -> tuple[Load, ...]:
    """The load of each officer, the most overdue first; nobody's dossiers last."""
    outcome = pl.col("outcome")
    counts = (
        dossiers.group_by("officer")
        .agg(
            pl.len().alias("total"),
            outcome.is_in(RESOLVED).sum().alias("resolved"),
            (outcome == Outcome.LATE).sum().alias("late"),
            outcome.is_in(OPEN).sum().alias("in_hand"),
            (outcome == Outcome.OVERDUE).sum().alias("overdue"),
        )
        .sort(
            pl.col("officer").is_null(),
            "overdue",
            "in_hand",
            "total",
            "officer",
            descending=[False, True, True, True, False],
        )
    )
    return tuple(Load(**row) for row in counts.iter_rows(named=True))


def in_hand(listed: pl.DataFrame) -> pl.DataFrame:
    """Of dossiers as `assess` gives them those in hand: the overdue by days late, then those that
    wait, then the others, each by deadline.
    """
    outcome = pl.col("outcome")
    place = outcome.replace_strict({name: at for at, name in enumerate(_ORDER)}, default=None)
    return listed.filter(outcome.is_in(OPEN)).sort(
        place,
        pl.col("days_late"),
        "deadline",
        "dossier_id",
        descending=[False, True, False, False],
        nulls_last=True,
    )


def in_the_cabinet(dossiers: pl.DataFrame) -> pl.DataFrame:
    """The dossiers of which there can be a paper file: those that were taken in."""
    return dossiers.filter(~pl.col("outcome").is_in(BEFORE_RECEIPT))


def named_officers(dossiers: pl.DataFrame) -> Mapping[str, str]:
    """The name behind each code of an officer."""
    pairs = dossiers.select("officer", "_raw_officer").drop_nulls().unique()
    return dict(pairs.sort("officer").iter_rows())
