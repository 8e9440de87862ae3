"""What a run waits for before it reads anything: nothing that only another command needs."""

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

NEVER = ("holidays", "xlsxwriter", "fastexcel", "pygal", "docx", "jinja2", "dateutil", "rapidfuzz")
"""Not for a table of text files that are as they should be."""
VALIDATORS = "typer._adapters"
OTHERS = (
    *("analysis.rules", "analysis.ranking", "analysis.simulation", "analysis.indicators"),
    *("analysis.snapshots", "analysis.explain", "products", "texts.rule_pages"),
    *("intake.check_export", "intake.files.workbook"),
    *("render.excel", "render.html", "render.check_page"),
)
ROWS = "Mã hồ sơ,Mã thủ tục,Ngày tiếp nhận,Thời hạn\nH99-1,1.001193,02/03/2026 08:00,3 ngày\n"
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


def test_what_no_run_needs_is_there() -> None:
    assert [name for name in OTHERS if find_spec(f"cchc_audit.{name}") is None] == []


@pytest.mark.parametrize("command", ["late", "communes"])
def test_a_run_imports_what_it_needs(command: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(ROWS, encoding="utf-8")
    found = loaded(command, "x.csv", "--as-of", "30/06/2026", "-q", folder=tmp_path)
    assert "polars" in found
    ours = tuple(f"cchc_audit.{name}" for name in OTHERS)
    assert found & {VALIDATORS, *NEVER, *ours} == set()


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
    assert found & {"polars", "pydantic", "rich.console", "tomllib", VALIDATORS, *NEVER} == set()
    commands = {name for name in found if name.startswith("cchc_audit.cli.")}
    page = {"app", "boundary", "console", "everywhere", "help", "language", "usage"}
    if words == ["--help"]:
        assert commands == {f"cchc_audit.cli.{name}" for name in page}
