"""What moves the clock or stops it: the supplement, the pauses, and why one gave nothing."""

from collections.abc import Iterator

from cchc_audit.analysis.explain import laws
from cchc_audit.analysis.explain.clock_start import why_clock
from cchc_audit.analysis.explain.explanation import Ground, Step, StepName
from cchc_audit.analysis.explain.judged_row import Held, Point, Record, Round
from cchc_audit.analysis.explain.phrases import day_words, instant, until, when
from cchc_audit.core.vocabulary import Unit
from cchc_audit.texts import Texts

_HOUR = 3600


def supplement(record: Record, ground: Ground) -> Iterator[Step]:
    """The supplement round: in time or not, and what it did."""
    told, received = record.round, record.moment("_received")
    if told is None or received is None:
        return
    texts = ground.texts
    said = [*_request(told, record, texts), *_answer(told, record, ground)]
    count = max(record.rounds, record.number("supplement_count") or 0)
    if count > 1:
        said.append(texts("explain.supplement.others", n=count))
    law = laws.supplement(received.day, texts, entry=record.entry(ground.catalogue))
    at = told.request or told.supplement
    yield Step(StepName.SUPPLEMENT, at.at if at else None, " ".join(said), law)


def _request(told: Round, record: Record, texts: Texts) -> Iterator[str]:
    request = told.request
    if request is None:
        yield texts("explain.supplement.unrecorded")
        return
    values = {"request": when(request, texts)}
    if request.later_than(record.moment("_finish")):
        yield texts("explain.supplement.after_finish", **values)
    elif told.limit is None:
        yield texts("explain.supplement.request_no_term", **values)
    else:
        key = "request" if told.in_time else "too_late"
        yield texts(f"explain.supplement.{key}", limit=until(told.limit, texts), **values)


def _answer(told: Round, record: Record, ground: Ground) -> Iterator[str]:
    """What the supplement did, or what its absence does; nothing after a request that failed."""
    texts, finish, supplement = ground.texts, record.moment("_finish"), told.supplement
    ignored = None
    if supplement is not None:
        if told.request is not None and told.request.later_than(supplement):
            ignored = "before_request"
        elif supplement.later_than(finish):
            ignored = "done_before"
        if ignored:
            yield texts(f"explain.supplement.{ignored}", moment=when(supplement, texts))
    if not told.in_time:
        return
    if supplement is None or ignored:
        if told.request is not None:
            yield texts(f"explain.supplement.{'awaited' if finish is None else 'unanswered'}")
        return
    words = day_words(supplement.day, ground, commune=record.commune)
    values = {"moment": when(supplement, texts), "day": words}
    if record.true("_continue"):
        known = "continues" if told.request is not None else "continues_nothing"
        yield texts(f"explain.supplement.{known}", **values)
    elif told.restarted:
        yield texts("explain.supplement.restarts", **values)
        yield why_clock(supplement, told.clock or supplement, record, ground)
    else:
        yield texts("explain.supplement.before_clock", **values)


def pauses(record: Record, ground: Ground) -> Iterator[Step]:
    """Each pause as the clock held it, and what is recorded but is no pause."""
    texts = ground.texts
    law = laws.pause(texts, entry=record.entry(ground.catalogue))
    for held in record.held:
        text = " ".join(_pause(held, record, ground))
        yield Step(StepName.PAUSE, held.begin.at, text, law)
    yield from _unusable(record, ground)


def _pause(held: Held, record: Record, ground: Ground) -> Iterator[str]:
    texts = ground.texts
    finish = record.moment("_finish")
    if held.end is None and finish is None and held.in_time:
        yield texts("explain.pause.open", begin=when(held.begin, texts))
    else:
        key = "to_finish" if held.end is None else _kind(held, record)
        end = when(held.end, texts) if held.end is not None else ""
        yield texts(f"explain.pause.{key}", begin=when(held.begin, texts), end=end)
    parts = _parts(held, record)
    if parts > 1:
        yield texts("explain.pause.merged", n=parts)
    if held.counted is not None:
        if held.counted != (held.begin, held.end):
            begin, end = (when(one, texts) for one in held.counted)
            yield texts("explain.pause.part", begin=begin, end=end)
        yield _given(held, record, texts)
    elif not held.in_time and held.limit is not None:
        yield texts("explain.pause.too_late", limit=until(held.limit, texts))
    elif held.end is not None or finish is not None:
        yield texts("explain.pause.outside")


def _kind(held: Held, record: Record) -> str:
    """Whether a pause is nothing but the wait for a supplement."""
    recorded = any(begin == held.begin for begin, _ in record.pauses)
    request = record.moment("_request")
    return "wait" if request == held.begin and not recorded else "closed"


def _parts(held: Held, record: Record) -> int:
    """How many recorded stretches were merged into one; the wait for a supplement is one."""
    begins = [begin for begin, _ in record.pauses]
    if record.wait is not None:
        begins.append(record.wait)
    return sum(_contains(held, begin) for begin in begins)


def _contains(held: Held, begin: Point) -> bool:
    after = begin.instant >= held.begin.instant
    return after and (held.end is None or begin.instant <= held.end.instant)


def _given(held: Held, record: Record, texts: Texts) -> str:
    """By how much a pause moves the deadline, in the term's own unit."""
    term = record.term
    in_days = texts("explain.working_days", n=held.working_days)
    if term is None:
        return texts("explain.pause.no_term", given=in_days)
    if not by_unit(held, term.unit):
        return texts("explain.pause.gives_nothing")
    if term.unit in (Unit.CALENDAR_DAYS, Unit.MONTHS):
        given = texts("explain.calendar_days", n=held.calendar_days)
    elif term.unit is Unit.WORKING_HOURS:
        given = working_time(held.seconds, texts)
    else:
        given = in_days
    return texts("explain.pause.gives", given=given)


def by_unit(held: Held, unit: Unit) -> int:
    """What a pause gave to a term of that unit."""
    if unit is Unit.WORKING_HOURS:
        return held.seconds
    return held.calendar_days if unit in (Unit.CALENDAR_DAYS, Unit.MONTHS) else held.working_days


def working_time(seconds: int, texts: Texts) -> str:
    """`2 giờ 30 phút làm việc`."""
    hours, rest = divmod(seconds, _HOUR)
    return texts("explain.working_time", hours=hours, minutes=rest // 60)


def _unusable(record: Record, ground: Ground) -> Iterator[Step]:
    """A pause of the columns that ended before it began, or never began."""
    texts, paused, resumed = ground.texts, record.cell("paused_at"), record.cell("resumed_at")
    if record.true("has_pauses") or resumed is None or resumed.instant >= ground.as_of:
        return
    if paused is None:
        text = texts("explain.pause.no_begin", resumed=when(resumed, texts))
        yield Step(StepName.PAUSE, resumed.at, text)
    elif resumed.instant <= paused.instant:
        text = texts(
            "explain.pause.reversed", resumed=when(resumed, texts), paused=instant(paused, texts)
        )
        yield Step(StepName.PAUSE, paused.at, text)
