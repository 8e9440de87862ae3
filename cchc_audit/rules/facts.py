"""Facts that several rules ask of a dossier, worked out once: columns named `x_…`."""

import polars as pl

from cchc_audit.deadlines.moments import column
from cchc_audit.rules.model import Setting
from cchc_audit.vocabulary import Certainty, Outcome, Severity

OPEN = (Outcome.PENDING.value, Outcome.SUSPENDED.value, Outcome.OVERDUE.value)
DONE = (Outcome.EARLY.value, Outcome.ON_TIME.value, Outcome.LATE.value)
LATE = (Outcome.LATE.value, Outcome.OVERDUE.value)


def staged(rows: pl.LazyFrame, setting: Setting) -> pl.LazyFrame:
    """Adds the shared facts; what no chosen rule asks for costs nothing.

    `x_legal_deadline` Date: the deadline of the law as it stands, whatever `against`.
    """
    del setting
    return rows.with_columns(column("_law_deadline").day.cast(pl.Date).alias("x_legal_deadline"))


def unassessable() -> pl.Expr:
    """Whether nothing can be said of the dossier's time."""
    return pl.col("outcome") == Outcome.UNASSESSABLE.value


def unless_unassessable(violated: pl.Expr) -> pl.Expr:
    """`violated`, or null (cannot tell) where the dossier could not be judged at all."""
    return pl.when(~unassessable()).then(violated)


def by_certainty(_: Setting) -> pl.Expr:
    """`error` for a firm verdict, `warning` for a contestable one."""
    contestable = pl.col("certainty") == Certainty.CONTESTABLE.value
    return (
        pl.when(contestable)
        .then(pl.lit(Severity.WARNING.value))
        .otherwise(pl.lit(Severity.ERROR.value))
    )
