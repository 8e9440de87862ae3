"""Steps of handling that outlasted their own limit, and who held the dossier meanwhile."""

from datetime import datetime

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.core.vocabulary import Outcome
from cchc_audit.engine.lookup import by_key
from cchc_audit.law.clock.instants import Moment, column, last_instant, split, store

_SCHEMA = {
    "dossier_id": pl.String(),
    "over_by": pl.String(),
    "over_until": pl.Datetime("us"),
    "over_ended": pl.Datetime("us"),
    "last_by": pl.String(),
    "last_until": pl.Datetime("us"),
}


def add_steps(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds the first step that outlasted its limit.

    `x_step_over` (Boolean; null where the last step's end is not known), `x_step_by` (String),
    `x_step_until`, `x_step_ended` (Datetime; null while the step goes on). A step ends where the
    next one begins, the last one with the finish, or not yet.
    """
    steps = pl.DataFrame(schema=_SCHEMA)
    if context.steps is not None:
        steps = by_dossier(context.steps, context.case.as_of)
    where = by_key(steps["dossier_id"])

    def of(name: str) -> pl.Expr:
        # polars 2.1, in memory, takes look-ups in nulls of two types for one and the same.
        if steps[name].null_count() == len(steps):
            return pl.lit(None, dtype=_SCHEMA[name])
        return pl.lit(steps[name]).gather(pl.col("_steps"))

    rows = rows.with_columns(where(pl.col("dossier_id")).alias("_steps"))
    rows = rows.with_columns(of(name).alias(f"_step_{name}") for name in _SCHEMA if "_" in name[4:])
    rows = rows.with_columns(store("_step_limit", split(pl.col("_step_last_until"))))
    closed, still = pl.col("_step_over_until").is_not_null(), _last_is_over(context.case.as_of)
    return rows.with_columns(
        (closed | still).alias("x_step_over"),
        *(
            pl.when(closed)
            .then(pl.col(f"_step_over_{name}"))
            .otherwise(pl.col(f"_step_last_{name}"))
            .alias(f"x_step_{name}")
            for name in ("by", "until")
        ),
        pl.when(closed)
        .then(pl.col("_step_over_ended"))
        .otherwise(pl.col("finished_at"))
        .alias("x_step_ended"),
    )


def by_dossier(steps: pl.DataFrame, as_of: datetime) -> pl.DataFrame:
    """One row a dossier of its `steps` (columns of `intake.events`): the first step that was left
    after its limit, and the last step.

    `over_by`, `over_until`, `over_ended` are null where no step but the last can have outlasted.
    """
    ordered = (
        steps.filter(pl.col("at") < as_of)
        .sort("dossier_id", "at", "source_line")
        .with_columns(pl.col("at").shift(-1).over("dossier_id").alias("next"))
        .with_columns(store("limit", split(pl.col("until"))))
        .with_columns(store("left", split(pl.col("next"))))
    )
    over = column("left").later_than(column("limit"))
    return ordered.group_by("dossier_id", maintain_order=True).agg(
        pl.col("by").filter(over).first().alias("over_by"),
        pl.col("until").filter(over).first().alias("over_until"),
        pl.col("next").filter(over).first().alias("over_ended"),
        pl.col("by").last().alias("last_by"),
        pl.col("until").last().alias("last_until"),
    )


def _last_is_over(as_of: datetime) -> pl.Expr:
    """Whether the last step outlasted its limit; a dossier that waits for its citizen, or of which
    no end is known, leaves it open.
    """
    limit, finish = column("_step_limit"), column("_finish")
    day, second = last_instant(as_of)
    now = Moment(pl.lit(day, dtype=pl.Int32), pl.lit(second, dtype=pl.Int32))
    handled = pl.col("outcome").is_in([Outcome.PENDING.value, Outcome.OVERDUE.value])
    return (
        pl.when(~limit.known)
        .then(pl.lit(value=False))
        .when(finish.known)
        .then(finish.later_than(limit))
        .when(handled)
        .then(now.later_than(limit))
    )
