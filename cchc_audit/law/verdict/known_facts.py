"""The facts of a dossier as they stood at the as-of (law.md §6), ready for the clock."""

from collections.abc import Mapping

import polars as pl

from cchc_audit.core.columns import FINISHES, RECORDED, VERDICT_MOMENTS
from cchc_audit.core.vocabulary import Finish, Status
from cchc_audit.engine.lookup import by_key
from cchc_audit.law.clock.clock import OPEN, instant
from cchc_audit.law.clock.instants import missing, split, store
from cchc_audit.law.clock.interruptions import Interruptions
from cchc_audit.law.verdict.case import Case

_SOURCES = {
    "_received": "received_at",
    "_competent": "competent_received_at",
    "_request": "supplement_requested_at",
    "_supplement": "supplemented_at",
}
_ENDS = {
    Finish.COMPLETED: ("completed_at", "returned_at"),
    Finish.RETURNED: ("returned_at", "completed_at"),
}
_PAUSE = ("_pause0_b", "_pause0_e")
_LASTS = ("_lasts0_b", "_lasts0_e")
_ENDED = [Status.WITHDRAWN.value, Status.REFUSED.value, Status.FINISHED.value]
_OPEN = [Status.IN_PROGRESS.value, Status.AWAITING_APPLICANT.value]
_STOOD_IN_FOR = {
    "paused_at": "has_pauses",
    "resumed_at": "has_pauses",
    "supplement_requested_at": "has_supplements",
    "supplemented_at": "has_supplements",
    "apology_at": "has_apology",
}
_SUPPLEMENT = ("_request_d", "_request_s", "_supplement_d", "_supplement_s")


_CUT = ("submitted_at", "apology_at", "rescheduled_to")
_STATUS = {status: pl.lit(status.value, dtype=pl.Enum(Status)) for status in Status}


def cut_at_as_of(rows: pl.LazyFrame, case: Case) -> pl.LazyFrame:
    """Adds the moments the clock reads, with what lies at or after the as-of taken away.

    What has not happened is taken away before one column stands in for another, and with it the
    status of an end that has not come; only the appointment is known beforehand. `received_at`
    itself stays as the export has it: one outcome asks what it holds. `last_recorded_at` is the
    latest act on record, `_ahead_d` the day of an end that is still to come (no plan of a dossier
    that is being handled), `_unborn` (Boolean) tells the row whose every recorded date is still to
    come, `_unread` the status text that says nothing, `_ignored` the moments of columns that stand
    in the wrong order, `_event_unread` the events that could not be read.
    """
    happened = {
        name: pl.when(pl.col(name) < case.as_of).then(pl.col(name))
        for name in (*VERDICT_MOMENTS, "apology_at", "rescheduled_to")
        if name != "promised_at"
    }
    ends = [happened[name] for name in _ENDS[case.policy.finish] if name in case.present]
    finished = pl.coalesce(ends) if ends else happened["completed_at"]
    later = finished.is_null() & pl.any_horizontal(pl.col(name).is_not_null() for name in FINISHES)
    ahead = pl.coalesce(FINISHES).dt.date().to_physical()
    status = pl.col("status").fill_null(_STATUS[Status.UNKNOWN])
    frame = rows.with_columns(
        finished.alias("finished_at"),
        pl.when(later & ~status.is_in(_OPEN)).then(ahead).alias("_ahead_d"),
        _unborn(case).alias("_unborn"),
        (pl.col("status") == Status.UNKNOWN.value).fill_null(value=False).alias("_unread"),
        pl.when(later & status.is_in(_ENDED))
        .then(_STATUS[Status.IN_PROGRESS])
        .otherwise(status)
        .alias("status"),
        *(happened[name].alias(name) for name in (*FINISHES, *_CUT)),
    ).with_columns(
        *_moment("_received", happened, case),
        *_moment("_competent", happened, case),
        *store("_finish", split(pl.col("finished_at"))),
        *store("_promised", split(pl.col("promised_at"))),
        *_moment("_request", happened, case),
        *_moment("_supplement", happened, case),
        *_column_pause(happened, case),
        *_reversed(happened, case),
        pl.lit(value=False).alias("_event_unread"),
    )
    if case.events is not None:
        frame = _with_events(frame, case.events)
    open_pauses = [pl.col(f"_pause{i}_e") == OPEN for i in range(case.features.pauses)]
    is_open = (
        pl.any_horizontal(open_pauses).fill_null(value=False)
        if open_pauses
        else pl.lit(value=False)
    )
    return frame.with_columns(
        is_open.alias("_pause_open"), _last_recorded(happened, case).alias("last_recorded_at")
    )


def _moment(name: str, happened: Mapping[str, pl.Expr], case: Case) -> list[pl.Expr]:
    """The moment of a column; nothing is worked out for a column that no export has."""
    source = _SOURCES[name]
    return store(name, split(happened[source])) if source in case.present else missing(name)


