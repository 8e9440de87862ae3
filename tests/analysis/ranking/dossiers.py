"""Judged dossiers with the few columns that a league table counts."""

from typing import Any

import polars as pl

from cchc_audit.core.vocabulary import Certainty, Channel, Outcome

SCHEMA: dict[str, pl.DataType] = {
    "procedure_code": pl.Categorical(),
    "procedure_name": pl.Categorical(),
    "field": pl.Categorical(),
    "commune": pl.Categorical(),
    "agency": pl.Categorical(),
    "officer": pl.Categorical(),
    "channel": pl.Enum(Channel),
    **{
        name: pl.Datetime("us")
        for name in ("submitted_at", "received_at", "finished_at", "apology_at", "rescheduled_to")
    },
    "term": pl.Int64(),
    "outcome": pl.Enum(Outcome),
    "processing_days": pl.Int32(),
    "days_late": pl.Int32(),
    "certainty": pl.Enum(Certainty),
}


def frame(*dossiers: dict[str, Any]) -> pl.LazyFrame:
    """One row a dossier; cells left out are null."""
    rows = [{**dict.fromkeys(SCHEMA), **cells} for cells in dossiers]
    return pl.LazyFrame(rows, schema=SCHEMA)
