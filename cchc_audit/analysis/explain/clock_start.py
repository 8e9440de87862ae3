"""Where the clock starts: the receipt, the competent receipt, the term and its source."""

from collections.abc import Iterator

from cchc_audit.analysis.explain import laws
from cchc_audit.analysis.explain.explanation import Ground, Step, StepName
from cchc_audit.analysis.explain.judged_row import Point, Record
from cchc_audit.analysis.explain.phrases import clock as clock_words
from cchc_audit.analysis.explain.phrases import day, day_words, when
from cchc_audit.core.vocabulary import Cutoff, TermSource, Unit, UnknownTime
from cchc_audit.law.catalogue.catalogue import Entry

_CUTOFFS = list(Cutoff)


def receipt(record: Record, ground: Ground) -> Iterator[Step]:
    """The receipt, and why the clock starts where it does."""
    received, clock = record.moment("_received"), record.law("clock_received")
    if received is None or clock is None:
        return
    texts = ground.texts
    said = texts(
        "explain.receipt",
        moment=when(received, texts),
        day=day_words(received.day, ground, commune=record.commune),
    )
    text = f"{said} {why_clock(received, clock, record, ground)}"
    moved = _moved_by_cutoff(received, clock, record, ground)
    law = laws.receipt(received.day, texts, unit=None if record.term is None else record.term.unit)
    if moved:
        law = f"{law}; {laws.cutoff(record.entry(ground.catalogue), texts)}"
    yield Step(StepName.RECEIPT, received.at, text, law)


def competent(record: Record, ground: Ground) -> Iterator[Step]:
    """The receipt by the competent office, where the dossier was taken in outside its area."""
    arrived, received = record.moment("_competent"), record.moment("_received")
    if arrived is None or received is None:
        return
    texts, finish = ground.texts, record.moment("_finish")
    law = laws.competent(received.day, texts)
    if record.true("_law_moved_competent"):
        words = day_words(arrived.day, ground, commune=record.commune)
        said = texts("explain.competent", moment=when(arrived, texts), day=words)
        clock = record.law("clock_competent") or arrived
        text = f"{said} {why_clock(arrived, clock, record, ground)}"
    elif received.later_than(arrived):
        text = texts("explain.competent.earlier", moment=when(arrived, texts))
    elif arrived.later_than(finish):
        text = texts("explain.competent.after_finish", moment=when(arrived, texts))
    else:
        return
    yield Step(StepName.COMPETENT, arrived.at, text, law)


def why_clock(started: Point, clock: Point, record: Record, ground: Ground) -> str:
    """Why the clock of the moment `started` stands at `clock`, and whether that day counts."""
    texts, hours = ground.texts, ground.calendar.hours
    values = {
        "clock": when(clock, texts),
        "opening": clock_words(hours.opening),
        "closing": clock_words(hours.closing),
        "cutoff": clock_words(ground.policy.cutoff),
    }
    said = [texts(f"explain.clock.{_reason(started, clock, record, ground)}", **values)]
    term = record.term
    if term is None or term.unit is not Unit.WORKING_HOURS:
        # The day of a same-day term is its last day, too.
        if term is None or term.unit is not Unit.SAME_DAY:
            said.append(texts("explain.day_zero", day=day(clock.day)))
    elif clock.second is not None:
        from_when = Point(clock.day, max(clock.second, hours.opening))
        said.append(texts("explain.hours_from", moment=when(from_when, texts)))
    else:
        benefit = ground.policy.unknown_time is UnknownTime.BENEFIT
        said.append(
            texts("explain.hours_closing" if benefit else "explain.hours_opening", **values)
        )
    return " ".join(said)


def _reason(started: Point, clock: Point, record: Record, ground: Ground) -> str:
    """What put the clock there, as the key of its sentence."""
    hours, second = ground.calendar.hours, started.second or 0
    if clock.day == started.day:
        if not started.timed:
            return "bare"
        return "early" if second < hours.opening else "at_once"
    if not ground.calendar.is_working(started.day, commune=record.commune):
        moved = "day_off"
    elif second > hours.closing:
        moved = "closed"
    elif _moved_by_cutoff(started, clock, record, ground):
        moved = "cutoff" if started.timed else "bare_cutoff"
    else:
        return "unmoved"
    following = ground.calendar.next_working(started.day, commune=record.commune)
    return moved if following == clock.day else "unmoved"


def _moved_by_cutoff(started: Point, clock: Point, record: Record, ground: Ground) -> bool:
    """Whether the cut-off of the procedure, and nothing before it, moved the clock on."""
    number = record.number("_cut")
    if number is None or _CUTOFFS[number] is not Cutoff.CLOCK or clock.day == started.day:
        return False
    working = ground.calendar.is_working(started.day, commune=record.commune)
    second = started.second or 0
    late = second > ground.policy.cutoff or not started.timed
    return working and second <= ground.calendar.hours.closing and late


def term(record: Record, ground: Ground) -> Step:
    """The term, and where it comes from."""
    texts, found = ground.texts, record.term
    if found is None:
        return Step(StepName.TERM, None, texts("explain.term.unknown"))
    entry = record.entry(ground.catalogue)
    words = found.words(texts)
    if entry is None:
        key = "explain.term.export" if ground.judged else "explain.term.given"
        return Step(StepName.TERM, None, texts(key, term=words))
    source = TermSource(record.text("term_source"))
    said = [
        texts(
            f"explain.term.{source}",
            term=words,
            code=entry.code,
            name=entry.name,
            line=entry.line,
        )
    ]
    said += _validity(entry, ground)
    said += _remote(record, entry, ground)
    if entry.confidence == "known":
        said.append(texts("explain.term.known"))
    return Step(StepName.TERM, None, " ".join(said), entry.legal_basis)


def _validity(entry: Entry, ground: Ground) -> Iterator[str]:
    first, last = entry.valid_from, entry.valid_to
    if first and last:
        yield ground.texts("explain.term.between", first=day(first), last=day(last))
    elif first:
        yield ground.texts("explain.term.from", first=day(first))
    elif last:
        yield ground.texts("explain.term.to", last=day(last))


def _remote(record: Record, entry: Entry, ground: Ground) -> Iterator[str]:
    if entry.term and entry.remote_term == record.term and entry.term != record.term:
        yield ground.texts("explain.term.remote", usual=entry.term.words(ground.texts))
    elif ground.remote and entry.remote_term is None:
        yield ground.texts("explain.term.no_remote")
