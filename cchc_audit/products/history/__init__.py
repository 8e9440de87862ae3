"""Snapshots and what they tell, over the line that judges: taking, changes, trend."""

from cchc_audit.products.history.changes import changes, report_of
from cchc_audit.products.history.states import Side
from cchc_audit.products.history.taking import (
    base_of_entry,
    changed_at,
    inputs_of,
    judged_with_copies,
    snapshot_rows,
    state_from,
    state_of_entry,
    take,
    take_snapshot,
)

__all__ = [
    "Side",
    "base_of_entry",
    "changed_at",
    "changes",
    "inputs_of",
    "judged_with_copies",
    "report_of",
    "snapshot_rows",
    "state_from",
    "state_of_entry",
    "take",
    "take_snapshot",
]
