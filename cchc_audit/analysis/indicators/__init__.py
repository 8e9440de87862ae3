"""The figures officials are measured by, each by its own rule: Decision 766, form II.06a, and how
the two and the law differ.

dossiers of `assess` → view of each dossier (an expression) → counts (one pass) → rows (in memory)
"""

from cchc_audit.analysis.indicators.differences import cells_document, tell_differences
from cchc_audit.analysis.indicators.form_06a import (
    FORM_COLUMNS,
    FormRows,
    came,
    form_counts,
    form_rows,
    in_hand,
    state,
    undated,
)
from cchc_audit.analysis.indicators.index_766 import (
    INDEX_COLUMNS,
    Index,
    index_766,
    index_counts,
    with_index,
)
from cchc_audit.analysis.indicators.reasons import Reason, Software
from cchc_audit.analysis.indicators.view_counts import (
    Views,
    place_dossiers,
    view_cells,
    view_ids,
    views,
)

__all__ = [
    "FORM_COLUMNS",
    "INDEX_COLUMNS",
    "FormRows",
    "Index",
    "Reason",
    "Software",
    "Views",
    "came",
    "cells_document",
    "form_counts",
    "form_rows",
    "in_hand",
    "index_766",
    "index_counts",
    "place_dossiers",
    "state",
    "tell_differences",
    "undated",
    "view_cells",
    "view_ids",
    "views",
    "with_index",
]
