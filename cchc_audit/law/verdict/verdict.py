"""From the clock to the verdict: what is compared, the outcome, the measures (law.md §5, §7,
§8).
"""

import polars as pl

from cchc_audit.core.vocabulary import (
    BEFORE_RECEIPT,
    BEHIND,
    ENDED,
    Against,
    Basis,
    Fault,
    Grain,
    Outcome,
    Reason,
    Status,
)
from cchc_audit.intake import faults
from cchc_audit.law.catalogue.term_tables import amount_of, unit_of
from cchc_audit.law.clock.clock import given
from cchc_audit.law.clock.instants import (
    END_OF_DAY,
    Moment,
    choose,
    column,
    join_moment,
    last_instant,
    store,
)
from cchc_audit.law.clock.reckoning import Reckoning, Term
from cchc_audit.law.verdict.case import Case

OUTCOME = pl.Enum(Outcome)
REASON = pl.Enum(Reason)
BASIS = pl.Enum(Basis)
LAW = "_law_"
"""Prefix of the columns of the run that is the verdict."""

# Literals of the enumeration itself: a verdict is a small number in every row, never a text.
_OUTCOME = {item: pl.lit(item.value, dtype=OUTCOME) for item in Outcome}
_REASON = {item: pl.lit(item.value, dtype=REASON) for item in Reason}
_BASIS = {item: pl.lit(item.value, dtype=BASIS) for item in Basis}

_RUNNING = [Outcome.PENDING.value, Outcome.OVERDUE.value]
_UNCOUNTED = (*BEFORE_RECEIPT, Outcome.WITHDRAWN.value)


def choose_basis(
    frame: pl.LazyFrame, case: Case, reckoning: Reckoning, *, prefix: str
) -> pl.LazyFrame:
    """What the finish is held against (§5): the columns `<prefix>due` (moment), `<prefix>basis`."""
    legal, promised = column(f"{prefix}deadline"), column("_promised")
    timed = pl.lit(value=False)
    if case.policy.appointment_grain is Grain.INSTANT:
        timed = promised.sec > 0
    appointment = Moment(
        promised.day, pl.when(timed).then(promised.sec).when(promised.known).then(END_OF_DAY)
    )
    by_law = legal.known
    match case.policy.against:
        case Against.APPOINTMENT:
            by_law = legal.known & ~appointment.known
        case Against.EARLIEST:
            by_law = legal.known & ~legal.instant_after(appointment).fill_null(value=False)
        case Against.LEGAL | Against.LOCAL:
            pass
    due = choose(by_law, legal, appointment)
    basis = pl.when(by_law).then(_BASIS[Basis.LEGAL]).otherwise(_BASIS[Basis.APPOINTMENT])
    if case.policy.against is Against.LOCAL:
        frame = _local(frame, case, reckoning, prefix=prefix)
        local = column(f"{prefix}local")
        basis = pl.when(local.day.is_not_null()).then(_BASIS[Basis.LOCAL]).otherwise(basis)
        due = choose(local.known, local, due)
    return frame.with_columns(
        *store(f"{prefix}due", due),
        pl.when(due.known).then(basis).alias(f"{prefix}basis"),
    )


def _local(frame: pl.LazyFrame, case: Case, reckoning: Reckoning, *, prefix: str) -> pl.LazyFrame:
    """Adds `<prefix>local`: the deadline under the shorter time the province promised.

    Pauses give the same time off as under the law.
    """
    code, name = case.terms.local(), f"{prefix}local"
    frame = frame.with_columns(
        unit_of(code).alias(f"{name}_unit"), amount_of(code).alias(f"{name}_amount")
    )
    return reckoning.deadline(
        frame,
        name,
        clock=column(f"{prefix}clock"),
        term=Term(pl.col(f"{name}_unit"), pl.col(f"{name}_amount"), pl.col("_cut")),
        given=given(prefix),
    )


