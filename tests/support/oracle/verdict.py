"""Outcome, measures and the second run of one dossier (§5 to §9)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import combinations

from .calendar import Calendar, OutOfRange
from .clock import (
    Clock,
    Course,
    Deadline,
    Held,
    Rules,
    counted_from,
    days_of,
    hold,
    legal_deadline,
    recorded_pauses,
    supplements_of,
)
from .doubts import ENDS, Leaning, doubted
from .model import DOUBTS, READINGS, Dossier, Entry, Policy, Term, World, bare, earlier, end_of

Value = str | date | int | None
NOTHING: dict[str, Value] = dict.fromkeys(
    (
        "clock_start",
        "term",
        "term_source",
        "deadline",
        "deadline_at",
        "basis",
        "finished_at",
        "outcome",
        "reason",
        "processing_days",
        "days_late",
        "days_left",
        "deadline_lenient",
        "certainty",
        "defence",
        "doubt",
    )
) | {"paused_days": 0}
ACTS = (
    *("submitted_at", "received_at", "competent_received_at", *ENDS),
    *("supplement_requested_at", "supplemented_at", "paused_at", "resumed_at"),
)


def happened(dossier: Dossier, as_of: datetime) -> Dossier:
    """Take away what lies at or after the instant of judgement; the appointment stays."""

    def seen(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment < as_of else None

    return replace(
        dossier,
        submitted_at=seen(dossier.submitted_at),
        received_at=seen(dossier.received_at),
        competent_received_at=seen(dossier.competent_received_at),
        completed_at=seen(dossier.completed_at),
        returned_at=seen(dossier.returned_at),
        supplement_requested_at=seen(dossier.supplement_requested_at),
        supplemented_at=seen(dossier.supplemented_at),
        paused_at=seen(dossier.paused_at),
        resumed_at=seen(dossier.resumed_at),
        events=tuple(e for e in dossier.events if e.at < as_of),
    )


def finish_of(dossier: Dossier, policy: Policy) -> datetime | None:
    """Return when the dossier was finished, by the column the policy prefers."""
    if policy.finish == "returned":
        return dossier.returned_at or dossier.completed_at
    return dossier.completed_at or dossier.returned_at


def last_recorded(dossier: Dossier) -> datetime | None:
    """Return the latest act on record; events stand in place of the columns of their kind."""
    moments = [
        dossier.submitted_at,
        dossier.received_at,
        dossier.competent_received_at,
        dossier.completed_at,
        dossier.returned_at,
        *(e.at for e in dossier.events),
    ]
    kinds = {e.kind for e in dossier.events}
    if not kinds & {"pause", "resume"}:
        moments += [dossier.paused_at, dossier.resumed_at]
    if not kinds & {"supplement_request", "supplement"}:
        moments += [dossier.supplement_requested_at, dossier.supplemented_at]
    return max((m for m in moments if m is not None), default=None)


# --- the term -------------------------------------------------------------------------------


def entry_of(dossier: Dossier, world: World) -> Entry | None:
    """Return the entry in force on the day of receipt: by code, else by name where all agree."""
    assert dossier.received_at is not None
    day = dossier.received_at.date()
    in_force = [
        e
        for e in world.entries
        if e.term is not None
        and (e.valid_from is None or e.valid_from <= day)
        and (e.valid_to is None or day <= e.valid_to)
    ]
    if dossier.code is not None:
        for entry in in_force:
            if entry.code == dossier.code:
                return entry
    named = [e for e in in_force if e.name is not None and e.name == dossier.name]
    if len({(e.term, e.after_cutoff, e.supplement, e.remote_term) for e in named}) == 1:
        return named[0]
    return None


def granted_term(
    entry: Entry, dossier: Dossier, world: World, grants: frozenset[str]
) -> Term | None:
    """Return the entry's term for this commune, or the longest the readings grant."""
    remote = dossier.commune is not None and dossier.commune in world.remote
    term = entry.remote_term if remote and entry.remote_term is not None else entry.term
    assert term is not None
    candidates = [term]
    if "extended_term" in grants and entry.extended_term is not None:
        candidates.append(entry.extended_term)
    unstated = dossier.commune is None or dossier.commune not in world.stated
    if "remote_term" in grants and entry.remote_term is not None and unstated:
        candidates.append(entry.remote_term)
    return max(candidates, key=lambda t: t.nominal_hours)