def _column_pause(happened: Mapping[str, pl.Expr], case: Case) -> list[pl.Expr]:
    """The one pause that columns can give; none where it resumed before it began."""
    if "paused_at" not in case.present:
        return [pl.lit(None, dtype=pl.Int64).alias(name) for name in _PAUSE]
    begin, end = split(happened["paused_at"]), split(happened["resumed_at"])
    usable = begin.known & (instant(end) > instant(begin)).fill_null(value=True)
    return [
        pl.when(usable).then(instant(begin)).alias(_PAUSE[0]),
        pl.when(usable).then(instant(end).fill_null(OPEN)).alias(_PAUSE[1]),
    ]


def _reversed(happened: Mapping[str, pl.Expr], case: Case) -> list[pl.Expr]:
    """Whether the columns' resumption lies before their pause, their supplement before its request:
    both are ignored (docs/law.md §2, §4), and not to be known what was meant (§9).
    """
    pairs = {
        "_pause_ignored": ("paused_at", "resumed_at"),
        "_supplement_ignored": ("supplement_requested_at", "supplemented_at"),
    }
    return [
        (
            split(happened[first]).later_than(split(happened[second]))
            if {first, second} <= case.present
            else pl.lit(value=False)
        ).alias(name)
        for name, (first, second) in pairs.items()
    ]


def _unborn(case: Case) -> pl.Expr:
    """Whether every date on record lies at or after the as-of: such a dossier does not exist yet
    (docs/law.md §6).
    """
    dates = [pl.col(name) for name in RECORDED if name in case.present]
    happened = pl.any_horizontal((date < case.as_of).fill_null(value=False) for date in dates)
    return ~happened & pl.any_horizontal(date.is_not_null() for date in dates)


def _last_recorded(happened: Mapping[str, pl.Expr], case: Case) -> pl.Expr:
    """The latest act on record: of the columns, but for those that events stand in place of, and of
    the events, whatever their kind.
    """
    acts = {name: happened[name] for name in RECORDED if name in case.present}
    if case.events is None:
        return pl.max_horizontal(*acts.values())
    own = [
        pl.when(~pl.col(_STOOD_IN_FOR[name]).fill_null(value=False)).then(act)
        if name in _STOOD_IN_FOR
        else act
        for name, act in acts.items()
    ]
    return pl.max_horizontal(*own, "last_event_at")


def _with_events(frame: pl.LazyFrame, events: Interruptions) -> pl.LazyFrame:
    """Lets the events of a dossier stand in place of its columns of that kind."""
    told, where = events.frame, by_key(events.frame["dossier_id"])
    frame = frame.with_columns(where(pl.col("dossier_id")).alias("_told"))

    def of(name: str) -> pl.Expr:
        if name not in told.columns:
            return pl.lit(None)
        # polars 2.1, in memory, takes look-ups in nulls of two types for one and the same.
        if told[name].null_count() == len(told):
            return pl.lit(None, dtype=told[name].dtype)
        return pl.lit(told[name]).gather(pl.col("_told"))

    def kind(flag: str, theirs: str, mine: str) -> pl.Expr:
        return pl.when(pl.col(flag)).then(of(theirs)).otherwise(pl.col(mine)).alias(mine)

    flags = ("has_pauses", "has_supplements", "has_apology", "has_reschedule")
    own = {*_PAUSE, *_LASTS, *_SUPPLEMENT}
    slots = [
        n for n in told.columns if n.startswith(("_pause", "_lasts", "_round")) and n not in own
    ]
    frame = frame.with_columns(of(name).alias(name) for name in (*flags, *slots, "last_event_at"))
    lasts = zip(_LASTS, _PAUSE, strict=True) if events.lasting else ()
    frame = frame.with_columns(
        *(
            pl.when("has_pauses").then(of(theirs)).otherwise(mine).alias(theirs)
            for theirs, mine in lasts
        ),
        *(kind("has_pauses", name, name) for name in _PAUSE),
        (pl.col("_unborn") & pl.col("last_event_at").is_null()).alias("_unborn"),
        _unless("has_pauses", "_pause_ignored"),
        _unless("has_supplements", "_supplement_ignored"),
        of("has_unread").fill_null(value=False).alias("_event_unread"),
        *(kind("has_supplements", name, name) for name in _SUPPLEMENT),
        kind("has_supplements", "request_count", "supplement_count"),
        kind("has_apology", "event_apology_at", "apology_at"),
        kind("has_reschedule", "event_rescheduled_to", "rescheduled_to"),
        kind("has_reschedule", "event_reschedule_count", "reschedule_count"),
    )
    return frame.with_columns(_first_round()) if events.rounds else frame


def _unless(flag: str, mark: str) -> pl.Expr:
    """The `mark` of columns, where no events stand in their place."""
    return (pl.col(mark) & ~pl.col(flag).fill_null(value=False)).alias(mark)


def _first_round() -> list[pl.Expr]:
    """Dossiers without supplement events have one round: that of their columns."""
    told = pl.col("has_supplements").fill_null(value=False)
    pairs = (
        (f"{source}_{part}", f"_round0_{side}_{part}")
        for side, source in (("r", "_request"), ("p", "_supplement"))
        for part in "ds"
    )
    return [pl.when(told).then(theirs).otherwise(mine).alias(theirs) for mine, theirs in pairs]
