"""Rows that gave way to others of one number, and look like dossiers of their own."""

import polars as pl

from cchc_audit.audit.dataset import Dataset
from cchc_audit.intake.duplicates import Duplicates
from cchc_audit.render.report import Remark

_MANY = 0.05
"""From this share of all rows on it is no slip that rows of one number have several receipts."""
_APART = ("received_at", "procedure_code")
"""What one dossier has once."""


def remark_repeated(dataset: Dataset, found: Duplicates, *, rows: int) -> Remark | None:
    """That of `rows` many were collapsed though their receipt or procedure is another: the column
    of numbers is none, or a column lacks that tells communes apart.
    """
    standing = ("standing_source", "standing_line")
    apart = found.conflicts.filter(pl.col("column").is_in(_APART)).unique(["source", "source_line"])
    collapsed = found.collapsed.filter("differs").join(
        apart, left_on=standing, right_on=("source", "source_line"), how="semi"
    )
    if len(collapsed) < 2 or len(collapsed) < rows * _MANY:
        return None
    first = collapsed.sort("source", "source_line").row(0, named=True)
    header = dataset.intake.files[first["source"]].columns["dossier_id"]
    values = {"n": len(collapsed), "example": first["dossier_id"], "header": header}
    return Remark("audit.repeated_numbers", values)
