"""Numbers that come more than once: an answer put right for their rows is that of a second pass."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.audit import apart, dataset
from cchc_audit.audit.passes import put_right
from cchc_audit.cli.app import app
from cchc_audit.core.settings import RuleSettings
from cchc_audit.intake.files import compiled
from cchc_audit.intake.files.lines import guard

HEADER = (
    "Mã hồ sơ,Đơn vị giải quyết,Mã TTHC,Thời hạn giải quyết,Cán bộ xử lý,Trạng thái,Hình thức nộp,"
    "Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Ngày trả kết quả"
)
FEWER = "Đơn vị giải quyết,Mã hồ sơ,Trạng thái,Ngày tiếp nhận,Ngày kết thúc xử lý"
ROWS = 150
HEAP = RuleSettings().batch
"""From so many dossiers of one minute on they are a heap."""
TIMES = ("", " 08:15", " 08:15:30", " 16:59")
COMMANDS = {
    "communes": [],
    "summary": ["--by", "commune,month"],
    "summary, an index": ["--by", "officer", "--index", "766"],
    "summary, three views": ["--views"],
    "simulate": ["--cut", "30%"],
    "check": [],
    "late": [],
    "due": ["--within", "5"],
    "findings": [],
    "findings of gaps": ["--select", "C402,D1,P"],
    "rank": [],
    "assess": [],
}


def one_of(chance: random.Random, *values: str, weights: Sequence[int] | None = None) -> str:
    return chance.choices(values, weights)[0]


def row(chance: random.Random, number: str) -> dict[str, str]:
    """A dossier that may be late or in hand; many share a minute, so that there are heaps."""
    received, finished = chance.randint(2, 20), chance.randint(1, 28)
    finish = f"{finished:02}/03/2026{one_of(chance, *TIMES)}" if chance.random() < 0.8 else ""
    return {
        "Mã hồ sơ": number,
        "Đơn vị giải quyết": one_of(chance, "Xã A", "Phường B", "Xã C", ""),
        "Mã TTHC": one_of(chance, "1.001193", "2.000815", "1.005378", ""),
        "Thời hạn giải quyết": one_of(chance, "3 ngày làm việc", "10 ngày làm việc", ""),
        "Cán bộ xử lý": one_of(chance, "Vũ An", "Lò Bình", ""),
        "Trạng thái": one_of(chance, "Đã trả kết quả", "Đang xử lý", "Rút", "Lạ", ""),
        "Hình thức nộp": one_of(chance, "Trực tuyến", "Trực tiếp", ""),
        "Ngày tiếp nhận": f"{received:02}/03/2026{one_of(chance, *TIMES)}",
        "Ngày hẹn trả": f"{received + 5:02}/03/2026" if chance.random() < 0.7 else "",
        "Ngày kết thúc xử lý": finish,
        "Ngày trả kết quả": finish if chance.random() < 0.3 else "",
    }


def again(chance: random.Random, first: dict[str, str]) -> dict[str, str]:
    """Another row of a dossier: the same, further on, at odds with it, or of another commune."""
    changes: dict[str, dict[str, str]] = {
        "the same": {},
        "a blank around the number": {"Mã hồ sơ": f" {first['Mã hồ sơ']}"},
        "finished since": {"Ngày kết thúc xử lý": "30/03/2026 10:00"},
        "received otherwise": {"Ngày tiếp nhận": "01/02/2026 08:00", "Trạng thái": "Đang xử lý"},
        "another term": {"Thời hạn giải quyết": "20 ngày làm việc"},
        "another commune": {"Đơn vị giải quyết": "Xã D"},
        "another dossier of that number": {
            "Đơn vị giải quyết": "Xã D",
            "Ngày tiếp nhận": "24/02/2026 09:00",
        },
        "rejected": {"Ngày tiếp nhận": "hôm qua"},
        "another officer": {"Cán bộ xử lý": "Cao Chi"},
        "two lines": {"Cán bộ xử lý": '"Cao\nChi"'},
    }
    return first | changes[one_of(chance, *changes)]


def heap(chance: random.Random, officer: str, many: int) -> list[dict[str, str]]:
    """Rows finished in one minute, of which two are of one dossier."""
    told = {"Cán bộ xử lý": officer, "Đơn vị giải quyết": "Xã A", "Trạng thái": "Đã trả kết quả"}
    told |= {"Mã TTHC": "", "Thời hạn giải quyết": "3 ngày làm việc"}
    times = {"Ngày tiếp nhận": "02/03/2026 08:00", "Ngày kết thúc xử lý": "12/03/2026 10:10"}
    rows = [row(chance, f"H8-{officer[-1]}{n}") | told | times for n in range(many - 1)]
    return [*rows, rows[0]]


def texts(header: str, rows: Sequence[dict[str, str]]) -> str:
    names = header.split(",")
    return "".join(
        f"{line}\n" for line in (header, *(",".join(row[name] for name in names) for row in rows))
    )


def export(folder: Path, seed: int, *, files: int) -> list[str]:
    """Files of dossiers, a tenth of which stand there more than once."""
    chance = random.Random(seed)
    rows = [row(chance, f"H9-2603{chance.randint(1, 9):02}-{n:04}") for n in range(ROWS)]
    rows += [again(chance, chance.choice(rows)) for _ in range(ROWS // 10)]
    rows += [again(chance, rows[-1 - n]) for n in range(3)]
    rows += heap(chance, "Hồ An", HEAP) + heap(chance, "Hồ Bá", HEAP + 1)
    rows += [row(chance, "") for _ in range(2)]
    chance.shuffle(rows)
    paths = []
    for n in range(files):
        paths.append(folder / f"{seed}-{n}.csv")
        header = FEWER if n % 2 else HEADER
        paths[-1].write_text(texts(header, rows[n::files]), encoding="utf-8")
    return [str(path) for path in paths]


@pytest.fixture(autouse=True)
def treated_as_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dataset, "_SMALL", 0)


@pytest.fixture
def right(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Gets an entry whenever answers are put right."""
    found: list[bool] = []

    def noted(*given: object, **named: object) -> object:
        found.append(True)
        return put_right(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("cchc_audit.audit.run.put_right", noted)
    return found


def answer(command: str, paths: Sequence[str]) -> tuple[int, str, str]:
    line = [command.split(",")[0].split(" of")[0], *paths, *COMMANDS[command]]
    done = CliRunner().invoke(app, [*line, "--as-of", "31/03/2026", "--format", "json"])
    assert done.exit_code == 0, done.output
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("seed", "files"), [(1, 1), (2, 2), (3, 3)])
def test_the_answer_is_that_of_a_second_pass(
    command: str,
    seed: int,
    files: int,
    tmp_path: Path,
    right: list[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paths = export(tmp_path, seed, files=files)
    found = answer(command, paths)
    assert right
    right.clear()
    monkeypatch.setattr(apart, "_FEW", 0)
    assert answer(command, paths) == found
    assert not right


@pytest.mark.parametrize("command", ["communes", "late", "findings"])
def test_the_answer_is_that_of_a_second_pass_for_compiled_code(
    command: str, tmp_path: Path, right: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(guard, "_CHUNK", 1_000)
    monkeypatch.setattr(guard, "_PEEK", 500)
    monkeypatch.setattr(apart, "_FEW", 0)
    paths = export(tmp_path, 5, files=2)
    expected = answer(command, paths)
    assert not right
    monkeypatch.undo()
    monkeypatch.setattr(dataset, "_SMALL", 0)
    monkeypatch.setattr(compiled, "ENOUGH", 0)
    monkeypatch.setattr(guard, "_CHUNK", 1_000)
    monkeypatch.setattr(guard, "_PEEK", 500)
    assert answer(command, paths) == expected