# --- one run --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """One run over a dossier: what was found on the way, and the outcome."""

    calendar: Calendar
    outcome: str
    reason: str | None
    finish: datetime | None
    clock: Clock | None = None
    term: Term | None = None
    source: str | None = None
    entry: Entry | None = None
    held: Held | None = None
    awaited: datetime | None = None
    deadline: Deadline | None = None
    basis: str | None = None


def without_clock(
    raw: Dossier, dossier: Dossier, world: World, finish: datetime | None
) -> tuple[str, str | None] | None:
    """Return the outcome and reason that need no deadline, if one applies."""
    dates = [moment for name in ACTS if (moment := getattr(raw, name)) is not None]
    if dates and min(dates) >= world.as_of and not dossier.events:
        return "not_yet_received", None
    open_and_new = (
        dossier.submitted_at is not None and dossier.received_at is None and finish is None
    )
    untold = raw.status in ("unknown", "blank")
    if raw.status == "not_received" or (open_and_new and untold):
        return "not_received", None
    if raw.received_at is not None and raw.received_at >= world.as_of:
        return "not_yet_received", None
    ends = [moment for name in ENDS if (moment := getattr(raw, name)) is not None]
    if raw.status == "withdrawn" and (not ends or min(ends) < world.as_of):
        return "withdrawn", None
    if dossier.received_at is None:
        return "unassessable", "receipt_missing"
    if finish is not None and earlier(finish, dossier.received_at):
        return "unassessable", "finish_before_receipt"
    if raw.status in ("finished", "refused") and not ends:
        return "unassessable", "finish_missing"
    return None


def judged(raw: Dossier, world: World, grants: frozenset[str] = frozenset()) -> Judged:
    """Judge a dossier once, with some doubts resolved for the office."""
    days = world.days.undecided() if "undecided_day" in grants else world.days
    calendar = Calendar(days, raw.commune)
    dossier = happened(raw, world.as_of)
    finish = finish_of(dossier, world.policy)
    early_end = without_clock(raw, dossier, world, finish)
    entry = entry_of(dossier, world) if dossier.received_at is not None else None
    term = granted_term(entry, dossier, world, grants) if entry is not None else raw.legal_term
    source = "user" if entry is not None else "export" if term is not None else None
    if early_end is not None:
        return Judged(calendar, *early_end, finish, term=term, source=source)
    rules = Rules(
        calendar,
        world.policy,
        term,
        after_cutoff=(entry and entry.after_cutoff) or world.policy.after_cutoff,
        supplement=(entry and entry.supplement) or world.policy.supplement,
        grants=grants,
    )
    course = Course(dossier, finish, rules)
    held = hold(course.clock, course.pauses, finish, rules)
    local = entry.local_term if entry is not None and world.policy.against == "local" else None
    deadline, basis, by_instant = compared(course.clock, held, local, dossier.promised_at, rules)
    outcome = "unassessable"
    if deadline is not None:
        calendar.known(deadline.day)
        if finish is not None:
            outcome = finished_outcome(finish, deadline, by_instant=by_instant)
        elif waits(dossier, held, course.awaited):
            outcome = "suspended"
        else:
            outcome = "overdue" if world.as_of > deadline.instant else "pending"
    return Judged(
        calendar,
        outcome,
        "term_unknown" if deadline is None else None,
        finish,
        clock=course.clock,
        term=term,
        source=source,
        entry=entry,
        held=held,
        awaited=course.awaited,
        deadline=deadline,
        basis=basis,
    )


def compared(
    clock: Clock, held: Held, local: Term | None, promised: datetime | None, rules: Rules
) -> tuple[Deadline | None, str | None, bool]:
    """Return the deadline compared with, its basis, and whether its time of day matters."""
    policy, legal = rules.policy, held.deadline
    if legal is not None and local is not None:
        by_local = local_deadline(clock, held, local, rules)
        return by_local, "local", local.unit == "working_hours"
    timed = promised is not None and policy.appointment_grain == "instant" and not bare(promised)
    appointment = None
    if promised is not None:
        appointment = Deadline(promised.date(), promised if timed else end_of(promised.date()))
    first = legal
    if legal is None or (policy.against == "appointment" and appointment is not None):
        first = appointment
    elif policy.against == "earliest" and appointment is not None:
        first = appointment if appointment.instant < legal.instant else legal
    if first is None:
        return None, None, False
    if first is legal:
        return first, "legal", rules.term is not None and rules.term.unit == "working_hours"
    return first, "appointment", timed


def local_deadline(clock: Clock, held: Held, local: Term, rules: Rules) -> Deadline | None:
    """Return the deadline of the province's own term, extended by the pauses the law counts."""
    by_local = replace(rules, term=local)
    start = counted_from(clock, by_local)
    parts = [
        replace(p, begin=max(p.begin, start)) if local.unit == "working_hours" else p
        for p in held.parts
    ]
    return legal_deadline(clock, parts, by_local)