def is_late(prefix: str, finish: Moment) -> pl.Expr:
    """Finished after the deadline: by instant where the deadline and the finish have a time, else
    by day.
    """
    due = column(f"{prefix}due")
    by_instant = (finish.day == due.day) & (finish.sec > 0) & (finish.sec > due.sec)
    return (finish.day > due.day) | by_instant


def is_suspended(prefix: str) -> pl.Expr:
    """Waiting for the citizen: an open pause that counts, an awaited supplement, or the status
    where nothing is dated.
    """
    dated = column("_request").known | pl.col("_pause_open")
    by_status = (pl.col("status") == Status.AWAITING_APPLICANT.value) & ~dated
    halted = pl.col(f"{prefix}open").is_not_null() | pl.col(f"{prefix}awaited").is_not_null()
    return halted | by_status


def is_overdue(case: Case, prefix: str) -> pl.Expr:
    """Whether the as-of lies after the deadline's instant; for open dossiers only."""
    day, second = last_instant(case.as_of)
    due = column(f"{prefix}due")
    return (due.day < day) | ((due.day == day) & (due.sec < second))


def decide_outcome(case: Case) -> pl.Expr:
    """The first outcome that applies (§7), as `outcome`; `_reason` says what cannot be assessed."""
    finish, due = column("_finish"), column(f"{LAW}due")
    return (
        pl.when(pl.col("_unborn"))
        .then(_OUTCOME[Outcome.NOT_YET_RECEIVED])
        .when((pl.col("status") == Status.NOT_RECEIVED.value) | _untouched())
        .then(_OUTCOME[Outcome.NOT_RECEIVED])
        .when(pl.col("received_at") >= case.as_of)
        .then(_OUTCOME[Outcome.NOT_YET_RECEIVED])
        .when(pl.col("status") == Status.WITHDRAWN.value)
        .then(_OUTCOME[Outcome.WITHDRAWN])
        .when(pl.col("_reason").is_not_null())
        .then(_OUTCOME[Outcome.UNASSESSABLE])
        .when(is_late(LAW, finish))
        .then(_OUTCOME[Outcome.LATE])
        .when(finish.day < due.day)
        .then(_OUTCOME[Outcome.EARLY])
        .when(finish.known)
        .then(_OUTCOME[Outcome.ON_TIME])
        .when(is_suspended(LAW))
        .then(_OUTCOME[Outcome.SUSPENDED])
        .when(is_overdue(case, LAW))
        .then(_OUTCOME[Outcome.OVERDUE])
        .otherwise(_OUTCOME[Outcome.PENDING])
        .alias("outcome")
    )


def _untouched() -> pl.Expr:
    """Submitted, and nothing since: the status does not say, and no receipt and no finish is
    recorded.
    """
    return (
        pl.col("submitted_at").is_not_null()
        & ~column("_received").known
        & ~column("_finish").known
        & (pl.col("status") == Status.UNKNOWN.value)
    )


def find_reason() -> pl.Expr:
    """Why a dossier cannot be assessed, null where it can; the export itself says whether a finish
    is missing.
    """
    received, finish = column("_received"), column("_finish")
    ended = pl.col("status").is_in(ENDED)
    return (
        pl.when(~received.known)
        .then(_REASON[Reason.RECEIPT_MISSING])
        .when(received.later_than(finish))
        .then(_REASON[Reason.FINISH_BEFORE_RECEIPT])
        .when(ended & pl.col("completed_at").is_null() & pl.col("returned_at").is_null())
        .then(_REASON[Reason.FINISH_MISSING])
        .when(pl.col("_t").is_null() & ~column("_promised").known)
        .then(_REASON[Reason.TERM_UNKNOWN])
    )


