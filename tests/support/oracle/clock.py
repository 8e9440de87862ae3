"""When the clock starts, what moves it, what stops it, and the legal deadline (§2 to §4)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from dateutil.relativedelta import relativedelta

from .calendar import Calendar
from .model import MIDNIGHT, Dossier, Event, Policy, Term, bare, earlier, end_of

BEFORE_ALL = datetime(1, 1, 1)


@dataclass(frozen=True)
class Clock:
    """The day the clock starts and its instant; None where only the day is known."""

    day: date
    instant: datetime | None


@dataclass(frozen=True)
class Pause:
    """A stretch of time in instants; `end` is None while it is open."""

    begin: datetime
    end: datetime | None


@dataclass(frozen=True)
class Deadline:
    """The day that is still in time, and the instant after which it is late."""

    day: date
    instant: datetime


@dataclass(frozen=True)
class Rules:
    """What governs one dossier; `grants` are the readings granted to the office."""

    calendar: Calendar
    policy: Policy
    term: Term | None
    after_cutoff: str
    supplement: str
    grants: frozenset[str] = frozenset()

    @property
    def strict(self) -> bool:
        return self.policy.unknown_time == "strict" and "unknown_time" not in self.grants


def clock_of(moment: datetime, rules: Rules) -> Clock:
    """Set the clock of one moment."""
    calendar = rules.calendar
    day = moment.date()
    next_morning = False
    if not calendar.working(day):
        next_morning = True
    elif bare(moment):
        next_morning = "unknown_time" in rules.grants or (
            rules.after_cutoff == "clock" and not rules.strict
        )
    elif moment.time() > calendar.closing:
        next_morning = True
    elif moment.time() > rules.policy.cutoff:
        next_morning = rules.after_cutoff == "clock" or "cutoff" in rules.grants
    elif moment.time() == rules.policy.cutoff:  # perhaps a second of that minute
        next_morning = "cutoff" in rules.grants
    if next_morning:
        day = calendar.next_working(day)
        return Clock(day, datetime.combine(day, calendar.opening))
    return Clock(day, None if bare(moment) else moment)


def counted_from(clock: Clock, rules: Rules) -> datetime:
    """Return the clock's instant; an unknown one is closing, or opening under `strict`."""
    if clock.instant is not None:
        return clock.instant
    return datetime.combine(
        clock.day, rules.calendar.opening if rules.strict else rules.calendar.closing
    )


# --- pauses ---------------------------------------------------------------------------------


def recorded_pauses(dossier: Dossier, *, each_its_own: bool = False) -> list[Pause]:
    """Return the pauses of the events, or those of the columns where there are no such events.

    `each_its_own` is the reading `pauses`.
    """
    events = [e for e in dossier.events if e.kind in ("pause", "resume")]
    if events:
        return own_pauses(events) if each_its_own else pauses_of_events(events)
    begin, end = dossier.paused_at, dossier.resumed_at
    if begin is None or (end is not None and earlier(end, begin)):
        return []
    return [Pause(begin, end)]


def in_order(events: list[Event]) -> list[Event]:
    """Return pauses and resumptions in order, each once: within a day a bare pause first, a bare
    resumption last, at one time the pause first; a plain resumption before one with a cause.
    """

    def order(event: Event) -> tuple[date, int, time, int, str]:
        is_resume = event.kind == "resume"
        if bare(event.at):
            return (event.at.date(), 2 if is_resume else 0, MIDNIGHT, 0, event.cause)
        return (event.at.date(), 1, event.at.time(), int(is_resume), event.cause)

    return sorted(set(events), key=order)


def pauses_of_events(events: list[Event]) -> list[Pause]:
    """Handling is paused while a pause of any cause is open."""
    found: list[Pause] = []
    open_causes: set[str] = set()
    since = BEFORE_ALL
    for event in in_order(events):
        was_open = bool(open_causes)
        if event.kind == "pause":
            open_causes.add(event.cause)
            since = since if was_open else event.at
        else:
            open_causes = open_causes - {event.cause} if event.cause else set()
            if was_open and not open_causes:
                found.append(Pause(since, event.at))
    if open_causes:
        found.append(Pause(since, None))
    return found


