"""The figures of a night, counted alike of tonight's dossiers and of an earlier snapshot."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from cchc_audit.analysis.summary import LATE_BY_CERTAINTY, is_due, is_late, ratio
from cchc_audit.core.vocabulary import IN_TIME, OPEN, RESOLVED, Outcome

Figure = int | float | None
Figures = Mapping[str, Figure]

FIGURES = (
    "total",
    "received_today",
    "resolved",
    "finished_today",
    "late",
    "pending",
    "due_soon",
    "overdue",
    *LATE_BY_CERTAINTY,
    "suspended",
    "other",
    "on_time_rate",
    "true_rate",
)
"""What is counted, in the order people read it: what is resolved, pending, overdue, suspended and
other is the total.
"""
_MONTHS = 24
RATES = frozenset({"on_time_rate", "true_rate"})


def figures_of(dossiers: pl.DataFrame, day: date, *, due_soon: int) -> Figures:
    """The `FIGURES` of the dossiers of a snapshot (its columns) whose last day is `day`.

    Counts are whole numbers, rates fractions, None without a denominator. `due_soon`: working days
    within which a deadline is near.
    """
    outcome = pl.col("outcome")
    good = outcome.is_in(IN_TIME)
    late, overdue = outcome == Outcome.LATE.value, outcome == Outcome.OVERDUE.value
    counted = dossiers.select(
        total=pl.len(),
        received_today=(pl.col("received_at").dt.date() == day).sum(),
        resolved=(good | late).sum(),
        finished_today=(pl.col("finished_at").dt.date() == day).sum(),
        late=late.sum(),
        pending=(outcome == Outcome.PENDING.value).sum(),
        due_soon=is_due(due_soon).sum(),
        overdue=overdue.sum(),
        **{
            name: (is_late() & (pl.col("certainty") == certainty.value)).sum()
            for name, certainty in LATE_BY_CERTAINTY.items()
        },
        suspended=(outcome == Outcome.SUSPENDED.value).sum(),
        other=(~outcome.is_in([*RESOLVED, *OPEN])).sum(),
        _good=good.sum(),
    ).with_columns(
        on_time_rate=ratio(pl.col("_good"), pl.col("resolved")),
        true_rate=ratio(pl.col("_good"), pl.col("resolved") + pl.col("overdue")),
    )
    return {name: counted[name].item() for name in FIGURES}


def most_overdue(dossiers: pl.DataFrame) -> list[tuple[str, int]]:
    """The communes with open overdue dossiers, those with most of them first."""
    if "commune" not in dossiers.columns:
        return []
    counts = (
        dossiers.filter(pl.col("outcome") == Outcome.OVERDUE.value)
        .drop_nulls("commune")
        .group_by("commune")
        .agg(pl.len().alias("n"))
        .sort("n", "commune", descending=[True, False])
    )
    return [(str(name), int(n)) for name, n in counts.rows()]


def results_by_month(dossiers: pl.DataFrame) -> list[tuple[str, int, int]]:
    """Of the dossiers of a snapshot: each month of the last two years with results (`2026-03`), how
    many, and how many of them late.
    """
    outcome = pl.col("outcome")
    counts = (
        dossiers.filter(outcome.is_in(RESOLVED))
        .group_by(pl.col("finished_at").dt.strftime("%Y-%m").alias("month"))
        .agg(pl.len(), (outcome == Outcome.LATE.value).sum().alias("late"))
        .drop_nulls("month")
        .sort("month")
    )
    return counts.tail(_MONTHS).rows()
