"""The fields of the catalogue: where to begin on a terminal, which the whole of it would flood."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from cchc_audit.core.alphabet import alphabetical
from cchc_audit.law.catalogue.catalogue import Entry
from cchc_audit.render import numbers
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import Grid, Part, Prose
from cchc_audit.render.page import Page
from cchc_audit.texts import Texts

_SHOWN = (Shown("field", 0, 20), Shown("count", 0))


def fields_page(whole: Page, entries: Sequence[Entry], texts: Texts) -> Page:
    """The page of the `whole` catalogue with each field and its number of procedures in place of
    the entries, and how to search.
    """
    grid = Grid(
        columns=_SHOWN,
        heads=tuple(texts(f"procedures.fields.{shown.name}") for shown in _SHOWN),
        lines=tuple(_counted(entries, texts)),
        right=frozenset({"count"}),
    )
    how = Prose((texts("procedures.fields.how"), texts("procedures.fields.whole")))
    counted = (part for part in whole.document.parts if isinstance(part, Prose))
    parts: tuple[Part, ...] = (grid, *(Prose(part.sentences[:1]) for part in counted), how)
    return replace(whole, document=whole.document._replace(parts=parts))


def _counted(entries: Iterable[Entry], texts: Texts) -> Iterable[tuple[str, str]]:
    """The fields in the order of the alphabet, those without a field last."""
    procedures: dict[str, set[str]] = {}
    for entry in entries:
        procedures.setdefault(entry.field, set()).add(entry.code or entry.name)
    for field in sorted(procedures, key=lambda name: (not name, alphabetical(name))):
        yield field or numbers.NOTHING, numbers.whole(len(procedures[field]), texts)
