"""Whatever becomes of the standard streams, the exit code says what was done."""

import errno
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from docs.document import DOCS
from products.nightly.nights import LATE, OVERDUE, Office

from cchc_audit.cli.app import app
from cchc_audit.core.errors import InputError
from cchc_audit.core.scratch import temporary_folder

from .conftest import Asked

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
MOMENT = ("--as-of", "31/03/2026")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """A working folder with one export: four open dossiers overdue, and one finished late."""
    office = Office(tmp_path / "office")
    office.drop({"L-1": LATE} | {f"O-{n}": OVERDUE for n in range(1, 5)})
    monkeypatch.chdir(office.folder)
    return office


def run(*words: str) -> int:
    return int(app(list(words), standalone_mode=False))


Refuse = Callable[[str, str], None]


@pytest.fixture
def refuse(monkeypatch: pytest.MonkeyPatch) -> Iterator[Refuse]:
    """Put in the place of a standard stream one that takes nothing: on a full disk, or closed."""
    with ExitStack() as opened:

        def put(name: str, how: str) -> None:
            closed = (os.devnull, os.O_RDONLY)
            number = os.open(*((str(FULL), os.O_WRONLY) if how == "full" else closed))
            stream = opened.enter_context(os.fdopen(number, "w", encoding="utf-8"))
            monkeypatch.setattr(sys, name, stream)

        yield put


WHAT = pytest.mark.parametrize("how", ["full", "closed"])


@WHAT
@pytest.mark.parametrize("form", ["table", "json", "csv", "md", "html", "xlsx", "parquet"])
@pytest.mark.usefixtures("asked")
def test_a_result_that_nobody_gets_is_2(
    form: str, how: str, refuse: Refuse, capsys: pytest.CaptureFixture[str]
) -> None:
    refuse("stdout", how)
    assert run("communes", "a.csv", "--fail-under", "0.99", "--format", form) == 2
    assert "đầu ra chuẩn" in capsys.readouterr().err


@WHAT
@pytest.mark.parametrize(
    "words",
    [
        ("--version",),
        ("--help",),
        ("late", "--help"),
        ("rules", "T101"),
        ("calendar", "2026", "--format", "xlsx"),
        ("deadline", "02/03/2026 08:00", "--term", "3 ngày làm việc"),
        ("check", "exports/export.csv"),
        ("findings", "exports/export.csv", "--fail-on", "note"),
        ("why", "exports/export.csv", "--id", "O-1"),
        ("report", "--dry-run", *MOMENT),
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("office")
def test_what_other_commands_say_is_no_other_case(
    words: tuple[str, ...], how: str, refuse: Refuse
) -> None:
    refuse("stdout", how)
    assert run(*words) == 2


@WHAT
def test_what_is_written_to_a_file_stands(office: Office, how: str, refuse: Refuse) -> None:
    refuse("stdout", how)
    refuse("stderr", how)
    words = ("communes", "exports/export.csv", *MOMENT, "-o", "x.csv", "--fail-under")
    assert run(*words, "0") == 0
    assert run(*words, "0.5") == 1
    assert (office.folder / "x.csv").read_text(encoding="utf-8-sig").startswith("commune")


@WHAT
@pytest.mark.parametrize(("limit", "code"), [(9, 0), (3, 1)])
def test_a_night_exits_by_its_gates(
    office: Office, how: str, limit: int, code: int, refuse: Refuse
) -> None:
    office.configure(f"[gates]\noverdue_max = {limit}")
    refuse("stdout", how)
    refuse("stderr", how)
    assert run("report", *MOMENT) == code
    office.whole()


@WHAT
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_what_could_not_be_done_is_2_though_nobody_hears(
    asked: Asked, how: str, stream: str, refuse: Refuse
) -> None:
    refuse(stream, how)
    asked.error = InputError("cli.no_files")
    assert run("late", "a.csv") == 2
    assert run("late", "a.csv", "--nosuch") == 2
    asked.error = KeyboardInterrupt()
    assert run("late", "a.csv") == 130


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line as cron does, the program where its lines say it is."""
    bin_ = folder / ".venv" / "bin"
    bin_.mkdir(parents=True, exist_ok=True)
    program = bin_ / "cchc-audit"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m cchc_audit "$@"\n')
    program.chmod(0o755)
    surroundings = {"PATH": "/usr/bin:/bin", "HOME": str(folder)}
    surroundings["PYTHONPATH"] = str(Path(__file__).parents[2])
    return subprocess.run(
        ["/bin/sh", "-c", line], cwd=folder, env=surroundings, capture_output=True, check=False
    )


def test_the_line_of_the_documentation_on_a_full_disk(office: Office) -> None:
    """The digest goes nowhere, the outputs are there: the mail is empty, and says why."""
    page = (DOCS / "en" / "nightly.md").read_text(encoding="utf-8")
    [line] = re.findall(r"^# 0 23 \* \* \* +(.*mail\.txt.*)$", page, re.MULTILINE)
    (office.folder / "mail.txt").symlink_to(FULL)
    done = shell(line.replace("/srv/cchc", str(office.folder)), office.folder)
    assert done.returncode == 0
    assert "digest.txt" in done.stderr.decode()
    office.whole()


@pytest.mark.parametrize("closed", ["<&- >&- 2>&-"])
def test_a_night_behind_closed_streams(office: Office, closed: str) -> None:
    office.configure("[gates]\noverdue_max = 3")
    assert shell(f".venv/bin/cchc-audit report {closed}", office.folder).returncode == 1
    office.whole()


def test_a_closed_stream_gets_no_result(office: Office) -> None:
    done = shell(".venv/bin/cchc-audit --version >&-", office.folder)
    assert (done.returncode, done.stdout) == (2, b"")


def test_a_full_disk_refuses_even_nothing_and_the_file_stands(office: Office) -> None:
    """Nothing of a result in a file goes to standard output: its state is no matter."""
    done = shell(
        ".venv/bin/cchc-audit late exports/export.csv -o x.csv --as-of 31/03/2026 >/dev/full",
        office.folder,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (office.folder / "x.csv").exists()


def test_2_a_temporary_folder_without_room_is_called_by_its_name(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a copy of an export finds no room, it is not the export that cannot be read."""
    export = office.folder / "exports" / "export.csv"
    export.write_bytes(export.read_text(encoding="utf-8").encode("utf-16"))

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("cchc_audit.intake.files.delimited.scratch_file", full)
    assert run("late", str(export), *MOMENT) == 2
    said = capsys.readouterr().err
    assert str(temporary_folder()) in said
    assert "TMPDIR" in said
