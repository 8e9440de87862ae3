"""What two events tables tell differently, as changes of the columns that events stand for."""

import polars as pl

from cchc_audit.analysis.snapshots.state import FIELD_OF_EVENT, State
from cchc_audit.core.vocabulary import EventKind


def compare_events(old: State, new: State, pairs: pl.DataFrame) -> pl.DataFrame | None:
    """One row a dossier and field whose events are not the same: `k`, `field`, `old`, `new` (all
    moments, joined by `; `), `old_at`, `new_at` (the first that is only in one of them).

    None where one of the states was read without events. Steps of handling are no change of a
    dossier's record, and are passed over.
    """
    if old.events is None or new.events is None:
        return None
    numbers = pairs.with_columns(new.dossiers["dossier_id"].gather(pairs["j"]))
    before, after = (_moments(state.events, numbers) for state in (old, new))
    keys = ["k", "field", "at", "value"]
    gone = before.join(after, on=keys, how="anti")
    come = after.join(before, on=keys, how="anti")
    touched = pl.concat([gone, come]).select("k", "field").unique()
    for frame, name in ((before, "old"), (after, "new")):
        touched = touched.join(_joined(frame, name), on=("k", "field"), how="left")
    for frame, name in ((gone, "old_at"), (come, "new_at")):
        first = frame.group_by("k", "field").agg(pl.col("at").min().alias(name))
        touched = touched.join(first, on=("k", "field"), how="left")
    return touched.select("k", "field", "old", "new", "old_at", "new_at").sort("k", "field")


def _moments(events: pl.DataFrame | None, numbers: pl.DataFrame) -> pl.DataFrame:
    """`k`, `field`, `at` and the `value` a person reads: the new date of a re-appointment."""
    assert events is not None
    until = pl.col("event") == EventKind.RESCHEDULE.value
    return (
        events.filter(pl.col("event").is_in(list(FIELD_OF_EVENT)))
        .join(numbers.select("k", "dossier_id"), on="dossier_id", how="inner")
        .select(
            "k",
            pl.col("event").replace_strict(FIELD_OF_EVENT, return_dtype=pl.String).alias("field"),
            "at",
            pl.when(until & pl.col("until").is_not_null())
            .then("until")
            .otherwise("at")
            .alias("value"),
        )
        .unique()
    )


def _joined(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    text = pl.col("value").dt.to_string("%Y-%m-%dT%H:%M:%S").str.strip_suffix("T00:00:00")
    return frame.group_by("k", "field").agg(text.sort().str.join("; ").alias(name))
