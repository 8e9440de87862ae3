"""The two nights of the sample data: six planted alterations, ordinary changes, and no more."""

from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from cchc_audit.core.settings import load_settings
from cchc_audit.products.history import Side, changes

from .exports import request

SAMPLE = Path(__file__).parents[3] / "sample_data"
# Of the README of the sample data, where each is told in words.
PLANTED = {
    "H21.902-260323-0001": "H601",
    "H21.902-260309-0001": "H602",
    "H21.902-260319-0004": "H603",
    "H21.902-260310-0009": "H604",
    "H21.902-260317-0002": "H605",
    "H21.902-260320-0001": "H606",
}
GAINED = {"H21.902-260323-0001", "H21.902-260319-0004", "H21.902-260317-0002"}
"""Those of them that were late, and are not any more."""
ORDINARY = {
    "H21.902-260326-0004",
    "H21.902-260324-0002",
    "H21.902-260324-0003",
    "H21.902-260331-0001",
    "H21.902-260331-0002",
    "H21.902-260312-0003",
    "H21.902-260323-0003",
}


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    settings = load_settings(SAMPLE / "cchc.toml")._replace(events=None)
    old, new = (str(SAMPLE / "hai-dem" / f"dem-{day}-03.csv") for day in (30, 31))
    asked = request(Path(new), datetime(2026, 4, 1), settings)
    report = changes(
        asked,
        old=Side(old, datetime(2026, 3, 31), "--old-as-of"),
        new=Side(new, datetime(2026, 4, 1), "--as-of"),
    )
    return report.rows.collect()


def test_each_planted_alteration_breaks_its_rule(rows: pl.DataFrame) -> None:
    coded = rows.filter(pl.col("code").is_not_null())
    gained = coded.filter(pl.col("code") == "H607")
    assert set(gained["dossier_id"]) == GAINED
    assert len(gained) == len(GAINED)
    others = coded.filter(pl.col("code") != "H607")
    assert dict(others.select("dossier_id", "code").rows()) == PLANTED
    assert len(others) == len(PLANTED)


def test_what_is_ordinary_breaks_none(rows: pl.DataFrame) -> None:
    others = set(rows["dossier_id"]) - set(PLANTED)
    assert others == ORDINARY
