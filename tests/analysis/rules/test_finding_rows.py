"""Findings told piece by piece are those that are told at once."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.analysis.rules import finding_rows
from cchc_audit.cli.app import app
from cchc_audit.engine import in_pieces

EXPORT = Path(__file__).parents[3] / "sample_data" / "xa-b-quy-1.csv"
"""An export with findings and late dossiers in dozens of pieces of three."""


@pytest.mark.parametrize("command", [("findings",), ("findings", "--sort", "commune"), ("late",)])
@pytest.mark.parametrize("cut", [(), ("--limit", "4")])
def test_the_size_of_a_piece_changes_nothing(
    command: tuple[str, ...], cut: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [*command, str(EXPORT), "--as-of", "31/03/2026", "--format", "json", *cut]
    whole = CliRunner().invoke(app, words)
    for module in (finding_rows, in_pieces):
        monkeypatch.setattr(module, "PIECE", 3)
    pieces = CliRunner().invoke(app, words)
    assert whole.exit_code == 0, whole.stderr
    assert pieces.stdout == whole.stdout
    assert whole.stdout.count('"dossier_id"') >= 4
