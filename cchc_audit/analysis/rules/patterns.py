"""Family P: what no single dossier shows, and chance or an honest desk hardly brings about."""

import polars as pl

from cchc_audit.analysis.rules import batch_closing, peers
from cchc_audit.analysis.rules.facts.derive import DONE
from cchc_audit.analysis.rules.facts.record_facts import at_least_a_day
from cchc_audit.analysis.rules.rule import Pattern, Rule, Setting, rule
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Severity
from cchc_audit.law.clock.instants import column

_INSTANT = 120
_NEVER = pl.lit(value=False)

closed_in_batches = Rule(
    "P501",
    "batch-closing",
    Severity.WARNING,
    Pattern(batch_closing.counted, batch_closing.concluded, batch_closing.looked),
    needs=(FINISHES,),
    shows=("x_minute", "x_count", "x_dossiers"),
)


@rule(
    "P502",
    "instant-result",
    Severity.NOTE,
    needs=("received_at", FINISHES),
    shows=("received_at", "finished_at", "term", "x_seconds"),
)
def instant_result(setting: Setting) -> pl.Expr:
    """Finished within two minutes of the receipt, though the term is a day or more."""
    received, finish = column("_received"), column("_finish")
    done = pl.col("outcome").is_in(DONE) | (pl.col("_reason") == "term_unknown")
    at_once = (
        pl.when(pl.col("x_seconds").is_not_null())
        .then(pl.col("x_seconds").is_between(0, _INSTANT))
        .when(finish.day != received.day)
        .then(_NEVER)
    )
    over = finish.known & done.fill_null(value=False)
    return pl.when(~over).then(_NEVER).otherwise(at_once & at_least_a_day(setting))


deadline_pile_up = Rule(
    "P503",
    "deadline-pile-up",
    Severity.NOTE,
    Pattern(peers.on_the_day, peers.piled_up),
    needs=("commune", FINISHES),
    shows=("x_hits", "x_n", "x_share", "x_peers", "x_z"),
)

outlier_commune = Rule(
    "P504",
    "outlier-commune",
    Severity.WARNING,
    Pattern(peers.late, peers.above_the_funnel),
    needs=("commune", "received_at"),
    shows=("x_hits", "x_n", "x_share", "x_overall", "x_limit", "x_chance"),
)

suspension_outlier = Rule(
    "P505",
    "suspension-outlier",
    Severity.NOTE,
    Pattern(peers.suspended, peers.above_the_funnel),
    needs=("commune", "received_at"),
    shows=("x_hits", "x_n", "x_share", "x_overall", "x_limit", "x_chance"),
)

RULES: tuple[Rule, ...] = (
    closed_in_batches,
    instant_result,
    deadline_pile_up,
    outlier_commune,
    suspension_outlier,
)
