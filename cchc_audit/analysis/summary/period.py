"""Which dossiers a period speaks of: those in hand on any of its days."""

from datetime import date, timedelta

import polars as pl

from cchc_audit.core.vocabulary import OPEN, Outcome, Reason, Status


def in_period(first: date | None, last: date | None) -> pl.Expr:
    """Whether a dossier was in hand on any day from `first` to `last`, both included (Boolean).

    In hand: received on or before `last` and not ended before `first`; None leaves that side open.
    A dossier without `received_at` counts from `submitted_at`, and one with neither is kept: it
    must not vanish because a date was left out. Needs the assessed columns and the moments.
    """
    kept = pl.lit(True)
    if last is not None:
        kept = kept & (_begin() < last + timedelta(days=1)).fill_null(True)
    if first is not None:
        kept = kept & (_end() >= first).fill_null(True)
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


def _end() -> pl.Expr:
    """When a dossier left the office (Datetime), null while it is open.

    Withdrawn, stopped and finish-missing dossiers leave with their last recorded date. A stopped
    one whose stop lies after the instant of judgement is still open, and has not left.
    """
    outcome, status = pl.col("outcome"), pl.col("status")
    stopped = (status == Status.REFUSED) & ~outcome.is_in(OPEN)
    unknown_finish = (pl.col("reason") == Reason.FINISH_MISSING) | (
        (pl.col("reason") == Reason.RECEIPT_MISSING)
        & (status == Status.FINISHED)
        & pl.col("finished_at").is_null()
    )
    leaves = (outcome == Outcome.WITHDRAWN) | stopped | unknown_finish
    last = pl.when(leaves.fill_null(False)).then("last_recorded_at")
    return last.otherwise("finished_at")