def finished_outcome(finish: datetime, deadline: Deadline, *, by_instant: bool) -> str:
    """Hold a finish against the deadline, by instant where both have a time of day."""
    if by_instant and not bare(finish):
        is_late = finish > deadline.instant
    else:
        is_late = finish.date() > deadline.day
    if is_late:
        return "late"
    return "early" if finish.date() < deadline.day else "on_time"


def waits(dossier: Dossier, held: Held, awaited: datetime | None) -> bool:
    """Say whether an unfinished dossier is suspended."""
    if held.open_since is not None or awaited is not None:
        return True
    requests, _ = supplements_of(dossier)
    return dossier.status == "awaiting_applicant" and not requests and not open_pause(dossier)


def open_pause(dossier: Dossier) -> bool:
    """Say whether an open pause is recorded, counting or not."""
    return any(p.end is None for p in recorded_pauses(dossier))


# --- measures and the second run ------------------------------------------------------------


def last_day(as_of: datetime) -> date:
    """Return the day of the last instant before the judgement."""
    return (as_of - timedelta(microseconds=1)).date()


def processing_days(run: Judged, as_of: datetime) -> int:
    """Count the working days from the clock to the end, less the paused ones."""
    assert run.clock is not None
    assert run.held is not None
    end = run.finish.date() if run.finish is not None else last_day(as_of)
    if run.outcome == "suspended":
        since = [m.date() for m in (run.held.open_since, run.awaited) if m is not None]
        if since:
            end = max(min(since), run.clock.day)
    worked = set(run.calendar.working_days(run.clock.day, end))
    for part in run.held.parts:
        worked -= set(days_of(part, run.calendar))
    return len(worked)


def measures(run: Judged, as_of: datetime) -> dict[str, Value]:
    """Return the measures of a run that has a clock."""
    assert run.clock is not None
    assert run.held is not None
    found: dict[str, Value] = {
        "clock_start": run.clock.day,
        "processing_days": processing_days(run, as_of),
        "paused_days": sum(len(days_of(p, run.calendar)) for p in run.held.parts),
    }
    if run.deadline is None:
        return found
    found |= {
        "deadline": run.deadline.day,
        "deadline_at": run.deadline.instant,
        "basis": run.basis,
    }
    day = run.deadline.day
    if run.outcome in ("late", "overdue"):
        until = run.finish.date() if run.finish is not None else last_day(as_of)
        found["days_late"] = max(1, run.calendar.count(day, until))
    if run.outcome in ("pending", "overdue"):
        found["days_left"] = run.calendar.count(last_day(as_of), day)
    return found


def second_run(dossier: Dossier, world: World, run: Judged) -> dict[str, Value]:
    """Judge again with every doubt of law resolved, and find the fewest readings that save it;
    where a doubt of fact stands, nothing is proven.
    """
    lenient = judged(dossier, world, frozenset(READINGS))
    day = lenient.deadline.day if lenient.deadline is not None else None
    leans, seen = Leaning(run.basis, run.entry, run.finish), happened(dossier, world.as_of)
    doubts = ",".join(doubt for doubt in DOUBTS if doubted(doubt, dossier, seen, world, leans))
    if doubts:
        return {"deadline_lenient": day, "certainty": "unproven", "doubt": doubts}
    if lenient.outcome in ("late", "overdue"):
        return {"deadline_lenient": day, "certainty": "firm", "defence": None}
    saving = next(
        readings
        for size in range(1, len(READINGS) + 1)
        for readings in combinations(READINGS, size)
        if judged(dossier, world, frozenset(readings)).outcome not in ("late", "overdue")
    )
    return {
        "deadline_lenient": day,
        "certainty": "contestable",
        "defence": ",".join(saving),
    }


def oracle(dossier: Dossier, world: World) -> dict[str, Value]:
    """Return the verdict, or only `rejected` where a day outside the known range is needed."""
    try:
        run = judged(dossier, world)
        found = NOTHING | {
            "outcome": run.outcome,
            "reason": run.reason,
            "finished_at": run.finish,
            "term": run.term.text if run.term is not None else None,
            "term_source": run.source,
        }
        if run.clock is not None:
            found |= measures(run, world.as_of)
        if run.outcome in ("late", "overdue"):
            found |= second_run(dossier, world, run)
    except OutOfRange as gone:
        return {"rejected": str(gone.args[0])}
    return found
