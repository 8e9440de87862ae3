"""What tests of any room may ask for."""

from pathlib import Path

import pytest


@pytest.fixture
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language, width or colour from outside; a folder of its own to work in."""
    for name in ("CCHC_AUDIT_LANG", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
