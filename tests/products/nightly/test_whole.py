"""Whatever happens at whatever moment: the last whole state stands, and the next run heals."""

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from filelock import FileLock

from cchc_audit.audit.request import Request
from cchc_audit.core.atomic import writing
from cchc_audit.core.errors import CchcError, ExitCode
from cchc_audit.products.nightly import run_night
from cchc_audit.products.nightly.gather_night import gather_night
from cchc_audit.products.nightly.night import Night
from cchc_audit.products.nightly.outputs import COMMUNES, OUTPUTS

from .nights import SECOND, THIRD, Office, after, tree

STEPS = ("fsync", "replace", "rename", "unlink", "rmdir", "mkdir")
"""What a run does to the disk: between any two of these it may die."""
ROOM = ("fsync", "mkdir")
"""What needs room on the disk."""
_REAL: dict[str, Callable[..., Any]] = {name: getattr(os, name) for name in STEPS}
MOST = 80


class Killed(BaseException):
    """Nothing happens to the disk from here on."""


def _counts(what: object, more: dict[str, object]) -> bool:
    """Whether a step is one of ours: workbooks are made of files in the system's own folder."""
    by_number = isinstance(what, int) or more.get("dir_fd") is not None
    return by_number or "two" in str(what) or "at-" in str(what)


@contextmanager
def failing(names: tuple[str, ...], at: int, error: BaseException) -> Iterator[list[str]]:
    """From the `at`-th of these steps on each raises `error`; yields the steps that were asked."""
    asked: list[str] = []

    def step(name: str) -> Callable[..., object]:
        def taken(*words: Any, **more: Any) -> object:
            if not _counts(words[0], more):
                return _REAL[name](*words, **more)
            asked.append(name)
            if len(asked) >= at:
                raise error
            return _REAL[name](*words, **more)

        return taken

    patch = pytest.MonkeyPatch()
    for name in names:
        patch.setattr(os, name, step(name))
    try:
        yield asked
    finally:
        patch.undo()