def own_pauses(events: list[Event]) -> list[Pause]:
    """Every pause lasts until a resumption of its own: one of its cause, else the next plain one
    that no later pause has taken.
    """
    found: list[Pause] = []
    waiting: list[Event] = []
    since = BEFORE_ALL
    for event in in_order(events):
        if event.kind == "pause":
            since = since if waiting else event.at
            waiting = [*waiting, event]
            continue
        theirs = [p for p in waiting if not event.cause or p.cause == event.cause]
        if not theirs:
            continue
        place = max(n for n, p in enumerate(waiting) if p is theirs[-1])
        waiting = waiting[:place] + waiting[place + 1 :]
        if not waiting:
            found.append(Pause(since, event.at))
    if waiting:
        found.append(Pause(since, None))
    return found


def merged(pauses: list[Pause]) -> list[Pause]:
    """Merge the pauses that overlap or touch; one that ends before it begins is nothing."""
    result: list[Pause] = []
    real = [p for p in pauses if p.end is None or p.end > p.begin]
    for pause in sorted(real, key=lambda p: p.begin):
        before = result[-1] if result else None
        if before is None or (before.end is not None and before.end < pause.begin):
            result.append(pause)
        elif before.end is None or pause.end is None:
            result[-1] = Pause(before.begin, None)
        else:
            result[-1] = Pause(before.begin, max(before.end, pause.end))
    return result


@dataclass(frozen=True)
class Held:
    """What counts of the pauses: finished parts, begin of an open one, and the deadline."""

    parts: tuple[Pause, ...]
    open_since: datetime | None
    deadline: Deadline | None


def hold(clock: Clock, pauses: list[Pause], finish: datetime | None, rules: Rules) -> Held:
    """Hold each pause in time order against the deadline extended by those before it."""
    if rules.term is not None and rules.term.unit == "working_hours":
        clock_instant = counted_from(clock, rules)
    else:
        clock_instant = clock.instant or datetime.combine(clock.day, MIDNIGHT)
    parts: list[Pause] = []
    open_since = None
    for pause in merged(pauses):
        deadline = legal_deadline(clock, parts, rules)
        if deadline is not None and pause.begin >= deadline.instant:
            continue
        ends = [end for end in (pause.end, finish) if end is not None]
        if not ends:
            open_since = pause.begin
            continue
        begin = max(pause.begin, clock_instant)
        if min(ends) > begin:
            parts.append(Pause(begin, min(ends)))
    return Held(tuple(parts), open_since, legal_deadline(clock, parts, rules))


def days_of(pause: Pause, calendar: Calendar) -> list[date]:
    """List the working days in (begin day, end day] of a part that counts."""
    assert pause.end is not None
    return calendar.working_days(pause.begin.date(), pause.end.date())


# --- the deadline ---------------------------------------------------------------------------


def legal_deadline(clock: Clock, parts: list[Pause], rules: Rules) -> Deadline | None:
    """Return the deadline extended by the parts; None where no term is known."""
    term, calendar = rules.term, rules.calendar
    if term is None:
        return None
    if term.unit == "working_hours":
        paused = sum(calendar.working_seconds(p.begin, p.end) for p in parts if p.end is not None)
        instant = calendar.after_working_time(counted_from(clock, rules), term.amount + paused)
        return Deadline(instant.date(), instant)
    if term.unit in ("calendar_days", "months"):
        day = clock.day
        if term.unit == "months":
            day += relativedelta(months=term.amount)
        else:
            day += timedelta(days=term.amount)
        for part in parts:
            assert part.end is not None
            day += part.end.date() - part.begin.date()
        day = calendar.roll(day)
    else:
        day = calendar.add(clock.day, days_of_term(clock, rules))
        for part in parts:
            day = calendar.add(day, len(days_of(part, calendar)))
    return Deadline(day, end_of(day))


def days_of_term(clock: Clock, rules: Rules) -> int:
    """Return the working days of a term; a same-day term has one after a late receipt."""
    assert rules.term is not None
    if rules.term.unit == "working_days":
        return rules.term.amount
    if rules.after_cutoff != "next_day":
        return 0
    if clock.instant is None:
        return 0 if rules.strict else 1
    return int(clock.instant.time() > rules.policy.cutoff)


# --- supplements ----------------------------------------------------------------------------


