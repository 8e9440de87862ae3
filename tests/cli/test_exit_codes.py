"""One test an exit code, and what goes to which stream."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import Result

from cchc_audit.audit.request import Request
from cchc_audit.core.errors import ExitCode, InputError
from cchc_audit.render.report import Report

from .conftest import Asked, Type


def test_0_done(typed: Type, asked: Asked) -> None:
    done = typed("communes", "a.csv", "--format", "csv")
    assert done.exit_code == 0
    assert done.stdout.startswith("commune,total,on_time_rate\n")
    assert asked.requests


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ([], 0),
        (["--fail-under", "0.95"], 0),
        (["--fail-under", "95%"], 0),
        (["--fail-under", "95,1%"], 1),
        (["--fail-under-each", "0.9"], 0),
        (["--fail-under-each", "0.901"], 1),
        (["--fail-under", "0.9", "--fail-under-each", "0.97", "--limit", "1"], 1),
    ],
)
@pytest.mark.parametrize("command", [["communes"], ["summary", "--by", "commune"]])
@pytest.mark.usefixtures("asked")
def test_1_a_gate_failed(command: list[str], options: list[str], code: int, typed: Type) -> None:
    done = typed(*command, "a.csv", "--format", "json", *options)
    assert done.exit_code == code
    assert '"shown"' in done.stdout
    assert ("Không đạt" in done.stderr) == (code == 1)


def test_2_what_the_pipeline_refuses_is_a_sentence(typed: Type, asked: Asked) -> None:
    asked.error = InputError("cli.no_files")
    refused = typed("late", "a.csv")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.startswith("Lỗi: Chưa chọn tệp dữ liệu.")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "x.csv"), "x.csv"),
        (OSError(28, "No space left on device"), "No space left"),
    ],
)
def test_2_what_the_system_refuses_is_no_bug(
    error: OSError, said: str, typed: Type, asked: Asked
) -> None:
    asked.error = error
    refused = typed("late", "a.csv")
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize("error", [ZeroDivisionError("secret of Bà Na"), MemoryError()])
def test_3_a_bug_is_one_line_and_a_file(
    error: Exception,
    typed: Type,
    asked: Asked,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked.error = error
    failed = typed("late", "a.csv")
    assert (failed.exit_code, failed.stdout) == (3, "")
    assert failed.stderr.count("\n") == 1
    assert "secret" not in failed.stderr
    [file] = tmp_path.glob("cchc-audit-*.txt")
    assert str(file) in failed.stderr
    assert type(error).__name__ in file.read_text(encoding="utf-8")
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_3_a_bug_is_told_even_where_no_file_can_be_written(
    typed: Type, asked: Asked, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    asked.error = ZeroDivisionError("x")
    failed = typed("late", "a.csv")
    assert failed.exit_code == 3
    assert "ZeroDivisionError" in failed.stderr


def test_3_a_panic_of_the_engine_is_a_bug(
    typed: Type, asked: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import polars as pl

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    asked.error = pl.exceptions.PanicException("x")
    assert typed("late", "a.csv").exit_code == 3


def test_130_interrupted(typed: Type, asked: Asked) -> None:
    asked.error = KeyboardInterrupt()
    stopped = typed("late", "a.csv")
    assert (stopped.exit_code, stopped.stdout) == (130, "")
    assert stopped.stderr == "Đã dừng theo yêu cầu.\n"


_STRUCK_IN_A_TEXT = """
import builtins, os, signal

usual = builtins.exec

def struck(source, *rooms):
    if isinstance(source, str) and callable(signal.getsignal(signal.SIGTERM)):
        source = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)\\n" + source
    usual(source, *rooms)

builtins.exec = struck
"""
"""Python runs a `sitecustomize.py` first. Every dataclass is made by the `exec` of a text."""


@pytest.mark.skipif(os.name == "nt", reason="the system ends a process without asking it")
def test_130_stopped_while_a_class_is_made(tmp_path: Path) -> None:
    """Python would end itself by SIGINT then, and no code would be seen: see `__main__`."""
    (tmp_path / "sitecustomize.py").write_text(_STRUCK_IN_A_TEXT)
    (tmp_path / "a.csv").write_text("Mã hồ sơ,Ngày tiếp nhận\nH-1,02/03/2026\n")
    stopped = subprocess.run(
        [sys.executable, "-m", "cchc_audit", "late", str(tmp_path / "a.csv")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (stopped.returncode, stopped.stderr) == (130, "Đã dừng theo yêu cầu.\n")


_TAKEN_APART = """
import atexit, os

class Last:
    def __del__(self, write=os.write):
        write(1, b"taken apart")

