"""What is to be said of the side files of a run: what they hold and nobody could use."""

from collections.abc import Collection, Iterable, Iterator

from cchc_audit.audit.dataset import Dataset
from cchc_audit.audit.remarks.unit_remarks import remark_closures
from cchc_audit.intake import Events
from cchc_audit.render.report import Remark

_LINES = 10
_KINDS = 5
_LONGEST = 60
"""How much of a kind of event is quoted."""


def remark_side_files(
    dataset: Dataset, communes: Collection[str], *, told: int | None
) -> tuple[Remark, ...]:
    """Remarks on the calendar, the events and the catalogue; `communes` are those of the dossiers,
    `told` how many rows of dossiers have events (None where nobody has counted).
    """
    events = remark_events(dataset, told=told)
    return (*remark_closures(dataset, communes), *events, *_terms(dataset))


def remark_events(dataset: Dataset, *, told: int | None) -> tuple[Remark, ...]:
    """Events that could not be read, kinds nobody knows, parts that are not read, a table of other
    dossiers.
    """
    return () if dataset.events is None else tuple(_events(dataset.events, told))


def _events(events: Events, told: int | None) -> Iterator[Remark]:
    unread = [one.place for one in events.problems if one.fault is not None]
    if unread:
        values = {"file": events.path, "n": len(unread), "lines": _first(unread, _LINES)}
        yield Remark("audit.event_problems", values)
    if events.unknown:
        commonest = sorted(events.unknown.items(), key=lambda kind: (-kind[1], kind[0]))
        kinds = (f"“{text[:_LONGEST]}” ({n})" for text, n in commonest)
        yield Remark("audit.event_kinds", {"file": events.path, "list": _first(kinds, _KINDS)})
    if events.unread:
        parts = _first((f"“{name}”" for name in events.unread), _KINDS)
        yield Remark("audit.event_parts", {"file": events.path, "parts": parts})
    if told == 0 and not events.frame.is_empty():
        example = events.frame["dossier_id"][0]
        yield Remark("audit.events_of_others", {"file": events.path, "example": example})


def _terms(dataset: Dataset) -> Iterator[Remark]:
    """Terms of the user's catalogue that cannot be read, and are therefore passed over."""
    unreadable = dataset.catalogue.unreadable
    if unreadable:
        lines = _first((str(bad.line) for bad in unreadable), _LINES)
        values = {"file": unreadable[0].file, "n": len(unreadable), "lines": lines}
        yield Remark("audit.catalogue_terms", values)


def _first(texts: Iterable[str], most: int) -> str:
    """So many texts in a row, and that there are more."""
    found = list(texts)
    return ", ".join([*found[:most], "…"] if len(found) > most else found)
