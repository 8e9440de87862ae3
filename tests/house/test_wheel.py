"""The wheel is all that a user gets: it holds every file of the package, and runs without the rest.

It is built without a network, from a copy: a build leaves old files behind where it works. That it
also runs in an empty environment is what `make wheel` shows.
"""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .source import PACKAGE, ROOT

BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"
PASSED_OVER = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the package as it stands."""
    source, place = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    shutil.copytree(
        PACKAGE, source / PACKAGE.name, ignore=shutil.ignore_patterns(*PASSED_OVER, ".*")
    )
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [sys.executable, "-c", BUILD, str(place)]
    done = subprocess.run(build, cwd=source, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    [made] = place.glob("cchc_audit-*-py3-none-any.whl")
    return made


def test_it_holds_every_file_of_the_package_and_no_other(wheel: Path) -> None:
    wanted = {
        str(path.relative_to(ROOT).as_posix())
        for path in PACKAGE.rglob("*")
        if path.is_file() and not PASSED_OVER & set(path.parts) and path.name[0] != "."
    }
    with zipfile.ZipFile(wheel) as packed:
        held = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert {Path(name).suffix for name in held} >= {".csv", ".gz", ".html", ".json", ".md", ".tsv"}
    assert held == wanted


def test_it_runs_without_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, sample = tmp_path / "site", ROOT / "sample_data" / "xa-a-thang-01.csv"
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)

    def said(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert said("-c", "import cchc_audit; print(cchc_audit.__file__)").startswith(str(site))
    late = said("-m", "cchc_audit", "late", str(sample), "--as-of", "31/03/2026", "--format", "csv")
    assert late.startswith("dossier_id,")
    assert said("-m", "cchc_audit", "rules", "T101").startswith("T101")
