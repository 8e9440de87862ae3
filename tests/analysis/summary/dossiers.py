"""Assessed dossiers as the summaries get them, from the few cells a test is about."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import Certainty, Channel, Outcome, Reason, Status

CATEGORIES = (
    "procedure_code",
    "procedure_name",
    "field",
    "commune",
    "agency",
    "officer",
)
SCHEMA: dict[str, pl.DataType] = {
    "dossier_id": pl.String(),
    **{name: pl.Categorical() for name in CATEGORIES},
    "channel": pl.Enum(Channel),
    "status": pl.Enum(Status),
    **{name: pl.Datetime("us") for name in MOMENTS},
    "clock_start": pl.Date(),
    "term": pl.Int64(),
    "deadline": pl.Date(),
    "deadline_at": pl.Datetime("us"),
    "finished_at": pl.Datetime("us"),
    "last_recorded_at": pl.Datetime("us"),
    "outcome": pl.Enum(Outcome),
    "reason": pl.Enum(Reason),
    "processing_days": pl.Int32(),
    "days_late": pl.Int32(),
    "days_left": pl.Int32(),
    "certainty": pl.Enum(Certainty),
    "source": pl.UInt32(),
    "source_line": pl.UInt32(),
}

Cells = Mapping[str, Any]


def at(text: str) -> datetime:
    """`03-02` or `03-02 16:05`, in 2026."""
    return datetime.fromisoformat(f"2026-{text}")


def frame(*dossiers: Cells) -> pl.LazyFrame:
    """One row a dossier; ids count from H1, cells left out are null, moments may be short texts."""
    rows = []
    for number, cells in enumerate(dossiers, start=1):
        row: dict[str, Any] = dict.fromkeys(SCHEMA)
        row |= {"dossier_id": f"H{number}", "commune": "xã A", "outcome": "pending"} | dict(cells)
        for name in SCHEMA:
            if SCHEMA[name] == pl.Datetime("us") and isinstance(row[name], str):
                row[name] = at(row[name])
        rows.append(row)
    return pl.LazyFrame(rows, schema=SCHEMA)


def ids(dossiers: pl.LazyFrame) -> list[str]:
    return dossiers.collect()["dossier_id"].to_list()


def resolved(days: int, outcome: str = "on_time", **cells: Any) -> dict[str, Any]:
    return {"outcome": outcome, "processing_days": days, **cells}


MARCH = (date(2026, 3, 1), date(2026, 3, 31))
