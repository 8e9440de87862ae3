"""Answers of a pass, and how they are put right for a few rows without a second pass.

What is asked of rows is a plan that gives a frame, `Batches` that give a frame a step, or `Sums` of
either. An answer that adds up, or lists rows, can be put right once it turns out that few of the
rows should have been others: what those gave is taken out, what they should have given put in.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import polars as pl

from cchc_audit.engine.batches import Batches, Change

Engine = Literal["in-memory", "streaming"]
"""The polars engine a plan is run by."""


class Sums(NamedTuple):
    """What is `asked` gives counts: rows whose other columns are equal add up in the `amounts`
    (names of whole numbers, of whichever of its frames has them).
    """

    asked: pl.LazyFrame | Batches
    amounts: frozenset[str]


Answer = pl.LazyFrame | Batches | Sums


def collect(answers: Sequence[Answer], *, engine: Engine) -> list[pl.DataFrame]:
    """What the plans of `answers` give in one pass, for `frames_of`."""
    asked = [one.asked if isinstance(one, Sums) else one for one in answers]
    plans = [one.plan if isinstance(one, Batches) else one for one in asked]
    return pl.collect_all(plans, engine=engine)


def frames_of(answer: Answer, collected: pl.DataFrame) -> list[pl.DataFrame]:
    """The frames of an answer, whose plan was `collected`."""
    asked = answer.asked if isinstance(answer, Sums) else answer
    return asked.frames() if isinstance(asked, Batches) else [collected]


def ask(answers: Sequence[Answer], *, engine: Engine) -> list[list[pl.DataFrame]]:
    """The frames of each of `answers`, in one pass."""
    collected = collect(answers, engine=engine)
    return [frames_of(*pair) for pair in zip(answers, collected, strict=True)]


def correct(answer: Answer, collected: pl.DataFrame, change: Change) -> list[pl.DataFrame] | None:
    """The frames of an answer, put right for a change of rows. None where only another pass can
    tell.
    """
    if isinstance(answer, Sums):
        frames = frames_of(answer, collected)
        return [
            _add_up(frame, less, more, answer.amounts)
            for frame, less, more in zip(frames, change.taken_out, change.put_in, strict=True)
        ]
    if isinstance(answer, Batches):
        return answer.corrected(change)
    return None


def _add_up(
    frame: pl.DataFrame, less: pl.DataFrame, more: pl.DataFrame, amounts: frozenset[str]
) -> pl.DataFrame:
    """`frame` without what `less` counts, and with what `more` does."""
    counted = pl.col([name for name in frame.columns if name in amounts])
    keys = [name for name in frame.columns if name not in amounts]
    whole = pl.concat(
        [
            part.with_columns(counted.cast(pl.Int64) * sign)
            for part, sign in ((frame, 1), (less, -1), (more, 1))
        ]
    )
    if not keys:
        return whole.sum().cast(frame.schema)
    summed = whole.group_by(keys).agg(counted.sum()).filter(pl.any_horizontal(counted != 0))
    return summed.select(frame.columns).cast(frame.schema)
