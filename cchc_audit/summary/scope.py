"""Which dossiers a period speaks of: those in hand on any of its days."""

from datetime import date, datetime, timedelta

import polars as pl

from cchc_audit.columns import MOMENTS
from cchc_audit.vocabulary import Outcome, Reason, Status

# Dates that were set for the future: they record no act of the office or the applicant.
_PLANNED = ("promised_at", "rescheduled_to")
_OPEN = tuple(str(o) for o in (Outcome.PENDING, Outcome.OVERDUE, Outcome.SUSPENDED))


def in_period(first: date | None, last: date | None, *, as_of: datetime | None = None) -> pl.Expr:
    """Whether a dossier was in hand on any day from `first` to `last`, both included (Boolean).

    In hand: received on or before `last` and not ended before `first`; None leaves that side open.
    A dossier without `received_at` counts from `submitted_at`, and one with neither is kept: it
    must not vanish because a date was left out. `as_of`: the instant of judgement; a moment at or
    after it is no recorded date yet (None: the moments are cut already). Needs the assessed columns
    and the moments.
    """
    kept = pl.lit(True)
    if last is not None:
        kept = kept & (_begin() < last + timedelta(days=1)).fill_null(True)
    if first is not None:
        kept = kept & (_end(as_of) >= first).fill_null(True)
    return kept


def is_carried_over(first: date | None) -> pl.Expr:
    """Whether a dossier was received (else submitted) before `first` (Boolean, never null).

    Without a period nothing is carried over.
    """
    if first is None:
        return pl.lit(False)
    return (_begin() < first).fill_null(False)


def _begin() -> pl.Expr:
    return pl.coalesce("received_at", "submitted_at")


def _end(as_of: datetime | None) -> pl.Expr:
    """When a dossier left the office (Datetime), null while it is open.

    Withdrawn, stopped and finish-missing dossiers leave with their last recorded date. A stopped
    one whose stop lies after the instant of judgement is still open, and has not left.
    """
    outcome, status = pl.col("outcome"), pl.col("status")
    stopped = (status == Status.REFUSED) & ~outcome.is_in(_OPEN)
    unknown_finish = (pl.col("reason") == Reason.FINISH_MISSING) | (
        (pl.col("reason") == Reason.RECEIPT_MISSING)
        & (status == Status.FINISHED)
        & pl.col("finished_at").is_null()
    )
    leaves = (outcome == Outcome.WITHDRAWN) | stopped | unknown_finish
    recorded = [pl.col(name) for name in MOMENTS if name not in _PLANNED]
    if as_of is not None:
        recorded = [pl.when(moment < as_of).then(moment) for moment in recorded]
    last = pl.max_horizontal(*recorded, "finished_at")
    return pl.when(leaves.fill_null(False)).then(last).otherwise(pl.col("finished_at"))
