"""What a reader of `check` should know beside the figures, as finished sentences."""

from cchc_audit.audit.dataset import Dataset
from cchc_audit.core.columns import BY_NAME
from cchc_audit.intake.check_export import Check
from cchc_audit.intake.values.former import remarks
from cchc_audit.texts import Texts

_SPELLINGS = 5
_LINES = 10


def notes(dataset: Dataset, found: Check) -> tuple[str, ...]:
    """Files passed over, ranges of dates, names spelt in several ways, former communes, events."""
    texts = Texts(dataset.request.settings.lang)
    lines = [
        texts("pipeline.skipped", file=path, reason=texts(error.key, **error.values))
        for path, error in dataset.intake.skipped
    ]
    lines += [
        texts(
            "pipeline.moments",
            column=texts(f"column.{name}"),
            first=told.first,
            last=told.last,
            formats="; ".join(told.formats) or "–",
        )
        for name, told in found.moments.items()
        if told.first is not None
    ]
    for name, told in found.moments.items():
        if told.unreadable and not BY_NAME[name].verdict:
            label = texts(f"column.{name}")
            count = texts.whole(told.unreadable)
            lines.append(texts("pipeline.moments_unreadable", column=label, n=count))
    for name, spellings in found.communes.items():
        if len(spellings) > 1:
            several = ", ".join(
                f"“{text}” ({texts.whole(rows)})" for text, rows in spellings.items()
            )
            lines.append(texts("pipeline.spellings", name=name, spellings=several))
    units = dataset.units
    for remark in remarks(dict.fromkeys(found.communes), units.former, province=units.province):
        lines.append(remark.sentence(texts))
    return (*lines, *_events(dataset, texts), *_catalogue(dataset, texts))


def _events(dataset: Dataset, texts: Texts) -> list[str]:
    """How many rows of the events table say nothing, and where the first of them are."""
    if dataset.events is None or not dataset.events.problems:
        return []
    problems = dataset.events.problems
    where = ", ".join(str(problem.line) for problem in problems[:_LINES])
    if len(problems) > _LINES:
        where += ", …"
    count = texts.whole(len(problems))
    return [texts("pipeline.event_problems", file=dataset.events.path, n=count, lines=where)]


def _catalogue(dataset: Dataset, texts: Texts) -> list[str]:
    """Terms of the user's catalogue that cannot be read, and are therefore passed over."""
    return [
        texts(
            "pipeline.catalogue_passed_over",
            file=bad.file,
            line=bad.line,
            column=bad.column,
            value=bad.value,
            reason=texts(f"term_fault.{bad.fault}"),
        )
        for bad in dataset.catalogue.unreadable
    ]
