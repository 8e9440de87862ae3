"""Facts that the rules of family H ask of a change: what the dossier was, and what it is now."""

from datetime import date, datetime

import polars as pl

from cchc_audit.analysis.rules.history import EXCUSES
from cchc_audit.analysis.snapshots.carried import seen_as_of
from cchc_audit.analysis.snapshots.comparison import Change
from cchc_audit.analysis.snapshots.state import State
from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import Outcome, Status

ENDS = ("completed_at", "returned_at", "status")
"""The fields that say that a dossier is finished, in the order in which they are believed."""
FACTS = ("outcome", "status", "finished_at", "deadline_at", "received_at")
WINDOW = 50
"""From so many finished dossiers on the first finish tells where an export's period begins."""
_PLANNED = frozenset({"promised_at", "rescheduled_to"})


def add_change_facts(
    rows: pl.DataFrame, old: State, new: State, pairs: pl.DataFrame
) -> pl.DataFrame:
    """Adds what each dossier was and is: `old_<fact>`, `new_<fact>`, `change`; and of the older
    state `old_as_of` and `lag_from`, the first day of what the system may have passed on late.

    `is_excused` (Boolean): something was newly recorded that can move its appointment rightly.
    `is_first_of_its_kind` (Boolean): of several fields that tell one change, the one to go by.
    """
    columns = {
        f"{side}_{name}": fact(state.dossiers, name, pairs[place])
        for side, state, place in (("old", old, "i"), ("new", new, "j"))
        for name in FACTS
    }
    facts = (
        pairs.select("k", "old_as_of", "lag_from")
        .with_columns(**columns)
        .with_columns(
            _is_open("old").alias("was_open"),
            _is_open("new").alias("is_open"),
            _is_finished("old").alias("was_finished"),
            _is_finished("new").alias("is_finished"),
        )
    )
    excuse = pl.col("field").is_in(EXCUSES) & pl.col("new").is_not_null()
    excused = rows.filter(excuse)["k"].unique()
    rows = rows.join(facts, on="k", how="left", maintain_order="left").with_columns(
        seen_as_of(pl.col("field"), old.lost).alias("old_as_of")
    )
    end = pl.col("field").is_in(ENDS)
    rows = rows.with_columns(
        pl.when(end & pl.col("was_open") & pl.col("is_finished"))
        .then(pl.lit(Change.FINISHED.value))
        .when(end & pl.col("was_finished") & pl.col("is_open"))
        .then(pl.lit(Change.REOPENED.value))
        .otherwise(pl.lit(Change.ALTERED.value))
        .alias("change"),
        pl.col("k").is_in(excused.implode()).alias("is_excused"),
    )
    first = pl.int_range(pl.len()).over("k", "change") == 0
    return (
        rows.with_columns(_end_order().alias("_end"))
        .sort("k", "_end", maintain_order=True)
        .with_columns(first.alias("is_first_of_its_kind"))
    )


def _end_order() -> pl.Expr:
    """Where a change of status or finish is told by several fields, the finish comes first."""
    names = ("completed_at", "returned_at", "status")
    ranks = {name: rank for rank, name in enumerate(names)}
    end = pl.col("new_finished_at").is_null() | (pl.col("new_finished_at") == pl.col("new_at"))
    rank = pl.col("field").replace_strict(ranks, default=len(names), return_dtype=pl.Int8)
    return pl.when(end.fill_null(value=False)).then(rank).otherwise(rank + len(names))


def fact(frame: pl.DataFrame, name: str, rows: pl.Series) -> pl.Series:
    """The values of a column in these rows, nulls where the state does not have it."""
    if name not in frame.columns:
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, len(rows))
    return frame[name].gather(rows)


def _is_finished(side: str) -> pl.Expr:
    ended = pl.col(f"{side}_status").is_in([Status.FINISHED.value, Status.REFUSED.value])
    return pl.col(f"{side}_finished_at").is_not_null() | ended.fill_null(value=False)


