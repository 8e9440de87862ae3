"""The earlier export a rank is held against, and the day its figures end on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from cchc_audit.core.columns import MOMENTS

# Set for the future: they record nothing that has happened.
_PLANNED = ("promised_at", "rescheduled_to")


@dataclass(frozen=True, slots=True)
class Baseline:
    """The exports of the earlier period, which count as one.

    `as_of` is the instant they are judged at; None: the end of the last day they record, because
    dossiers open then must not be held against a clock that ran on. `first`, `last`: the days of
    its period, where the files hold more.
    """

    files: tuple[str, ...]
    as_of: datetime | None = None
    first: date | None = None
    last: date | None = None

    @property
    def options(self) -> tuple[tuple[str, str], ...]:
        """What was asked for, as name and text, for provenance."""
        given: Mapping[str, date | None] = {
            "--previous-as-of": self.as_of,
            "--previous-from": self.first,
            "--previous-to": self.last,
        }
        return (
            *(("--previous", file) for file in self.files),
            *((name, value.isoformat()) for name, value in given.items() if value is not None),
        )


def last_recorded(rows: pl.LazyFrame, *, before: datetime) -> pl.LazyFrame:
    """One cell `last` (Datetime, null for none): the latest moment recorded in intake's rows.

    Moments at or after `before`, and appointments, record nothing. Rows at fault are left out.
    """
    latest = [
        pl.col(name).filter(pl.col(name) < before).max() for name in MOMENTS if name not in _PLANNED
    ]
    return rows.filter(pl.col("fault").is_null()).select(pl.max_horizontal(latest).alias("last"))
