"""What the shapes of one list are held against."""

import polars as pl
import pytest

from intake.files.twelve import as_csv, read


@pytest.fixture(scope="package")
def right(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    """What is read of it as a CSV."""
    path = tmp_path_factory.mktemp("right") / "a.csv"
    path.write_text(as_csv(), encoding="utf-8")
    return read(path)
