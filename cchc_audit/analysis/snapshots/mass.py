"""Changes that hit so many dossiers at once that they are one finding on the export; the order of
rows.
"""

from itertools import chain

import polars as pl

from cchc_audit.analysis.snapshots.changed_facts import ENDS
from cchc_audit.analysis.snapshots.comparison import (
    CHANGE_COLUMNS,
    LATENESS_COLUMNS,
    Change,
    Mass,
)
from cchc_audit.analysis.snapshots.state import DATA_COLUMNS
from cchc_audit.core.columns import MOMENTS

SHARE = 0.05
"""A change that hits more of the older state than this is one of the export, not of dossiers."""
FEW = 3
"""Fewer dossiers than this are no re-export, however small the export."""
ALIKE = 0.9
"""So much of what happened to a field has to be one and the same thing: what a re-export does it
does to every row, and the rows beside it that differ are few.
"""
_LASTING = frozenset(DATA_COLUMNS) - {
    *(name for name in MOMENTS if name not in {"received_at", "submitted_at", "promised_at"}),
    *("status", "supplement_count", "reschedule_count"),
}
"""What does not change by the work going on: many changes at once are a re-export's."""
ROW_COLUMNS = (*CHANGE_COLUMNS, "procedure_code", "note", "known", *LATENESS_COLUMNS)
"""The columns of the rows of a comparison."""
_KEY = ("code", "field", "_done")


def gather_mass(rows: pl.DataFrame, before: int) -> tuple[pl.DataFrame, tuple[Mass, ...]]:
    """Takes the code off what one and the same thing was done to at once, and tells it as one.

    Rows that differ in what was done to them keep their codes, however many they are.
    """
    lasting = pl.col("field").is_in(sorted(_LASTING)) & (pl.col("change") == Change.ALTERED.value)
    marked = rows.with_columns(_what_was_done().alias("_done"))
    number = pl.col("dossier_id")
    found = (
        marked.filter(pl.col("code").is_not_null() | lasting)
        .group_by(_KEY)
        .agg(number.n_unique().alias("n"), pl.col("change").first())
        .with_columns(pl.col("n").sum().over("code", "field").alias("of"))
        .filter(
            pl.col("n") > before * SHARE, pl.col("n") >= FEW, pl.col("n") >= pl.col("of") * ALIKE
        )
        .sort("code", "field", nulls_last=True)
    )
    mass = tuple(
        Mass(row["code"], Change(row["change"]), row["field"], row["n"], row["n"] / max(before, 1))
        for row in found.iter_rows(named=True)
    )
    coded = found.filter(pl.col("code").is_not_null()).select(
        *_KEY, pl.lit(value=True).alias("_hit")
    )
    if coded.is_empty():
        return rows, mass
    told = marked.join(coded, on=_KEY, how="left", nulls_equal=True, maintain_order="left")
    cleared = (
        pl.when(pl.col("_hit").is_null()).then(name).alias(name) for name in ("code", "severity")
    )
    return told.with_columns(cleared).drop("_hit", "_done"), mass


def _what_was_done() -> pl.Expr:
    """What was done to a field, in a word that is the same where the same was done: one value set
    almost everywhere, a shift by so much time, day and month exchanged, a text put before or
    behind, each text replaced by one other, a value emptied.
    """
    old, new = pl.col("old"), pl.col("new")
    everywhere = pl.len().over("code", "field", "new") >= pl.len().over("code", "field") * ALIKE
    one_for_one = (new.n_unique().over("field", "old") == 1).all().over("field")
    return (
        pl.when(new.is_null())
        .then(pl.lit("emptied"))
        .when(old.is_null() | everywhere)
        .then("set " + new)
        .when(pl.col("old_at").is_not_null() & pl.col("new_at").is_not_null())
        .then(_shift())
        .when(new.str.starts_with(old))
        .then("behind " + new.str.slice(old.str.len_chars()))
        .when(new.str.ends_with(old))
        .then("before " + new.str.head(new.str.len_chars() - old.str.len_chars()))
        .when(old.str.starts_with(new))
        .then("cut " + old.str.slice(new.str.len_chars()))
        .when(one_for_one)
        .then(pl.lit("respelled"))
        .otherwise(old + " > " + new)
    )


def _shift() -> pl.Expr:
    """By how much a moment moved; in days where one of the two is a bare date."""
    old, new = pl.col("old_at"), pl.col("new_at")
    days = new.dt.date() - old.dt.date()
    bare = pl.any_horizontal(moment.dt.truncate("1d") == moment for moment in (old, new))
    exchanged = (
        (old.dt.day() == new.dt.month())
        & (old.dt.month() == new.dt.day())
        & (old.dt.year() == new.dt.year())
    )
    return (
        pl.when(exchanged)
        .then(pl.lit("exchanged"))
        .when(bare)
        .then(days.dt.total_days().cast(pl.String) + " days")
        .otherwise((new - old).dt.total_seconds().cast(pl.String) + " seconds")
    )


def sort_changes(rows: pl.DataFrame) -> pl.DataFrame:
    """Those that break a rule first, by code; then by kind of change, dossier and field."""
    kinds = (Change.ALTERED, Change.REOPENED, Change.VERDICT, Change.GONE, Change.FINISHED)
    ranks = {kind.value: rank for rank, kind in enumerate((*kinds, Change.NEW))}
    fields = {name: rank for rank, name in enumerate(chain(ENDS, DATA_COLUMNS))}
    return (
        rows.with_columns(
            pl.col("change").replace_strict(ranks, return_dtype=pl.Int8).alias("_kind"),
            pl.col("field")
            .replace_strict(fields, default=len(fields), return_dtype=pl.Int8)
            .alias("_field"),
        )
        .sort("code", "_kind", "dossier_id", "_field", nulls_last=True)
        .select(ROW_COLUMNS)
    )
