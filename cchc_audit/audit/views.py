"""The law, Decision 766 and form II.06a side by side over one export, and where they differ."""

from dataclasses import replace

import polars as pl

from cchc_audit.analysis.indicators import (
    Software,
    cells_document,
    place_dossiers,
    tell_differences,
    view_cells,
    view_ids,
    views,
)
from cchc_audit.analysis.summary import Key, count_histogram, summarise
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.audit.scope import in_scope, match_filters
from cchc_audit.audit.summaries import AMOUNTS, count_late, report_groups
from cchc_audit.engine.answers import Answer, Sums
from cchc_audit.render import report_kinds as kinds
from cchc_audit.render.report import Report
from cchc_audit.texts import Texts

_KEYS = (Key.COMMUNE,)


def compare_views(request: Request) -> Report:
    """The three views of every dossier in one pass, a row a commune; where they differ and why in
    `cells` and, for people, below the table.
    """
    dataset = open_dataset(request)
    scope, passes, software = (
        in_scope(dataset),
        match_filters(dataset),
        Software.of(dataset.calendar),
    )

    def count(rows: pl.LazyFrame) -> list[Answer]:
        inside = place_dossiers(
            rows.filter(passes),
            first=request.first,
            last=request.last,
            as_of=request.as_of,
            software=software,
        )
        law = count_histogram(rows.filter(scope), _KEYS, first=request.first, certainty=False)
        return [view_cells(inside), view_ids(inside), Sums(law, AMOUNTS)]

    result = run_queries(dataset, count, of_outcomes=count_late(scope, _KEYS))
    counts, ids, law, firm = result.frames
    by_law = summarise(pl.concat([law, firm]), _KEYS, target=request.target_rate)
    found = views(counts, by_law)
    closing = tell_differences(found.cells, ids, texts=Texts(request.settings.lang))
    report = report_groups(
        kinds.VIEWS, result, found.groups, found.total, keys=_KEYS, closing=closing
    )
    cells = cells_document(found.cells, ids)
    return replace(report, extra={"cells": cells})