def place(supplement: datetime) -> datetime:
    """Return where a supplement stands among rounds: as with a resumption, a bare one is last."""
    return datetime.combine(supplement, time.max) if bare(supplement) else supplement


def supplements_of(dossier: Dossier) -> tuple[list[datetime], list[datetime]]:
    """Return requests and supplements in time order, from the events or else from the columns."""
    events = [e for e in dossier.events if e.kind in ("supplement_request", "supplement")]
    if events:
        return (
            sorted(e.at for e in set(events) if e.kind == "supplement_request"),
            sorted(e.at for e in set(events) if e.kind == "supplement"),
        )
    columns = (dossier.supplement_requested_at, dossier.supplemented_at)
    requests, supplements = ([m] if m is not None else [] for m in columns)
    return requests, supplements


class Course:
    """The course of one dossier: its clock, moved by one event after the other."""

    def __init__(self, dossier: Dossier, finish: datetime | None, rules: Rules) -> None:
        assert dossier.received_at is not None
        self.finish = finish
        self.rules = rules
        self.runs_from = dossier.received_at
        self.clock = clock_of(dossier.received_at, rules)
        self.pauses = recorded_pauses(dossier, each_its_own="pauses" in rules.grants)
        self.awaited: datetime | None = None
        if dossier.competent_received_at is not None:
            self.move(dossier.competent_received_at)
        requests, supplements = supplements_of(dossier)
        self.told_by_events = any(e.kind == "supplement" for e in dossier.events)
        self.supplement(requests, [s for s in supplements if not self.after_finish(s)])

    def after_finish(self, moment: datetime) -> bool:
        return self.finish is not None and earlier(self.finish, moment)

    def move(self, moment: datetime) -> None:
        """Let a later moment move the clock, never before where it stands."""
        if earlier(moment, self.runs_from) or self.after_finish(moment):
            return
        self.runs_from = moment
        moved = clock_of(moment, self.rules)
        if counted_from(moved, self.rules) >= counted_from(self.clock, self.rules):
            self.clock = moved

    def in_time(self, request: datetime) -> bool:
        """Say whether a request is made before the legal deadline as it then stands."""
        if self.after_finish(request):
            return False
        so_far = [
            replace(p, end=request if p.end is None else min(p.end, request))
            for p in self.pauses
            if p.begin < request
        ]
        deadline = hold(self.clock, so_far, None, self.rules).deadline
        return deadline is None or request < deadline.instant

    def supplement(self, requests: list[datetime], supplements: list[datetime]) -> None:
        """Apply the first round; under the reading `rounds` also those around it."""
        rounds = "rounds" in self.rules.grants
        if rounds:
            supplements = sorted(supplements, key=place)
        if not requests:
            for supplement in supplements if rounds else supplements[:1]:
                self.answer(None, supplement)
            return
        first = requests[0]
        if rounds and self.told_by_events:
            for supplement in supplements:
                if earlier(supplement, first):
                    self.answer(None, supplement)
        answers = [s for s in supplements if not earlier(s, first)]
        if self.in_time(first):
            self.first_round(first, answers[0] if answers else None)
        if rounds:
            self.further_rounds(requests[1:], answers)

    def first_round(self, request: datetime, supplement: datetime | None) -> None:
        if supplement is not None:
            self.answer(request, supplement)
        elif self.finish is not None:
            self.pauses.append(Pause(request, self.finish))
        else:
            self.awaited = request

    def further_rounds(self, requests: list[datetime], answers: list[datetime]) -> None:
        """Every later supplement answers the first request since the one before it."""
        for before, supplement in pairwise(answers):
            asked = [r for r in requests if place(before) < r and not earlier(supplement, r)]
            if not asked:
                self.answer(None, supplement)
            elif self.in_time(asked[0]):
                self.answer(asked[0], supplement)
        if self.finish is None:
            last = place(answers[-1]) if answers else BEFORE_ALL
            unanswered = [r for r in requests if last < r and self.in_time(r)]
            self.awaited = unanswered[0] if unanswered else self.awaited

    def answer(self, request: datetime | None, supplement: datetime) -> None:
        """Apply a supplement that was requested in time: the clock anew, or a pause."""
        if self.rules.supplement == "restart":
            self.move(supplement)
        elif request is not None:
            self.pauses.append(Pause(request, supplement))
