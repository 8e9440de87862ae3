"""Several rows of one dossier: which of them stands (data: the furthest state).

Looked for by hash of the id over everything that was accepted; only where two rows share a hash
are their ids and cells looked at. The row with the latest moment in any column stands, then the
one with more cells filled, then the one read last; the others are collapsed, and counted as
identical or as differing.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from cchc_audit.core.columns import COLUMNS, MOMENTS
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.engine.repeated import Hashes

Engine = Literal["in-memory", "streaming"]
"""The polars engine a plan is run by."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """`collapsed`: the rows that give way (`source`, `source_line`, `dossier_id`, `differs`
    Boolean).
    """

    collapsed: pl.DataFrame

    @property
    def conflicting(self) -> int:
        """Rows that say something else."""
        return int(self.collapsed["differs"].sum())

    def removed(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """`rows` without the collapsed ones, in the order they came."""
        return rows if self.collapsed.is_empty() else rows.filter(self.stands)

    @property
    def stands(self) -> pl.Expr:
        """Whether a row does not give way (Boolean)."""
        if self.collapsed.is_empty():
            return pl.lit(value=True)
        gives_way = by_row(
            self.collapsed, pl.repeat(1, len(self.collapsed), dtype=pl.UInt8, eager=True)
        )
        return gives_way.is_null()


NO_DUPLICATES = Duplicates(
    pl.DataFrame(
        schema={
            "source": pl.UInt32,
            "source_line": pl.UInt32,
            "dossier_id": pl.String,
            "differs": pl.Boolean,
        }
    )
)


def hashes(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One hash (UInt64) an accepted row; `Hashes` takes them in the pass that answers queries."""
    return rows.select(pl.col("dossier_id").hash().alias("hash"))


def repeated(found: pl.DataFrame) -> pl.Series:
    """The hashes that occur more than once, of what `hashes` collected."""
    taken = Hashes()
    taken.take(found)
    return taken.repeated()


def collapse(rows: pl.LazyFrame, suspects: pl.Series, *, engine: Engine) -> Duplicates:
    """Decides between the rows whose id has one of the hashes `suspects`."""
    if suspects.is_empty():
        return NO_DUPLICATES
    recognised = [column.name for column in COLUMNS]
    state = (
        rows.filter(pl.col("dossier_id").hash().is_in(suspects.implode()))
        .select(
            *ROW,
            "dossier_id",
            pl.max_horizontal(MOMENTS).alias("latest"),
            pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.UInt8) for name in recognised)
            .cast(pl.UInt8)
            .alias("filled"),
            pl.struct(recognised).hash().alias("cells"),
        )
        .collect(engine=engine)
    )
    ranked = state.sort(
        "dossier_id", "latest", "filled", *ROW, nulls_last=False, descending=False
    ).with_columns(
        pl.col("cells").last().over("dossier_id").alias("standing"),
        pl.int_range(pl.len(), 0, -1).over("dossier_id").alias("place"),
    )
    return Duplicates(
        ranked.filter(pl.col("place") > 1).select(
            *ROW, "dossier_id", (pl.col("cells") != pl.col("standing")).alias("differs")
        )
    )
