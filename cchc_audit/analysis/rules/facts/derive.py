"""Facts that several rules ask of a dossier, worked out once: columns named `x_…`."""

import polars as pl

from cchc_audit.analysis.rules.facts.appointment_facts import with_appointments
from cchc_audit.analysis.rules.facts.catalogue_facts import with_catalogue
from cchc_audit.analysis.rules.facts.intake_facts import with_intake, with_term_used
from cchc_audit.analysis.rules.facts.record_facts import with_records
from cchc_audit.analysis.rules.facts.step_facts import with_steps
from cchc_audit.analysis.rules.facts.wait_facts import with_pauses, with_requests
from cchc_audit.analysis.rules.rule import Setting
from cchc_audit.core.vocabulary import Certainty, Outcome, Severity
from cchc_audit.law.clock.instants import END_OF_DAY, column

OPEN = (Outcome.PENDING.value, Outcome.SUSPENDED.value, Outcome.OVERDUE.value)
DONE = (Outcome.EARLY.value, Outcome.ON_TIME.value, Outcome.LATE.value)
LATE = (Outcome.LATE.value, Outcome.OVERDUE.value)
BEFORE = (Outcome.NOT_RECEIVED.value, Outcome.NOT_YET_RECEIVED.value)


def staged(rows: pl.LazyFrame, setting: Setting) -> pl.LazyFrame:
    """Adds the shared facts; what no chosen rule asks for costs nothing.

    `x_calendar` Int32: the number of the working calendar the commune goes by.
    `x_legal_deadline` Date: the deadline of the law as it stands, whatever `against`. `x_due_at`
    Datetime: what the dossier was held to, a bare date where the whole day counts. The others are
    told where they are made.
    """
    calendar = setting.case.tables.which_expr(pl.col("commune"))
    rows = rows.with_columns(
        (pl.lit(0, dtype=pl.Int32) if calendar is None else calendar).alias("x_calendar"),
        column("_law_deadline").day.cast(pl.Date).alias("x_legal_deadline"),
        pl.when(column("_law_due").sec < END_OF_DAY)
        .then(pl.col("deadline_at"))
        .otherwise(pl.col("deadline").cast(pl.Datetime("us")))
        .alias("x_due_at"),
    )
    for add in (
        with_intake,
        with_term_used,
        with_steps,
        with_appointments,
        with_requests,
        with_pauses,
        with_records,
        with_catalogue,
    ):
        rows = add(rows, setting)
    return rows


def unassessable() -> pl.Expr:
    """Whether nothing can be said of the dossier's time."""
    return pl.col("outcome") == Outcome.UNASSESSABLE.value


def unless_unassessable(violated: pl.Expr) -> pl.Expr:
    """`violated`, or null (cannot tell) where the dossier could not be judged at all."""
    return pl.when(~unassessable()).then(violated)


def before_receipt() -> pl.Expr:
    """Whether the dossier was not taken in by the as-of, or never."""
    return pl.col("outcome").is_in(BEFORE)


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


def by_certainty(_: Setting) -> pl.Expr:
    """`error` for a firm verdict, `warning` for a contestable one."""
    return (
        pl.when(contestable())
        .then(pl.lit(Severity.WARNING.value))
        .otherwise(pl.lit(Severity.ERROR.value))
    )
