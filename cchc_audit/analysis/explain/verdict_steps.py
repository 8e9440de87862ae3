"""What came of it: the finish, the verdict, what the office may say, what would have been safe."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from cchc_audit.analysis.explain import laws
from cchc_audit.analysis.explain.days import last_day
from cchc_audit.analysis.explain.explanation import Ground, Step, StepName
from cchc_audit.analysis.explain.judged_row import Point, Record
from cchc_audit.analysis.explain.phrases import day, day_words, instant, until, when
from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import (
    BEFORE_RECEIPT,
    OPEN,
    DayStatus,
    Doubt,
    Finish,
    Outcome,
    Reading,
)

_APART = (*BEFORE_RECEIPT, Outcome.WITHDRAWN)


def as_of(ground: Ground) -> str:
    """The as-of in words: the instant `D+1 00:00` is the end of day `D`."""
    if ground.as_of.time() == time():
        return ground.texts("explain.end_of", day=day(last_day(ground)))
    return instant(ground.as_of, ground.texts)


def finish(record: Record, ground: Ground) -> Iterator[Step]:
    """When it was finished, and which of the two ends is the one judged."""
    texts, ended = ground.texts, record.moment("_finish")
    if ended is None:
        if record.text("outcome") in OPEN:
            yield Step(StepName.FINISH, None, texts("explain.finish.none", as_of=as_of(ground)))
        return
    order = FINISHES if ground.policy.finish is Finish.COMPLETED else FINISHES[::-1]
    cells = {name: record.cell(name) for name in order}
    judged = next((name for name, cell in cells.items() if cell == ended), order[0])
    said = [
        texts(
            f"explain.finish.{judged}",
            moment=when(ended, texts),
            day=day_words(ended.day, ground, commune=record.commune),
        )
    ]
    for name, cell in cells.items():
        if name != judged and cell is not None and cell.instant < ground.as_of:
            said.append(texts(f"explain.finish.other.{name}", moment=instant(cell, texts)))
    yield Step(StepName.FINISH, ended.at, " ".join(said))


def verdict(record: Record, ground: Ground) -> Step:
    """The outcome, how far from the deadline, and what it was held against."""
    texts, due = ground.texts, record.law("due")
    outcome = Outcome(record.text("outcome"))
    said = [texts("explain.verdict", outcome=texts(f"outcome.{outcome}"))]
    if reason := record.text("reason"):
        said.append(texts("explain.verdict.reason", reason=texts(f"reason.{reason}")))
    days = record.number("days_left" if outcome is Outcome.PENDING else "days_late")
    if due is not None and texts.has(f"explain.verdict.{outcome}"):
        n = texts("explain.working_days", n=days or 0)
        values = {"until": until(due, texts), "n": n, "as_of": as_of(ground)}
        said.append(texts(f"explain.verdict.{_key(outcome, due, record, ground)}", **values))
    if outcome in _APART:
        said.append(texts("explain.verdict.apart"))
    elif outcome is Outcome.SUSPENDED and record.halted is None:
        said.append(texts("explain.verdict.by_status"))
    if basis := record.text("basis"):
        said.append(texts(f"explain.verdict.basis.{basis}"))
    used, ended = record.number("processing_days"), record.moment("_finish")
    if ended is not None and ended.day == record.day("clock_start"):
        said.append(texts("explain.verdict.used_same_day"))
    elif used is not None:
        n = texts("explain.working_days", n=used)
        said.append(texts("explain.verdict.used", n=n))
    return Step(StepName.VERDICT, None, " ".join(said))


def _key(outcome: Outcome, due: Point, record: Record, ground: Ground) -> str:
    """A deadline that passed within its day counts as one day late, and one of the very day leaves
    no day: both need saying.
    """
    ended = record.moment("_finish")
    end = last_day(ground) if ended is None else ended.day
    if end != due.day or outcome not in (Outcome.LATE, Outcome.OVERDUE, Outcome.PENDING):
        return outcome.value
    return "pending_today" if outcome is Outcome.PENDING else f"{outcome}_same_day"


def doubts(record: Record, ground: Ground) -> Iterator[Step]:
    """What the verdict leans on and is not sure, and what would settle it."""
    for name in _names(record, "doubt"):
        yield Step(StepName.DOUBT, None, ground.texts(f"settle.{Doubt(name)}"))


def lenient(record: Record, ground: Ground) -> Iterator[Step]:
    """The second run: late there too or not, what its deadline comes from, what may be pleaded."""
    due, certainty = record.office("due"), record.text("certainty")
    if due is None or not certainty:
        return
    texts = ground.texts
    late = record.true("_office_late")
    key = "late" if late else "waits" if record.true("_office_waits") else "in_time"
    said = [texts(f"explain.lenient.{key}", until=until(due, texts))]
    pleas, granted = _names(record, "defence"), _names(record, "lenient_by")
    if granted and granted != pleas:
        words = "; ".join(_reading(Reading(name), record, ground) for name in granted)
        said.append(texts("explain.lenient.by", readings=words))
    if pleas:
        words = "; ".join(_reading(Reading(name), record, ground) for name in pleas)
        said.append(texts("explain.lenient.defence", readings=words))
    yield Step(StepName.LENIENT, due.at, " ".join(said))


def _names(record: Record, column: str) -> list[str]:
    """The names in a column that joins them by commas."""
    return [name.strip() for name in record.text(column).split(",") if name.strip()]


def _reading(reading: Reading, record: Record, ground: Ground) -> str:
    words = ground.texts(f"reading.{reading}")
    entry = record.entry(ground.catalogue)
    if reading is Reading.EXTENDED_TERM and entry is not None and entry.extended_when:
        return ground.texts("explain.lenient.extended", reading=words, when=entry.extended_when)
    return words


def last_safe(record: Record, ground: Ground) -> tuple[date | datetime | None, Step | None]:
    """The last moment at which a result would have been in time, and the sentence that says so.

    There is none while the dossier waits, and where a wait that only the finish ends moved the
    deadline along with it.
    """
    texts, due, received = ground.texts, record.law("due"), record.moment("_received")
    if due is None or received is None or not record.text("basis"):
        return None, None
    if record.text("outcome") == Outcome.SUSPENDED:
        return None, Step(StepName.LAST_SAFE, None, texts("explain.last_safe.halted"))
    if _moves_with_finish(record):
        return None, Step(StepName.LAST_SAFE, None, texts("explain.last_safe.moves"))
    key = "last_safe.open" if record.text("outcome") == Outcome.PENDING else "last_safe"
    text = texts(f"explain.{key}", until=until(due, texts))
    law = "" if due.timed else laws.end_of_day(received.day, texts)
    return due.at, Step(StepName.LAST_SAFE, due.at, text, law)


def _moves_with_finish(record: Record) -> bool:
    """Whether a wait that only the finish ends moved the deadline it is held against."""
    ended, told = record.moment("_finish"), record.round
    if ended is None or record.law("due") != record.law("deadline"):
        return False
    unending = any(held.end is None and held.counted is not None for held in record.held)
    wait = record.wait
    return unending or (
        wait is not None and told is not None and record.wait_end == Point(ended.day, ended.second)
    )


def unsettled(record: Record, ground: Ground) -> Iterator[Step]:
    """The days the verdict leans on that nobody has announced, and the proposals in its span."""
    received, due = record.moment("_received"), record.law("due")
    if received is None or record.day("clock_start") is None:
        return
    ended = record.moment("_finish")
    end = max(ended.day if ended else last_day(ground), due.day if due else received.day)
    for status, key in (
        (DayStatus.PROVISIONAL, "explain.provisional"),
        (DayStatus.PROPOSED, "explain.proposed"),
    ):
        days = _days_of(status, received.day, end, ground)
        if days and (status is DayStatus.PROPOSED or record.true("provisional")):
            yield Step(StepName.PROVISIONAL, None, ground.texts(key, days="; ".join(days)))


def _days_of(status: DayStatus, first: date, last: date, ground: Ground) -> list[str]:
    return [
        ground.texts("explain.irregular", day=day(irregular.date), name=irregular.name)
        for irregular in sorted(ground.calendar.days.values(), key=lambda one: one.date)
        if irregular.status is status and first + timedelta(days=1) <= irregular.date <= last
    ]
