"""Facts that several rules ask of a dossier, worked out once: columns named `x_…`."""

import polars as pl

from cchc_audit.analysis.rules.facts.appointment_facts import add_appointments
from cchc_audit.analysis.rules.facts.catalogue_facts import add_catalogue
from cchc_audit.analysis.rules.facts.future_facts import add_future
from cchc_audit.analysis.rules.facts.intake_facts import add_intake
from cchc_audit.analysis.rules.facts.office_hours_facts import add_office_hours
from cchc_audit.analysis.rules.facts.record_facts import add_record
from cchc_audit.analysis.rules.facts.step_facts import add_steps
from cchc_audit.analysis.rules.facts.term_facts import add_terms
from cchc_audit.analysis.rules.facts.wait_facts import add_pauses, add_requests
from cchc_audit.analysis.rules.rule import RuleContext
from cchc_audit.law.clock.instants import END_OF_DAY, column

_SUBJECTS = (
    add_intake,
    add_terms,
    add_steps,
    add_appointments,
    add_requests,
    add_pauses,
    add_record,
    add_future,
    add_office_hours,
    add_catalogue,
)


def add_facts(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """Adds the shared facts; what no chosen rule asks for costs nothing.

    `x_calendar` Int32: the number of the working calendar the commune goes by.
    `x_legal_deadline` Date: the deadline of the law as it stands, whatever `against`. `x_due_at`
    Datetime: what the dossier was held to, a bare date where the whole day counts. The others are
    told where they are made.
    """
    calendar = context.case.tables.which_expr(pl.col("commune"))
    rows = rows.with_columns(
        (pl.lit(0, dtype=pl.Int32) if calendar is None else calendar).alias("x_calendar"),
        column("_law_deadline").day.cast(pl.Date).alias("x_legal_deadline"),
        pl.when(column("_law_due").sec < END_OF_DAY)
        .then(pl.col("deadline_at"))
        .otherwise(pl.col("deadline").cast(pl.Datetime("us")))
        .alias("x_due_at"),
    )
    for add in _SUBJECTS:
        rows = add(rows, context)
    return rows
