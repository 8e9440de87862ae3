"""Snapshots and what they tell, over the line that judges: taking, changes, trend."""

from cchc_audit.history.taking import (
    judged_with_copies,
    snapshot_rows,
    state_of,
    state_of_entry,
    take,
    take_snapshot,
)

__all__ = [
    "judged_with_copies",
    "snapshot_rows",
    "state_of",
    "state_of_entry",
    "take",
    "take_snapshot",
]
