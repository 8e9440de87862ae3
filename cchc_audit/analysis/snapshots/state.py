"""One state of the dossiers, as a snapshot holds it or as an export gives it when it is judged."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from cchc_audit.core.columns import ASSESS_COLUMNS, BY_NAME, COLUMNS, PERSONAL
from cchc_audit.core.vocabulary import EventKind

EVENT_COLUMNS = ("dossier_id", "event", "at", "until", "by", "note")
DATA_COLUMNS = tuple(c.name for c in COLUMNS if c.name not in {*PERSONAL, "rating"})
"""The columns of an export that a snapshot keeps, under their canonical names."""

VERDICT_COLUMNS = tuple(
    name
    for name in ASSESS_COLUMNS
    if name not in BY_NAME and name not in {"defence", "source_file", "source_line"}
)
"""The columns of the verdict that a snapshot keeps beside them."""

SEEN, ABSENT, TOLD, HAD = "seen_as_of", "is_absent", "is_told", "had"
"""Beside a row of a base: the as-of of the snapshot it is from; whether the older state itself
lacks it; whether it was told that it is gone; the fields that snapshot had, joined by commas.
"""

FIELD_OF_EVENT: Mapping[str, str] = {
    EventKind.PAUSE.value: "paused_at",
    EventKind.RESUME.value: "resumed_at",
    EventKind.SUPPLEMENT_REQUEST.value: "supplement_requested_at",
    EventKind.SUPPLEMENT.value: "supplemented_at",
    EventKind.APOLOGY.value: "apology_at",
    EventKind.RESCHEDULE.value: "rescheduled_to",
}
"""The column that an event stands in place of."""


@dataclass(frozen=True, slots=True)
class State:
    """The dossiers as they stood at `as_of`, one row each.

    `dossiers`: `dossier_id`, those of `DATA_COLUMNS` that the export had, `VERDICT_COLUMNS`; text
    as String, moments as Datetime. `events`: `EVENT_COLUMNS` of what had happened, None where no
    events were read. `method`, `officers`, `first`, `last`: as in a manifest. `lost`: of columns
    that are from an earlier state than the others the as-of of that state.
    """

    name: str
    as_of: datetime
    dossiers: pl.DataFrame
    events: pl.DataFrame | None
    method: Mapping[str, str]
    officers: str
    first: date | None
    last: date | None
    lost: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many dossiers the state itself holds; those that a base adds are not counted."""
        if ABSENT not in self.dossiers.columns:
            return len(self.dossiers)
        return len(self.dossiers) - int(self.dossiers[ABSENT].sum())

    @property
    def fields(self) -> frozenset[str]:
        """The columns of the export that are there."""
        return frozenset(self.dossiers.columns).intersection(DATA_COLUMNS)
