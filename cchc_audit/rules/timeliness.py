"""Family T: results that came late, dossiers that wait too long."""

import polars as pl

from cchc_audit.rules.facts import LATE, by_certainty, unless_unassessable
from cchc_audit.rules.model import Rule, Setting, rule
from cchc_audit.vocabulary import Outcome, Severity

_VERDICT = ("received_at", "term", "deadline", "days_late", "certainty")


@rule(
    "T101",
    "finished-late",
    Severity.ERROR,
    needs=("received_at",),
    shows=(*_VERDICT, "finished_at"),
    grade=by_certainty,
)
def finished_late(_: Setting) -> pl.Expr:
    """The result came after the deadline."""
    return unless_unassessable(pl.col("outcome") == Outcome.LATE.value)


@rule(
    "T102",
    "open-overdue",
    Severity.ERROR,
    needs=("received_at",),
    shows=_VERDICT,
    grade=by_certainty,
)
def open_overdue(_: Setting) -> pl.Expr:
    """Still open after the deadline."""
    return unless_unassessable(pl.col("outcome") == Outcome.OVERDUE.value)


@rule(
    "T103",
    "due-soon",
    Severity.NOTE,
    needs=("received_at",),
    shows=("received_at", "term", "deadline", "days_left"),
)
def due_soon(setting: Setting) -> pl.Expr:
    """In time, with no more than `due_soon` working days left."""
    soon = pl.col("days_left") <= setting.thresholds.due_soon
    return unless_unassessable((pl.col("outcome") == Outcome.PENDING.value) & soon)


@rule(
    "T105",
    "very-late",
    Severity.ERROR,
    needs=("received_at",),
    shows=(*_VERDICT, "finished_at"),
    grade=by_certainty,
)
def very_late(setting: Setting) -> pl.Expr:
    """Late by `very_late` working days or more."""
    much = pl.col("days_late") >= setting.thresholds.very_late
    return unless_unassessable(pl.col("outcome").is_in(LATE) & much)


RULES: tuple[Rule, ...] = (finished_late, open_overdue, due_soon, very_late)
