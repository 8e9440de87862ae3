"""Summaries of a large plain export look at its lines while they read them, and say the same."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app
from cchc_audit.intake.files import compiled
from cchc_audit.intake.files.lines import guard

pytest.importorskip("numba")
HEADER = "Mã hồ sơ,Đơn vị giải quyết,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Trạng thái"
ROWS = 120
SOUND = {
    "plain": b"",
    "a moment of another spelling": "H9-1,Xã A,2 tháng 3 năm 2026,05/03/2026,,Đang xử lý".encode(),
    "a moment that is none": "H9-1,Xã A,hôm qua,05/03/2026,,Đang xử lý".encode(),
    "a number with a blank": "H9-1 ,Xã A,02/03/2026,05/03/2026,,Đang xử lý".encode(),
    "a dossier twice": "H1-7,Xã A,02/03/2026,05/03/2026,04/03/2026,Đã trả kết quả".encode(),
}
UNSOUND = {
    "a stray quote": 'H9-1,"Xã A,02/03/2026,05/03/2026,,Đang xử lý'.encode(),
    "a row too short": "H9-1,Xã A,02/03/2026".encode(),
    "a row too long": "H9-1,Xã A,02/03/2026,05/03/2026,,Đang xử lý,x".encode(),
    "a cell of two lines": 'H9-1,"Xã\nA",02/03/2026,05/03/2026,,Đang xử lý'.encode(),
    "another encoding": "H9-1,Xã A,02/03/2026,05/03/2026,,".encode() + b"\xd0ang",
    "a letter lost before": "H9-1,X\ufffd A,02/03/2026,05/03/2026,,Đang xử lý".encode(),
    "the header once more": HEADER.encode(),
    "a header of other columns": "Mã hồ sơ,Ngày tiếp nhận,Trạng thái,Đơn vị giải quyết,,".encode(),
    "a part in UTF-16": f"{HEADER}\nH9-1,Xã A,02/03/2026,05/03/2026,,Rút".encode("utf-16"),
    "a blank line": b" ",
}
COMMANDS = {"communes": [], "summary": ["--by", "commune,month"], "late": [], "findings": []}


@pytest.fixture(autouse=True)
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_CHUNK", 1_000)
    monkeypatch.setattr(guard, "_PEEK", 500)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The stretches that were looked at before anything was read, as often as they were."""
    found: list[tuple[int, int]] = []
    look_at = guard._look_at

    def noted(path: Path, span: tuple[int, int], *given: object) -> guard.Chunk:
        found.append(span)
        return look_at(path, span, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(guard, "_look_at", noted)
    return found


def export(folder: Path, odd: bytes) -> str:
    rows = [
        f"H1-{n},Xã {'AB'[n % 2]},02/03/2026 08:00,05/03/2026,0{1 + n % 9}/03/2026,Đã trả kết quả"
        for n in range(ROWS)
    ]
    lines = [HEADER.encode(), *(row.encode() for row in rows)]
    lines[ROWS // 2 : ROWS // 2] = [odd] if odd else []
    path = folder / "x.csv"
    path.write_bytes(b"\n".join(lines) + b"\n")
    return str(path)


def answer(command: str, path: str) -> tuple[int, str, str]:
    line = [command, path, *COMMANDS[command], "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, line)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("odd", [*SOUND, *UNSOUND])
def test_the_answer_is_that_of_who_looks_first(
    command: str,
    odd: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    looks: list[tuple[int, int]],
) -> None:
    path = export(tmp_path, (SOUND | UNSOUND)[odd])
    expected = answer(command, path)
    chunks = len(looks)
    assert chunks > 8
    looks.clear()
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    assert answer(command, path) == expected
    assert (len(looks) < chunks) is (odd in SOUND)


def test_what_is_said_against_a_file_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    path = export(tmp_path, UNSOUND["a stray quote"])
    line = ["communes", path, "--strict", "--as-of", "31/03/2026"]
    done = CliRunner().invoke(app, line)
    assert done.exit_code == 2
    assert done.stderr.count("--strict") == 1


@pytest.mark.parametrize("odd", ["plain", "a stray quote"])
def test_standard_input_is_read_once(
    odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(export(tmp_path, (SOUND | UNSOUND)[odd]))
    _, expected, _ = answer("communes", str(path))
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    line = ["communes", "-", "--as-of", "31/03/2026", "--format", "json"]
    done = CliRunner().invoke(app, line, input=path.read_bytes())
    assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["rows"] == json.loads(expected)["rows"]
