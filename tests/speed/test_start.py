"""What a run waits for before it reads anything: nothing that only another command needs."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

NEVER = (
    *("holidays", "xlsxwriter", "fastexcel", "pygal", "docx", "jinja2", "dateutil", "rapidfuzz"),
    *("numba", "numpy", "pydantic", "ssl"),
)
"""Not for a table of text files that are as they should be."""
VALIDATORS = "typer._adapters"
OTHERS = {
    "analysis": ("rules", "ranking", "simulation", "indicators", "snapshots", "explain"),
    "audit": ("check", "findings", "rank", "simulate", "views", "responses"),
    "products": ("brief", "demo", "forms", "history", "inquiry", "nightly"),
    "intake": ("check_export", "files.workbooks.xlsx", "files.workbooks.sheet_xml"),
    "texts": ("rule_pages",),
    "render": ("writers.excel", "writers.html", "writers.markdown", "pages.check_page"),
}
ROWS = "Mã hồ sơ,Mã thủ tục,Ngày tiếp nhận,Ghi chú\nH99-1,1.001193,02/03/2026 08:00,x\n"
CODE = """
import json, sys
from cchc_audit.cli.app import app
try:
    app(sys.argv[1:])
except SystemExit as leaving:
    assert leaving.code == 0, leaving.code
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""
WATCH = """
import pathlib, sys
opened = set()
def seen(event, given):
    if event == "open" and str(given[0]).endswith(".md"):
        opened.add(pathlib.Path(given[0]).stem)
sys.addaudithook(seen)
"""


def loaded(*words: str, folder: Path) -> set[str]:
    """The modules a run has imported by its end."""
    run = [sys.executable, "-c", CODE, *words]
    done = subprocess.run(run, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    names: list[str] = json.loads(done.stderr)
    return set(names)


def pages_read(*words: str, folder: Path) -> set[str]:
    """The pages of rules that a run has opened by its end."""
    watched = WATCH + CODE.replace("sys.modules", "opened")
    run = [sys.executable, "-c", watched, *words]
    done = subprocess.run(run, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    names: list[str] = json.loads(done.stderr)
    return set(names)


def ours() -> set[str]:
    """The modules behind `OTHERS`, each of which is there."""
    names = {f"cchc_audit.{wing}.{name}" for wing, names in OTHERS.items() for name in names}
    assert all(map(find_spec, names))
    return names


@pytest.mark.parametrize("command", ["late", "communes"])
def test_a_run_imports_what_it_needs(command: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(ROWS, encoding="utf-8")
    found = loaded(command, "x.csv", "--as-of", "30/06/2026", "-q", folder=tmp_path)
    assert "polars" in found
    assert found & {VALIDATORS, *NEVER, *ours()} == set()


@pytest.mark.parametrize(
    ("words", "pages"),
    [
        ("late", set()),
        ("check", set()),
        ("findings --format json", {"T102"}),
        ("findings --select S,T102 --format json", {"T102"}),
        ("findings --select S,T102", {"T102"}),
        ("rules T101", {"T101"}),
    ],
)
def test_a_run_reads_the_pages_it_needs(words: str, pages: set[str], tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(ROWS, encoding="utf-8")
    command, *options = words.split()
    if command != "rules":
        options += ["x.csv", "--as-of", "09/03/2026", "-q"]
    assert pages_read(command, *options, folder=tmp_path) == pages


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["late", "--help"]])
def test_help_imports_next_to_nothing(words: list[str], tmp_path: Path) -> None:
    found = loaded(*words, folder=tmp_path)
    assert found & {"polars", "rich.console", "tomllib", VALIDATORS, *NEVER} == set()
    commands = {name for name in found if name.startswith("cchc_audit.cli.")}
    page = {
        "app",
        "boundary",
        "console",
        "everywhere",
        "help",
        "language",
        "typer_private",
        "usage",
    }
    if words == ["--help"]:
        assert commands == {f"cchc_audit.cli.{name}" for name in page}
