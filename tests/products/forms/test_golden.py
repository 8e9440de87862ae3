"""Screens and documents of the forms and the views, read by eye once and held since.

`UPDATE_GOLDEN=1 pytest tests/forms` rewrites them.
"""

from pathlib import Path

import pytest
from support.golden import held

from .exports import export, typed

pytestmark = pytest.mark.usefixtures("opened_once")

QUARTER = ("--period", "2026-Q1")
LINES = {
    "06a": ("form", "06a", "x.csv", *QUARTER),
    "06b": ("form", "06b", "x.csv", *QUARTER),
    "register": ("form", "register", "x.csv", *QUARTER),
    "compare": ("form", "06a", "x.csv", *QUARTER, "--compare", "filed.csv"),
    "index": ("summary", "x.csv", "--by", "field", "--index", "766", "--as-of", "14/03/2026"),
    "views": ("summary", "x.csv", "--views", "--as-of", "14/03/2026"),
}


@pytest.fixture(autouse=True)
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("COLUMNS", raising=False)
    export(Path("x.csv"))
    filed = typed("form", "06a", "x.csv", *QUARTER, "--format", "csv", "-q").stdout
    assert "Hộ tịch,4,1,2,1,4,2,1,1,0,0,0" in filed
    filed = filed.replace("Hộ tịch,4,1,2,1,4,2,1,1,0,0,0", "Hộ tịch,4,1,2,1,4,2,2,0,0,0,0")
    Path("filed.csv").write_text(filed, encoding="utf-8")


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("form", ["table", "md", "csv", "json"])
def test_a_document(name: str, form: str) -> None:
    done = typed(*LINES[name], "--format", form, "-q")
    assert done.exit_code == 0, done.output
    held(f"forms/{name}.{form}", done.stdout)


@pytest.mark.parametrize("name", LINES)
def test_in_english(name: str) -> None:
    done = typed(*LINES[name], "--lang", "en", "-q")
    held(f"forms/{name}-en.table", done.stdout)


@pytest.mark.parametrize("name", ["06a", "views"])
def test_on_a_narrow_screen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    done = typed(*LINES[name], "-q")
    assert max(map(len, done.stdout.splitlines())) <= 80
    held(f"forms/{name}-80.table", done.stdout)
