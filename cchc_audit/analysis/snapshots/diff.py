"""What is not as it was: two states of the dossiers, compared field by field."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import polars as pl

from cchc_audit.analysis.snapshots.changed_facts import (
    FACTS,
    add_change_facts,
    add_inside,
    compare_methods,
    fact,
    list_moved_verdicts,
)
from cchc_audit.analysis.snapshots.comparison import Change, Changes
from cchc_audit.analysis.snapshots.event_changes import compare_events
from cchc_audit.analysis.snapshots.judge_changes import find_beside, judge_changes
from cchc_audit.analysis.snapshots.lateness import find_removed_lateness
from cchc_audit.analysis.snapshots.mass import gather_mass, sort_changes
from cchc_audit.analysis.snapshots.state import DATA_COLUMNS, State
from cchc_audit.core.columns import MOMENTS
from cchc_audit.engine.coarse_moments import differs
from cchc_audit.law.calendar import Calendar
from cchc_audit.law.verdict import Case

_OFFICERS = frozenset({"officer", "reception_officer"})


def compare(old: State, new: State, *, case: Case, calendar: Calendar, sync_lag: int) -> Changes:
    """All changes from `old` to `new`; `sync_lag` working days of `calendar` make a note of a
    backdated entry. `case`: what the newer state is judged by; lateness that was removed is judged
    by it on both sides.
    """
    pairs = _pairs(old.dossiers, new.dossiers).with_columns(
        pl.lit(old.as_of).alias("old_as_of"),
        pl.lit(_lag_from(calendar, old, sync_lag)).alias("lag_from"),
    )
    compared, left_out = _shared_fields(old, new)
    parts, finer = _compare_fields(old, new, pairs, compared)
    events = compare_events(old, new, pairs)
    if events is not None:
        parts = [part.join(events, on=("k", "field"), how="anti") for part in parts]
        parts.append(events)
    fields = pl.concat(parts)
    removed = find_removed_lateness(old, new, pairs, fields, case=case)
    altered = add_change_facts(fields, old, new, pairs).join(
        removed.with_columns(pl.lit(value=True).alias("removes_lateness")),
        on=("k", "field"), how="left", maintain_order="left",
    )  # fmt: skip
    verdicts = list_moved_verdicts(old, new, pairs, touched=pl.concat([altered["k"], finer]))
    changed = [_add_owner(rows, new.dossiers, pairs) for rows in (altered, verdicts)]
    every = pl.concat([*changed, *_come_and_gone(old, new)], how="diagonal")
    rows, mass = gather_mass(judge_changes(every, old.as_of), len(old.dossiers))
    rows = sort_changes(find_beside(rows))
    return Changes(rows, mass, old, new, left_out, compare_methods(old, new))


def _pairs(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The dossiers both states have: number `k`, rows `i` in the old state and `j` in the new."""
    first, second = _keys(old, new)
    both = first.with_row_index("i").join(
        second.with_row_index("j"), on="key", how="inner", maintain_order="left"
    )
    return both.with_row_index("k").select("k", "i", "j")


def _keys(old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What tells the dossiers of two states apart (`key`): the number, and the commune where
    several communes have that number.
    """
    number = pl.col("dossier_id")
    if not {"commune"} <= set(old.columns) & set(new.columns):
        return old.select(key=number), new.select(key=number)
    shared = pl.concat(
        [state.filter(number.is_duplicated())["dossier_id"] for state in (old, new)]
    ).unique()
    commune = pl.col("commune").cast(pl.String).fill_null("")
    key = (
        pl.when(number.is_in(shared.implode()))
        .then(pl.concat_str(number, pl.lit("\0"), commune))
        .otherwise(number)
    )
    return old.select(key=key), new.select(key=key)


def _shared_fields(old: State, new: State) -> tuple[list[str], tuple[str, ...]]:
    """The fields to compare, and those that cannot be: in one state only, or named otherwise."""
    shared, one_sided = old.fields & new.fields, old.fields ^ new.fields
    coded = _OFFICERS if old.officers != new.officers else frozenset()
    compared = [n for n in DATA_COLUMNS if n in shared - coded and n != "dossier_id"]
    left_out = tuple(n for n in DATA_COLUMNS if n in one_sided or n in coded & (shared | one_sided))
    return compared, left_out


def _compare_fields(
    old: State, new: State, pairs: pl.DataFrame, fields: Sequence[str]
) -> tuple[list[pl.DataFrame], pl.Series]:
    """One frame a field of its changes; and the pairs that only differ in how precise they are."""
    parts, finer = [], [pl.Series("k", dtype=pl.UInt32)]
    for name in fields:
        frame = pl.DataFrame(
            {
                "k": pairs["k"],
                "a": old.dossiers[name].gather(pairs["i"]),
                "b": new.dossiers[name].gather(pairs["j"]),
            }
        ).filter(pl.col("a").ne_missing(pl.col("b")))
        if name in MOMENTS:
            apart = frame.select(differs(pl.col("a"), pl.col("b"))).to_series()
            finer.append(frame.filter(~apart)["k"])
            frame = frame.filter(apart)
        parts.append(frame.select("k", pl.lit(name).alias("field"), *_as_text(name)))
    return parts, pl.concat(finer)


def _as_text(name: str) -> list[pl.Expr]:
    """Old and new value as text, and as moments where they are."""
    old, new = pl.col("a"), pl.col("b")
    if name in MOMENTS:
        return [
            iso(old).alias("old"),
            iso(new).alias("new"),
            old.alias("old_at"),
            new.alias("new_at"),
        ]
    none = pl.lit(None, dtype=pl.Datetime("us"))
    return [
        old.cast(pl.String).alias("old"),
        new.cast(pl.String).alias("new"),
        none.alias("old_at"),
        none.alias("new_at"),
    ]


def iso(moment: pl.Expr) -> pl.Expr:
    """A moment as the outputs write it, a bare date bare."""
    return moment.dt.to_string("%Y-%m-%dT%H:%M:%S").str.strip_suffix("T00:00:00")


def _add_owner(rows: pl.DataFrame, dossiers: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """Adds the dossier's number, commune, officer and procedure as they are now."""
    place = pairs["j"].gather(rows["k"])
    return rows.with_columns(
        fact(dossiers, name, place).cast(pl.String).alias(name)
        for name in ("dossier_id", "commune", "officer", "procedure_code")
    )


def _come_and_gone(old: State, new: State) -> Iterator[pl.DataFrame]:
    """A row for each dossier that only one of the states has."""
    before, now = _keys(old.dossiers, new.dossiers)
    for mine, own, others, change in (
        (new, now, before, Change.NEW),
        (old, before, now, Change.GONE),
    ):
        alone = mine.dossiers.filter(~own["key"].is_in(others["key"].implode()))
        every = pl.int_range(alone.height, dtype=pl.UInt32, eager=True)
        rows = alone.select(
            *(
                fact(alone, name, every).cast(pl.String).alias(name)
                for name in ("dossier_id", "commune", "officer", "procedure_code")
            ),
            *(fact(alone, name, every).alias(f"old_{name}") for name in FACTS),
            pl.lit(change.value).alias("change"),
        )
        yield add_inside(rows, new) if change is Change.GONE else rows


def _lag_from(calendar: Calendar, old: State, sync_lag: int) -> date:
    """The first day that lies within `sync_lag` working days of the older state's last day."""
    last = (old.as_of - timedelta(microseconds=1)).date()
    day = last
    while day > calendar.first and calendar.count(day - timedelta(days=1), last) <= sync_lag:
        day -= timedelta(days=1)
    return day
