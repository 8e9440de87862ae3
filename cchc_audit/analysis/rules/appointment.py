"""Family A: the appointment the citizen was given, the apology where it was not kept."""

from datetime import date

import polars as pl

from cchc_audit.analysis.rules.facts.outcome_facts import (
    before_receipt,
    once_received,
    unless_unassessable,
)
from cchc_audit.analysis.rules.rule import RuleContext, rule
from cchc_audit.core.vocabulary import BEHIND, IN_TIME, RESOLVED, Outcome, Severity

TODAYS_DECREE = date(2025, 7, 1)
"""From here on receipts fall under Decree 118/2025, whose wording on letters of apology was not
seen: what the former decree asked is noted, not held against anyone.
"""

_BEYOND = ("received_at", "term", "promised_at", "x_legal_deadline", "x_days_beyond")


def _with_appointment(violated: pl.Expr) -> pl.Expr:
    """`violated` where there is an appointment; without one it cannot be told, except of a dossier
    that needed none.
    """
    missing = pl.when(~pl.col("x_slip_due")).then(pl.lit(value=False))
    return once_received(
        pl.when(pl.col("promised_at").is_not_null()).then(violated).otherwise(missing)
    )


def _on_its_face(violated: pl.Expr) -> pl.Expr:
    """`violated` where there is an appointment, also of a dossier whose finish is missing or wrong:
    the slip is judged by itself.
    """
    missing = pl.when(~pl.col("x_slip_due")).then(pl.lit(value=False))
    return (
        pl.when(before_receipt())
        .then(pl.lit(value=False))
        .when(pl.col("promised_at").is_not_null())
        .then(violated)
        .otherwise(unless_unassessable(missing))
    )


@rule(
    "A201",
    "no-appointment",
    Severity.WARNING,
    needs=("received_at", "promised_at"),
    shows=("received_at", "term", "promised_at", "finished_at"),
)
def no_appointment(_: RuleContext) -> pl.Expr:
    """Accepted, and no appointment recorded, though the procedure takes longer than the day."""
    accepted = once_received(pl.lit(value=True))
    return pl.col("promised_at").is_null() & pl.col("x_slip_due") & accepted


def _by_doubt(_: RuleContext) -> pl.Expr:
    """`error` where the appointment lies beyond the law however it is read; `warning` where a
    doubt covers it, or where the dossier waits and the deadline has yet to move.
    """
    return (
        pl.when(_beyond_doubt())
        .then(pl.lit(Severity.ERROR.value))
        .otherwise(pl.lit(Severity.WARNING.value))
    )


def _beyond_doubt() -> pl.Expr:
    waits = pl.col("outcome") == Outcome.SUSPENDED.value
    beyond = pl.col("x_far_beyond_lenient").fill_null(value=False)
    return beyond & ~waits & pl.col("x_law_doubt").is_null()


def _how_far(_: RuleContext) -> pl.Expr:
    coded = pl.col("procedure_code").is_not_null()
    wording = pl.when(coded).then(pl.lit("coded")).otherwise(pl.lit("uncoded"))
    return (
        pl.when(pl.col("x_days_beyond").is_null())
        .then(pl.lit("far"))
        .when(_beyond_doubt() | pl.col("x_law_doubt").is_not_null())
        .then(wording)
        .otherwise(wording + pl.lit("_contestable"))
    )


@rule(
    "A202",
    "appointment-beyond-law",
    Severity.ERROR,
    needs=("received_at", "promised_at"),
    shows=(*_BEYOND, "x_law_doubt"),
    grade=_by_doubt,
    variant=_how_far,
    doubts="x_law_doubt",
)
def appointment_beyond_law(_: RuleContext) -> pl.Expr:
    """The appointment lies more than one working day after the deadline of the law."""
    return _with_appointment(pl.col("x_far_beyond"))


@rule(
    "A203",
    "appointment-before-receipt",
    Severity.ERROR,
    needs=("received_at", "promised_at"),
    shows=("received_at", "promised_at"),
)
def appointment_before_receipt(_: RuleContext) -> pl.Expr:
    """The appointment lies on a day before the receipt."""
    return _on_its_face(pl.col("promised_at").dt.date() < pl.col("received_at").dt.date())


def _with_or_without(_: RuleContext) -> pl.Expr:
    known = pl.col("promised_at").is_not_null()
    return pl.when(known).then(pl.lit("missed")).otherwise(pl.lit("none"))


