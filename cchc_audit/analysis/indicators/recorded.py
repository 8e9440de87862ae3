"""What the indicators read of an assessed dossier, beside its verdict: the moments as recorded.

The working columns of `assess` are named here and nowhere else in this room.
"""

from datetime import datetime

import polars as pl

from cchc_audit.core.vocabulary import BEFORE_RECEIPT, Status
from cchc_audit.law.clock.instants import END_OF_DAY, Moment, column

TERM_UNIT, TERM_AMOUNT = "_t_unit", "_t_amount"
"""The term of a dossier: the number of its unit, and its amount."""


def received() -> Moment:
    """When the dossier was taken in; nothing at or after the as-of is known."""
    return column("_received")


def clock() -> Moment:
    """When the clock of the law began to run at the last."""
    return column("_law_clock")


def finish() -> Moment:
    """When it was finished, by the policy's order of the two columns, as of the as-of."""
    return column("_finish")


def promised() -> Moment:
    """The appointment as recorded; second 0 where only its day is."""
    return column("_promised")


def legal() -> Moment:
    """The legal deadline, whatever the outcome says; its second is that of its instant."""
    return column("_law_deadline")


def request() -> Moment:
    """The first supplement that was asked for."""
    return column("_request")


def supplement() -> Moment:
    """The first supplement that came."""
    return column("_supplement")


def answered() -> pl.Expr:
    """Whether a supplement came, and not before it was asked for (Boolean, never null)."""
    return supplement().known & ~request().later_than(supplement())


def awaits() -> pl.Expr:
    """Whether a supplement was asked for and has not come (Boolean, never null)."""
    return request().known & ~answered()


def several_requests() -> pl.Expr:
    """Whether supplements were asked for more than once, by the count or by the events."""
    return (pl.col("supplement_count") > 1).fill_null(value=False)


def taken_in() -> pl.Expr:
    """Whether the office had the dossier at all by the as-of: not new, not refused at the desk."""
    return ~pl.col("outcome").is_in(BEFORE_RECEIPT)


def withdrawn() -> pl.Expr:
    """Whether the applicant took the dossier back, whenever that was."""
    return pl.col("status") == Status.WITHDRAWN.value


def without_end() -> pl.Expr:
    """Whether the export names no end at all, not even one after the as-of."""
    return pl.col("completed_at").is_null() & pl.col("returned_at").is_null()


def seconds(moment: datetime) -> int:
    """A moment as seconds since 1970-01-01."""
    since = moment - datetime(1970, 1, 1)  # noqa: DTZ001 (moments are naive: Viet Nam time)
    return since.days * END_OF_DAY + since.seconds
