"""Family C: what the system recorded, held against what follows from it."""

import polars as pl

from cchc_audit.analysis.rules.facts.outcome_facts import before_receipt, unless_unassessable
from cchc_audit.analysis.rules.facts.serial_facts import count_serials, find_gaps
from cchc_audit.analysis.rules.rule import RuleContext, group_rule, rule
from cchc_audit.core.vocabulary import RESOLVED, Channel, Severity, TermSource
from cchc_audit.law.clock.instants import column

_GRACE = 3
_NEVER = pl.lit(value=False)


def _before_or_after(_: RuleContext) -> pl.Expr:
    later = pl.col("x_code_date") > column("_received").day.cast(pl.Date)
    filed = pl.col("submitted_at").is_not_null()
    earlier = pl.when(filed).then(pl.lit("earlier")).otherwise(pl.lit("earlier_unfiled"))
    return pl.when(later).then(pl.lit("later")).otherwise(earlier)


@rule(
    "C401",
    "code-date-differs",
    Severity.WARNING,
    needs=("received_at",),
    shows=("x_code_date", "submitted_at", "received_at"),
    variant=_before_or_after,
)
def code_date_differs(_: RuleContext) -> pl.Expr:
    """The day inside the number lies after the receipt, or days before the dossier was filed."""
    code = pl.col("x_code_date")
    received = column("_received").day.cast(pl.Date)
    filed = pl.coalesce(pl.col("submitted_at").dt.date(), received)
    earlier = code < filed - pl.duration(days=_GRACE)
    return (
        pl.when(before_receipt())
        .then(earlier.fill_null(value=False))
        .otherwise((code > received) | earlier)
    )


@group_rule(
    "C402",
    "serial-gap",
    Severity.NOTE,
    count=count_serials,
    needs=("received_at",),
    shows=("x_unit", "x_code_date", "x_first", "x_last", "x_missing_count", "x_missing"),
    explicit=True,
)
def serial_gap(groups: pl.DataFrame, _: RuleContext) -> pl.DataFrame:
    """Serial numbers are missing between dossiers of one unit and day."""
    return find_gaps(groups)


@rule(
    "C403",
    "term-differs",
    Severity.NOTE,
    needs=("legal_term",),
    shows=("procedure_code", "x_own_term", "term"),
)
def term_differs(_: RuleContext) -> pl.Expr:
    """The export states a longer term than the catalogue."""
    listed = pl.col("term_source") != TermSource.EXPORT.value
    return pl.when(listed).then(pl.col("x_own_term_longer"))


def _off_hours(where: str) -> pl.Expr:
    """Outside office hours; online dossiers may be stamped by the system at any hour."""
    offline = pl.col("channel") != Channel.ONLINE.value
    return pl.when(pl.col(where) == "").then(_NEVER).when(pl.col(where) != "").then(offline)


def _received_off(_: RuleContext) -> pl.Expr:
    return pl.col("x_off_received")


@rule(
    "C404",
    "off-hours-receipt",
    Severity.NOTE,
    needs=("received_at", "channel"),
    shows=("received_at", "channel"),
    variant=_received_off,
)
def off_hours_receipt(_: RuleContext) -> pl.Expr:
    """Received on a day off or outside office hours."""
    return pl.when(before_receipt()).then(_NEVER).otherwise(_off_hours("x_off_received"))


def _finished_off(_: RuleContext) -> pl.Expr:
    return pl.col("x_off_finished")


@rule(
    "C405",
    "off-hours-finish",
    Severity.NOTE,
    needs=(("completed_at", "returned_at"), "channel"),
    shows=("finished_at", "channel"),
    variant=_finished_off,
)
def off_hours_finish(_: RuleContext) -> pl.Expr:
    """Finished on a day off or outside office hours."""
    done = column("_finish").known
    return pl.when(~done).then(_NEVER).otherwise(_off_hours("x_off_finished"))


def _firm_by_law(_: RuleContext) -> pl.Expr:
    return (
        pl.when(_beyond_doubt())
        .then(pl.lit(Severity.ERROR.value))
        .otherwise(pl.lit(Severity.WARNING.value))
    )


def _firm_or_contestable(_: RuleContext) -> pl.Expr:
    contestable = ~_later_than("_office_deadline") & _is_sure()
    return pl.when(contestable).then(pl.lit("contestable")).otherwise(pl.lit("firm"))


def _beyond_doubt() -> pl.Expr:
    """Late by every reading of the law, and what that leans on is sure."""
    return _later_than("_office_deadline") & _is_sure()


def _is_sure() -> pl.Expr:
    return pl.col("x_law_and_finish_doubt").is_null()


def _later_than(deadline: str) -> pl.Expr:
    """Finished after a deadline, whatever finishes are compared with in this run."""
    due, finish = column(deadline), column("_finish")
    by_instant = (finish.day == due.day) & (finish.sec > 0) & (finish.sec > due.sec)
    return (finish.day > due.day) | by_instant


@rule(
    "C406",
    "recorded-on-time-but-late",
    Severity.ERROR,
    needs=("promised_at", ("completed_at", "returned_at")),
    shows=(
        *("received_at", "term", "x_legal_deadline", "promised_at", "finished_at"),
        "x_law_and_finish_doubt",
    ),
    grade=_firm_by_law,
    variant=_firm_or_contestable,
    doubts="x_law_and_finish_doubt",
)
def recorded_on_time_but_late(_: RuleContext) -> pl.Expr:
    """On time by the appointment, as the system counts, and late by the law."""
    finish, promised = column("_finish"), column("_promised")
    on_time = pl.when(promised.known).then(~finish.later_than(promised))
    done = pl.col("outcome").is_in(RESOLVED)
    late = pl.when(~done).then(_NEVER).otherwise(on_time & _later_than("_law_deadline"))
    return unless_unassessable(late)
