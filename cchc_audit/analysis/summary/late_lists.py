"""Lists of dossiers: which are late or nearly due, and in which order they stand."""

import polars as pl

from cchc_audit.analysis.summary.order import in_natural_order, unknown_column
from cchc_audit.core.columns import ASSESS_COLUMNS
from cchc_audit.core.vocabulary import BEHIND, Certainty, Outcome


def is_late() -> pl.Expr:
    """Whether a dossier belongs on the late list: finished late, or open and overdue (Boolean)."""
    return pl.col("outcome").is_in(BEHIND)


def is_due(within: int) -> pl.Expr:
    """Whether an open dossier's deadline falls within `within` working days (Boolean).

    Counted from the last day judged; 0 is a deadline on that day. Overdue dossiers are on the late
    list, and suspended ones have no deadline that draws nearer.
    """
    return (pl.col("outcome") == Outcome.PENDING) & (pl.col("days_left") <= within)


def late_rows(dossiers: pl.LazyFrame) -> pl.LazyFrame:
    """The late list: firm, then contestable, then unproven ones, the longest overdue first, then by
    dossier.
    """
    ties = _ties(dossiers.collect_schema())
    return dossiers.filter(is_late()).sort(
        pl.col("certainty").cast(pl.Enum(Certainty)),
        "days_late",
        *ties,
        descending=[False, True, *(False for _ in ties)],
        nulls_last=True,
    )


def due_rows(dossiers: pl.LazyFrame, *, within: int) -> pl.LazyFrame:
    """Open dossiers due within `within` working days: the soonest instant first, by dossier."""
    ties = _ties(dossiers.collect_schema())
    return dossiers.filter(is_due(within)).sort("deadline_at", *ties, nulls_last=True)


def sort_rows(dossiers: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """`dossiers` by one output column, ties by `dossier_id`, unknown values last.

    Numbers from the highest; names in the Vietnamese alphabet; days and moments from the first. A
    term is no number: terms stand by unit, then by length. Raises `ConfigError` for a column that
    is none, with a near match.
    """
    schema = dossiers.collect_schema()
    inside = "source" if column == "source_file" and column not in schema else column
    if column not in ASSESS_COLUMNS or inside not in schema:
        raise unknown_column(column, [name for name in ASSESS_COLUMNS if name in schema])
    dtype = schema[inside]
    value = pl.col(inside)
    if isinstance(dtype, pl.Categorical):
        value = in_natural_order(value)
    highest_first = dtype.is_numeric() and column not in ("term", "source_file")
    ties = _ties(schema)
    order = [highest_first, *(False for _ in ties)]
    # Several findings of one dossier stay in their order.
    return dossiers.sort(value, *ties, descending=order, nulls_last=True, maintain_order=True)


def _ties(schema: pl.Schema) -> list[str]:
    """What parts rows that are equal else: the number, and the place of the row where communes
    share a number.
    """
    place = ("source" if "source" in schema else "source_file", "source_line")
    return ["dossier_id", *(name for name in place if name in schema)]