@pytest.fixture
def known(two_nights: Office, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The second night over and over, gathered once, its files a word each: what is tested is how
    they get to the disk.
    """
    kept: list[Night] = []

    def gather(request: Request, *given: Any, **more: Any) -> Night:
        if not kept:
            kept.append(gather_night(request, *given, **more))
        return replace(kept[0], request=request)

    def lists(_night: Night, part: Path, _texts: object) -> None:
        for name in OUTPUTS[:2] + OUTPUTS[3:5]:
            with writing(part / name) as beside:
                beside.write_bytes(name.encode())

    def page(_night: Night, part: Path, *_: object) -> None:
        (part / COMMUNES).write_bytes(b"page")

    monkeypatch.setattr(run_night, "gather_night", gather)
    monkeypatch.setattr(run_night, "write_lists", lists)
    monkeypatch.setattr(run_night, "write_communes", page)
    two_nights.run(SECOND)
    return two_nights


def copied(office: Office, name: str) -> Office:
    """The same office in a folder of its own."""
    folder = office.folder.parent / name
    shutil.copytree(office.folder, folder)
    return Office(folder)


def test_killed_at_any_step(known: Office) -> None:
    for at in range(1, MOST):
        office = copied(known, f"at-{at}")
        try:
            with failing(STEPS, at, Killed()):
                office.run(SECOND)
        except Killed:
            office.whole()
            office.run(SECOND)
            office.tidy()
            shutil.rmtree(office.folder)
        else:
            break
    assert 30 < at < MOST - 1


def test_killed_on_the_first_night(known: Office) -> None:
    for at in range(1, MOST, 3):
        office = copied(known, f"at-{at}")
        shutil.rmtree(office.reports)
        shutil.rmtree(office.folder / "snapshots")
        try:
            with failing(STEPS, at, Killed()):
                office.run(SECOND)
        except Killed:
            if (office.reports / "current.json").exists():
                office.whole()
            office.run(SECOND)
            office.tidy()
            shutil.rmtree(office.folder)
        else:
            break
    assert 20 < at < MOST - 3


def test_a_disk_that_fills_at_any_step(known: Office) -> None:
    said: list[object] = []
    for at in range(1, MOST):
        office = copied(known, f"at-{at}")
        before = office.current()
        try:
            with failing(ROOM, at, OSError(errno.ENOSPC, "No space left on device")) as asked:
                office.run(SECOND)
        except CchcError as error:
            said.append((error.key, error.exit_code))
            office.whole()
            assert office.current() == before
            assert not list(office.reports.glob(".*.part"))
            office.run(SECOND)
            office.tidy()
            shutil.rmtree(office.folder)
        else:
            # What was refused no longer mattered: folders whose names were forced to the disk.
            assert at > len(asked) - 2
            break
    assert 15 < at < MOST - 1
    assert set(said) == {("nightly.disk_full", ExitCode.COULD_NOT)}


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("cchc_audit.render.writers.excel", "write_excel"),
        ("cchc_audit.render.writers.delimited", "sink_csv"),
        ("cchc_audit.render.writers.json_text", "write_json"),
        ("cchc_audit.products.nightly.outputs", "document_html"),
    ],
)
def test_a_disk_that_fills_while_a_file_is_written(
    two_nights: Office, monkeypatch: pytest.MonkeyPatch, module: str, name: str
) -> None:
    there = tree(two_nights.reports)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"{module}.{name}", full)
    with pytest.raises(CchcError, match=r"nightly\.disk_full"):
        two_nights.run(SECOND)
    assert tree(two_nights.reports) == there


def test_a_disk_that_fills_while_the_snapshot_is_written(
    two_nights: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine tells it in words of its own; nothing of the snapshot is left."""
    there = tree(two_nights.folder)

    def full(_frame: object, place: Path, **_: object) -> None:
        place.write_bytes(b"half")
        raise pl.exceptions.ComputeError("parquet: No space left on device (os error 28)")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    with pytest.raises(CchcError, match=r"nightly\.disk_full"):
        two_nights.run(SECOND)
    assert tree(two_nights.folder) == there


@pytest.mark.parametrize("number", [errno.EACCES, errno.EPERM, errno.EROFS])
def test_a_folder_that_may_not_be_written(known: Office, number: int) -> None:
    (known.reports / ".2026-03-12-003.part").write_text("")
    refused = OSError(number, os.strerror(number), "reports")
    with (
        failing(("mkdir",), 2, refused),
        pytest.raises(CchcError, match=r"nightly\.no_permission") as raised,
    ):
        known.run(SECOND)
    assert raised.value.values["place"] == Path("reports")


@pytest.mark.parametrize("inside", [".lock", ".2026-03-12.000003.json.7.part"])
def test_a_folder_of_snapshots_that_may_only_be_read_is_called_by_its_name(
    known: Office, inside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = known.store.folder

    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(folder / inside))

    monkeypatch.setattr(run_night, "take", refuse)
    with pytest.raises(CchcError, match=r"nightly\.no_permission") as raised:
        known.run(SECOND)
    assert raised.value.values["place"] == folder


def test_what_else_the_system_refuses(known: Office) -> None:
    """In its own words, where we have none."""
    refused = OSError(errno.EIO, "Input/output error", "reports")
    with (
        failing(("mkdir",), 2, refused),
        pytest.raises(CchcError, match=r"nightly\.cannot_write") as raised,
    ):
        known.run(SECOND)
    assert raised.value.values["why"] == "Input/output error"


def test_changes_of_a_night_that_was_cut_short_are_told_the_next(two_nights: Office) -> None:
    """Killed after its snapshot: nobody heard of the 12th; the 13th is compared with the 11th."""
    shutil.rmtree(two_nights.reports / "2026-03-12")
    (two_nights.reports / "current.json").unlink()
    two_nights.run(THIRD)
    document = two_nights.report()
    assert document["previous"]["day"] == "2026-03-11"
    assert document["changes"]["H601"] == 1
    warned = {warned["code"]: warned["text"] for warned in document["warnings"]}
    assert "12/03/2026" in warned["unpublished"]


def test_without_any_earlier_report_the_last_snapshot_is_compared(two_nights: Office) -> None:
    shutil.rmtree(two_nights.reports)
    two_nights.run(THIRD, dry_run=True)
    told = two_nights.run(THIRD)
    assert '"day": "2026-03-12"' in told.document
    assert two_nights.report()["changes"]["dossiers"] == 0


def test_a_lock_that_is_held(known: Office) -> None:
    there = tree(known.folder)
    with (
        FileLock(known.reports / ".lock"),
        pytest.raises(CchcError, match=r"nightly\.busy") as raised,
    ):
        known.run(SECOND)
    assert raised.value.exit_code == ExitCode.COULD_NOT
    assert tree(known.folder) == there
    known.run(SECOND)
    known.tidy()


def test_two_runs_at_once(known: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second is refused while the first is at work, and the first comes to its end."""
    refused: list[object] = []

    def meanwhile(*given: Any, **more: Any) -> Night:
        if not refused:
            with pytest.raises(CchcError, match=r"nightly\.busy") as raised:
                known.run(SECOND)
            refused.append(raised)
        return gather_night(*given, **more)

    monkeypatch.setattr(run_night, "gather_night", meanwhile)
    known.run(SECOND)
    assert refused
    known.tidy()


def test_an_export_that_changes_meanwhile(
    two_nights: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_audit import audit

    there, usual = tree(two_nights.reports), audit.summarise_communes

    def replaced(request: Request) -> object:
        two_nights.drop(after(), at=99)
        return usual(request)

    monkeypatch.setattr(audit, "summarise_communes", replaced)
    with pytest.raises(CchcError, match=r"intake\.changed"):
        two_nights.run(SECOND)
    assert tree(two_nights.reports) == there


STRUCK = """
import os, signal, sys
left = int(sys.argv.pop(1))
def strike(event, words):
    global left
    written = event == "open" and words[2] & (os.O_WRONLY | os.O_RDWR)
    if written or event in {"os.rename", "os.mkdir", "os.rmdir", "os.remove"}:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(strike)
from cchc_audit.cli.app import app
app()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal")
def test_killed_by_the_system(two_nights: Office) -> None:
    """SIGKILL as a file is opened to be written, renamed or removed: no line of Python runs on."""
    for step in (1, 10, 40, 70, 100):
        command = [sys.executable, "-c", STRUCK, str(step), "report", "--as-of", "13/03/2026"]
        killed = subprocess.run(
            command,
            cwd=two_nights.folder,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
            capture_output=True,
            check=False,
        )
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        two_nights.whole()
    two_nights.run(THIRD)
    two_nights.tidy()