def measure_days(frame: pl.LazyFrame, case: Case, reckoning: Reckoning) -> pl.LazyFrame:
    """Adds working days worked, late, left and paused (§8), before what must stay null is blanked.

    Counts are differences of the working days through a day, each looked up once.
    """
    tables, which = reckoning.tables, reckoning.which
    last_day, _ = last_instant(case.as_of)
    clock, due, finish = column(f"{LAW}clock"), column(f"{LAW}due"), column("_finish")
    result = pl.col("outcome")
    frame = frame.with_columns(finish.day.fill_null(last_day).alias("_end"))
    worked_to, idle = pl.col("_end"), pl.lit(0, dtype=pl.Int32)
    if case.features.waits:
        # A suspended dossier's span ends early: only what was paused before that lies in it.
        suspended = result == Outcome.SUSPENDED.value
        halted = pl.min_horizontal(f"{LAW}open", f"{LAW}awaited")
        worked_to = pl.when(suspended).then(halted.fill_null(worked_to)).otherwise(worked_to)
        idle = pl.when(suspended).then(f"{LAW}idle").otherwise(f"{LAW}given_w")
    frame = frame.with_columns(
        tables.through(clock.day, which).alias("_from_n"),
        tables.through(worked_to, which).alias("_worked_n"),
        tables.through(pl.col("_end"), which).alias("_end_n"),
        tables.through(due.day, which).alias("_due_n"),
        tables.through_day(last_day, which).alias("_last_n"),
        pl.max_horizontal(due.day, "_end").alias("_leans_to"),
    )
    late, left = pl.col("_end_n") - pl.col("_due_n"), pl.col("_due_n") - pl.col("_last_n")
    expected = tables.expected(column("_received").day, pl.col("_leans_to"), which)
    unassessable = result == Outcome.UNASSESSABLE.value
    return frame.with_columns(
        ((pl.col("_worked_n") - pl.col("_from_n")).clip(0) - idle).alias("processing_days"),
        pl.when(result.is_in(BEHIND)).then(late.clip(1)).alias("days_late"),
        pl.when(result.is_in(_RUNNING)).then(left.clip(0)).alias("days_left"),
        expected.fill_null(value=False).alias("provisional"),
        pl.when(unassessable).then(pl.col("_reason")).alias("reason"),
    )


def present_verdict(reckoning: Reckoning) -> list[pl.Expr]:
    """The columns of the verdict under their own names, null where the outcome leaves nothing to
    count (§8).

    A row that does need a day, and needs one outside the known range of the calendar, gets a fault.
    """
    counted = ~pl.col("outcome").is_in(_UNCOUNTED) & (
        pl.col("reason").is_null() | (pl.col("reason") == Reason.TERM_UNKNOWN.value)
    )
    clock, due, legal = column(f"{LAW}clock"), column(f"{LAW}due"), column(f"{LAW}deadline")
    due_known = pl.col("_t").is_not_null() | column("_promised").known
    day_known = reckoning.tables.known(due.day)
    outside = (
        pl.col("processing_days").is_null()
        | (due_known & ~day_known)
        | (pl.col("_t").is_not_null() & legal.day.is_null())
    )
    fault = pl.lit(faults.code("received_at", Fault.OUTSIDE_CALENDAR), dtype=pl.UInt16)
    blank = {
        "clock_start": clock.day.cast(pl.Date),
        "deadline": due.day.cast(pl.Date),
        "deadline_at": join_moment(due),
        "legal_deadline": legal.day.cast(pl.Date),
        "basis": pl.col(f"{LAW}basis"),
        "processing_days": pl.col("processing_days"),
        "days_late": pl.col("days_late"),
        "days_left": pl.col("days_left"),
    }
    return [
        *(pl.when(counted).then(value).alias(name) for name, value in blank.items()),
        pl.when(counted).then(pl.col(f"{LAW}given_w")).otherwise(0).alias("paused_days"),
        (pl.col("provisional") & counted).alias("provisional"),
        pl.col("_t").alias("term"),
        pl.when(pl.col("fault").is_null() & counted & outside)
        .then(fault)
        .otherwise(pl.col("fault"))
        .alias("fault"),
    ]
