"""The law, Decision 766 and form II.06a side by side over one export, and where they part."""

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from cchc_audit.analysis.indicators import (
    Software,
    Views,
    cells_document,
    parting,
    view_cells,
    view_ids,
    viewed,
    views,
)
from cchc_audit.analysis.summary import Key, histogram, summarise
from cchc_audit.audit.dataset import Request, RunResult, open_dataset
from cchc_audit.audit.listing import firmly
from cchc_audit.audit.scope import in_scope, passing
from cchc_audit.engine.batches import Batches
from cchc_audit.texts import Texts

KEYS = (Key.COMMUNE,)


@dataclass(frozen=True, slots=True)
class Standpoints:
    """The three views by commune; `cells` says where they part for machines, `closing` for
    people.
    """

    answer: RunResult
    views: Views
    cells: list[dict[str, object]]
    closing: tuple[str, ...]


def standpoints(request: Request, *, target: Fraction) -> Standpoints:
    """Every dossier seen by all three views, in one pass. `target`: see `summarise`."""
    dataset = open_dataset(request)
    scope, passes, software = in_scope(dataset), passing(dataset), Software.of(dataset.calendar)

    def seen(rows: pl.LazyFrame) -> list[pl.LazyFrame | Batches]:
        inside = viewed(
            rows.filter(passes),
            first=request.first,
            last=request.last,
            as_of=request.as_of,
            software=software,
        )
        law = histogram(rows.filter(scope), KEYS, first=request.first, firm=False)
        return [view_cells(inside), view_ids(inside), law]

    answer = dataset.answer(seen, of_outcomes=firmly(scope, KEYS))
    counts, ids, law, firm = answer.frames
    found = views(counts, summarise(pl.concat([law, firm]), KEYS, target=target))
    return Standpoints(
        answer,
        found,
        cells_document(found.cells, ids),
        parting(found.cells, ids, texts=Texts(request.settings.lang)),
    )
