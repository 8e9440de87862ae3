"""What a run waits for before it reads anything: nothing that only another command needs."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

NEVER = ("holidays", "xlsxwriter", "fastexcel", "pygal", "docx", "jinja2", "dateutil", "rapidfuzz")
"""Not for a table of text files that are as they should be."""
VALIDATORS = "typer._adapters"
OTHERS = (
    *("rules", "ranking", "simulation", "indicators", "snapshots", "explain", "forms", "demo"),
    *("intake.check", "intake.workbook", "report.excel", "report.html", "report.check_page"),
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


def loaded(*words: str, folder: Path) -> set[str]:
    """The modules a run has imported by its end."""
    run = [sys.executable, "-c", CODE, *words]
    done = subprocess.run(run, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    names: list[str] = json.loads(done.stderr)
    return set(names)


@pytest.mark.parametrize("command", ["late", "communes"])
def test_a_run_imports_what_it_needs(command: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(ROWS, encoding="utf-8")
    found = loaded(command, "x.csv", "--as-of", "30/06/2026", "-q", folder=tmp_path)
    assert "polars" in found
    ours = tuple(f"cchc_audit.{name}" for name in OTHERS)
    assert found & {VALIDATORS, *NEVER, *ours} == set()


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["late", "--help"]])
def test_help_imports_next_to_nothing(words: list[str], tmp_path: Path) -> None:
    found = loaded(*words, folder=tmp_path)
    assert found & {"polars", "pydantic", "rich.console", "tomllib", VALIDATORS, *NEVER} == set()
    commands = {name for name in found if name.startswith("cchc_audit.cli.")}
    page = {"app", "boundary", "console", "everywhere", "help", "language", "usage"}
    if words == ["--help"]:
        assert commands == {f"cchc_audit.cli.commands.{name}" for name in page}
