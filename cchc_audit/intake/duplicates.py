"""Several rows of one number: whether they are one dossier, and which of them stands.

Looked for by hash of the number over everything that was accepted; only where two rows share a hash
are they looked at. Rows of one number are one dossier, unless they name different communes and are
not known to be of one receipt and one procedure: two communes both have a 0001. Of the rows of a
dossier the one with the latest moment in any column stands, then the one with more cells filled,
then the one read last; the others are collapsed. Rows contradict each other where both fill a
column and differ in it; that a dossier moved on is no contradiction.
"""

from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import COLUMNS, FINISHES, MOMENTS, VERDICT_MOMENTS
from cchc_audit.core.vocabulary import ENDED, Status
from cchc_audit.engine.answers import Engine
from cchc_audit.engine.lookup import ROW, by_row
from cchc_audit.engine.repeated import Hashes

COMPARED = (
    *VERDICT_MOMENTS,
    *("procedure_code", "procedure_name", "legal_term", "commune", "channel", "apology_at"),
)
"""The columns in which rows of one dossier can contradict each other: what is settled once. Status
and counts move on.
"""
HANDLERS = ("agency", "officer", "reception_officer")
"""Who has the dossier in hand moves on as well, but not once it is finished in every row."""
STATUS = "status"
"""A status moves on, but not from an end back to handling."""
_DOSSIER = ("dossier_id", "twin")
_FEW = 100_000
"""Numbers that came more than once, of which the rows are held rather than read a second time."""


class Duplicates(NamedTuple):
    """`collapsed`: the rows that give way (`source`, `source_line`, `dossier_id`; `differs`,
    `contradicts` Boolean; `standing_source`, `standing_line` of the row in their place).

    `conflicts`: rows that stand and are contradicted (`source`, `source_line`), each with every
    `column` in which. `shared`: the numbers that several communes have (`dossier_id`, `dossiers`).
    """

    collapsed: pl.DataFrame
    conflicts: pl.DataFrame
    shared: pl.DataFrame

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


_ROW_TYPES = {"source": pl.UInt32, "source_line": pl.UInt32}
_CONFLICTS = pl.DataFrame(schema={**_ROW_TYPES, "column": pl.String})
NO_DUPLICATES = Duplicates(
    pl.DataFrame(
        schema={
            **_ROW_TYPES,
            "dossier_id": pl.String,
            "differs": pl.Boolean,
            "contradicts": pl.Boolean,
            "standing_source": pl.UInt32,
            "standing_line": pl.UInt32,
        }
    ),
    _CONFLICTS,
    pl.DataFrame(schema={"dossier_id": pl.String, "dossiers": pl.UInt32}),
)


def hash_rows(rows: pl.LazyFrame) -> pl.LazyFrame:
    """One hash (UInt64) an accepted row, with where that stands (`source`, `source_line`); `Hashes`
    takes them in the pass that answers queries.
    """
    return rows.select(pl.col("dossier_id").hash().alias("hash"), *ROW)


def find_repeated(found: pl.DataFrame) -> pl.Series:
    """The hashes that occur more than once, of what `hash_rows` collected."""
    taken = Hashes()
    taken.take(found)
    return taken.repeated()


def collapse(rows: pl.LazyFrame, suspects: pl.Series, *, engine: Engine) -> Duplicates:
    """Decides between the rows whose number has one of the hashes `suspects`."""
    if suspects.is_empty():
        return NO_DUPLICATES
    recognised = [column.name for column in COLUMNS]
    suspected = rows.filter(pl.col("dossier_id").hash().is_in(suspects.implode()))
    if len(suspects) <= _FEW:
        # Asked twice: once which row stands, once what contradicts it.
        suspected = suspected.select(*ROW, *recognised).collect(engine=engine).lazy()
    state = suspected.select(
        *ROW,
        "dossier_id",
        pl.col("commune").cast(pl.String),
        "received_at",
        pl.coalesce(pl.col("procedure_code", "procedure_name").cast(pl.String)).alias("procedure"),
        pl.max_horizontal(MOMENTS).alias("latest"),
        pl.sum_horizontal(pl.col(name).is_not_null().cast(pl.UInt8) for name in recognised)
        .cast(pl.UInt8)
        .alias("filled"),
        pl.struct(recognised).hash().alias("cells"),
    ).collect(engine=engine)
    ranked = _with_twins(
        state.sort("dossier_id", "latest", "filled", *ROW, nulls_last=False, descending=False)
    )
    ranked = ranked.with_columns(
        (pl.col("cells") != pl.col("cells").last().over(_DOSSIER)).alias("differs"),
        pl.int_range(pl.len(), 0, -1).over(_DOSSIER).alias("place"),
        pl.col("source").last().over(_DOSSIER).alias("standing_source"),
        pl.col("source_line").last().over(_DOSSIER).alias("standing_line"),
    )
    differing = ranked.filter(pl.col("differs").any().over(_DOSSIER))
    conflicts = _conflicts(suspected, differing, engine=engine)
    stands = conflicts.select(*ROW, contradicts=pl.lit(value=True)).unique()
    collapsed = (
        ranked.filter(pl.col("place") > 1)
        .join(
            stands,
            left_on=("standing_source", "standing_line"),
            right_on=ROW,
            how="left",
            maintain_order="left",
        )
        .with_columns(pl.col("contradicts").fill_null(value=False) & pl.col("differs"))
        .select(NO_DUPLICATES.collapsed.columns)
    )
    shared = ranked.group_by("dossier_id", maintain_order=True).agg(
        pl.col("twin").n_unique().cast(pl.UInt32).alias("dossiers")
    )
    return Duplicates(collapsed, conflicts, shared.filter(pl.col("dossiers") > 1))


