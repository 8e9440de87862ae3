"""Rows that gave way to others of one number, and look like dossiers of their own; rows of numbers
that may be one.
"""

import polars as pl

from cchc_audit.audit.dataset import Dataset
from cchc_audit.intake.duplicates import STATUS, Duplicates
from cchc_audit.render.report import Remark

_SHOWN = 3
_MANY = 0.05
"""From this share of all rows on it is no slip that rows of one number have several receipts."""
_APART = ("received_at", "procedure_code", "completed_at", "returned_at")
"""What one dossier has once."""


def remark_numbers(dataset: Dataset, found: Duplicates, *, rows: int) -> tuple[Remark, ...]:
    """Remarks on rows that were collapsed, and on numbers that may be one."""
    remarks = (
        _remark_repeated(dataset, found, rows=rows),
        _remark_moved_back(found),
        _remark_alike(dataset),
    )
    return tuple(remark for remark in remarks if remark is not None)


def _remark_alike(dataset: Dataset) -> Remark | None:
    """That numbers differ only in how they are written, and were not merged."""
    groups = dataset.intake.alike.groups
    if not groups:
        return None
    shown = "; ".join(" = ".join(group) for group in groups[:_SHOWN])
    return Remark("audit.alike_numbers", {"n": len(groups), "examples": shown})


def _remark_moved_back(found: Duplicates) -> Remark | None:
    """That rows which stand say a dossier is still handled, and others that it came to an end."""
    back = found.conflicts.filter(pl.col("column") == STATUS)
    if back.is_empty():
        return None
    numbers = found.collapsed.join(
        back,
        left_on=("standing_source", "standing_line"),
        right_on=("source", "source_line"),
        how="semi",
    )["dossier_id"].unique(maintain_order=True)
    shown = "; ".join(numbers.head(_SHOWN))
    return Remark("audit.moved_back", {"n": len(numbers), "examples": shown})


def _remark_repeated(dataset: Dataset, found: Duplicates, *, rows: int) -> Remark | None:
    """That of `rows` many were collapsed though their receipt, procedure or finish is another: the
    column of numbers is none, a column lacks that tells communes apart, or each row is a step.
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
