"""Rows of both orders of day and month in one column: which the others are, nobody can tell."""

from datetime import datetime
from pathlib import Path

import pytest

from cchc_audit.core.errors import InputError
from intake.exports import opened

from .files import Row, dossiers, marks, write_csv


def american(at: datetime) -> str:
    return f"{at.month}/{at.day}/{at.year} {at:%H:%M}"


def joined(rows: int, others: int) -> list[Row]:
    """Dossiers of one commune, and of another whose program writes the month first."""
    here = dossiers(rows, finished=1)
    there = dossiers(others, seed=1, write=american, finished=1)
    return [*here, *({**row, "Đơn vị": "UBND xã Bến Mây"} for row in there)]


@pytest.mark.parametrize(("rows", "others"), [(30, 10), (40, 40), (90, 20)])
def test_rows_of_both_orders_end_the_run(rows: int, others: int, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", joined(rows, others)))


def test_single_slips_are_rejected_alone(tmp_path: Path) -> None:
    rows = dossiers(40)
    for row in rows[:2]:
        row["Ngày tiếp nhận"] = "01/13/2026 08:00"
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()
