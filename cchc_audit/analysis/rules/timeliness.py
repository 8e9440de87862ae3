"""Family T: results that came late, dossiers that wait too long."""

import polars as pl

from cchc_audit.analysis.rules.facts.outcome_facts import (
    by_certainty,
    contestable,
    unless_unassessable,
)
from cchc_audit.analysis.rules.rule import RuleContext, rule
from cchc_audit.core.vocabulary import (
    BEHIND,
    RESOLVED,
    Basis,
    Channel,
    Outcome,
    Severity,
    Status,
    Unit,
)
from cchc_audit.law.clock.reckoning import UNIT

INTAKE_HOURS = 8
"""Working hours within which an online submission is to be accepted or answered."""
_HOUR = 3600
_VERDICT = (
    "received_at",
    "term",
    "basis",
    "x_due_at",
    "deadline",
    "days_late",
    "certainty",
    "doubt",
)


def _by_basis(_: RuleContext) -> pl.Expr:
    """What the dossier was held to: the law, the appointment, the province's own promise."""
    return pl.col("basis").cast(pl.String)


def _by_basis_and_doubt(context: RuleContext) -> pl.Expr:
    """The same for a verdict: what is contestable says so. An appointment leaves no doubt."""
    doubtful = contestable() & (pl.col("basis") != Basis.APPOINTMENT.value)
    return _marked(_by_basis(context), doubtful, "_contestable")


def _by_basis_unit_and_doubt(context: RuleContext) -> pl.Expr:
    """The same where hours may be all that is late: days are then said to be rounded."""
    hours = (pl.col("_t_unit") == UNIT[Unit.WORKING_HOURS]) & (pl.col("basis") == Basis.LEGAL.value)
    contested = _by_basis_and_doubt(context).str.replace("legal", "legal_hours", literal=True)
    return pl.when(hours).then(contested).otherwise(_by_basis_and_doubt(context))


def _by_basis_and_day(context: RuleContext) -> pl.Expr:
    """The same for an open dossier: no count of days on the last of them."""
    return _marked(_by_basis(context), pl.col("days_left") == 0, "_last_day")


def _marked(wording: pl.Expr, where: pl.Expr, mark: str) -> pl.Expr:
    return pl.when(where).then(wording + pl.lit(mark)).otherwise(wording)


@rule(
    "T101",
    "finished-late",
    Severity.ERROR,
    needs=("received_at",),
    shows=(*_VERDICT, "finished_at"),
    grade=by_certainty,
    variant=_by_basis_unit_and_doubt,
    doubts="doubt",
)
def finished_late(_: RuleContext) -> pl.Expr:
    """The result came after the deadline."""
    return unless_unassessable(pl.col("outcome") == Outcome.LATE.value)


@rule(
    "T102",
    "open-overdue",
    Severity.ERROR,
    needs=("received_at",),
    shows=_VERDICT,
    grade=by_certainty,
    variant=_by_basis_unit_and_doubt,
    doubts="doubt",
)
def open_overdue(_: RuleContext) -> pl.Expr:
    """Still open after the deadline."""
    return unless_unassessable(pl.col("outcome") == Outcome.OVERDUE.value)


@rule(
    "T103",
    "due-soon",
    Severity.NOTE,
    needs=("received_at",),
    shows=("received_at", "term", "basis", "x_due_at", "deadline", "days_left"),
    variant=_by_basis_and_day,
)
def due_soon(context: RuleContext) -> pl.Expr:
    """In time, with no more than `due_soon` working days left."""
    soon = pl.col("days_left") <= context.thresholds.due_soon
    return unless_unassessable((pl.col("outcome") == Outcome.PENDING.value) & soon)


def _answered_or_waiting(_: RuleContext) -> pl.Expr:
    answered = pl.col("x_answered")
    accepted = answered & pl.col("received_at").is_not_null()
    return (
        pl.when(accepted)
        .then(pl.lit("accepted"))
        .when(answered)
        .then(pl.lit("answered"))
        .otherwise(pl.lit("waiting"))
    )


@rule(
    "T104",
    "slow-intake",
    Severity.ERROR,
    needs=("channel", "submitted_at"),
    shows=("channel", "submitted_at", "received_at", "x_intake_hours"),
    variant=_answered_or_waiting,
)
def slow_intake(_: RuleContext) -> pl.Expr:
    """Submitted online, and accepted or answered more than eight working hours later, or not yet.

    A bare date leaves a span of hours: slow where the least is too much, in time where the most is
    not, else it cannot be told.
    """
    online = pl.col("channel") == Channel.ONLINE.value
    limit = INTAKE_HOURS * _HOUR
    slow = (
        pl.when(pl.col("x_intake_least") > limit)
        .then(pl.lit(value=True))
        .when(pl.col("x_intake_most") <= limit)
        .then(pl.lit(value=False))
    )
    # When a dossier was turned down, or taken back, before it was accepted is mostly not recorded.
    turned_down = pl.col("says_declined").fill_null(value=False)
    taken_back = pl.col("outcome") == Outcome.WITHDRAWN.value
    ended = (turned_down | taken_back) & ~pl.col("x_answered")
    return online & slow & pl.when(~ended).then(pl.lit(value=True))


@rule(
    "T105",
    "very-late",
    Severity.ERROR,
    needs=("received_at",),
    shows=(*_VERDICT, "finished_at"),
    grade=by_certainty,
    variant=_by_basis_and_doubt,
    doubts="doubt",
)
def very_late(context: RuleContext) -> pl.Expr:
    """Late by `very_late` working days or more."""
    much = pl.col("days_late") >= context.thresholds.very_late
    return unless_unassessable(pl.col("outcome").is_in(BEHIND) & much)


def _left_or_held(_: RuleContext) -> pl.Expr:
    ended = pl.col("x_step_ended").is_not_null()
    return pl.when(ended).then(pl.lit("left")).otherwise(pl.lit("held"))


@rule(
    "T106",
    "step-overdue",
    Severity.WARNING,
    needs=("step",),
    shows=("x_step_by", "x_step_until", "x_step_ended"),
    variant=_left_or_held,
)
def step_overdue(_: RuleContext) -> pl.Expr:
    """A step of handling outlasted its own limit."""
    return pl.col("x_step_over")


@rule(
    "T107",
    "late-refusal",
    Severity.WARNING,
    needs=("received_at", "status"),
    shows=("received_at", "term", "deadline", "finished_at", "processing_days", "x_term_share"),
)
def late_refusal(_: RuleContext) -> pl.Expr:
    """Refused after more than four fifths of a term of five days or more."""
    refused = pl.col("status") == Status.REFUSED.value
    late = pl.col("x_term_used") * 5 > pl.col("x_term_length") * 4
    finished = pl.col("outcome").is_in(RESOLVED)
    return refused & unless_unassessable(finished & _long_enough(late))


def _long_enough(late: pl.Expr) -> pl.Expr:
    """`late` for terms of five days or more; false for shorter ones, null where none is known."""
    known = pl.col("term").is_not_null()
    return pl.when(known).then(pl.col("x_term_long").fill_null(value=False) & late)
