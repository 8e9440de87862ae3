"""Cells of workbooks that failed: an error value, a formula without a result."""

from collections.abc import Mapping

import polars as pl

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import code
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.raw_rows import CODE, cell

_FAILED = r"^\s*(#(N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!)?|Err:\d{3}|=.*)\s*$"


def with_failed_cells(body: Body, columns: Mapping[str, int]) -> Body:
    """A table with its rows marked whose cells in `columns` (name → place) hold an error value or a
    formula without a result: such a cell is not blank, and what it should say is not known.
    """
    if body.serials is None:
        return body
    failed = {
        name: pl.col(cell(place)).str.contains(_FAILED).fill_null(value=False)
        for name, place in columns.items()
    }
    if not body.frame.select(pl.any_horizontal(*failed.values()).any()).collect().item():
        return body
    marks = [
        pl.when(holds).then(pl.lit(code(name, Fault.CELL_ERROR), dtype=pl.UInt16))
        for name, holds in failed.items()
    ]
    return body._replace(frame=body.frame.with_columns(pl.coalesce(CODE, *marks).alias(CODE)))
