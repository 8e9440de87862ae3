"""The days of a dossier one by one: which counted as 1, 2, 3 …, and why the others did not.

The clock's own results are laid out on the calendar; nothing is reckoned anew. The clock day is
day zero. `working_days` and `same_day` terms number their working days; `calendar_days` and
`months` number every day up to the last one of the term (its move to a working day adds none, also
where a pause begun on that working day moved it further);
`working_hours` number the working days on which hours ran, the clock day left out. Days after the
deadline, paused days, and all days where no term is known, have no number. Nor has any day after
the one on which a dossier was suspended: up to the as-of those are paused, then nobody knows.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from cchc_audit.analysis.explain.explanation import Day, Ground
from cchc_audit.analysis.explain.judged_row import Held, Point, Record
from cchc_audit.core.vocabulary import WORKED, DayKind, Unit
from cchc_audit.law.clock.instants import last_instant

LONGEST = 400
"""Days shown at most; what lies beyond is cut."""

_DAY = timedelta(days=1)
_BYWORKED_DAY = frozenset({Unit.WORKING_DAYS, Unit.SAME_DAY, Unit.WORKING_HOURS})


def days(record: Record, ground: Ground) -> tuple[Day, ...]:
    """From the clock day to the later of deadline and finish (not finished: the last day of the
    as-of), at most `LONGEST`; none where no clock runs.
    """
    first = record.day("clock_start")
    if first is None:
        return ()
    last = min(_last(record, ground, first), first + (LONGEST - 1) * _DAY)
    span = (first + n * _DAY for n in range((last - first).days + 1))
    return tuple(_numbered(span, record, ground))


def cut_short(record: Record, ground: Ground) -> bool:
    """Whether the dossier has more days than are shown."""
    first = record.day("clock_start")
    return first is not None and (_last(record, ground, first) - first).days >= LONGEST


def last_day(ground: Ground) -> date:
    """The last day of the judgement: 10 November for 10/11 14:00 and for 11/11 00:00."""
    return date.fromordinal(date(1970, 1, 1).toordinal() + last_instant(ground.as_of)[0])


def _last(record: Record, ground: Ground, first: date) -> date:
    finish = record.moment("_finish")
    end = last_day(ground) if finish is None else finish.day
    return max(first, end, record.day("deadline") or first)


def _numbered(span: Iterator[date], record: Record, ground: Ground) -> Iterator[Day]:
    term = record.term
    by_working_day = term is None or term.unit in _BYWORKED_DAY
    most = term.amount if term is not None and term.unit is Unit.CALENDAR_DAYS else None
    end = _end_of_count(record)
    halted, judged = record.halted, last_day(ground)
    number = 0
    for at, day in enumerate(span):
        kind = ground.calendar.kind(day, commune=record.commune)
        irregular = ground.calendar.irregular(day, commune=record.commune)
        name = None if irregular is None else irregular.name
        can_count = at > 0 and (kind in WORKED or not by_working_day)
        waits = halted is not None and day > halted
        paused = any(_takes_off(held, day, record, ground) for held in record.held)
        if can_count and (paused or (waits and day <= judged)):
            yield Day(day, DayKind.PAUSED, name, None)
            continue
        counts = can_count and not waits and end is not None and day <= end and number != most
        number += counts
        yield Day(day, kind, name, number if counts else None)


def _end_of_count(record: Record) -> date | None:
    """The last day of the term, for calendar days and months before its move to a working day."""
    limit = record.law("deadline")
    if record.term is None or limit is None:
        return None
    return min(limit.day, record.raw_end or limit.day)


def _takes_off(held: Held, day: date, record: Record, ground: Ground) -> bool:
    """Whether a pause takes the day off: the days in `(begin, end]`, of an hour term the days
    whose office hours all lie in it.
    """
    if held.counted is None:
        return False
    begin, end = held.counted
    if record.term is None or record.term.unit is not Unit.WORKING_HOURS:
        return begin.day < day <= end.day
    hours = ground.calendar.hours
    opening, closing = Point(day, hours.opening), Point(day, hours.closing)
    return begin.instant <= opening.instant and closing.instant <= end.instant
