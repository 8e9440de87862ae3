"""Family D: what the export itself gets wrong, so that nobody is judged by it."""

import polars as pl

from cchc_audit.analysis.rules.facts.outcome_facts import before_receipt
from cchc_audit.analysis.rules.rule import RuleContext, row_rule, rule
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Outcome, Reason, Severity, Status
from cchc_audit.law.clock.instants import column, split

_OPEN = (Status.IN_PROGRESS.value, Status.AWAITING_APPLICANT.value)
_ENDED = (Status.FINISHED.value, Status.REFUSED.value)
_NEVER = pl.lit(value=False)


def _in_catalogue(_: RuleContext) -> pl.Expr:
    unknown = pl.col("_code_key").is_null() & pl.col("_name_key").is_null()
    return pl.when(unknown).then(pl.lit("unknown")).otherwise(pl.lit("not_in_force"))


@rule(
    "D101",
    "unknown-procedure",
    Severity.WARNING,
    needs=(("procedure_code", "procedure_name"),),
    shows=("procedure_code", "procedure_name", "received_at"),
    variant=_in_catalogue,
)
def unknown_procedure(_: RuleContext) -> pl.Expr:
    """Neither code nor name in the catalogue, or not in force on the day of receipt."""
    unnamed = pl.col("procedure_code").is_null() & pl.col("procedure_name").is_null()
    known = pl.col("_code_key").is_not_null() | pl.col("_name_key").is_not_null()
    undated = known & ~column("_received").known & ~before_receipt()
    listed = pl.col("_entry").is_not_null() | pl.col("x_passed_over") | (known & before_receipt())
    return pl.when(~unnamed & ~undated).then(~listed)


@rule(
    "D102",
    "finish-before-receipt",
    Severity.ERROR,
    needs=(FINISHES,),
    shows=("received_at", "finished_at", "status"),
)
def finish_before_receipt(_: RuleContext) -> pl.Expr:
    """The finish lies before the receipt."""
    received, finish = column("_received"), column("_finish")
    return (
        pl.when(~finish.known).then(_NEVER).when(received.known).then(received.later_than(finish))
    )


@rule(
    "D103",
    "finish-missing",
    Severity.ERROR,
    needs=("status", FINISHES),
    shows=("received_at", "promised_at", "status"),
)
def finish_missing(_: RuleContext) -> pl.Expr:
    """The status says that it ended, and no date does."""
    dated = pl.col("completed_at").is_not_null() | pl.col("returned_at").is_not_null()
    status = pl.col("status")
    return (
        pl.when(dated).then(_NEVER).when(status != Status.UNKNOWN.value).then(status.is_in(_ENDED))
    )


def _future_column(_: RuleContext) -> pl.Expr:
    return pl.col("x_future_column")


@rule(
    "D104",
    "in-the-future",
    Severity.ERROR,
    needs=("received_at",),
    shows=("x_future", "x_future_column", "status"),
    variant=_future_column,
)
def in_the_future(_: RuleContext) -> pl.Expr:
    """An act is recorded on a date that has not come."""
    return pl.col("x_future").is_not_null()


@row_rule("D105", "conflicting-duplicate", Severity.WARNING, shows=("x_rows",))
def conflicting_duplicate(gave_way: pl.DataFrame) -> pl.DataFrame:
    """Rows of one dossier contradict each other: the row that stands (`source`, `source_line`), and
    how many rows there are of the dossier (`x_rows` Int32).
    """
    return (
        gave_way.group_by(source="standing_source", source_line="standing_line")
        .agg((pl.len() + 1).cast(pl.Int32).alias("x_rows"), pl.col("contradicts").any())
        .filter("contradicts")
        .drop("contradicts")
    )


def _contradiction(context: RuleContext) -> list[tuple[str, pl.Expr]]:
    """The ways in which status and dates can contradict each other, by the wording that fits.

    What needs a column that no export has is left out.
    """
    there = context.available
    completed, returned = (_happened(name, context) for name in FINISHES)
    status, finish = pl.col("status"), column("_finish")
    said = status != Status.UNKNOWN.value
    found: list[tuple[str, pl.Expr]] = []
    if "status" in there:
        is_open = pl.when(~finish.known).then(_NEVER).when(said).then(status.is_in(_OPEN))
        found.append(("open", is_open))
    if there >= set(FINISHES):
        found.append(("returned_first", split(completed).later_than(split(returned))))
    if there >= {"status", "returned_at"}:
        handed_over = pl.col("says_returned") & returned.is_null()
        found.append(("not_returned", pl.when(said).then(handed_over)))
    return found


def _happened(name: str, context: RuleContext) -> pl.Expr:
    return pl.when(pl.col(name) < context.case.as_of).then(pl.col(name))


def _which(context: RuleContext) -> pl.Expr:
    found = [pl.when(is_so).then(pl.lit(name)) for name, is_so in _contradiction(context)]
    return pl.coalesce(found) if found else pl.lit(None, dtype=pl.String)


@rule(
    "D106",
    "status-against-dates",
    Severity.WARNING,
    needs=(FINISHES,),
    shows=("status", "completed_at", "returned_at"),
    variant=_which,
)
def status_against_dates(context: RuleContext) -> pl.Expr:
    """Status and dates do not go together."""
    found = [is_so for _, is_so in _contradiction(context)]
    return pl.any_horizontal(found) if found else pl.lit(None, dtype=pl.Boolean)


@rule(
    "D107",
    "withdrawn-after-deadline",
    Severity.WARNING,
    needs=("status",),
    shows=("received_at", "term", "x_due", "x_last_date"),
)
def withdrawn_after_deadline(_: RuleContext) -> pl.Expr:
    """Withdrawn, and the last recorded act comes after the deadline."""
    due, last = column("_law_due"), split(pl.col("x_last_date"))
    in_time = (due.day == last.day) & ~((last.sec > 0) & (last.sec > due.sec))
    after = (last.day > due.day) | ((last.day == due.day) & ~in_time)
    # An act before the deadline tells the day of the withdrawal only where it is the end itself.
    told = after | column("_finish").known
    withdrawn = pl.col("outcome") == Outcome.WITHDRAWN.value
    return pl.when(~withdrawn).then(_NEVER).when(told).then(after)


@rule(
    "D108",
    "receipt-missing",
    Severity.ERROR,
    needs=("received_at",),
    shows=("submitted_at", "finished_at", "status"),
)
def receipt_missing(_: RuleContext) -> pl.Expr:
    """Handled, and nobody wrote down when it was received."""
    missing = pl.col("reason") == Reason.RECEIPT_MISSING.value
    return missing.fill_null(value=False)
