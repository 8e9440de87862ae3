"""Decision 766 and form II.06a, one dossier at a time, from the rules alone.

Outcome and legal deadline come from the oracle of timeliness; the rest is plain dates.
"""

from datetime import date, datetime, timedelta

from support.oracle.calendar import Calendar, OutOfRange
from support.oracle.clock import Course, Deadline, Rules, hold, supplements_of
from support.oracle.model import Dossier, World, bare, earlier, end_of
from support.oracle.verdict import (
    entry_of,
    finish_of,
    granted_term,
    happened,
    last_recorded,
    oracle,
)

NOT_TAKEN_IN = ("not_received", "not_yet_received")


def legal_deadline(raw: Dossier, world: World) -> Deadline | None:
    """The deadline of the law, also of dossiers whose verdict needs none."""
    dossier = happened(raw, world.as_of)
    if dossier.received_at is None:
        return None
    entry = entry_of(dossier, world)
    term = raw.legal_term if entry is None else granted_term(entry, dossier, world, frozenset())
    rules = Rules(
        Calendar(world.days, raw.commune),
        world.policy,
        term,
        after_cutoff=(entry and entry.after_cutoff) or world.policy.after_cutoff,
        supplement=(entry and entry.supplement) or world.policy.supplement,
    )
    try:
        course = Course(dossier, finish_of(dossier, world.policy), rules)
        return hold(course.clock, course.pauses, course.finish, rules).deadline
    except OutOfRange:
        return None


def answer_of(dossier: Dossier) -> tuple[list[datetime], datetime | None, datetime | None]:
    """Every request, the first one, and the first supplement that is not earlier than it."""
    requests, supplements = supplements_of(dossier)
    first = requests[0] if requests else None
    came = [s for s in supplements if first is None or not earlier(s, first)]
    return requests, first, came[0] if came else None


def by_index(raw: Dossier, world: World) -> str:
    """How Decision 766 counts a dossier."""
    if oracle(raw, world)["outcome"] in NOT_TAKEN_IN:
        return "left_out"
    dossier, legal = happened(raw, world.as_of), legal_deadline(raw, world)
    promised = raw.promised_at
    if promised is None and legal is None:
        return "unassessable"
    requests, asked, came = answer_of(dossier)
    if len(requests) > 1:
        return "late"
    end = dossier.completed_at or dossier.returned_at
    of_period = False
    if end is None and asked is not None and came is None:
        end = asked
    elif end is None:
        end, of_period = world.as_of, True
    if asked is not None and came is not None:
        end -= max(came - asked, timedelta(0))
    if promised is not None and not bare(promised):
        return "in_time" if end <= promised else "late"
    if promised is not None:
        limit, whole_day = end_of(promised.date()), True
    else:
        assert legal is not None
        limit, whole_day = legal.instant, legal.instant == end_of(legal.day)
    if whole_day and not of_period:
        return "in_time" if end < limit else "late"
    return "in_time" if end <= limit else "late"


def by_form(
    raw: Dossier, world: World, *, first: date | None, last: date | None
) -> tuple[str | None, str | None]:
    """Where the form counts a dossier, and how it came in; None where it is left out."""
    if oracle(raw, world)["outcome"] in NOT_TAKEN_IN:
        return None, None
    dossier = happened(raw, world.as_of)
    begin = raw.received_at or dossier.submitted_at or last_recorded(dossier)
    if begin is None and last is not None:
        return None, None
    end = finish_of(dossier, world.policy)
    withdrawn = raw.status == "withdrawn"
    undated = withdrawn and raw.completed_at is None and raw.returned_at is None
    if begin is not None and last is not None and begin.date() > last:
        return None, None
    left = begin if undated else end
    if left is not None and first is not None and left.date() < first:
        return None, None
    carried = begin is not None and first is not None and begin.date() < first
    came_in = "carried_over" if carried else "received_direct"
    legal = legal_deadline(raw, world)
    due = raw.promised_at.date() if raw.promised_at else legal.day if legal else None
    if withdrawn and (undated or end is not None):
        return "on_time", came_in
    if end is not None:
        if due is None or end.date() == due:
            return "on_time", came_in
        return ("early" if end.date() < due else "late"), came_in
    _, asked, came = answer_of(dossier)
    waits = raw.status == "awaiting_applicant" or (asked is not None and came is None)
    last_day = (world.as_of - timedelta(microseconds=1)).date()
    in_time = waits or due is None or last_day <= due
    return ("open_in_time" if in_time else "open_overdue"), came_in
