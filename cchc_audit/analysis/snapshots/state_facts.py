"""What a dossier was in the older state and is in the newer: open, finished, judged otherwise."""

from datetime import datetime

import polars as pl

from cchc_audit.analysis.snapshots import history_rules as rules
from cchc_audit.analysis.snapshots.comparison import Change
from cchc_audit.analysis.snapshots.state import State
from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import Outcome, Status

ENDS = ("completed_at", "returned_at", "status")
"""The fields that say that a dossier is finished, in the order in which they are believed."""
FACTS = ("outcome", "status", "finished_at", "deadline_at", "received_at")
_PLANNED = frozenset({"promised_at", "rescheduled_to"})


def with_facts(rows: pl.DataFrame, old: State, new: State, pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds what each dossier was and is: `old_<fact>`, `new_<fact>`, `change`, `is_excused`."""
    columns = {
        f"{side}_{name}": fact(state.dossiers, name, pairs[place])
        for side, state, place in (("old", old, "i"), ("new", new, "j"))
        for name in FACTS
    }
    facts = pl.DataFrame({"k": pairs["k"], **columns}).with_columns(
        _is_open("old").alias("was_open"),
        _is_open("new").alias("is_open"),
        _is_finished("old").alias("was_finished"),
        _is_finished("new").alias("is_finished"),
    )
    excused = rows.filter(rules.is_excuse())["k"].unique()
    rows = rows.join(facts, on="k", how="left", maintain_order="left")
    end = pl.col("field").is_in(ENDS)
    return rows.with_columns(
        pl.when(end & pl.col("was_open") & pl.col("is_finished"))
        .then(pl.lit(Change.FINISHED.value))
        .when(end & pl.col("was_finished") & pl.col("is_open"))
        .then(pl.lit(Change.REOPENED.value))
        .otherwise(pl.lit(Change.ALTERED.value))
        .alias("change"),
        pl.col("k").is_in(excused.implode()).alias("is_excused"),
    )


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


def moved(old: State, new: State, pairs: pl.DataFrame, *, touched: pl.Series) -> pl.DataFrame:
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
    if not another_method(old, new):
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


def another_method(old: State, new: State) -> tuple[str, ...]:
    """What verdicts rest on beside the data that is not the same any more."""
    names = sorted({*old.method, *new.method})
    return tuple(name for name in names if old.method.get(name) != new.method.get(name))
