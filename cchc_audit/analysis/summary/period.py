"""Which dossiers a period speaks of: those in hand on any of its days."""

from datetime import date, timedelta

import polars as pl

from cchc_audit.core.vocabulary import BEFORE_RECEIPT, OPEN, Outcome, Reason, Status


def in_period(first: date | None, last: date | None) -> pl.Expr:
    """Whether a dossier was in hand on any day from `first` to `last`, both included (Boolean).

    In hand: received on or before `last` and not ended before `first`; None leaves that side open.
    A dossier that was not received belongs to the period its submission lies in (else its last
    recorded date), and to no other; one with no date, or with none that has come, to none. Needs
    the assessed columns and the moments.
    """
    if first is None and last is None:
        return pl.lit(True)
    touched = pl.coalesce("submitted_at", "last_recorded_at")
    kept = pl.when(_is_received()).then(True).otherwise(touched.is_not_null())
    if last is not None:
        begin = pl.when(_is_received()).then("received_at").otherwise(touched)
        kept = kept & (begin < last + timedelta(days=1))
    if first is not None:
        end = pl.when(_is_received()).then(_end()).otherwise(touched)
        kept = kept & (end >= first).fill_null(True)
    return kept


def is_carried_over(first: date | None) -> pl.Expr:
    """Whether a dossier came before `first` (Boolean, never null); see `begins`.

    Without a period nothing is carried over.
    """
    if first is None:
        return pl.lit(False)
    return (begins() < first).fill_null(False)


def _is_received() -> pl.Expr:
    """Whether the office took the dossier in (Boolean, never null)."""
    return pl.col("received_at").is_not_null() & ~pl.col("outcome").is_in(BEFORE_RECEIPT)


def begins() -> pl.Expr:
    """When a dossier came: its receipt, else its submission, else its last recorded date
    (Datetime).
    """
    return pl.coalesce("received_at", "submitted_at", "last_recorded_at")


def _end() -> pl.Expr:
    """When a dossier left the office (Datetime), null while it is open.

    Withdrawn, stopped and finish-missing dossiers leave with their last recorded date. A stopped
    one whose stop lies after the instant of judgement is still open, and has not left.
    """
    outcome, status = pl.col("outcome"), pl.col("status")
    stopped = (status == Status.REFUSED) & ~outcome.is_in(OPEN)
    unknown_finish = pl.col("reason") == Reason.FINISH_MISSING
    leaves = (outcome == Outcome.WITHDRAWN) | stopped | unknown_finish
    last = pl.when(leaves.fill_null(False)).then("last_recorded_at")
    return last.otherwise("finished_at")
