"""Why the three views of one dossier differ: one reason for each, the first that explains it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.indicators import recorded
from cchc_audit.analysis.indicators.form_06a import State, waits
from cchc_audit.analysis.indicators.index_766 import Index
from cchc_audit.core.vocabulary import BEHIND, IN_TIME, Outcome, Unit
from cchc_audit.core.vocabulary import Reason as Unassessable
from cchc_audit.law.calendar import Calendar
from cchc_audit.law.calendar.day_tables import DayTables


class Reason(StrEnum):
    """What makes the views of a dossier differ."""

    NO_APPOINTMENT = "no_appointment"
    RECEIPT_MISSING = "receipt_missing"
    FINISH_BEFORE_RECEIPT = "finish_before_receipt"
    FINISH_MISSING = "finish_missing"
    WITHDRAWN = "withdrawn"
    OUT_OF_PERIOD = "out_of_period"
    SEVERAL_SUPPLEMENTS = "several_supplements"
    AWAITS_SUPPLEMENT = "awaits_supplement"
    SUPPLEMENT_WAIT = "supplement_wait"
    TIME_OF_DAY = "time_of_day"
    SWAP_DAY_IGNORED = "swap_day_ignored"
    APPOINTMENT_BEYOND_LAW = "appointment_beyond_law"
    SUPPLEMENT_RESTARTS = "supplement_restarts"
    PAUSE = "pause"
    APPOINTMENT_BEFORE_LAW = "appointment_before_law"
    OTHER = "other"


REASON = pl.Enum(Reason)
GOOD, BAD, NEITHER = 1, 2, 0
"""Whether a view holds a dossier to be in time, late, or does not judge it at all."""

_LAW = {
    GOOD: [*IN_TIME, Outcome.PENDING, Outcome.SUSPENDED, Outcome.WITHDRAWN],
    BAD: BEHIND,
}
_INDEX = {GOOD: [Index.IN_TIME], BAD: [Index.LATE]}
_FORM = {
    GOOD: [State.EARLY, State.ON_TIME, State.OPEN_IN_TIME],
    BAD: [State.LATE, State.OPEN_OVERDUE],
}
_DATA = {
    Unassessable.TERM_UNKNOWN: Reason.NO_APPOINTMENT,
    Unassessable.RECEIPT_MISSING: Reason.RECEIPT_MISSING,
    Unassessable.FINISH_BEFORE_RECEIPT: Reason.FINISH_BEFORE_RECEIPT,
    Unassessable.FINISH_MISSING: Reason.FINISH_MISSING,
}


@dataclass(frozen=True, slots=True)
class Software:
    """The calendar of software that was told of the holidays, never of swapped days."""

    tables: DayTables
    told: DayTables

    @classmethod
    def of(cls, calendar: Calendar) -> "Software":
        """That of `calendar`, without days that were swapped; local closures are no matter here."""
        days = {day: told for day, told in calendar.days.items() if told.partner is None}
        general = replace(calendar, closures=())
        return cls(DayTables.of(replace(general, days=days)), DayTables.of(general))

    def columns(self) -> list[pl.Expr]:
        """Where such software sets the appointment, from the receipt and from the clock's day:
        `_software_received`, `_software_clock` (Int32 days). Null where software that was told
        would set the same day, and but for terms in working days.
        """
        by_days = pl.col(recorded.TERM_UNIT) == list(Unit).index(Unit.WORKING_DAYS)
        amount = pl.col(recorded.TERM_AMOUNT).cast(pl.Int32, strict=False)
        begins = {"received": recorded.received().day, "clock": recorded.clock().day}
        set_by = {
            name: [tables.add(tables.roll(day), amount) for tables in (self.tables, self.told)]
            for name, day in begins.items()
        }
        return [
            pl.when(by_days & (ignoring != told)).then(ignoring).alias(f"_software_{name}")
            for name, (ignoring, told) in set_by.items()
        ]


def why() -> pl.Expr:
    """The reason why the views of a dossier differ (`REASON`), null where they agree.

    Needs the columns `legal`, `index_766` and `form_06a` (null where that view leaves the dossier
    out), and those of `Software.columns`.
    """
    law, index, form = (
        _side(name, words)
        for name, words in (("legal", _LAW), ("index_766", _INDEX), ("form_06a", _FORM))
    )
    due, promised = recorded.legal().day, recorded.promised().day
    ignored = ((promised == pl.col("_software_received")) & (promised != due)) | (
        (promised == pl.col("_software_clock")) & (promised != due)
    )
    judged = (index != NEITHER) & (form != NEITHER)
    chain = [
        *((pl.col("reason") == data.value, reason) for data, reason in _DATA.items()),
        (recorded.withdrawn(), Reason.WITHDRAWN),
        (pl.col("legal").is_null() | pl.col("form_06a").is_null(), Reason.OUT_OF_PERIOD),
        (judged & (index != form) & recorded.several_requests(), Reason.SEVERAL_SUPPLEMENTS),
        (~recorded.finish().known & waits(), Reason.AWAITS_SUPPLEMENT),
        (
            judged & (index == GOOD) & (form == BAD) & recorded.supplement().known,
            Reason.SUPPLEMENT_WAIT,
        ),
        (judged & (index != form), Reason.TIME_OF_DAY),
        (promised.is_null(), Reason.OTHER),
        (ignored, Reason.SWAP_DAY_IGNORED),
        (promised > due, Reason.APPOINTMENT_BEYOND_LAW),
        ((promised < due) & recorded.supplement().known, Reason.SUPPLEMENT_RESTARTS),
        ((promised < due) & (pl.col("paused_days") > 0), Reason.PAUSE),
        (promised < due, Reason.APPOINTMENT_BEFORE_LAW),
        (promised == due, Reason.TIME_OF_DAY),
    ]
    found = pl.lit(Reason.OTHER.value, dtype=REASON)
    for condition, reason in reversed(chain):
        named = pl.lit(reason.value, dtype=REASON)
        found = pl.when(condition.fill_null(value=False)).then(named).otherwise(found)
    return pl.when(~((law == index) & (index == form))).then(found)


def _side(name: str, words: Mapping[int, Sequence[str]]) -> pl.Expr:
    value = pl.col(name)
    good, bad = ([str(word) for word in words[side]] for side in (GOOD, BAD))
    return (
        pl.when(value.is_in(good).fill_null(value=False))
        .then(GOOD)
        .when(value.is_in(bad).fill_null(value=False))
        .then(BAD)
        .otherwise(NEITHER)
    )
