"""Nothing personal is left on the disk: whatever end a run comes to, and after the next one."""

import gzip
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from products.nightly.nights import HEADERS, LATE, OVERDUE

from cchc_audit.cli.app import app
from cchc_audit.core import scratch

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such signals and locks")
MARK = "Giàng Thị Dấu"
"""The name in every row: where it stands, personal data stands."""
ROWS = 30_000


@pytest.fixture
def tmp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the system, and a working folder beside it."""
    tmp = tmp_path / "tmp"
    tmp.mkdir()
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("TMPDIR", str(tmp))
    return tmp


def text(rows: int) -> str:
    lines = [",".join(HEADERS.values())]
    for number in range(rows):
        cells = {**(LATE if number % 2 else OVERDUE), "applicant": MARK}
        named = {"dossier_id": f"H-{number:05}", **cells}
        lines.append(",".join(named.get(name, "") for name in HEADERS))
    return "\n".join(lines) + "\n"


def marked(*folders: Path, but: str) -> list[str]:
    """Every file below that holds the mark in any encoding, packed or not, but the export."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        if path.is_file() and path.name != but:
            content = path.read_bytes()
            if content.startswith(b"PK"):
                with zipfile.ZipFile(path) as archive:
                    content = b"".join(map(archive.read, archive.namelist()))
            if any(MARK.encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
                found.append(str(path))
    return found


def as_utf_16(rows: int) -> str:
    Path("export.csv").write_text(text(rows), encoding="utf-16")
    return "export.csv"


def as_gzip(rows: int) -> str:
    Path("export.csv.gz").write_bytes(gzip.compress(text(rows).encode("utf-16")))
    return "export.csv.gz"


def as_zip(rows: int) -> str:
    with zipfile.ZipFile("export.zip", "w") as archive:
        archive.writestr("xa.csv", gzip.compress(text(rows).encode("utf-16")))
    return "export.zip"


@pytest.mark.parametrize(
    ("export", "end"), [(as_utf_16, "well"), (as_zip, "well"), (as_gzip, "badly")]
)
def test_a_night_makes_one_copy_and_leaves_none(
    tmp: Path, export: Callable[[int], str], end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = export(50)
    copies: list[int] = []
    for step in ("scratch_file", "discard"):
        real = getattr(scratch, step)

        def counted(*words: object, real: Callable[..., object] = real) -> object:
            done = real(*words)
            copies.append(len(marked(tmp, but="")))
            return done

        for room in ("unpack", "delimited", "archive"):
            named = f"cchc_audit.intake.files.{room}.{step}"
            monkeypatch.setattr(named, counted, raising=False)
    Path("cchc.toml").write_text(f'inputs = ["{name}"]\n')
    if end == "badly":
        Path("reports").mkdir()
        Path("reports/2026-03-31").write_text("in the way")
    code = app(["report", "--as-of", "31/03/2026"], standalone_mode=False)
    assert code == (0 if end == "well" else 2)
    assert max(copies) == 1
    assert list(tmp.iterdir()) == []
    assert marked(Path(), but=name) == []


def run(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "cchc_audit", *words],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize(
    ("number", "words", "step"),
    [
        (signal.SIGKILL, ("late", "-o", "late.csv"), "run-*/*.csv"),
        (signal.SIGKILL, ("late", "--show-personal", "-o", "late.xlsx"), "run-*/tmp*"),
        (signal.SIGKILL, ("assess", "--show-personal", "-o", "all.csv"), "run-*/*.beside"),
        (signal.SIGTERM, ("assess", "--show-personal", "-o", "all.csv"), "run-*/*.beside"),
    ],
    ids=["copy", "sheet", "part", "part-asked"],
)
def test_struck_at_a_step(
    tmp: Path, number: signal.Signals, words: tuple[str, ...], step: str
) -> None:
    """A signal when the step is seen; what it could not tidy up the next command does."""
    name = as_utf_16(ROWS)
    process = run(words[0], name, "--as-of", "31/03/2026", *words[1:])
    base = tmp / f"cchc-audit-{os.geteuid()}"
    while process.poll() is None and not list(base.glob(step)):
        time.sleep(0.001)
    process.send_signal(number)
    assert process.wait() in {-signal.SIGKILL, 130}
    left = [*tmp.rglob("*"), *(path for path in Path().iterdir() if path.name != name)]
    assert all(path.stat().st_mode & 0o077 == 0 for path in left)
    assert bool(left) == (number is signal.SIGKILL)
    assert app(["--version"], standalone_mode=False) == 0
    assert list(tmp.iterdir()) == []
    assert [path.name for path in Path().iterdir()] == [name]
