"""An export by itself, with no configuration and no side file: what a newcomer types first."""

import pytest
from support.openings import shared_openings
from typer.testing import CliRunner

from cchc_audit.cli.app import app

EXPORTS = ("sample_data/xa-a-thang-01.csv", "sample_data/xa-b-quy-1.csv")


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize("command", ["check", "communes", "late", "due", "assess", "summary"])
def test_an_export_alone_is_enough(command: str, export: str) -> None:
    more = ["--by", "field"] if command == "summary" else []
    with shared_openings():
        done = CliRunner().invoke(app, [command, export, "--as-of", "31/03/2026", *more])
    assert done.exit_code == 0, done.output
    assert "hồ sơ" in done.stdout
