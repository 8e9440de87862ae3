"""The deadline the law sets, and the appointment the citizen was given, side by side."""

from collections.abc import Iterator
from datetime import timedelta

from cchc_audit.analysis.explain import laws
from cchc_audit.analysis.explain.explanation import Ground, Step, StepName
from cchc_audit.analysis.explain.judged_row import Point, Record
from cchc_audit.analysis.explain.pause_steps import working_time
from cchc_audit.analysis.explain.phrases import clock as clock_words
from cchc_audit.analysis.explain.phrases import day, day_words, until, when
from cchc_audit.core.vocabulary import Basis, DayKind, Unit, UnknownTime
from cchc_audit.intake.values.terms import Term


def deadline(record: Record, ground: Ground) -> Iterator[Step]:
    """The legal deadline, and how the days or hours were counted."""
    term, limit, clock = record.term, record.law("deadline"), record.law("clock")
    received = record.moment("_received")
    if term is None or limit is None or clock is None or received is None:
        return
    texts = ground.texts
    text = " ".join(_counted(term, clock, limit, record, ground))
    if record.text("basis") == Basis.LOCAL and (due := record.law("due")):
        text += " " + texts("explain.deadline.local", until=until(due, texts))
    if record.halted is not None:
        text += " " + texts("explain.deadline.halted")
    parts = [laws.deadline(received.day, term.unit, texts)]
    if term.unit is Unit.SAME_DAY and limit.day > clock.day:
        parts.insert(0, laws.cutoff(record.entry(ground.catalogue), texts))
    parts += _bases(clock, limit, record, ground)
    yield Step(StepName.DEADLINE, limit.at, text, "; ".join(dict.fromkeys(filter(None, parts))))


def _counted(
    term: Term, clock: Point, limit: Point, record: Record, ground: Ground
) -> Iterator[str]:
    texts, n = ground.texts, term.words(ground.texts)
    values = {"n": n, "clock": day(clock.day), "until": until(limit, texts)}
    match term.unit:
        case Unit.WORKING_DAYS | Unit.SAME_DAY:
            yield _by_working_day(term, clock, limit, values, record, ground)
        case Unit.CALENDAR_DAYS | Unit.MONTHS:
            yield texts(f"explain.deadline.{term.unit}", **values)
            yield from _on_end(limit, record, ground)
        case Unit.WORKING_HOURS:
            start = _counted_from(clock, ground)
            sessions = ground.calendar.hours.text
            yield texts(
                "explain.deadline.working_hours",
                start=when(start, texts),
                sessions=sessions,
                **values,
            )
            if given := record.number("_law_given_s"):
                yield texts("explain.deadline.given_time", given=working_time(given, texts))


def _by_working_day(
    term: Term,
    clock: Point,
    limit: Point,
    values: dict[str, str],
    record: Record,
    ground: Ground,
) -> str:
    """The sentence of a term in working days, a same-day one among them."""
    texts, paused = ground.texts, record.number("_law_given_w") or 0
    given = texts("explain.working_days", n=paused)
    if term.unit is Unit.WORKING_DAYS:
        key = "working_days_paused" if paused else "working_days"
        return texts(f"explain.deadline.{key}", given=given, **values)
    steps = ground.calendar.count(clock.day, limit.day, commune=record.commune)
    if steps > paused:
        key = "next_day_bare" if clock.second is None else "next_day"
        cutoff = clock_words(ground.policy.cutoff)
        said = texts(f"explain.deadline.{key}", cutoff=cutoff, **values)
        return said + (f" {texts('explain.deadline.given_days', given=given)}" if paused else "")
    key = "same_day_paused" if paused else "same_day"
    return texts(f"explain.deadline.{key}", given=given, **values)


def _on_end(limit: Point, record: Record, ground: Ground) -> Iterator[str]:
    """What pauses added to a term of calendar days or months, and its move to a working day."""
    texts, paused, raw = ground.texts, record.number("_law_given_c"), record.raw_end
    if paused:
        given = texts("explain.calendar_days", n=paused)
        yield texts("explain.deadline.given_days", given=given)
    if raw is not None and raw < limit.day:
        words = day_words(raw, ground, commune=record.commune)
        yield texts("explain.deadline.moved", raw=day(raw), day=words)


def _counted_from(clock: Point, ground: Ground) -> Point:
    """The instant from which working hours are counted."""
    hours = ground.calendar.hours
    if clock.second is not None:
        return Point(clock.day, max(clock.second, hours.opening))
    benefit = ground.policy.unknown_time is UnknownTime.BENEFIT
    return Point(clock.day, hours.closing if benefit else hours.opening)


def _bases(clock: Point, limit: Point, record: Record, ground: Ground) -> Iterator[str]:
    """The legal basis of every day off and make-up day that the count met."""
    span = (clock.day + timedelta(days=n) for n in range((limit.day - clock.day).days + 1))
    for at in span:
        irregular = ground.calendar.irregular(at, commune=record.commune)
        if irregular is not None and irregular.kind in (DayKind.OFF, DayKind.MAKEUP):
            yield from irregular.basis.split("; ")


def appointment(record: Record, ground: Ground) -> Iterator[Step]:
    """The appointment beside the law; beyond it only where it is so in the second run, too."""
    promised = record.moment("_promised")
    if promised is None:
        return
    texts, limit = ground.texts, record.law("deadline")
    said = [texts("explain.appointment.alone", moment=when(promised, texts))]
    if limit is not None:
        said = list(_beside(promised, limit, record, ground))
    if record.text("basis") == Basis.APPOINTMENT:
        said.append(texts("explain.appointment.basis"))
    again = record.cell("rescheduled_to")
    if again is not None:
        said.append(texts("explain.appointment.again", moment=when(again, texts)))
    yield Step(StepName.APPOINTMENT, promised.at, " ".join(said))


def _beside(promised: Point, limit: Point, record: Record, ground: Ground) -> Iterator[str]:
    texts, commune = ground.texts, record.commune
    values = {"moment": when(promised, texts), "limit": until(limit, texts)}
    if promised.day > limit.day:
        days = ground.calendar.count(limit.day, promised.day, commune=commune)
        n = texts("explain.working_days", n=days)
        yield texts(f"explain.appointment.{'later' if days else 'later_0'}", n=n, **values)
        lenient = record.office("deadline")
        if lenient is not None:
            key = "beyond" if promised.day > lenient.day else "covered"
            yield texts(f"explain.appointment.{key}", limit=until(lenient, texts))
    elif promised.day < limit.day:
        days = ground.calendar.count(promised.day, limit.day, commune=commune)
        n = texts("explain.working_days", n=days)
        yield texts("explain.appointment.earlier", n=n, **values)
    else:
        yield texts("explain.appointment.same", **values)
