"""Days and months exchanged, and all written alike afterwards: what else tells of it."""

from datetime import datetime
from pathlib import Path

import pytest

from cchc_audit.core.errors import InputError
from intake.exports import opened

from .files import dossiers, marks, write_csv


def months_first(at: datetime) -> datetime:
    """A day-first date as a program takes it that wants the month first."""
    return at.replace(day=at.month, month=at.day) if at.day <= 12 else at


@pytest.mark.parametrize("spelling", ["%d/%m/%Y %H:%M", "%d-%m-%Y", "%d-%b-%Y", "%d%m%Y"])
def test_receipts_that_the_numbers_hold_exchanged(tmp_path: Path, spelling: str) -> None:
    """Written alike after they were exchanged: nothing but the numbers tells, however few rows."""
    rows = dossiers(9, write=lambda at: months_first(at).strftime(spelling), finished=0.2)
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", rows))


def test_few_rows_without_days_in_their_numbers_exchanged(tmp_path: Path) -> None:
    """The dates of any act show that the judgement does not look back."""
    rows = dossiers(14, write=lambda at: f"{months_first(at):%d/%m/%Y %H:%M}", finished=0.8)
    plain = [{**row, "Mã hồ sơ": f"HS{n}"} for n, row in enumerate(rows)]
    with pytest.raises(InputError, match="swapped_dates"):
        opened(write_csv(tmp_path / "a.csv", plain))


def test_numbers_that_hold_another_day(tmp_path: Path) -> None:
    """An application made online is numbered before it is received."""
    rows = [{**row, "Mã hồ sơ": f"H21.9-260102-{n:04}"} for n, row in enumerate(dossiers(40))]
    assert marks(opened(write_csv(tmp_path / "a.csv", rows))) == set()