last = Last()
atexit.register(os.write, 1, b"asked at the end\\n")
"""


def test_what_was_imported_is_not_taken_apart(tmp_path: Path) -> None:
    """It takes a sixth of a small run; what asked to be called at the end is called."""
    (tmp_path / "sitecustomize.py").write_text(_TAKEN_APART)
    ended = subprocess.run(
        [sys.executable, "-m", "cchc_audit", "--version"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.startswith("cchc-audit")
    assert ended.stdout.endswith("\nasked at the end\n")


@pytest.fixture
def usual_signals() -> Iterator[None]:
    """Signals mean what they mean to a program run by hand, wherever these tests run: a shell has
    what runs in its background ignore Ctrl-C, and `nohup` the closing of a terminal.
    """
    before = {signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler)}
    for name in ("SIGTERM", "SIGHUP"):
        if number := getattr(signal, name, None):
            before[number] = signal.signal(number, signal.SIG_DFL)
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("asked", "usual_signals")
@pytest.mark.skipif(os.name == "nt", reason="the system ends a process without asking it")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_130_stopped_by_the_system(typed: Type, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    from cchc_audit import audit

    number = getattr(signal, name)

    def ask(_request: object) -> None:
        signal.raise_signal(number)

    monkeypatch.setattr(audit, "list_late", ask)
    stopped = typed("late", "a.csv")
    assert (stopped.exit_code, stopped.stderr) == (130, "Đã dừng theo yêu cầu.\n")
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.usefixtures("asked", "usual_signals")
@pytest.mark.skipif(os.name == "nt", reason="there is no SIGHUP")
def test_a_signal_that_is_ignored_stays_ignored(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `nohup` has it: the run goes on when its terminal is closed."""
    from cchc_audit import audit

    answer = audit.list_late

    def ask(request: Request) -> Report:
        signal.raise_signal(signal.SIGHUP)
        return answer(request)

    monkeypatch.setattr(audit, "list_late", ask)
    usual = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        assert typed("late", "a.csv").exit_code == 0
    finally:
        signal.signal(signal.SIGHUP, usual)


@pytest.mark.skipif(os.name == "nt", reason="the system ends a process without asking it")
def test_a_run_that_is_stopped_leaves_no_copy_of_the_data(tmp_path: Path) -> None:
    """A copy of the export lies in the temporary folder while it is read; SIGTERM takes it away."""
    row = "H1-{n},Xã Gò Trăng,02/03/2026 08:00,Nguyễn Thị Bịa\n"
    export = "Mã hồ sơ,Đơn vị giải quyết,Ngày tiếp nhận,Chủ hồ sơ\n"
    export += "".join(row.format(n=n) for n in range(50_000))
    (tmp_path / "export.csv").write_text(export, encoding="utf-16")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "cchc_audit", "late", "export.csv", "--as-of", "31/03/2026"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(scratch)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while process.poll() is None and not list(scratch.rglob("*.csv")):
        time.sleep(0.001)
    process.terminate()
    assert process.wait() == ExitCode.INTERRUPTED
    assert list(scratch.iterdir()) == []


@pytest.mark.usefixtures("asked", "usual_signals")
def test_130_interrupted_where_the_engine_makes_another_error_of_it(
    typed: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cchc_audit import audit

    def ask(_request: object) -> None:
        try:
            signal.raise_signal(signal.SIGINT)
        except KeyboardInterrupt:
            raise TypeError("not a data type") from None

    monkeypatch.setattr(audit, "list_late", ask)
    stopped = typed("late", "a.csv")
    assert (stopped.exit_code, stopped.stderr) == (130, "Đã dừng theo yêu cầu.\n")
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def sums(done: Result) -> bool:
    return "1.234 dòng = 1.230 hồ sơ + 3 dòng không đọc được + 1 dòng trùng" in done.stderr


@pytest.mark.usefixtures("asked")
def test_the_sum_of_rows_goes_to_stderr_where_a_machine_reads_stdout(typed: Type) -> None:
    for form in ("json", "csv"):
        done = typed("communes", "a.csv", "--format", form)
        assert sums(done)
        assert "Đã đọc" not in done.stdout
    # A table says it itself.
    done = typed("communes", "a.csv")
    assert done.stderr == ""
    assert "Đã đọc" in done.stdout


@pytest.mark.usefixtures("asked")
def test_quiet_says_nothing_beside_the_payload(typed: Type) -> None:
    assert typed("communes", "a.csv", "--format", "json", "-q").stderr == ""


@pytest.mark.usefixtures("asked")
def test_a_file_takes_the_payload(typed: Type, tmp_path: Path) -> None:
    done = typed("communes", "a.csv", "-o", "out.csv")
    assert (done.exit_code, done.stdout) == (0, "")
    assert sums(done)
    assert "out.csv" in done.stderr
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfcommune,")


@pytest.mark.usefixtures("asked")
def test_the_format_asked_for_beats_the_suffix(typed: Type, tmp_path: Path) -> None:
    typed("communes", "a.csv", "-o", "out.csv", "--format", "json")
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith("{")
    typed("communes", "a.csv", "-o", "out.data", "--format", "csv")
    assert (tmp_path / "out.data").exists()


@pytest.mark.usefixtures("asked")
def test_a_folder_that_is_not_there_is_a_sentence(typed: Type) -> None:
    refused = typed("communes", "a.csv", "-o", "none/out.csv")
    assert refused.exit_code == 2
    assert "none" in refused.stderr


def program(*words: str) -> list[str]:
    return [sys.executable, "-m", "cchc_audit", *words]


def test_a_reader_that_leaves_is_no_error() -> None:
    process = subprocess.Popen(
        program("late", "--help"), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert process.wait() in {0, 2}
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout_is_told() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            program("--version"), stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    assert done.returncode == 2
    assert done.stderr.startswith("Lỗi:")


def test_output_is_utf_8_whatever_the_locale() -> None:
    surroundings = os.environ | {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        program("--help"), capture_output=True, env=surroundings, encoding="utf-8", check=False
    )
    assert done.returncode == 0
    assert "Cách dùng" in done.stdout
