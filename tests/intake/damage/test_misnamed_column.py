"""Columns that hold something else than they say: marked as a rule, and for no single slip."""

from pathlib import Path

import pytest

from intake.exports import opened

from .files import dossiers, marks, write_csv


@pytest.mark.parametrize("finished", [0.2, 0.8])
def test_a_finish_that_is_a_plan(tmp_path: Path, finished: float) -> None:
    planned = [
        {**row, "Ngày kết thúc xử lý": row["Ngày hẹn trả"]} for row in dossiers(finished=finished)
    ]
    path = write_csv(tmp_path / "a.csv", planned)
    assert marks(opened(path)) == {("misnamed_column", "completed_at")}


@pytest.mark.parametrize("slips", [1, 4])
def test_slips_of_single_rows(tmp_path: Path, slips: int) -> None:
    rows = [
        {**row, "Trạng thái": "Đang xử lý", "Ngày hẹn trả": row["Ngày tiếp nhận"]}
        if n < slips
        else row
        for n, row in enumerate(dossiers(finished=1))
    ]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()