def _is_open(side: str) -> pl.Expr:
    """Neither finished nor withdrawn."""
    withdrawn = (pl.col(f"{side}_status") == Status.WITHDRAWN.value).fill_null(value=False)
    return ~_is_finished(side) & ~withdrawn


def add_inside(rows: pl.DataFrame, new: State) -> pl.DataFrame:
    """Adds `is_inside` to dossiers that are gone: whether they belong to the newer state's period.

    The period of the newer state is the one asked for (`first`, `last`: dossiers in hand at any
    time in it); where none was, it begins with the first receipt in it, and ends with its as-of.
    Of a finished dossier that is gone the finish, too, must lie in the period, which a large export
    tells by its own first finish: one that lists what was in hand since then leaves out the rest.
    """
    received, finished = pl.col("old_received_at"), pl.col("old_finished_at")
    start, first_finish = new.first, None
    inside = received < pl.lit(new.as_of)
    if new.last is not None:
        inside = inside & (received.dt.date() <= pl.lit(new.last))
    if start is not None:
        first_finish = start
    else:
        first = _least(new.dossiers, "received_at")
        inside = inside & (received.dt.date() >= pl.lit(first, dtype=pl.Date))
        if new.dossiers["finished_at"].count() >= WINDOW:
            first_finish = _least(new.dossiers, "finished_at")
    if first_finish is not None:
        inside = inside & (finished.dt.date() >= pl.lit(first_finish)).fill_null(value=True)
    return rows.with_columns(inside.fill_null(value=False).alias("is_inside"))


def _least(frame: pl.DataFrame, name: str) -> date | None:
    least = frame[name].min() if name in frame.columns else None
    return least.date() if isinstance(least, datetime) else None


def list_moved_verdicts(
    old: State, new: State, pairs: pl.DataFrame, *, touched: pl.Series
) -> pl.DataFrame:
    """Outcomes that moved though no field did, and that time alone does not explain.

    Time passing makes an open dossier overdue once its old deadline is behind, and lets a date
    happen that lay ahead: neither is a row. Where calendar, catalogue and policy are the same,
    there is nothing else that could move an outcome.
    """
    frame = pl.DataFrame(
        {
            "k": pairs["k"],
            "old": old.dossiers["outcome"].gather(pairs["i"]),
            "new": new.dossiers["outcome"].gather(pairs["j"]),
            "due": old.dossiers["deadline_at"].gather(pairs["i"]),
        }
    ).filter((pl.col("old") != pl.col("new")) & ~pl.col("k").is_in(touched.unique().implode()))
    if not compare_methods(old, new):
        frame = frame.clear()
    first, last = sorted((old.as_of, new.as_of))
    ahead = _any_between(new.dossiers, first, last).gather(pairs["j"]).gather(frame["k"])
    expired = pl.col("due").is_between(first, last, closed="left").fill_null(value=False)
    turn = [Outcome.PENDING.value, Outcome.OVERDUE.value]
    forward, back = turn if new.as_of >= old.as_of else turn[::-1]
    by_time = (pl.col("old") == forward) & (pl.col("new") == back) & expired
    kept = frame.with_columns(ahead.alias("ahead")).filter(~by_time & ~pl.col("ahead"))
    return kept.select(
        "k", pl.lit("outcome").alias("field"), "old", "new",
        pl.lit(Change.VERDICT.value).alias("change"),
    )  # fmt: skip


def _any_between(frame: pl.DataFrame, first: datetime, last: datetime) -> pl.Series:
    """Whether a recorded moment of a dossier lies from `first` to before `last`."""
    names = [n for n in MOMENTS if n in frame.columns and n not in _PLANNED]
    lies = [
        pl.col(name).is_between(pl.lit(first), pl.lit(last), closed="left").fill_null(value=False)
        for name in names
    ]
    return frame.select(pl.any_horizontal(pl.repeat(False, pl.len()), *lies)).to_series()


def compare_methods(old: State, new: State) -> tuple[str, ...]:
    """What verdicts rest on beside the data that is not the same any more."""
    names = sorted({*old.method, *new.method})
    return tuple(name for name in names if old.method.get(name) != new.method.get(name))
