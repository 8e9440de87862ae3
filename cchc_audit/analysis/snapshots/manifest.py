"""What a snapshot says of itself: where its dossiers came from, how they were judged, its place in
the chain.

A manifest is a JSON file. Its digest, over the bytes of the file, stands in the next manifest of
the chain (`before`), so that neither can be changed alone.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NaiveDatetime

SCHEMA = "cchc-audit-snapshot/1"
"""What this version writes and reads. Within it keys and columns are added, never renamed; those
that an older snapshot lacks are unknown of it.
"""
_VERSION = re.compile(r"cchc-audit-snapshot/(\d{1,6})")
_OLDEST = 1900
LAST_NUMBER = 999_999_999


def _plausible(moment: datetime) -> datetime:
    if moment.year < _OLDEST:
        raise ValueError(moment)
    return moment


Moment = Annotated[NaiveDatetime, AfterValidator(_plausible)]
Count = Annotated[int, Field(ge=0)]
_DATA = r"^\d{4}-\d{2}-\d{2}\.\d{6,9}((\.events)?\.parquet|\.carried\.arrow)$"
DataFile = Annotated[str, Field(pattern=_DATA)]


def foreign_version(told: Mapping[str, object]) -> int | None:
    """The version of a manifest that this program does not read; None of one that it does, and of
    what is no manifest at all.
    """
    found = _VERSION.fullmatch(str(told.get("snapshot", SCHEMA)))
    return None if found is None or found[0] == SCHEMA else int(found[1])


class Part(BaseModel):
    """A part of a manifest: frozen; a later version may write keys this one passes over."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Input(Part):
    """A file that was read: its path as given, bytes, SHA-256 and its own time of change, to the
    second; unknown of standard input.
    """

    file: str
    bytes: int | None
    sha256: str | None
    changed: datetime | None = None


class Stored(Part):
    """A Parquet file of the snapshot, beside its manifest."""

    file: DataFile
    bytes: Count
    sha256: str
    rows: Count


class Figures(Part):
    """How many dossiers of one commune (None: no commune known) have which outcome."""

    commune: str | None
    total: int
    outcomes: dict[str, int]


class Facts(Part):
    """What is known of a snapshot before it takes its place in the chain.

    `as_of` is the instant of judgement and `taken_at` that of the run, both naive Viet Nam time.
    The sums are those of the run: `rows_read` = `assessed` + `rows_rejected` + `duplicates`.
    `method` are digests and texts of what verdicts depend on beside the data: when one of them
    differs between two snapshots, outcomes may move though no dossier did. `officers` says how
    officers are named (`show`, `code`, `hide`). `first` and `last` are the period asked for.
    """

    as_of: Moment
    taken_at: Moment
    version: str
    inputs: tuple[Input, ...]
    rows_read: int
    rows_rejected: int
    duplicates: int
    assessed: int
    layout_rows: int
    options: tuple[tuple[str, str], ...]
    method: dict[str, str]
    officers: str
    first: date | None
    last: date | None
    official_through: date
    provisional: int
    figures: tuple[Figures, ...]

    @property
    def day(self) -> date:
        """The day the figures reach: `2026-11-22T00:00` is the end of the 21st."""
        return (self.as_of - timedelta(microseconds=1)).date()

    def count(self, outcome: str) -> int:
        """How many dossiers have this outcome."""
        return sum(group.outcomes.get(outcome, 0) for group in self.figures)


class Manifest(Facts):
    """A snapshot in its place: `number` from 1 in the order of taking, `before` the digest of the
    manifest before it (None for the first). `carried`: what it carries on from those before it.
    """

    snapshot: str = SCHEMA
    number: Annotated[int, Field(ge=1, le=LAST_NUMBER)]
    data: Stored
    events: Stored | None
    carried: Stored | None = None
    before: str | None
