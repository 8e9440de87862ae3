"""What a comparison of two states finds."""

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from cchc_audit.analysis.snapshots.state import State

CHANGE_COLUMNS = (
    *("dossier_id", "change", "field", "old", "new", "code", "commune", "officer"),
    "severity",
)
"""The columns of a row: `code` is the rule it breaks, `severity` how much that weighs."""
OUTCOMES = ("outcome_then", "outcome_now", "deadline_then", "deadline_now")
LATENESS_COLUMNS = ("fields", *OUTCOMES)
"""What a row says of lateness that an edit removed: the fields, joined by commas, and what the
older and the newer data come to as of the newer state; null in every other row.
"""


class Change(StrEnum):
    """What became of a dossier, or of one of its fields, between two states."""

    NEW = "new"
    GONE = "gone"
    FINISHED = "finished"
    REOPENED = "reopened"
    ALTERED = "altered"
    VERDICT = "verdict"


@dataclass(frozen=True, slots=True)
class Mass:
    """A change that hit so many dossiers at once that it is one of the export.

    `code` is the rule each of them would break, None where there is none; `field` None for
    dossiers that are gone; `share` is that of the older state.
    """

    code: str | None
    change: Change
    field: str | None
    dossiers: int
    share: float


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that is not as it was.

    `rows`: `CHANGE_COLUMNS` (String), then `procedure_code`, `note` (Boolean: within the lag of
    synchronisation), `known`, what the finding rests on beside its old and new value, and
    `LATENESS_COLUMNS`; one row a changed field, and a second one where that field breaks a rule of
    its own and took lateness away, those that break a rule first. `mass`: changes that hit too many
    at once; their rows are among `rows`, without a code. `not_compared` are the fields that only
    one state has. `method` names what verdicts rest on that is another now. `missing`
    (`dossier_id`, `commune`): the dossiers inside the newer period that are gone with so many
    others that the export is at fault. `renumbered`: no dossier has the number it had, and nothing
    was compared.
    """

    rows: pl.DataFrame
    mass: tuple[Mass, ...]
    old: State
    new: State
    not_compared: tuple[str, ...]
    method: tuple[str, ...]
    missing: pl.DataFrame
    renumbered: bool = False
