"""From dossiers judged twice to the rows of the simulation: one a procedure and term."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.summary.keys import Key, group_value
from cchc_audit.analysis.summary.order import natural_key
from cchc_audit.analysis.summary.rates import ratio

SIMULATE_COLUMNS = (
    "procedure_code",
    "procedure_name",
    "field",
    "term",
    "cut_term",
    "resolved",
    "late",
    "late_cut",
    "on_time_rate",
    "on_time_rate_cut",
    "bears",
    "max_cut",
    "least_term",
)
"""The columns of every row, in this order."""

_ROW = ("_procedure", "term", "cut_term")


@dataclass(frozen=True, slots=True)
class Simulation:
    """The simulation of one cut.

    `rows` has `SIMULATE_COLUMNS`: a procedure and its term a row (terms are Int64 codes), those
    first that gain most late dossiers. Counts Int64, rates Float64, `bears` Boolean: the target is
    kept under the cut term (null without a term). `max_cut`, `least_term` (Float64, Int64 code):
    the shortest term in whole working days that keeps the target, and the cut that is; null where
    the term is not in working days, or the target is missed as it is. `total`: one row, the sums.
    """

    rows: pl.DataFrame
    total: pl.DataFrame
    cut: Fraction
    target: Fraction


def tally(dossiers: pl.LazyFrame) -> pl.LazyFrame:
    """Counts of what `recut` gives, by procedure, term and working days needed; lazy and small."""
    return (
        dossiers.group_by(
            group_value(Key.PROCEDURE).alias("_procedure"),
            "procedure_code",
            "procedure_name",
            "field",
            "term",
            "cut_term",
            "needed",
        )
        .agg(
            pl.len().cast(pl.Int64).alias("resolved"),
            pl.col("late").sum().cast(pl.Int64),
            pl.col("late_cut").sum().cast(pl.Int64),
        )
        .with_columns(
            pl.col("_procedure", "procedure_code", "procedure_name", "field").cast(pl.String)
        )
    )


def simulate(counts: pl.DataFrame, *, cut: Fraction, target: Fraction) -> Simulation:
    """The simulation from the counts of `tally`, or of several parts concatenated."""
    rows = (
        counts.group_by(_ROW)
        .agg(pl.col("resolved", "late", "late_cut").sum(), pl.col("procedure_code").max())
        .join(_least(counts, target), on=_ROW, how="left", nulls_equal=True)
    )
    for name in ("procedure_name", "field"):
        rows = rows.join(
            _most_frequent(counts, name), on="_procedure", how="left", nulls_equal=True
        )
    total = counts.select(pl.col("resolved", "late", "late_cut").sum()).with_columns(
        *(pl.lit(None, pl.String).alias(n) for n in ("procedure_code", "procedure_name", "field")),
        *(pl.lit(None, pl.Int64).alias(name) for name in ("term", "cut_term", "least_term")),
    )
    return Simulation(
        _ordered(_measured(rows, target)), _measured(total, target), cut=cut, target=target
    )


def _measured(rows: pl.DataFrame, target: Fraction) -> pl.DataFrame:
    resolved, kept = pl.col("resolved"), pl.col("resolved") - pl.col("late_cut")
    holds = kept * target.denominator >= resolved * target.numerator
    return rows.with_columns(
        on_time_rate=ratio(resolved - pl.col("late"), resolved),
        on_time_rate_cut=ratio(kept, resolved),
        bears=pl.when(pl.col("term").is_not_null()).then(holds),
        # One division of whole numbers; a term in working days is its own code.
        max_cut=ratio(pl.col("term") - pl.col("least_term"), pl.col("term")),
    ).select(SIMULATE_COLUMNS)


def _least(counts: pl.DataFrame, target: Fraction) -> pl.DataFrame:
    """`least_term` of every row: the fewest working days that keep the target, at most the term."""
    steps = (
        counts.drop_nulls("needed")
        .group_by(*_ROW, "needed")
        .agg(pl.col("resolved").sum())
        .sort(*_ROW, "needed")
        .with_columns(
            pl.col("resolved").cum_sum().over(_ROW).alias("_upto"),
            pl.col("resolved").sum().over(_ROW).alias("_of"),
        )
    )
    holds = pl.col("_upto") * target.denominator >= pl.col("_of") * target.numerator
    within = pl.col("needed") <= pl.col("term")
    least = pl.col("needed").filter(holds & within).min().cast(pl.Int64)
    return steps.group_by(_ROW).agg(least.alias("least_term"))


def _most_frequent(counts: pl.DataFrame, name: str) -> pl.DataFrame:
    """The value of `name` each procedure mostly bears, the first in order where two are equal."""
    return (
        counts.drop_nulls(name)
        .group_by("_procedure", name)
        .agg(pl.col("resolved").sum().alias("_n"))
        .sort("_n", name, descending=[True, False])
        .group_by("_procedure", maintain_order=True)
        .agg(pl.col(name).first())
    )


def _ordered(rows: pl.DataFrame) -> pl.DataFrame:
    """The most dossiers newly late first, then the most resolved, then by name and term."""
    return rows[_places(rows)] if rows.height else rows


def _places(rows: pl.DataFrame) -> Sequence[int]:
    columns = ("late_cut", "late", "resolved", "procedure_name", "procedure_code", "term")
    keys = [
        (late - cut, -resolved, natural_key(name), natural_key(code), -1 if term is None else term)
        for cut, late, resolved, name, code, term in rows.select(columns).iter_rows()
    ]
    return sorted(range(len(keys)), key=keys.__getitem__)
