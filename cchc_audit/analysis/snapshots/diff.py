"""What is not as it was: two states of the dossiers, compared field by field."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

import polars as pl

from cchc_audit.analysis.snapshots.carried import base_of
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
from cchc_audit.analysis.snapshots.mass import FEW, ROW_COLUMNS, gather_mass, sort_changes
from cchc_audit.analysis.snapshots.pairing import dossier_keys, pair_dossiers
from cchc_audit.analysis.snapshots.state import ABSENT, DATA_COLUMNS, HAD, SEEN, TOLD, State
from cchc_audit.core.columns import MOMENTS
from cchc_audit.engine.coarse_moments import differs
from cchc_audit.law.calendar import Calendar
from cchc_audit.law.verdict import Case

_OFFICERS = frozenset({"officer", "reception_officer"})


def compare(old: State, new: State, *, case: Case, calendar: Calendar, sync_lag: int) -> Changes:
    """All changes from `old` to `new`; `sync_lag` working days of `calendar` make a note of a
    backdated entry. `case`: what the newer state is judged by; lateness that was removed is judged
    by it on both sides.

    `old` is a snapshot, an export, or a base that holds of each dossier its last known row
    (`base_of`): what is dated is held against the as-of of the state its row is from.
    """
    base = old if SEEN in old.dossiers.columns else base_of(old, None)
    pairs = _pairs(base, new, calendar, sync_lag)
    if pairs.is_empty() and old.size >= FEW and len(new.dossiers) >= FEW:
        return _renumbered(old, new)
    rows, left_out = _changed_rows(base, new, pairs, case)
    every = pl.concat([*rows, *_come_and_gone(base, new)], how="diagonal")
    expected = base.dossiers.select((~(pl.col(ABSENT) & pl.col(TOLD))).sum()).item()
    coded, mass = gather_mass(judge_changes(every, old.as_of), expected)
    missing = coded.filter(
        (pl.col("change") == Change.GONE.value) & pl.col("is_inside") & pl.col("code").is_null()
    )
    return Changes(
        rows=sort_changes(find_beside(coded)),
        mass=mass,
        old=old,
        new=new,
        not_compared=left_out,
        method=compare_methods(old, new),
        missing=missing.select("dossier_id", "commune"),
    )


def _renumbered(old: State, new: State) -> Changes:
    """No dossier has its number any more: nothing can be compared."""
    nothing = pl.DataFrame(schema=dict.fromkeys(ROW_COLUMNS, pl.String))
    return Changes(
        rows=nothing.with_columns(pl.col("note").cast(pl.Boolean)),
        mass=(),
        old=old,
        new=new,
        not_compared=(),
        method=compare_methods(old, new),
        missing=nothing.select("dossier_id", "commune"),
        renumbered=True,
    )


def _pairs(base: State, new: State, calendar: Calendar, sync_lag: int) -> pl.DataFrame:
    """The dossiers both states have, with the as-of of the state each row of the base is from
    (`old_as_of`), the first day of what the system may have passed on late since then (`lag_from`),
    whether the older state itself lacks it and which fields it had (`ABSENT`, `HAD`).
    """
    pairs = pair_dossiers(base.dossiers, new.dossiers)
    pairs = pairs.with_columns(
        base.dossiers[SEEN].gather(pairs["i"]).alias("old_as_of"),
        *(base.dossiers[name].gather(pairs["i"]) for name in (ABSENT, HAD)),
    )
    return pairs.with_columns(lag_from(pl.col("old_as_of"), pairs["old_as_of"], calendar, sync_lag))


def _changed_rows(
    base: State, new: State, pairs: pl.DataFrame, case: Case
) -> tuple[list[pl.DataFrame], tuple[str, ...]]:
    """The changed fields and the moved verdicts of `pairs`; and the fields not compared."""
    compared, left_out = _shared_fields(base, new)
    parts, finer = _compare_fields(base, new, pairs, compared)
    events = compare_events(base, new, pairs)
    if events is not None:
        parts = [part.join(events, on=("k", "field"), how="anti") for part in parts]
        parts.append(events)
    fields = pl.concat(parts)
    removed = find_removed_lateness(base, new, pairs, fields, case=case)
    altered = add_change_facts(fields, base, new, pairs).join(
        removed.with_columns(pl.lit(value=True).alias("removes_lateness")),
        on=("k", "field"), how="left", maintain_order="left",
    )  # fmt: skip
    # A dossier that the older state lacks was judged at another time than the others.
    touched = [altered["k"], finer, pairs.filter(ABSENT)["k"]]
    verdicts = list_moved_verdicts(base, new, pairs, touched=pl.concat(touched))
    return [_add_owner(rows, new.dossiers, pairs) for rows in (altered, verdicts)], left_out


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
        ).filter(pl.col("a").ne_missing(pl.col("b")) & _had(name, pairs[HAD]))
        if name in MOMENTS:
            apart = frame.select(differs(pl.col("a"), pl.col("b"))).to_series()
            finer.append(frame.filter(~apart)["k"])
            frame = frame.filter(apart)
        parts.append(frame.select("k", pl.lit(name).alias("field"), *_as_text(name)))
    return parts, pl.concat(finer)


def _had(name: str, fields: pl.Series) -> pl.Series:
    """Whether the state that a row of the base is from had the field at all."""
    padded = "," + fields + ","
    return padded.str.contains(f",{name},", literal=True).fill_null(value=True)


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


def _come_and_gone(base: State, new: State) -> Iterator[pl.DataFrame]:
    """A row for each dossier that only one of the states has; of what is gone only what was not
    told before.
    """
    before, now = dossier_keys(base.dossiers, new.dossiers)
    absent = base.dossiers[ABSENT]
    held = before.filter(~absent)["key"]
    come = new.dossiers.filter(~now["key"].is_in(held.implode()))
    gone = base.dossiers.filter(
        ~before["key"].is_in(now["key"].implode()) & ~(pl.col(ABSENT) & pl.col(TOLD))
    )
    for alone, change in ((come, Change.NEW), (gone, Change.GONE)):
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


def lag_from(seen: pl.Expr, known: pl.Series, calendar: Calendar, sync_lag: int) -> pl.Expr:
    """The first day that lies within `sync_lag` working days of the last day of the state that
    `seen` is the as-of of (`known`: those there are), as `lag_from` (Date).
    """
    days = {as_of: _lag_from(calendar, as_of, sync_lag) for as_of in known.unique()}
    if not days:
        return pl.lit(None, dtype=pl.Date).alias("lag_from")
    return seen.replace_strict(days, return_dtype=pl.Date).alias("lag_from")


def _lag_from(calendar: Calendar, as_of: datetime, sync_lag: int) -> date:
    last = (as_of - timedelta(microseconds=1)).date()
    day = last
    while day > calendar.first and calendar.count(day - timedelta(days=1), last) <= sync_lag:
        day -= timedelta(days=1)
    return day
