"""What a dossier's outcome lets a rule say of it, and what it leaves open."""

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import BEFORE_RECEIPT, Certainty, Outcome, Severity


def unassessable() -> pl.Expr:
    """Whether nothing can be said of the dossier's time."""
    return pl.col("outcome") == Outcome.UNASSESSABLE.value


def unless_unassessable(violated: pl.Expr) -> pl.Expr:
    """`violated`, or null (cannot tell) where the dossier could not be judged at all."""
    return pl.when(~unassessable()).then(violated)


def before_receipt() -> pl.Expr:
    """Whether the dossier was not taken in by the as-of, or never."""
    return pl.col("outcome").is_in(BEFORE_RECEIPT)


def once_received(violated: pl.Expr) -> pl.Expr:
    """`violated` of a dossier that was received; false before that, null where it could not be
    judged at all.
    """
    return (
        pl.when(before_receipt()).then(pl.lit(value=False)).otherwise(unless_unassessable(violated))
    )


def contestable() -> pl.Expr:
    """Whether the office has a defence against the verdict."""
    return (pl.col("certainty") == Certainty.CONTESTABLE.value).fill_null(value=False)


def by_certainty(_: RuleContext) -> pl.Expr:
    """`error` for a firm verdict, `warning` for one that law or facts leave in doubt."""
    firm = (pl.col("certainty") == Certainty.FIRM.value).fill_null(value=False)
    return (
        pl.when(firm).then(pl.lit(Severity.ERROR.value)).otherwise(pl.lit(Severity.WARNING.value))
    )
