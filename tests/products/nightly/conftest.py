"""An office on its first night, and one with two nights behind it, made once and copied."""

import shutil
from pathlib import Path

import pytest

from .nights import FIRST, SECOND, Office, after, before


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """A configured folder without an export."""
    return Office(tmp_path / "office")


@pytest.fixture(scope="session")
def _made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("nights") / "office")
    office.drop(before())
    office.run(FIRST)
    office.drop(after(), at=10)
    office.run(SECOND)
    return office.folder


@pytest.fixture
def two_nights(_made: Path, tmp_path: Path) -> Office:
    """The nights of 11 and 12 March 2026, the planted alterations between them."""
    folder = tmp_path / "two"
    shutil.copytree(_made, folder)
    return Office(folder)
