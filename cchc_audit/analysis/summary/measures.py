"""From counts to the columns of a summary: totals, rates with their intervals, days."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from cchc_audit.analysis.summary.histogram import COUNTS, LATE_BY_CERTAINTY
from cchc_audit.analysis.summary.keys import Key
from cchc_audit.analysis.summary.order import natural
from cchc_audit.analysis.summary.rates import DEFAULT_TARGET, late_allowed, ratio, wilson
from cchc_audit.core.vocabulary import RESOLVED, Outcome

# The outcomes with a column of their own. `not_yet_received` has none: at the instant of judgement
# the office has nothing in hand; such dossiers stand in `total` only.
COUNTED = (
    Outcome.EARLY,
    Outcome.ON_TIME,
    Outcome.LATE,
    Outcome.PENDING,
    Outcome.OVERDUE,
    Outcome.SUSPENDED,
    Outcome.WITHDRAWN,
    Outcome.UNASSESSABLE,
    Outcome.NOT_RECEIVED,
)

SUMMARY_COLUMNS: tuple[str, ...] = (
    "total",
    "received",
    "carried_over",
    *COUNTED,
    "resolved",
    *LATE_BY_CERTAINTY,
    "late_apologised",
    "late_allowed",
    "on_time_rate",
    "on_time_low",
    "on_time_high",
    "true_rate",
    "true_low",
    "true_high",
    "processing_mean",
    "processing_median",
    "processing_p90",
    "days_late_max",
    "time_saved",
    "online_share",
    "same_day_share",
)
"""What stands behind the key columns of every summary row, in this order."""


class Summary(NamedTuple):
    """Groups and their total: `groups` has the keys (String) and `SUMMARY_COLUMNS`.

    `total` is one row of the same columns, its keys null. Counts are Int64, days Int32, rates,
    mean and median Float64 (fractions of 1; null without a denominator).
    """

    keys: tuple[Key, ...]
    groups: pl.DataFrame
    total: pl.DataFrame

    def rows(self, limit: int | None = None) -> pl.DataFrame:
        """The groups (the first `limit` of them), and the total as the last row."""
        shown = self.groups if limit is None else self.groups.head(limit)
        return pl.concat([shown, self.total])


def summarise(
    counts: pl.DataFrame, keys: Sequence[Key], *, target: Fraction = DEFAULT_TARGET
) -> Summary:
    """The summary by `keys` of one histogram, or of several concatenated.

    `counts`: what `count_histogram` gives, by these keys or by more. `target`: the rate that
    `late_allowed` measures against. Groups come in the natural order of their keys.
    """
    no_key = [pl.lit(None, pl.String).alias(key) for key in keys]
    sums = _sums()
    total = _ranked_days(counts, []).select(*no_key, *sums)
    # A group is needed even for an empty list of keys; the total row is that group then.
    groups = _ranked_days(counts, keys).group_by(*keys).agg(*sums) if keys else total.clear()
    return Summary(
        tuple(keys),
        natural(_measured(groups, keys, target), keys),
        _measured(total, keys, target),
    )


def _ranked_days(counts: pl.DataFrame, keys: Sequence[Key]) -> pl.DataFrame:
    """With `_upto`: how many of the group's timed results took this many days or fewer."""
    timed = pl.when(pl.col("processing_days").is_not_null()).then("n").otherwise(0)
    upto, of = timed.cum_sum(), timed.sum()
    if keys:
        upto, of = upto.over(keys), of.over(keys)
    return counts.sort("processing_days").with_columns(upto.alias("_upto"), of.alias("_of"))


def _median() -> pl.Expr:
    """The middle number of days (Float64): of an even count the mean of the two middle ones."""
    days, twice, of = pl.col("processing_days"), pl.col("_upto") * 2, pl.col("_of")
    lower, upper = days.filter(twice >= of).min(), days.filter(twice > of).min()
    return (lower.cast(pl.Int64) + upper) / 2


def _nearest_rank(percent: int) -> pl.Expr:
    """The smallest number of days that at least `percent` of the timed results did not exceed."""
    reached = pl.col("_upto") * 100 >= pl.col("_of") * percent
    return pl.col("processing_days").filter(reached).min()


def _sums() -> list[pl.Expr]:
    """The aggregations of one group, over the rows of a histogram."""
    verdict, n = pl.col("verdict"), pl.col("n")
    timed = pl.col("processing_days").is_not_null()
    return [
        n.sum().alias("total"),
        *(n.filter(verdict == outcome).sum().alias(outcome) for outcome in COUNTED),
        n.filter(verdict.is_in(RESOLVED)).sum().alias("resolved"),
        pl.col(COUNTS[1:]).sum(),
        n.filter(timed).sum().alias("_timed"),
        (n * pl.col("processing_days").cast(pl.Int64)).sum().alias("_days"),
        _median().alias("processing_median"),
        _nearest_rank(90).alias("processing_p90"),
        pl.col("days_late_max").max(),
    ]


def _measured(sums: pl.DataFrame, keys: Sequence[Key], target: Fraction) -> pl.DataFrame:
    """The keys and `SUMMARY_COLUMNS` from the sums of each group."""
    good = pl.col("early") + pl.col("on_time")
    resolved = pl.col("resolved")
    due = resolved + pl.col("overdue")
    on_time_low, on_time_high = wilson(good, resolved)
    true_low, true_high = wilson(good, due)
    return sums.with_columns(
        received=pl.col("total") - pl.col("carried_over"),
        late_allowed=late_allowed(good, resolved, target),
        on_time_rate=ratio(good, resolved),
        on_time_low=on_time_low,
        on_time_high=on_time_high,
        true_rate=ratio(good, due),
        true_low=true_low,
        true_high=true_high,
        processing_mean=ratio(pl.col("_days"), pl.col("_timed")),
        # One division of whole numbers: 1 - a / b would add a rounding error of its own.
        time_saved=ratio(pl.col("timed_term") - pl.col("timed_days"), pl.col("timed_term")),
        online_share=ratio(pl.col("online"), pl.col("channel_known")),
        same_day_share=ratio(pl.col("same_day"), resolved),
    ).select(*keys, *SUMMARY_COLUMNS)
