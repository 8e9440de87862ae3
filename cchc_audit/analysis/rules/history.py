"""Family H: what an office must not change afterwards, read off the changes between two states.

One export alone cannot show it. A finding is a thing to look at, not a verdict on anyone: a
correction can be right, and then has a reason that the office can tell.
"""

import polars as pl

from cchc_audit.analysis.rules.rule import history_rule
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import Severity
from cchc_audit.engine.coarse_moments import is_later, lies_before

WAIT_BEGINS = ("paused_at", "supplement_requested_at")
WAIT_ENDS = ("resumed_at", "supplemented_at")
"""Fields that bound the time taken off a dossier's clock: more of it, the earlier it begins and the
later it ends.
"""
EXCUSES = (
    *WAIT_BEGINS,
    *WAIT_ENDS,
    *("supplement_count", "apology_at", "rescheduled_to", "reschedule_count"),
)
"""Fields whose new entry can move an appointment rightly: an apology, a new appointment, a
supplement, a pause or its end.
"""

_FIELD, _CHANGE = pl.col("field"), pl.col("change")


def _dated_before() -> pl.Expr:
    """Whether the new entry is dated before the older state, which did not have it."""
    return lies_before(pl.col("new_at"), pl.col("old_as_of")).fill_null(value=False)


@history_rule("H601", "receipt-moved", Severity.ERROR)
def receipt_moved() -> pl.Expr:
    """The receipt is not the one of the older state."""
    return (_FIELD == "received_at") & pl.col("old").is_not_null()


@history_rule("H602", "appointment-moved", Severity.ERROR)
def appointment_moved() -> pl.Expr:
    """The appointment is later than before, and nothing was newly recorded that could move it."""
    later = is_later(pl.col("new_at"), pl.col("old_at")).fill_null(value=False)
    return (_FIELD == "promised_at") & later & ~pl.col("is_excused")


@history_rule("H603", "finish-backdated", Severity.ERROR, lags=True)
def finish_backdated() -> pl.Expr:
    """A finish before the older state, in which the dossier was still open, or one that was
    recorded then and is on an earlier day now.
    """
    late_entry = (_CHANGE == "finished") & _dated_before()
    earlier_day = pl.col("new_at").dt.date() < pl.col("old_finished_at").dt.date()
    moved = (_CHANGE == "altered") & _FIELD.is_in(FINISHES) & earlier_day
    finish = pl.col("new_finished_at") == pl.col("new_at")
    return (late_entry | moved) & finish & pl.col("is_first_of_its_kind")


@history_rule("H604", "vanished", Severity.ERROR)
def vanished() -> pl.Expr:
    """Not in the newer state, though inside its period."""
    return (_CHANGE == "gone") & pl.col("is_inside")


@history_rule("H605", "pause-backdated", Severity.ERROR, lags=True)
def pause_backdated() -> pl.Expr:
    """A bound of a wait is new, or moved so that the wait is longer, and dated before the older
    state.
    """
    old, new = pl.col("old_at"), pl.col("new_at")
    longer = (_FIELD.is_in(WAIT_BEGINS) & is_later(old, new)) | (
        _FIELD.is_in(WAIT_ENDS) & is_later(new, old)
    )
    bound = _FIELD.is_in((*WAIT_BEGINS, *WAIT_ENDS))
    return bound & (old.is_null() | longer.fill_null(value=False)) & _dated_before()


@history_rule("H606", "reopened", Severity.WARNING)
def reopened() -> pl.Expr:
    """Finished in the older state, open in the newer one."""
    return (_CHANGE == "reopened") & pl.col("is_first_of_its_kind")


@history_rule("H607", "lateness-removed", Severity.ERROR, beside=True)
def lateness_removed() -> pl.Expr:
    """Late or overdue by the older data, not by the newer, both judged as of the newer state, and
    more than time passing lies between them: the field that decided.
    """
    return pl.col("removes_lateness")
