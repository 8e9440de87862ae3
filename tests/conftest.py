"""What tests of any room may ask for."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
KEYS = Path(tempfile.mkdtemp(prefix="cchc-audit-tests-"))
"""Where the key of officers' codes stands in tests: always the same, and no developer's."""
atexit.register(shutil.rmtree, KEYS, ignore_errors=True)
os.environ["XDG_DATA_HOME"] = os.environ["LOCALAPPDATA"] = str(KEYS)
KEY = KEYS / "cchc-audit" / "officers.key"
KEY.parent.mkdir(mode=0o700)
KEY.write_bytes(b"k" * 64)
KEY.chmod(0o600)
SLOW = (
    "analysis/explain",
    "analysis/indicators/test_against_slow.py",
    "analysis/ranking/test_rank.py",
    "analysis/rules/test_finding_rows.py",
    "analysis/rules/test_pages.py",
    "analysis/rules/test_provinces.py",
    "analysis/simulation/test_simulate.py",
    "analysis/snapshots/test_store.py",
    "cli/test_altered.py",
    "cli/test_history.py",
    "cli/test_left_behind.py",
    "cli/test_outputs_elsewhere.py",
    "cli/test_personal.py",
    "cli/test_procedures.py",
    "cli/test_progress.py",
    "cli/test_streams.py",
    "cli/test_sums.py",
    "cli/test_windows.py",
    "docs",
    "engine/test_repeated.py",
    "house/test_wheel.py",
    "intake/files/test_containers.py",
    "intake/files/test_fuzz.py",
    "intake/files/test_hostile.py",
    "intake/test_plain_rows.py",
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


@pytest.fixture
def opened_once() -> Iterator[None]:
    """An export is opened and judged once for all tests: for those of what is said of it."""
    from support.openings import shared_openings

    with shared_openings():
        yield