@rule(
    "A204",
    "late-without-apology",
    Severity.ERROR,
    needs=("received_at", "apology_at"),
    shows=("deadline", "days_late", "promised_at", "finished_at", "apology_at"),
    variant=_with_or_without,
)
def late_without_apology(_: RuleContext) -> pl.Expr:
    """Late by law, the appointment missed as well, and no letter of apology recorded."""
    missed = pl.col("x_missed").fill_null(value=True)
    late = unless_unassessable(pl.col("outcome").is_in(BEHIND) & missed)
    return pl.col("apology_at").is_null() & late


def _of_its_decree(severity: Severity) -> pl.Expr:
    """`severity` for receipts under Decree 61/2018, a note under the present one."""
    today = pl.col("received_at") >= TODAYS_DECREE
    return pl.when(today).then(pl.lit(Severity.NOTE.value)).otherwise(pl.lit(severity.value))


@rule(
    "A205",
    "apology-too-late",
    Severity.WARNING,
    needs=("received_at", "apology_at"),
    shows=("received_at", "deadline", "apology_at"),
    grade=lambda _: _of_its_decree(Severity.WARNING),
)
def apology_too_late(_: RuleContext) -> pl.Expr:
    """The letter of apology is dated later than the day before the deadline's day.

    A result in time needed no letter; while a dossier waits its deadline may still move.
    """
    late = pl.col("apology_at").dt.date() >= pl.col("deadline")
    waits = pl.col("outcome") == Outcome.SUSPENDED.value
    in_time = pl.col("outcome").is_in(IN_TIME)
    judged = pl.when(~waits).then(~in_time & late)
    return pl.col("apology_at").is_not_null() & once_received(judged)


@rule(
    "A206",
    "rescheduled-again",
    Severity.ERROR,
    needs=("reschedule_count",),
    shows=("received_at", "reschedule_count", "rescheduled_to"),
    grade=lambda _: _of_its_decree(Severity.ERROR),
)
def rescheduled_again(context: RuleContext) -> pl.Expr:
    """More than one new appointment.

    An empty count tells nothing, unless the new appointment is recorded too and empty as well, or
    events alone tell of new appointments.
    """
    none = pl.col("rescheduled_to").is_null() & ("rescheduled_to" in context.case.present)
    uncounted = none | ("reschedule_count" not in context.case.present)
    count = pl.col("reschedule_count")
    return pl.when(count.is_not_null()).then(count > 1).when(uncounted).then(pl.lit(value=False))


def _finished_or_open(_: RuleContext) -> pl.Expr:
    finished = pl.col("finished_at").is_not_null()
    return pl.when(finished).then(pl.lit("finished")).otherwise(pl.lit("open"))


@rule(
    "A207",
    "missed-again",
    Severity.ERROR,
    needs=("received_at", "rescheduled_to"),
    shows=("promised_at", "rescheduled_to", "finished_at"),
    variant=_finished_or_open,
)
def missed_again(_: RuleContext) -> pl.Expr:
    """No result when the new appointment was over either.

    While a dossier waits for its citizen, who is behind cannot be told; one taken back needs no
    result.
    """
    still = pl.col("outcome").is_in((*RESOLVED, *BEHIND, Outcome.PENDING.value))
    waits = pl.col("outcome") == Outcome.SUSPENDED.value
    missed = once_received(pl.when(~waits).then(still & pl.col("x_missed_again")))
    return pl.col("rescheduled_to").is_not_null() & missed


@rule(
    "A208",
    "appointment-on-day-off",
    Severity.NOTE,
    needs=("received_at", "promised_at"),
    shows=("received_at", "promised_at"),
)
def appointment_on_day_off(_: RuleContext) -> pl.Expr:
    """The appointment lies on a day that is not worked, local closures included."""
    return _on_its_face(~pl.col("x_promised_working"))


@rule(
    "A209",
    "appointment-a-day-beyond",
    Severity.NOTE,
    needs=("received_at", "promised_at"),
    shows=_BEYOND,
)
def appointment_a_day_beyond(_: RuleContext) -> pl.Expr:
    """The appointment lies exactly one working day after the deadline of the law."""
    one = pl.col("x_days_beyond") == 1
    return _with_appointment(
        pl.when(pl.col("x_far_beyond")).then(pl.lit(value=False)).otherwise(one)
    )
