"""What tests of any room may ask for."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
SLOW = (
    "analysis/explain/test_agrees.py",
    "analysis/indicators/test_against_slow.py",
    "analysis/rules/test_provinces.py",
    "docs",
    "house/test_wheel.py",
    "law/test_verdicts_against_oracle.py",
    "products",
    "sample",
    "speed",
)
"""What takes its time, by folder or file: `make quick` leaves it out, `make test` does not."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the slow ones."""
    slow = [(TESTS / name).resolve(strict=True) for name in SLOW]
    for item in items:
        if any(item.path.is_relative_to(place) for place in slow):
            item.add_marker(pytest.mark.slow)


@pytest.fixture
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No language, width or colour from outside; a folder of its own to work in."""
    for name in ("CCHC_AUDIT_LANG", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
