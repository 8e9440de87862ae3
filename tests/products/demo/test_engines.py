"""Small exports are judged in memory, large ones in a stream: the same figures, to the last byte.

The province has events, several pauses, letters: whatever look-ups there are.
"""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.audit import dataset
from cchc_audit.cli.app import app


@pytest.mark.parametrize(
    "words",
    [
        "communes",
        "late",
        "due --within 5",
        "summary --by officer,month",
        "assess",
        "rank",
        "simulate",
    ],
)
def test_both_engines_say_the_same(
    words: str, province: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(province)
    answers = []
    for small in (0, 1 << 40):
        monkeypatch.setattr(dataset, "_SMALL", small)
        line = [*words.split(), "--as-of", "30/06/2026", "--format", "json", "-q"]
        done = CliRunner().invoke(app, line)
        assert done.exit_code == 0, done.stderr
        answers.append(done.stdout)
    assert answers[0] == answers[1]
