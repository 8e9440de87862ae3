"""Late dossiers expected of a group, given its mix of procedures: indirect standardisation.

A commune of land dossiers must not lose to one that certifies copies. Each procedure's share of
late and overdue dossiers, over all groups, is applied to the dossiers of that procedure a group
has; the sum is what the group would have if it were neither better nor worse than the whole.
Source: indirect standardisation as in epidemiology (observed / expected, the SMR).
"""

import polars as pl

from cchc_audit.analysis.summary.keys import Key
from cchc_audit.analysis.summary.rates import ratio
from cchc_audit.core.vocabulary import BEHIND, RESOLVED, Outcome

JUDGED = (*RESOLVED, Outcome.OVERDUE.value)
"""The outcomes a rate counts: what has met its deadline or missed it."""

EXPECTED_COLUMNS = ("observed_late", "expected_late", "late_ratio")


def expect_late(counts: pl.DataFrame, key: Key) -> pl.DataFrame:
    """Observed and expected late dossiers of every group.

    `counts`: a histogram by `key` and procedure. Columns: the key (String), `observed_late` (Int64:
    late and overdue), `expected_late` (Float64), `late_ratio` (Float64; null where nothing is
    expected). Sums run in one fixed order, so the same counts give the same bytes.
    """
    strata = list(dict.fromkeys([key, Key.PROCEDURE]))
    n, late = pl.col("n"), pl.col("_late")
    cells = (
        counts.filter(pl.col("verdict").is_in(JUDGED))
        .group_by(strata)
        .agg(
            n.sum(),
            n.filter(pl.col("verdict").is_in(BEHIND)).sum().alias("_late"),
        )
        .sort(strata)
    )
    # One product of whole numbers, one division: a group that is all of a procedure gets exactly
    # its own count.
    share = n * late.sum().over(Key.PROCEDURE) / n.sum().over(Key.PROCEDURE)
    return (
        cells.with_columns(share.alias("_expected"))
        .group_by(key, maintain_order=True)
        .agg(late.sum().alias("observed_late"), pl.col("_expected").sum().alias("expected_late"))
        .with_columns(ratio(pl.col("observed_late"), pl.col("expected_late")).alias("late_ratio"))
    )


def expected_of_all(groups: pl.DataFrame) -> list[pl.Expr]:
    """The same columns for the total row: all groups together are what is expected of them."""
    observed = int(groups["observed_late"].sum())
    return [
        pl.lit(observed, pl.Int64).alias("observed_late"),
        pl.lit(float(observed), pl.Float64).alias("expected_late"),
        pl.lit(1.0 if observed else None, pl.Float64).alias("late_ratio"),
    ]
