"""What the oracle judges, as plain values: a dossier, catalogue entries, calendar and policy.

Names of outcomes, units and policies are plain text here, so that nothing of the engine is
borrowed. A moment is a `datetime`; midnight stands for a bare date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

MIDNIGHT = time(0, 0)
READINGS = (
    *("extended_term", "remote_term", "cutoff", "unknown_time"),
    *("rounds", "pauses", "undecided_day"),
)
DOUBTS = (
    *("no_legal_term", "unverified_term", "unknown_status", "no_finish_column"),
    *("conflicting_rows", "ignored_moment", "damaged_column"),
)


@dataclass(frozen=True)
class Term:
    """A unit and its amount: days, months, or seconds of working time; 0 for `same_day`."""

    unit: str
    amount: int = 0

    @property
    def text(self) -> str:
        if self.unit == "same_day":
            return self.unit
        amount = self.amount / 3600 if self.unit == "working_hours" else self.amount
        return f"{amount:g} {self.unit}"

    @property
    def nominal_hours(self) -> float:
        """The length by which two terms are compared: 8 hours a day, 21 days a month."""
        if self.unit == "working_hours":
            return self.amount / 3600
        per = {"same_day": 0.0, "working_days": 8.0, "calendar_days": 8 * 5 / 7, "months": 21 * 8.0}
        return self.amount * per[self.unit]


@dataclass(frozen=True)
class Entry:
    """A line of the user's catalogue. `term` is None where its text cannot be read; `checked`
    tells whether it was held against its source.
    """

    code: str | None
    name: str | None
    term: Term | None
    after_cutoff: str | None = None
    supplement: str | None = None
    extended_term: Term | None = None
    remote_term: Term | None = None
    local_term: Term | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    checked: bool = True


@dataclass(frozen=True)
class Event:
    """A line of the events table: `pause`, `resume`, `supplement_request` or `supplement`.

    `cause` is what a pause waits for and what a resumption says it ends; "" for plain ones.
    """

    kind: str
    at: datetime
    cause: str = ""


@dataclass(frozen=True)
class Dossier:
    """The row of the export that stands for it, and the events told of it.

    `status` is `blank` where the cell is empty, `unknown` where its text says nothing known.
    `differs` names the columns that another row of the dossier fills differently.
    """

    code: str | None = None
    name: str | None = None
    commune: str | None = None
    status: str = "blank"
    legal_term: Term | None = None
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    competent_received_at: datetime | None = None
    promised_at: datetime | None = None
    completed_at: datetime | None = None
    returned_at: datetime | None = None
    supplement_requested_at: datetime | None = None
    supplemented_at: datetime | None = None
    paused_at: datetime | None = None
    resumed_at: datetime | None = None
    events: tuple[Event, ...] = ()
    differs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Policy:
    """`[policy]` of the configuration."""

    against: str = "legal"
    finish: str = "completed"
    supplement: str = "restart"
    unknown_time: str = "benefit"
    cutoff: time = time(15, 0)
    after_cutoff: str = "none"
    appointment_grain: str = "day"


@dataclass(frozen=True)
class Days:
    """The working calendar as sets of days.

    `off` and `makeup` count; `proposed_off` counts only under the reading `undecided_day`, and
    `doubtful_makeup` are make-up days not worked under it. `closures`: commune to its closed
    days. `first` and `last` bound what is known, both inclusive.
    """

    first: date = date(2015, 1, 1)
    last: date = date(2027, 12, 31)
    off: frozenset[date] = frozenset()
    makeup: frozenset[date] = frozenset()
    proposed_off: frozenset[date] = frozenset()
    doubtful_makeup: frozenset[date] = frozenset()
    closures: Mapping[str, frozenset[date]] = field(default_factory=dict)
    sessions: tuple[tuple[time, time], ...] = (
        (time(7, 0), time(11, 30)),
        (time(13, 30), time(17, 0)),
    )

    def undecided(self) -> "Days":
        """Return the same calendar with every day in doubt given to the office."""
        return Days(
            first=self.first,
            last=self.last,
            off=self.off | self.proposed_off,
            makeup=self.makeup - self.doubtful_makeup,
            closures=self.closures,
            sessions=self.sessions,
        )


@dataclass(frozen=True)
class World:
    """All that a dossier is judged by.

    `remote` are the communes the units file marks so, `stated` all it speaks about; `as_of` is
    the instant of judgement. `columns` are those the file has, None for all; `damaged` those in
    which damage was seen and let pass.
    """

    as_of: datetime
    days: Days = Days()
    entries: tuple[Entry, ...] = ()
    policy: Policy = Policy()
    remote: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    columns: frozenset[str] | None = None
    damaged: frozenset[str] = frozenset()


def bare(moment: datetime) -> bool:
    """Say whether a moment is a day without a time of day."""
    return moment.time() == MIDNIGHT


def earlier(a: datetime, b: datetime) -> bool:
    """Say whether `a` is earlier than `b`: by instant where both have a time, else by day."""
    if bare(a) or bare(b):
        return a.date() < b.date()
    return a < b


def end_of(day: date) -> datetime:
    """Return the instant a day ends: 00:00 of the next."""
    return datetime.combine(day + timedelta(days=1), MIDNIGHT)
