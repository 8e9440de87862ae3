"""The columns people see of each kind of report, in the order of display, each with its rank.

The lower the rank, the longer a column stays when the screen gets narrow (`columns_by_width`).
"""

from cchc_audit.render.columns_by_width import KEYS, Shown

_PERSONAL = (
    # Only there when asked for, and then what the reader came for.
    Shown("applicant", 0, 12, 30),
    Shown("phone", 1),
    Shown("address", 2, 12, 40),
)
LATE = (
    # A narrow screen keeps the number, how late, by when and how sure; where comes after that.
    Shown("dossier_id", 0),
    *_PERSONAL,
    Shown("commune", 6, 11, 28),
    Shown("agency", 14, 12, 24),
    Shown("procedure_name", 7, 24, 60),
    Shown("term", 12),
    Shown("received_at", 10),
    Shown("deadline", 4),
    # What an unproven one is held against, and what has to be settled.
    Shown("basis", 5, where="doubt"),
    Shown("promised_at", 11),
    Shown("finished_at", 9),
    Shown("days_late", 1),
    Shown("outcome", 2),
    Shown("certainty", 3),
    Shown("doubt", 8, 12, 40, where="doubt"),
    Shown("apology_at", 13),
)
APOLOGY = (*LATE, Shown("letter", 9, 12, 40))
DUE = (
    Shown("dossier_id", 0),
    *_PERSONAL,
    Shown("commune", 3, 11, 28),
    Shown("agency", 10, 12, 24),
    Shown("procedure_name", 4, 20, 60),
    Shown("term", 7),
    Shown("received_at", 6),
    Shown("deadline", 2),
    Shown("promised_at", 9),
    Shown("days_left", 1),
    Shown("status", 5),
)
ASSESS = (
    Shown("dossier_id", 0),
    *_PERSONAL,
    Shown("commune", 5, 11, 28),
    Shown("procedure_name", 7, 24, 60),
    Shown("status", 12),
    Shown("term", 9),
    Shown("received_at", 6),
    Shown("deadline", 2),
    Shown("promised_at", 11),
    Shown("finished_at", 4),
    Shown("days_late", 3),
    Shown("outcome", 1),
    Shown("certainty", 8),
    Shown("reason", 10, 14, 24),
)
REST = "rest"
"""What of a group's total is neither resolved nor open: suspended, withdrawn, not judged."""
OTHERS = "others"
"""What of a group's total is neither resolved nor overdue, where nothing finer finds room."""
SUMMARY = (
    Shown(KEYS, 0),
    Shown("total", 5, block="total"),
    Shown("resolved", 3),
    Shown("early", 9, block="in_time"),
    Shown("on_time", 9, block="in_time"),
    Shown("late", 1),
    Shown("pending", 6),
    Shown("overdue", 2),
    Shown(OTHERS, 5, block="total", instead=("pending", REST)),
    Shown(REST, 7, instead=("suspended", "withdrawn", "unassessable", "not_received")),
    Shown("suspended", 11),
    Shown("withdrawn", 11),
    Shown("unassessable", 11),
    Shown("not_received", 11),
    Shown("late_firm", 10, block="certainty"),
    Shown("late_contestable", 10, block="certainty"),
    Shown("late_unproven", 10, block="certainty"),
    Shown("days_late_max", 12),
    Shown("processing_median", 13),
    Shown("processing_p90", 16),
    Shown("time_saved", 18),
    Shown("late_allowed", 17),
    Shown("on_time_rate", 0),
    Shown("true_rate", 4),
    Shown("handled_766", 8),
    Shown("in_time_766", 7),
    Shown("unassessable_766", 9),
    Shown("ratio_766", 2),
    Shown("score_766", 1),
)
VIEWS = (
    Shown(KEYS, 0),
    Shown("on_time_rate", 0),
    Shown("ratio_766", 0),
    Shown("rate_06a", 0),
    Shown("differing", 1),
    Shown("true_rate", 2),
    Shown("score_766", 3),
    Shown("late", 4),
    Shown("overdue", 5),
    Shown("late_06a", 6),
    Shown("open_overdue_06a", 7),
    Shown("resolved", 8),
    Shown("resolved_06a", 8),
    Shown("handled_766", 8),
)
RANK = (
    Shown("rank", 0),
    Shown(KEYS, 0),
    Shown("places", 3),
    Shown("previous_rank", 10),
    Shown("resolved", 5),
    Shown("late", 8),
    Shown("overdue", 9),
    Shown("true_rate", 0),
    Shown("interval", 1),
    Shown("tied_with", 2),
    Shown("late_ratio", 4),
    Shown("observed_late", 12),
    Shown("expected_late", 11),
    Shown("on_time_rate", 13),
)
SIMULATE = (
    Shown(KEYS, 0),
    Shown("procedure_name", 1, 20, 60),
    Shown("field", 12, 10, 30),
    Shown("term", 7),
    Shown("cut_term", 3),
    Shown("resolved", 4),
    Shown("late", 5),
    Shown("late_cut", 0),
    Shown("on_time_rate", 8),
    Shown("on_time_rate_cut", 2),
    Shown("bears", 1),
    Shown("max_cut", 6),
    Shown("least_term", 9),
)
CHANGES = (
    Shown("dossier_id", 0),
    Shown("code", 1),
    Shown("severity", 8),
    Shown("change", 2),
    Shown("field", 3, 12, 30),
    Shown("old", 4, 11, 40),
    Shown("new", 5, 11, 40),
    Shown("commune", 6, 11, 28),
    Shown("officer", 9, 12, 24),
)
FORM = (
    Shown(KEYS, 0),
    Shown("received", 1),
    Shown("received_online", 7, block="channel"),
    Shown("received_direct", 7, block="channel"),
    Shown("carried_over", 5),
    Shown("resolved", 1),
    Shown("early", 6, block="in_time"),
    Shown("on_time", 6, block="in_time"),
    Shown("late", 2),
    Shown("open", 3),
    Shown("open_in_time", 8),
    Shown("open_overdue", 4),
)
REGISTER = (
    Shown("number", 4),
    Shown("dossier_id", 0),
    Shown("procedure_name", 1, 20, 60),
    Shown("applicant", 2, 16, 40),
    Shown("address", 7, 16, 40),
    Shown("phone", 6),
    Shown("agency", 5, 14, 30),
    Shown("received_at", 1),
    Shown("promised_at", 2),
    Shown("returned_at", 3),
    Shown("status", 8),
    Shown("rescheduled_to", 10),
)
COMPARE = (
    Shown("key", 0, 24, 48),
    Shown("column", 1),
    Shown("filed", 1),
    Shown("counted", 1),
    Shown("difference", 2),
    Shown("dossiers", 3, 20, 200),
)
