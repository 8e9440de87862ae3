"""The closed sets of the field, under the names that stand in outputs and never change with the
language.

Glossary: hồ sơ = dossier · tiếp nhận = receipt · hẹn trả = appointment (`promised_at`) · kết thúc
xử lý = completion · trả kết quả = return · thời hạn = term · hạn = deadline · bổ sung = supplement
· tạm dừng = pause · nghỉ bù = day in lieu · làm bù = make-up working day · quá hạn = late
(finished) or overdue (open) · phi địa giới = taken in outside the competent area · Một cửa =
one-stop desk · đang giải quyết = open · phòng, bộ phận = office · chốt số liệu = to take a
snapshot · chọn mẫu = to draw a sample (rút hồ sơ is what an applicant does: to withdraw) · Kết luận
belongs to the inspection team, never to this tool.
"""

from enum import StrEnum


class Outcome(StrEnum):
    """What the comparison with the deadline says of a dossier; the first that applies, in this
    order.
    """

    NOT_RECEIVED = "not_received"
    NOT_YET_RECEIVED = "not_yet_received"
    WITHDRAWN = "withdrawn"
    UNASSESSABLE = "unassessable"
    LATE = "late"
    EARLY = "early"
    ON_TIME = "on_time"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    PENDING = "pending"


BEFORE_RECEIPT = (Outcome.NOT_RECEIVED.value, Outcome.NOT_YET_RECEIVED.value)
"""Outcomes of dossiers that were not taken in."""
OPEN = (Outcome.PENDING.value, Outcome.OVERDUE.value, Outcome.SUSPENDED.value)
"""Outcomes of dossiers in hand."""
IN_TIME = (Outcome.EARLY.value, Outcome.ON_TIME.value)
"""Outcomes of dossiers resolved in time."""
RESOLVED = (*IN_TIME, Outcome.LATE.value)
"""Outcomes of dossiers with a result."""
BEHIND = (Outcome.LATE.value, Outcome.OVERDUE.value)
"""Outcomes of dossiers whose deadline is missed, with a result or without one."""


class Reason(StrEnum):
    """Why a dossier is `unassessable`."""

    RECEIPT_MISSING = "receipt_missing"
    FINISH_BEFORE_RECEIPT = "finish_before_receipt"
    FINISH_MISSING = "finish_missing"
    TERM_UNKNOWN = "term_unknown"


class Status(StrEnum):
    """What the one-stop software says of a dossier (national codes 1-10 folded)."""

    NOT_RECEIVED = "not_received"
    IN_PROGRESS = "in_progress"
    AWAITING_APPLICANT = "awaiting_applicant"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    FINISHED = "finished"
    UNKNOWN = "unknown"


ENDED = (Status.FINISHED.value, Status.REFUSED.value)
"""Statuses of dossiers that the office is done with."""


class Channel(StrEnum):
    """How a dossier came in (KenhThucHien 1, 2, 3)."""

    DIRECT = "direct"
    ONLINE = "online"
    POSTAL = "postal"


class Unit(StrEnum):
    """The unit a term is counted in. The order is the numbering inside frames."""

    WORKING_DAYS = "working_days"
    SAME_DAY = "same_day"
    CALENDAR_DAYS = "calendar_days"
    MONTHS = "months"
    WORKING_HOURS = "working_hours"


class Cutoff(StrEnum):
    """What a receipt after the cut-off (15:00) does: nothing, the deadline a day later, or the
    clock a day later.
    """

    NONE = "none"
    NEXT_DAY = "next_day"
    CLOCK = "clock"


class SupplementPolicy(StrEnum):
    """What a supplement does: the term counts anew, or the wait is a pause."""

    RESTART = "restart"
    CONTINUE = "continue"


class UnknownTime(StrEnum):
    """What a bare date is taken for where the time of day decides."""

    BENEFIT = "benefit"
    STRICT = "strict"


class Against(StrEnum):
    """What a finish is compared with."""

    LEGAL = "legal"
    APPOINTMENT = "appointment"
    EARLIEST = "earliest"
    LOCAL = "local"


class Basis(StrEnum):
    """What a finish was compared with in the end."""

    LEGAL = "legal"
    APPOINTMENT = "appointment"
    LOCAL = "local"


class Finish(StrEnum):
    """Which of the two ends of a dossier comes first in judging it."""

    COMPLETED = "completed"
    RETURNED = "returned"


class Grain(StrEnum):
    """Whether an appointment is held to its day or to its time of day."""

    DAY = "day"
    INSTANT = "instant"


class TermSource(StrEnum):
    """Where a term was found."""

    CATALOGUE = "catalogue"
    CATALOGUE_NAME = "catalogue_name"
    USER = "user"
    EXPORT = "export"