def _with_twins(ranked: pl.DataFrame) -> pl.DataFrame:
    """`ranked` with `twin` (UInt64): equal for rows of one number that are one dossier.

    Numbers in one commune, or in none, are one dossier. In several, the rows of a commune are one,
    and those of communes whose receipt and procedure are known and equal; a row that names no
    commune belongs to the dossier read last.
    """
    several = pl.col("commune").drop_nulls().n_unique().over("dossier_id") > 1
    if not ranked.select(several.any()).item():
        return ranked.with_columns(pl.lit(0, dtype=pl.UInt64).alias("twin"))
    in_commune = ("dossier_id", "commune")
    bare = (pl.col("received_at").dt.time() == pl.time(0)).any().over("dossier_id")
    received = pl.when(bare).then(pl.col("received_at").dt.truncate("1d")).otherwise("received_at")
    known = ranked.with_columns(received.alias("receipt")).with_columns(
        pl.col(name).drop_nulls().last().over(in_commune) for name in ("receipt", "procedure")
    )
    one = pl.struct("receipt", "procedure").hash()
    alone = pl.concat_str(pl.lit("\0"), "commune").hash()
    whole = pl.col("receipt").is_not_null() & pl.col("procedure").is_not_null()
    named = pl.when(pl.col("commune").is_not_null()).then(pl.when(whole).then(one).otherwise(alone))
    told = known.with_columns(named.alias("twin")).with_columns(
        pl.col("twin").fill_null(pl.col("twin").drop_nulls().last().over("dossier_id"))
    )
    twin = pl.when(several).then("twin").otherwise(pl.lit(0, dtype=pl.UInt64))
    return ranked.with_columns(told.select(twin.alias("twin")).to_series())


def _conflicts(rows: pl.LazyFrame, differing: pl.DataFrame, *, engine: Engine) -> pl.DataFrame:
    """The standing rows among `differing`, each with every column in which rows of its dossier are
    filled and differ; `rows` hold their cells.
    """
    if differing.is_empty():
        return _CONFLICTS
    wanted = by_row(differing, pl.repeat(1, len(differing), dtype=pl.UInt8, eager=True))
    compared = (*COMPARED, *HANDLERS, STATUS)
    cells = rows.filter(wanted.is_not_null()).select(*ROW, *compared).collect(engine=engine)
    finished = pl.coalesce(FINISHES).is_not_null().all()
    dossiers = differing.select(*ROW, "standing_source", "standing_line")
    told = (
        cells.join(dossiers, on=ROW, how="inner")
        .group_by("standing_source", "standing_line", maintain_order=True)
        .agg(
            pl.col("procedure_code").is_not_null().any().alias("coded"),
            *(_differ(name).alias(name) for name in COMPARED),
            *((_differ(name) & finished).alias(name) for name in HANDLERS),
            _moved_back().alias(STATUS),
        )
        .rename({"standing_source": "source", "standing_line": "source_line"})
        # Of a procedure with a code the name is only spelt in another way.
        .with_columns(pl.col("procedure_name") & ~pl.col("coded"))
    )
    return pl.concat([_CONFLICTS, *_by_column(told)]).sort(*ROW, "column")


def _moved_back() -> pl.Expr:
    """Whether the row that stands says that the dossier is still handled, and another one that it
    came to an end.
    """
    ended, status = [*ENDED, Status.WITHDRAWN.value], pl.col(STATUS).fill_null(Status.UNKNOWN.value)
    stands = (pl.col("source") == pl.col("standing_source")) & (
        pl.col("source_line") == pl.col("standing_line")
    )
    open_still = ~status.is_in(ended) & pl.coalesce(FINISHES).is_null()
    return status.is_in(ended).any() & (stands & open_still).any()


def _by_column(told: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for name in (*COMPARED, *HANDLERS, STATUS):
        rows = told.filter(pl.col(name)).select(ROW)
        yield rows.with_columns(pl.lit(name).alias("column"))


def _differ(name: str) -> pl.Expr:
    """Whether a group's rows fill a column differently; moments at the coarser precision."""
    filled = pl.col(name).drop_nulls()
    if name not in MOMENTS:
        return filled.n_unique() > 1
    timed = filled.filter(filled.dt.time() != pl.time(0))
    return (filled.dt.date().n_unique() > 1) | (timed.n_unique() > 1)
