"""The steps of one dossier in their order, from the facts as read to the last safe moment."""

from collections.abc import Iterator
from datetime import date, datetime

from cchc_audit.analysis.explain import verdict_steps
from cchc_audit.analysis.explain.clock_start import competent, receipt, term
from cchc_audit.analysis.explain.deadline_steps import appointment, deadline
from cchc_audit.analysis.explain.explanation import Ground, Step, StepName
from cchc_audit.analysis.explain.judged_row import Record
from cchc_audit.analysis.explain.pause_steps import pauses, supplement
from cchc_audit.analysis.explain.written import cells_read

_EVENTS = ("has_pauses", "has_supplements", "has_apology", "has_reschedule")


def explain_steps(
    record: Record, ground: Ground
) -> tuple[tuple[Step, ...], date | datetime | None]:
    """All steps, and the last safe moment."""
    safe, last = verdict_steps.last_safe(record, ground)
    return tuple(_told(record, ground, last)), safe


def _told(record: Record, ground: Ground, last: Step | None) -> Iterator[Step]:
    yield facts(record, ground)
    runs = record.day("clock_start") is not None
    if runs:
        yield from receipt(record, ground)
        yield from competent(record, ground)
        yield term(record, ground)
        yield from supplement(record, ground)
        yield from pauses(record, ground)
        yield from deadline(record, ground)
    if ground.judged:
        if runs:
            yield from appointment(record, ground)
            yield from verdict_steps.finish(record, ground)
        yield verdict_steps.verdict(record, ground)
        yield from verdict_steps.doubts(record, ground)
        yield from verdict_steps.lenient(record, ground)
    if last is not None:
        yield last
    yield from verdict_steps.unsettled(record, ground)


def facts(record: Record, ground: Ground) -> Step:
    """The cells as they were read, and where."""
    texts = ground.texts
    cells = "; ".join(cells_read(record, ground))
    source = record.number("source")
    if not ground.judged or source is None:
        return Step(StepName.FACTS, None, texts("explain.facts_given", cells=cells))
    line = record.number("source_line")
    text = texts("explain.facts", file=ground.files[source], line=line, cells=cells)
    if any(record.true(flag) for flag in _EVENTS):
        text += " " + texts("explain.facts_events")
    return Step(StepName.FACTS, None, text)
