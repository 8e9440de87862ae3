"""One small province for all tests of this room, read by the tool as a user would."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_audit.products.demo import write_province
from cchc_audit.texts import Texts

ROWS = 6000
LARGE = 50_000
SEED = 7


@pytest.fixture(scope="session")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinh") / "mau"
    write_province(folder, rows=ROWS, seed=SEED, texts=Texts("vi"))
    return folder


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tinh") / "lon"
    write_province(folder, rows=LARGE, seed=SEED, texts=Texts("vi"))
    return folder


def tool(folder: Path, *words: str) -> str:
    """What the tool answers inside `folder`."""
    done = subprocess.run(
        [sys.executable, "-m", "cchc_audit", *words],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
