"""No finish anywhere although statuses say finished: the column was lost on the way."""

from collections.abc import Iterator

import polars as pl

from cchc_audit.core.columns import FINISHES
from cchc_audit.core.vocabulary import DamageMark, Status
from cchc_audit.intake.damage.damage import Damage, Table

_ROWS = 3


def find(table: Table) -> Iterator[Damage]:
    """The finish, where no row has one and several statuses say that it should."""
    columns = [name for name in FINISHES if name in table.cells]
    if not columns or "status" not in table.cells:
        return
    if any(table.raw.select(table.cell(name).is_not_null().any()).item() for name in columns):
        return
    finished = table.rows.filter(pl.col("status") == Status.FINISHED.value)
    if finished.height < _ROWS:
        return
    lines = finished["source_line"].head(3)
    raw = table.raw.filter(pl.col("line").is_in(lines.implode()))
    evidence = table.shown(raw, "status")
    yield table.damage(DamageMark.ALL_OPEN, columns[0], finished.height, evidence)
