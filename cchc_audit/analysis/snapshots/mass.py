"""Changes that hit so many dossiers at once that they are one finding on the export; the order of
rows.
"""

from itertools import chain

import polars as pl

from cchc_audit.analysis.snapshots.changed_facts import ENDS
from cchc_audit.analysis.snapshots.comparison import CHANGE_COLUMNS, Change, Mass
from cchc_audit.analysis.snapshots.state import DATA_COLUMNS
from cchc_audit.core.columns import MOMENTS

SHARE = 0.05
"""A change that hits more of the older state than this is one of the export, not of dossiers."""
FEW = 3
"""Fewer dossiers than this are no re-export, however small the export."""
_LASTING = frozenset(DATA_COLUMNS) - {
    *(name for name in MOMENTS if name not in {"received_at", "submitted_at", "promised_at"}),
    *("status", "supplement_count", "reschedule_count"),
}
"""What does not change by the work going on: many changes at once are a re-export's."""


def gather_mass(rows: pl.DataFrame, before: int) -> tuple[pl.DataFrame, tuple[Mass, ...]]:
    """Takes the code off what hit too many at once, and tells it as one."""
    lasting = pl.col("field").is_in(sorted(_LASTING)) & (pl.col("change") == Change.ALTERED.value)
    counts = (
        rows.filter(pl.col("code").is_not_null() | lasting)
        .group_by("code", pl.when(pl.col("code").is_null()).then("field").alias("of"))
        .agg(
            pl.col("dossier_id").n_unique().alias("n"),
            pl.col("change").first(),
            pl.col("field").mode().sort().first(),
        )
        .filter((pl.col("n") > before * SHARE) & (pl.col("n") >= FEW))
        .sort("code", "field", nulls_last=True)
    )
    mass = tuple(
        Mass(row["code"], Change(row["change"]), row["field"], row["n"], row["n"] / max(before, 1))
        for row in counts.iter_rows(named=True)
    )
    codes = [found.code for found in mass if found.code is not None]
    hit = pl.col("code").is_in(codes).fill_null(value=False)
    cleared = (pl.when(~hit).then(name).alias(name) for name in ("code", "severity"))
    return rows.with_columns(cleared) if codes else rows, mass


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
        .select(*CHANGE_COLUMNS, "procedure_code", "note", "known")
    )
