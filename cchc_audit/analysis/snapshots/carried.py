"""What a snapshot carries on from those before it, so that no night hides what happened.

A night may lack a dossier, half of the export, or a column. Beside its own dossiers a snapshot
therefore keeps the last known row of every dossier of the past year that it does not hold, and of
the columns that its export lost their last known cells. Together they are the base that the next
night is compared with: of each dossier, and of each column, the last snapshot that held it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from cchc_audit.analysis.snapshots.pairing import pair_dossiers
from cchc_audit.analysis.snapshots.state import (
    ABSENT,
    DATA_COLUMNS,
    HAD,
    SEEN,
    TOLD,
    VERDICT_COLUMNS,
    State,
)
from cchc_audit.core.columns import FINISHES

YEAR = timedelta(days=366)
"""What was last seen longer ago is carried on no more."""
_OF_FINISH = ("finished_at", "outcome")
"""What is known of a dossier by the columns of its finish only."""
_OFFICERS = frozenset({"officer", "reception_officer"})


def base_of(state: State, carried: pl.DataFrame | None) -> State:
    """The base to compare with: `state` and what its snapshot carries on."""
    own = state.dossiers.with_columns(
        pl.lit(state.as_of).alias(SEEN),
        pl.lit(value=False).alias(ABSENT),
        pl.lit(value=False).alias(TOLD),
        pl.lit(None, dtype=pl.String).alias(HAD),
    )
    if carried is None:
        return replace(state, dossiers=own)
    present, absent = (carried.filter(pl.col(ABSENT) == absent) for absent in (False, True))
    own, lost = _with_lost(own, present)
    since = present[SEEN].min()
    kept = [name for name in absent.columns if name in own.columns]
    return replace(
        state,
        dossiers=pl.concat([own, absent.select(kept)], how="diagonal_relaxed"),
        lost=dict.fromkeys(lost, since) if isinstance(since, datetime) else {},
    )


def _with_lost(own: pl.DataFrame, present: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The dossiers of a snapshot with the cells of the columns that its export lost."""
    there = set(own.columns)
    lost = [n for n in DATA_COLUMNS if n in present.columns and n not in there]
    lost = [name for name in lost if present[name].count()]
    if present.is_empty() or not lost:
        return own, []
    keys = [n for n in ("dossier_id", "commune") if n in there and n in present.columns]
    known = [name for name in _OF_FINISH if name in present.columns]
    cells = present.select(*keys, *lost, pl.col(known).name.prefix("_then_")).unique(keys)
    joined = own.join(cells, on=keys, how="left", nulls_equal=True, maintain_order="left")
    then = [pl.coalesce(f"_then_{name}", name).alias(name) for name in known]
    return joined.with_columns(then).drop(f"_then_{name}" for name in known), lost


def carry_on(base: State, now: State, untold: pl.DataFrame) -> pl.DataFrame | None:
    """What the snapshot of `now` has to carry on of `base` (as `base_of` gives it); None: nothing.

    `untold` (`dossier_id`, `commune`): the dossiers that are gone with so many others that each of
    them is still to be asked for.
    """
    parts = [_absent(base, now, untold), _lost(base, now)]
    oldest = now.as_of - YEAR
    rows = pl.concat(parts, how="diagonal_relaxed").filter(pl.col(SEEN) >= oldest)
    return None if rows.is_empty() else rows.sort(ABSENT, "dossier_id")


def _absent(base: State, now: State, untold: pl.DataFrame) -> pl.DataFrame:
    pairs = pair_dossiers(base.dossiers, now.dossiers)
    held = pl.Series(pairs["i"])
    gone = base.dossiers.with_row_index("i").filter(~pl.col("i").is_in(held.implode())).drop("i")
    keys = [name for name in ("dossier_id", "commune") if name in gone.columns]
    waiting = untold.select(keys).unique().with_columns(pl.lit(value=False).alias("_told"))
    had = ",".join(sorted(base.fields))
    names = [n for n in (*DATA_COLUMNS, *VERDICT_COLUMNS) if n in gone.columns]
    return gone.join(
        waiting, on=keys, how="left", nulls_equal=True, maintain_order="left"
    ).select(
        *names,
        SEEN,
        pl.lit(value=True).alias(ABSENT),
        pl.col("_told").fill_null(value=True).alias(TOLD),
        pl.col(HAD).fill_null(had),
    )  # fmt: skip


def _lost(base: State, now: State) -> pl.DataFrame:
    """The last known cells of columns that the newer export lost, of the dossiers it has."""
    lost = lost_fields(base, now)
    pairs = pair_dossiers(base.dossiers, now.dossiers)
    keys = [n for n in ("dossier_id", "commune") if n in now.dossiers.columns]
    seen = min((base.lost.get(name, base.as_of) for name in lost), default=base.as_of)
    known = _OF_FINISH if set(FINISHES) & set(lost) else ()
    cells = base.dossiers[pairs["i"]].select(*lost, *known)
    rows = now.dossiers[pairs["j"]].select(keys).with_columns(cells.get_columns())
    return (rows if lost else rows.clear()).with_columns(
        pl.lit(seen).alias(SEEN),
        pl.lit(value=False).alias(ABSENT),
        pl.lit(value=True).alias(TOLD),
        pl.lit(None, dtype=pl.String).alias(HAD),
    )


def lost_fields(old: State, new: State) -> tuple[str, ...]:
    """The columns that the newer export lost; officers who are named otherwise are not lost."""
    hidden = _OFFICERS if old.officers != new.officers else frozenset()
    gone = old.fields - new.fields - hidden
    return tuple(name for name in DATA_COLUMNS if name in gone)


def seen_as_of(field: pl.Expr, lost: Mapping[str, datetime]) -> pl.Expr:
    """The as-of of the state that a cell of the base is from: that of the row (`old_as_of`), of a
    column that was lost its own.
    """
    seen = pl.col("old_as_of")
    for name, as_of in lost.items():
        seen = pl.when(field == name).then(pl.lit(as_of)).otherwise(seen)
    return seen
