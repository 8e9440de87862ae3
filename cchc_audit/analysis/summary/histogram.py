"""The one pass over all dossiers behind every summary: a small table of counts.

Median and P90 are exact because the table keeps how often each number of days occurred; its size
grows with groups × distinct days, never with dossiers. Tables of several parts add up: `summarise`
takes them concatenated.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from cchc_audit.analysis.summary.keys import Key, as_text, group_value
from cchc_audit.analysis.summary.period import is_carried_over
from cchc_audit.core.vocabulary import BEHIND, RESOLVED, Certainty, Channel, Outcome, Unit
from cchc_audit.intake.values.terms import Term
from cchc_audit.law.clock.instants import day_of

OUTCOMES = pl.Enum(Outcome)

LATE_BY_CERTAINTY = {f"late_{certainty}": certainty for certainty in Certainty}
"""The counts of late and overdue dossiers, by how sure their lateness is."""

COUNTS: tuple[str, ...] = (
    "n",
    "carried_over",
    *LATE_BY_CERTAINTY,
    "late_apologised",
    "online",
    "channel_known",
    "same_day",
    "timed_days",
    "timed_term",
)
"""The Int64 columns of a histogram that add up."""

# Outcome and days travel as one number while grouping: one key hashes a fifth faster than two.
_CELL = 16
_NONE = pl.lit(0, dtype=pl.Int64)


def count_histogram(
    dossiers: pl.LazyFrame,
    keys: Sequence[Key],
    *,
    first: date | None = None,
    certainty: bool = True,
) -> pl.LazyFrame:
    """Counts by `keys`, outcome and processing days; lazy, so it can share a pass with others.

    `dossiers`: assessed rows, duplicates and rejects removed, already cut to period and filters.
    `first`: the period's first day, for `carried_over`. Columns: the keys (String, null where
    unknown), `verdict` (Enum of `Outcome`), `processing_days` (Int32, null unless resolved), the
    Int64 `COUNTS` and `days_late_max` (Int32). The order of rows is not fixed. Where not
    `certainty`, that column and `days_late` are not read, the counts of `LATE_BY_CERTAINTY` are 0
    and `days_late_max` is null: the table of `count_certainty` is then to be added.
    """
    flags = _flags(outcome := pl.col("outcome").cast(OUTCOMES), first)
    longest = pl.col("days_late").max()
    if not certainty:
        flags = {name: flag for name, flag in flags.items() if name not in LATE_BY_CERTAINTY}
        longest = pl.lit(None)
    # Only resolved dossiers spread over days: the others need one cell a group.
    days = pl.when(outcome.is_in(RESOLVED)).then("processing_days").fill_null(-1)
    cells = dossiers.select(
        *(group_value(key) for key in keys),
        (days.cast(pl.Int32) * _CELL + outcome.to_physical().cast(pl.Int32)).alias("_cell"),
        *(["days_late"] if certainty else []),
        **flags,
    )
    return (
        cells.group_by(*keys, "_cell")
        .agg(
            pl.len().alias("n"),
            pl.col(flags).sum(),
            longest.alias("days_late_max"),
        )
        .select(
            *(as_text(key) for key in keys),
            _outcome_of(pl.col("_cell") % _CELL).alias("verdict"),
            _days_of(pl.col("_cell") // _CELL).alias("processing_days"),
            *(
                pl.col(name).cast(pl.Int64) if name in ("n", *flags) else _NONE.alias(name)
                for name in COUNTS
            ),
            pl.col("days_late_max").cast(pl.Int32),
        )
    )


def count_certainty(dossiers: pl.LazyFrame, keys: Sequence[Key]) -> pl.LazyFrame:
    """Counts by `keys` and days late of how sure the lateness of dossiers is: rows of a histogram
    that leaves it out (`certainty` false), with nothing but the counts of `LATE_BY_CERTAINTY` and
    `days_late_max`, which is the same for all that a row counts: so these tables add up, too.

    `dossiers` need hold no others than late and overdue ones, which spares a long export the second
    run for all the rest.
    """
    outcome = pl.col("outcome").cast(OUTCOMES)
    counted = (
        dossiers.filter(outcome.is_in(BEHIND))
        .group_by(*(group_value(key) for key in keys), "days_late")
        .agg(flag.sum().cast(pl.Int64).alias(name) for name, flag in _certainties(outcome).items())
    )
    return counted.select(
        *(as_text(key) for key in keys),
        pl.lit(None, dtype=OUTCOMES).alias("verdict"),
        pl.lit(None, dtype=pl.Int32).alias("processing_days"),
        *(pl.col(name) if name in LATE_BY_CERTAINTY else _NONE.alias(name) for name in COUNTS),
        pl.col("days_late").cast(pl.Int32).alias("days_late_max"),
    )


def certainty_columns(keys: Sequence[Key]) -> list[str]:
    """The columns that `count_certainty` reads of a dossier."""
    of_keys = (name for key in keys for name in group_value(key).meta.root_names())
    return list(dict.fromkeys(["outcome", "certainty", "days_late", *of_keys]))


def _certainties(outcome: pl.Expr) -> dict[str, pl.Expr]:
    """The flags behind the counts of `LATE_BY_CERTAINTY`."""
    return {
        name: outcome.is_in(BEHIND) & (pl.col("certainty") == certainty.value)
        for name, certainty in LATE_BY_CERTAINTY.items()
    }


def _flags(outcome: pl.Expr, first: date | None) -> dict[str, pl.Expr]:
    """What is added up, by name: Booleans, and the days of terms counted in working days."""
    resolved = outcome.is_in(RESOLVED)
    finish_day, promised_again = day_of(pl.col("finished_at")), day_of(pl.col("rescheduled_to"))
    next_unit = Term(list(Unit)[1], 0).code  # working days are unit 0: their code is the amount
    timed = resolved & pl.col("term").is_between(1, next_unit - 1)
    return {
        "carried_over": is_carried_over(first),
        **_certainties(outcome),
        "late_apologised": (outcome == Outcome.LATE)
        & pl.col("apology_at").is_not_null()
        & (finish_day <= promised_again),
        "online": pl.col("channel") == Channel.ONLINE,
        "channel_known": pl.col("channel").is_not_null(),
        # The day the citizen handed the dossier in, not the day the clock was set to.
        "same_day": resolved & (finish_day == day_of(pl.col("received_at"))),
        "timed_days": pl.when(timed).then("processing_days").cast(pl.Int64),
        "timed_term": pl.when(timed & pl.col("processing_days").is_not_null()).then("term"),
    }


def _outcome_of(number: pl.Expr) -> pl.Expr:
    return pl.lit(pl.Series([str(outcome) for outcome in Outcome], dtype=OUTCOMES)).gather(number)


def _days_of(number: pl.Expr) -> pl.Expr:
    return pl.when(number >= 0).then(number.cast(pl.Int32))
