"""Rows taken in batches give what the same rows give when collected."""

import polars as pl
import pytest

from cchc_audit.engine import batches
from cchc_audit.engine.answers import Engine
from cchc_audit.engine.batches import Batches


def counted(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.group_by("k").agg(pl.len().alias("n"))


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("height", [0, 1, 10])
def test_rows_and_tables_that_add_up(
    engine: Engine, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "_ROWS", 3)
    shared = pl.LazyFrame({"k": [n % 2 for n in range(height)]}, schema={"k": pl.Int64}).cache()
    taken, kept = Batches(shared, [counted, counted]), Batches(shared)
    total, *_ = pl.collect_all([shared.select(pl.len()), taken.plan, kept.plan], engine=engine)
    tables = taken.frames()
    assert len(tables) == 2
    for table in tables:
        sums = table.group_by("k").agg(pl.col("n").sum()).sort("k").rows()
        assert sums == [(k, (height + 1 - k) // 2) for k in (0, 1) if height > k]
    [rows] = kept.frames()
    assert rows.schema == {"k": pl.Int64}
    assert sorted(rows["k"]) == sorted(n % 2 for n in range(height))
    assert total.item() == height