class Certainty(StrEnum):
    """Whether a `late` or `overdue` stands on law and fact: it survives every doubt of law resolved
    for the office, it does not, or what it leans on is not sure.
    """

    FIRM = "firm"
    CONTESTABLE = "contestable"
    UNPROVEN = "unproven"


class Reading(StrEnum):
    """A doubt of law that can be resolved for the office, in the order in which defences name
    them.
    """

    EXTENDED_TERM = "extended_term"
    REMOTE_TERM = "remote_term"
    CUTOFF = "cutoff"
    UNKNOWN_TIME = "unknown_time"
    ROUNDS = "rounds"
    PAUSES = "pauses"
    UNDECIDED_DAY = "undecided_day"


class Doubt(StrEnum):
    """A doubt of fact: what the verdict leans on is not sure. In the order in which they are
    named; the order is the numbering inside frames.
    """

    NO_LEGAL_TERM = "no_legal_term"
    UNVERIFIED_TERM = "unverified_term"
    UNKNOWN_STATUS = "unknown_status"
    NO_FINISH_COLUMN = "no_finish_column"
    CONFLICTING_ROWS = "conflicting_rows"
    IGNORED_MOMENT = "ignored_moment"
    DAMAGED_COLUMN = "damaged_column"


class DayKind(StrEnum):
    """What a civil day is to the working calendar, or to one dossier (`paused`)."""

    WORKING = "working"
    WEEKEND = "weekend"
    OFF = "off"
    MAKEUP = "makeup"
    PAUSED = "paused"


WORKED = frozenset({DayKind.WORKING, DayKind.MAKEUP})
"""The kinds of days on which the office works."""


class DayStatus(StrEnum):
    """How settled an irregular day is."""

    OFFICIAL = "official"
    STATUTORY = "statutory"
    PROVISIONAL = "provisional"
    PROPOSED = "proposed"


class Severity(StrEnum):
    """How much a finding weighs, the heaviest first: must be explained, needs a look, for the
    record.
    """

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Neighbours(StrEnum):
    """The neighbours in a league table that a group cannot be told apart from."""

    ABOVE = "above"
    BELOW = "below"
    BOTH = "both"


class EventKind(StrEnum):
    """What a row of the events table tells."""

    PAUSE = "pause"
    RESUME = "resume"
    SUPPLEMENT_REQUEST = "supplement_request"
    SUPPLEMENT = "supplement"
    APOLOGY = "apology"
    RESCHEDULE = "reschedule"
    STEP = "step"


class DamageMark(StrEnum):
    """The trace an accident leaves in an export that still looks sound, by which a user may let it
    pass.
    """

    SWAPPED_DATES = "swapped_dates"
    TWO_ERAS = "two_eras"
    SHIFTED_CLOCK = "shifted_clock"
    SPOILT_IDS = "spoilt_ids"
    SHIFTED_HEADER = "shifted_header"
    CUT_EXPORT = "cut_export"
    ALL_OPEN = "all_open"
    MERGED_CELLS = "merged_cells"
    UNREAD_COLUMN = "unread_column"
    MISNAMED_COLUMN = "misnamed_column"
    MISTYPED_YEAR = "mistyped_year"
    STRUCK_ROWS = "struck_rows"
    PLANNED_FINISH = "planned_finish"
    CONTRADICTED_STATUS = "contradicted_status"
    SWAPPED_ROWS = "swapped_rows"
    MISPLACED_CELLS = "misplaced_cells"


class DateOrder(StrEnum):
    """Which number of a date written with numbers alone comes first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class Fault(StrEnum):
    """Why a row is rejected. The order is the numbering inside frames (`faults`)."""

    UNDECODABLE = "undecodable"
    STRAY_QUOTE = "stray_quote"
    CELLS_TOO_FEW = "cells_too_few"
    CELLS_TOO_MANY = "cells_too_many"
    ID_MISSING = "id_missing"
    ID_SPOILT = "id_spoilt"
    SHIFTED_HEADER = "shifted_header"
    MOMENT_UNREADABLE = "moment_unreadable"
    MOMENT_TWO_DIGIT_YEAR = "moment_two_digit_year"
    MOMENT_NO_SUCH_DAY = "moment_no_such_day"
    MOMENT_MONTH_FIRST = "moment_month_first"
    MOMENT_DAY_FIRST = "moment_day_first"
    MOMENT_TOO_EARLY = "moment_too_early"
    MOMENT_TOO_LATE = "moment_too_late"
    OUTSIDE_CALENDAR = "outside_calendar"
    CELL_ERROR = "cell_error"
    RECORD_BROKEN = "record_broken"
    MOMENT_HIDDEN = "moment_hidden"
    ABOVE_HEADER = "above_header"
    ROW_IN_A_CELL = "row_in_a_cell"
    MOMENT_SEVERAL = "moment_several"
