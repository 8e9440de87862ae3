"""The temporary folder: for this user only, gone at every end, swept after one that was killed."""

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cchc_audit.core import scratch
from cchc_audit.core.atomic import making, writing
from cchc_audit.core.errors import CchcError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such locks and modes")
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    place = tmp_path / "tmp"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    with scratch.tidied():
        yield place


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_this_user_reads_what_lies_there(place: Path) -> None:
    file = scratch.scratch_file(".csv")
    assert (mode(file), mode(file.parent), mode(file.parent.parent)) == (0o600, 0o700, 0o700)
    assert file.parent.parent.parent == place


def test_nothing_is_left_at_the_end(place: Path) -> None:
    def failing() -> None:
        with scratch.tidied():
            (scratch.scratch_folder() / "sheets").mkdir()
            scratch.scratch_file(".csv").write_text("Giàng A Chúng")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert list(place.iterdir()) == []


def test_a_run_inside_another_takes_only_its_own(place: Path) -> None:
    kept = scratch.scratch_file(".csv")
    with scratch.tidied():
        inner = scratch.scratch_file(".csv")
    assert (kept.exists(), inner.exists()) == (True, False)
    assert list(place.rglob("*.csv")) == [kept]


def test_a_folder_of_somebody_else_is_refused(place: Path, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    base = place / f"cchc-audit-{os.geteuid()}"
    base.symlink_to(tmp_path / "theirs")
    with pytest.raises(CchcError, match="scratch_taken"):
        scratch.scratch_file(".csv")
    scratch.sweep()
    assert list((tmp_path / "theirs").iterdir()) == []
    # An output needs no such folder: its part is noted nowhere, and written all the same.
    with writing(tmp_path / "x") as beside:
        beside.write_text("whole")
    assert (tmp_path / "x").read_text() == "whole"


def test_a_folder_that_others_may_look_into_is_closed(place: Path) -> None:
    base = place / f"cchc-audit-{os.geteuid()}"
    base.mkdir(mode=0o755)
    assert mode(scratch.scratch_file(".csv").parent.parent) == 0o700


def killed(folder: Path, line: str) -> None:
    """A run that writes `line`, and is killed when it has told that it did."""
    program = f"""
import sys, time
from pathlib import Path
from cchc_audit.core.atomic import filling, making, making_folder, writing
from cchc_audit.core.scratch import scratch_file, scratch_folder, tidied
with tidied():
    {line}
        print("ready", flush=True)
        time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.parametrize(
    "line",
    [
        'scratch_file(".csv").write_text("x")\n    if True:',
        '(scratch_folder() / "sub").mkdir()\n    if True:',
        'with writing(Path("out.csv")) as beside:\n        beside.write_text("half")',
        'with making(Path("out.csv"), private=True) as beside:\n        beside.write_text("half")',
        'with filling(Path("pack")) as beside:\n        (beside / "a").write_text("half")',
        'with making_folder(Path(".2026-03-11-001.part")) as beside:',
    ],
)
def test_what_a_killed_run_left_goes_with_the_next(line: str, place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "outputs"
    folder.mkdir()
    (folder / "out.csv").write_text("old")
    killed(folder, line)
    left = [path for path in (*place.rglob("*"), *folder.rglob(".*")) if path.is_file()]
    assert {mode(path) for path in left} == {0o600}
    scratch.sweep()
    assert list(place.iterdir()) == []
    assert [path.name for path in folder.iterdir()] == ["out.csv"]
    assert (folder / "out.csv").read_text() == "old"


def test_what_a_run_alive_has_stays(place: Path) -> None:
    program = "import sys\nfrom cchc_audit.core.scratch import scratch_file, tidied\n"
    program += "with tidied():\n    print(scratch_file('.csv'), flush=True)\n    sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    file = Path(process.stdout.readline().strip())
    scratch.sweep()
    assert file.exists()
    process.communicate("")
    assert list(place.iterdir()) == []


def test_halves_of_the_first_and_the_last_step_are_swept(place: Path) -> None:
    """A run may be killed before its lock is there, or when only its lock is left."""
    base = place / f"cchc-audit-{os.geteuid()}"
    (base / "run-new").mkdir(parents=True)
    (base / "run-old").mkdir()
    (base / "run-old" / ".lock").touch()
    scratch.sweep()
    assert list(place.iterdir()) == []


def test_a_note_leads_to_parts_only(place: Path, tmp_path: Path) -> None:
    """Whatever stands in a note: what is no part is never removed."""
    run = place / f"cchc-audit-{os.geteuid()}" / "run-old"
    run.mkdir(parents=True)
    (run / ".lock").touch()
    for number, named in enumerate((tmp_path / "mine.csv", tmp_path / ".bashrc", Path())):
        (run / f"{number}.beside").write_bytes(os.fsencode(named))
        if named.name:
            named.write_text("mine")
    scratch.sweep()
    assert (tmp_path / "mine.csv").exists()
    assert (tmp_path / ".bashrc").exists()
    assert list(place.iterdir()) == []


def test_without_room_for_a_note_an_output_is_written(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(place / "none"))
    monkeypatch.setattr(scratch, "temporary_folder", lambda: place / "none")
    with making(tmp_path / "x") as beside:
        beside.write_text("whole")
    assert (tmp_path / "x").read_text() == "whole"
