"""Decision 766/QĐ-TTg of 23 June 2022, item 2.1: the progress score of the national index.

Not the law: the appointment counts as recorded, time of day and all, and several requests for a
supplement are late whatever came of them.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.indicators import recorded
from cchc_audit.analysis.summary import Key, ratio
from cchc_audit.analysis.summary.keys import as_text, group_value
from cchc_audit.engine.batches import Batches
from cchc_audit.law.clock.clock import instant
from cchc_audit.law.clock.instants import END_OF_DAY, Moment, choose, split

POINTS = 20
"""What the progress of an office can score."""
_CENTS = 100

INDEX_COLUMNS = ("handled_766", "in_time_766", "unassessable_766", "ratio_766", "score_766")
"""What the index adds to a row of a summary, in this order."""


class Index(StrEnum):
    """How the index counts one dossier."""

    IN_TIME = "in_time"
    LATE = "late"
    UNASSESSABLE = "unassessable"
    LEFT_OUT = "left_out"


INDEX = pl.Enum(Index)


def index_766(as_of: datetime) -> pl.Expr:
    """How the index counts each assessed dossier (`INDEX`, never null), as of the period's end.

    The end is `completed_at`, else `returned_at`, whatever policy says; unfinished, it is the
    request for the one supplement that has not come, else `as_of`. The wait for a supplement is
    taken off it. On time: not later than the appointment, else than the legal deadline; one known
    by its day lasts to the end of that day, while an end known by its day begins at 00:00.
    """
    finish = split(_end_recorded(as_of))
    end = (
        pl.when(finish.known)
        .then(instant(finish))
        .when(recorded.awaits())
        .then(instant(recorded.request()))
        .otherwise(recorded.seconds(as_of))
    )
    due = _due()
    # What is recorded lies on a day: 00:00 of the next is late. The period's end is an end of day.
    at_end_of_period = ~finish.known & ~recorded.awaits()
    limit = instant(due) - ((due.sec == END_OF_DAY) & ~at_end_of_period).cast(pl.Int64)
    in_time = end - _wait() <= limit
    return (
        pl.when(~recorded.taken_in())
        .then(_of(Index.LEFT_OUT))
        .when(~due.known)
        .then(_of(Index.UNASSESSABLE))
        .when(recorded.several_requests() | ~in_time)
        .then(_of(Index.LATE))
        .otherwise(_of(Index.IN_TIME))
    )


def index_counts(dossiers: pl.LazyFrame, keys: Sequence[Key], *, as_of: datetime) -> Batches:
    """Counts of the index by `keys`, in batches, so that they share a pass with a histogram.

    Columns: the keys (String, null where unknown) and, Int64, the first three `INDEX_COLUMNS`. The
    order of rows is not fixed; counts of one group may stand in several.
    """
    counted = dossiers.select(*(group_value(key) for key in keys), index_766(as_of).alias("_index"))
    index = pl.col("_index")
    sums = {
        "handled_766": index.is_in([Index.IN_TIME.value, Index.LATE.value]),
        "in_time_766": index == Index.IN_TIME.value,
        "unassessable_766": index == Index.UNASSESSABLE.value,
    }

    def summed(rows: pl.LazyFrame) -> pl.LazyFrame:
        flags = (flag.sum().cast(pl.Int64).alias(name) for name, flag in sums.items())
        return rows.group_by(*keys).agg(flags).select(*(as_text(key) for key in keys), *sums)

    return Batches(counted, [summed])


def with_index(
    groups: pl.DataFrame, total: pl.DataFrame, counts: pl.DataFrame, keys: Sequence[Key]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Groups and total of a summary with `INDEX_COLUMNS` behind their own.

    `counts`: what `index_counts` gives for the same dossiers and keys. Raises nothing: a group
    without a counted dossier has zeros and no score.
    """
    named = [key.value for key in keys]
    by_group = counts.group_by(named).agg(pl.col(INDEX_COLUMNS[:3]).sum())
    joined = groups.join(by_group, on=named, how="left", nulls_equal=True, maintain_order="left")
    sums = counts.select(pl.col(INDEX_COLUMNS[:3]).sum())
    return joined.with_columns(score_groups()), pl.concat(
        [total, sums], how="horizontal"
    ).with_columns(score_groups())


def score_groups() -> list[pl.Expr]:
    """`ratio_766` and `score_766` (Float64, null without a denominator) from the counts.

    The score has two decimals, halves rounded up; it is reckoned in whole numbers, so that the
    same counts give the same score everywhere.
    """
    part, whole = pl.col("in_time_766"), pl.col("handled_766")
    cents = (part * (POINTS * _CENTS * 2) + whole) // (whole * 2)
    return [
        ratio(part, whole).alias("ratio_766"),
        pl.when(whole > 0).then(cents / _CENTS).alias("score_766"),
    ]


def _of(index: Index) -> pl.Expr:
    return pl.lit(index.value, dtype=INDEX)


def _end_recorded(as_of: datetime) -> pl.Expr:
    """Processing ended before returned: the Decision's own order."""
    return pl.coalesce(
        pl.when(pl.col(name) < as_of).then(pl.col(name)) for name in ("completed_at", "returned_at")
    )


def _due() -> Moment:
    """The appointment, else the legal deadline; second `END_OF_DAY` where it lasts so long."""
    promised = recorded.promised()
    lasting = pl.when(promised.sec == 0).then(END_OF_DAY).otherwise(promised.sec)
    return choose(promised.known, Moment(promised.day, lasting), recorded.legal())


def _wait() -> pl.Expr:
    """Seconds from the request to the supplement where both are recorded, else 0."""
    asked, came = recorded.request(), recorded.supplement()
    waited = (instant(came) - instant(asked)).clip(0)
    return pl.when(asked.known & recorded.answered()).then(waited).otherwise(0)
