"""Family P: what no single dossier shows, and chance or an honest desk hardly brings about."""

import polars as pl

from cchc_audit.analysis.rules.facts import peer_facts, same_minute_facts
from cchc_audit.analysis.rules.facts.term_facts import at_least_a_day
from cchc_audit.analysis.rules.rule import RuleContext, group_rule, rule
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import RESOLVED, Severity
from cchc_audit.law.clock.instants import column

_INSTANT = 120
_NEVER = pl.lit(value=False)


@group_rule(
    "P501",
    "batch-closing",
    Severity.WARNING,
    count=same_minute_facts.count_minutes,
    recount=same_minute_facts.find_heaps,
    needs=(FINISHES,),
    shows=("x_minute", "x_count", "x_dossiers"),
)
def batch_closing(heaps: pl.DataFrame, _: RuleContext) -> pl.DataFrame:
    """Results entered in heaps: many dossiers of one officer finished within one minute."""
    return same_minute_facts.order_heaps(heaps)


@rule(
    "P502",
    "instant-result",
    Severity.NOTE,
    needs=("received_at", FINISHES),
    shows=("received_at", "finished_at", "term", "x_seconds"),
)
def instant_result(context: RuleContext) -> pl.Expr:
    """Finished within two minutes of the receipt, though the term is a day or more."""
    received, finish = column("_received"), column("_finish")
    done = pl.col("outcome").is_in(RESOLVED) | (pl.col("_reason") == "term_unknown")
    at_once = (
        pl.when(pl.col("x_seconds").is_not_null())
        .then(pl.col("x_seconds").is_between(0, _INSTANT))
        .when(finish.day != received.day)
        .then(_NEVER)
    )
    over = finish.known & done.fill_null(value=False)
    return pl.when(~over).then(_NEVER).otherwise(at_once & at_least_a_day(context))


@group_rule(
    "P503",
    "deadline-pile-up",
    Severity.NOTE,
    count=peer_facts.count_on_the_day,
    needs=("commune", FINISHES),
    shows=("x_hits", "x_n", "x_share", "x_peers", "x_z"),
)
def deadline_pile_up(groups: pl.DataFrame, _: RuleContext) -> pl.DataFrame:
    """A commune finishes far more dossiers on the very day of the deadline than its peers."""
    return peer_facts.judge_by_spread(groups)


@group_rule(
    "P504",
    "outlier-commune",
    Severity.WARNING,
    count=peer_facts.count_late,
    needs=("commune", "received_at"),
    shows=("x_hits", "x_n", "x_share", "x_overall", "x_limit", "x_chance"),
)
def outlier_commune(groups: pl.DataFrame, _: RuleContext) -> pl.DataFrame:
    """A commune's firmly late share lies above the upper 99.8 % limit of the funnel."""
    return peer_facts.judge_by_funnel(groups)


@group_rule(
    "P505",
    "suspension-outlier",
    Severity.NOTE,
    count=peer_facts.count_suspended,
    needs=("commune", "received_at"),
    shows=("x_hits", "x_n", "x_share", "x_overall", "x_limit", "x_chance"),
)
def suspension_outlier(groups: pl.DataFrame, _: RuleContext) -> pl.DataFrame:
    """A commune's suspended share lies above the upper 99.8 % limit of the funnel."""
    return peer_facts.judge_by_funnel(groups)
