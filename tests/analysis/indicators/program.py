"""The views of dossiers as the program has them: exports written, opened and judged as ever."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl

from cchc_audit.analysis.indicators import came, in_hand, index_766, state, undated
from cchc_audit.audit.dataset import open_dataset
from cchc_audit.audit.request import Request
from cchc_audit.audit.run import run_queries
from cchc_audit.core.settings import Settings


def written(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(header)
        table.writerows(rows)
    return path


def seen(
    export: Path, settings: Settings, *, as_of: datetime, first: date | None, last: date | None
) -> dict[str, dict[str, object]]:
    """By dossier: `index`, `state` (null where the form leaves it out), `came`, `undated`."""
    request = Request((str(export),), settings, as_of, as_of_given=True, first=first, last=last)

    def query(rows: pl.LazyFrame) -> list[pl.LazyFrame]:
        inside = in_hand(first, last)
        return [
            rows.select(
                "dossier_id",
                index_766(as_of).cast(pl.String).alias("index"),
                pl.when(inside).then(state(as_of)).cast(pl.String).alias("state"),
                pl.when(inside).then(came(first)).cast(pl.String).alias("came"),
                (inside & undated()).alias("undated"),
            )
        ]

    [found] = run_queries(open_dataset(request), query).frames
    return {row.pop("dossier_id"): row for row in found.to_dicts()}
