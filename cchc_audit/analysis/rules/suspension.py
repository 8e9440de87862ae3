"""Family S: what the citizen was asked to add, and the time that was taken off for waiting."""

import polars as pl

from cchc_audit.analysis.rules.facts.outcome_facts import once_received, unless_unassessable
from cchc_audit.analysis.rules.rule import RuleContext, rule
from cchc_audit.core.vocabulary import RESOLVED, Outcome, Severity, Status, Unit
from cchc_audit.law.clock.reckoning import UNIT

_EITHER = ("supplement_requested_at", "paused_at")
"""The wait for a supplement and the pause are recorded in columns of their own."""


@rule(
    "S301",
    "supplement-again",
    Severity.ERROR,
    needs=("supplement_count",),
    shows=("supplement_count", "x_requested_at", "x_supplemented_at"),
)
def supplement_again(_: RuleContext) -> pl.Expr:
    """More than one request to complete the dossier; where a request or a supplement is dated and
    the count is empty, it cannot be told.
    """
    count = pl.col("supplement_count")
    none = pl.col("x_requested_at").is_null() & pl.col("x_supplemented_at").is_null()
    return pl.when(count.is_not_null()).then(count > 1).when(none).then(pl.lit(value=False))


@rule(
    "S302",
    "supplement-after-deadline",
    Severity.ERROR,
    needs=("received_at", "supplement_requested_at"),
    shows=("received_at", "term", "x_first_deadline", "x_requested_at"),
)
def supplement_after_deadline(_: RuleContext) -> pl.Expr:
    """The first request to complete the dossier came after the deadline."""
    return pl.col("x_requested_at").is_not_null() & once_received(pl.col("x_requested_late"))


@rule(
    "S303",
    "pause-after-deadline",
    Severity.ERROR,
    needs=("received_at", "paused_at"),
    shows=("received_at", "term", "x_pause_deadline", "x_late_pause"),
)
def pause_after_deadline(_: RuleContext) -> pl.Expr:
    """A pause began when the deadline, as it then stood, was over."""
    return pl.col("x_any_pause") & once_received(pl.col("x_paused_late"))


@rule(
    "S304",
    "pause-never-ends",
    Severity.WARNING,
    needs=("received_at", _EITHER),
    shows=("received_at", "status", "x_waiting_since", "x_waiting_days"),
)
def pause_never_ends(context: RuleContext) -> pl.Expr:
    """Waiting for more than `long_pause` calendar days; undated, it cannot be told."""
    suspended = pl.col("outcome") == Outcome.SUSPENDED.value
    return suspended & (pl.col("x_waiting_days") > context.thresholds.long_pause)


@rule(
    "S305",
    "suspended-undated",
    Severity.WARNING,
    needs=("received_at", "status", _EITHER),
    shows=("received_at", "status"),
)
def suspended_undated(_: RuleContext) -> pl.Expr:
    """The status says that the dossier waits for the citizen, and no date says since when."""
    waits = pl.col("status") == Status.AWAITING_APPLICANT.value
    dated = pl.col("x_requested_at").is_not_null() | pl.col("_pause_open")
    undated = waits & ~dated & pl.col("finished_at").is_null()
    before = pl.col("outcome") == Outcome.NOT_YET_RECEIVED.value
    received = pl.col("_received_d").is_not_null()
    return undated & ~before & pl.when(received).then(pl.lit(value=True))


def _as_it_stands_or_converted(_: RuleContext) -> pl.Expr:
    working_days = pl.col("_t_unit") == UNIT[Unit.WORKING_DAYS]
    return pl.when(working_days).then(pl.lit("days")).otherwise(pl.lit("converted"))


@rule(
    "S306",
    "pause-most-of-term",
    Severity.WARNING,
    needs=("received_at", _EITHER),
    shows=("term", "paused_days", "x_term_days"),
    variant=_as_it_stands_or_converted,
)
def pause_most_of_term(_: RuleContext) -> pl.Expr:
    """Paused for more working days than the term gives."""
    longer = pl.col("paused_days") > pl.col("x_term_days")
    return (pl.col("paused_days") != 0) & unless_unassessable(longer)


@rule(
    "S307",
    "supplement-unrecorded",
    Severity.WARNING,
    needs=("received_at", "supplement_requested_at", "supplemented_at"),
    shows=("x_requested_at", "x_supplemented_at", "finished_at", "paused_days"),
)
def supplement_unrecorded(_: RuleContext) -> pl.Expr:
    """Finished, asked for a supplement in time, and none recorded that answers it."""
    finished = pl.col("outcome").is_in(RESOLVED)
    return pl.col("x_requested_at").is_not_null() & once_received(
        finished & pl.col("x_wait_on_trust")
    )


@rule(
    "S308",
    "request-unrecorded",
    Severity.WARNING,
    needs=("received_at", "supplement_requested_at", "supplemented_at"),
    shows=("received_at", "term", "x_first_deadline", "x_supplemented_at", "clock_start"),
)
def request_unrecorded(_: RuleContext) -> pl.Expr:
    """A supplement that no recorded request asked for came after the first deadline and started
    the term anew.
    """
    return pl.col("x_supplemented_at").is_not_null() & once_received(pl.col("x_restart_on_trust"))
