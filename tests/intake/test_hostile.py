"""Damaged and hostile files through the command line: exit code 0 or 2, every row accounted for."""

import gzip
import io
import itertools
import json
import os
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app

HEADER = "Mã hồ sơ,Mã TTHC,Đơn vị giải quyết,Trạng thái,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả"
ROWS = (
    "H1,1.001193,xã A,Đã trả kết quả,05/01/2026 08:00:00,08/01/2026 17:00:00,07/01/2026 09:30:00",
    "H2,1.001193,xã A,Đang xử lý,06/01/2026 08:00:00,09/01/2026 17:00:00,",
)
TEXT = "\n".join((HEADER, *ROWS)) + "\n"
PLAIN = TEXT.encode()
WIDE = ",".join(("Mã hồ sơ", "Ngày tiếp nhận", *(f"c{n}" for n in range(1998))))


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def typed(*words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--as-of", "31/01/2026", "--format", "json"])


def held(done: Result) -> dict[str, int]:
    """The sum of rows of a run that met a hostile file, empty where it was refused."""
    assert done.exit_code in {0, 2}, done.stderr
    assert "Traceback" not in done.stderr
    if done.exit_code == 2:
        assert done.stdout == ""
        assert done.stderr.startswith("Lỗi:")
        return {}
    found: dict[str, int] = json.loads(done.stdout)["input"]
    assert found["rows_read"] == found["rows_rejected"] + found["duplicates"] + found["assessed"]
    return found


def archive(name: str, content: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return data.getvalue()


def more(*lines: str) -> bytes:
    return (TEXT + "\n".join(lines) + "\n").encode()


# name → bytes, and (read, rejected) or None for a refusal.
FILES: dict[str, tuple[bytes, tuple[int, int] | None]] = {
    "as it should be": (PLAIN, (2, 0)),
    "too few cells": (more("H3,x"), (3, 1)),
    "too many cells": (more(ROWS[0] + ",a,b"), (3, 1)),
    "a zero byte": (more("H3,\0,x\0,,05/01/2026,,"), (3, 0)),
    "a cell of 10 MB": (more("H3," + "x" * 10_000_000 + ",,,05/01/2026,,"), (3, 0)),
    "a moment of 10 MB": (more("H3,,,," + "1" * 10_000_000 + ",,"), (3, 1)),
    "a quote left open at the end": (more('H3,1.001193,xã A,,05/01/2026,,"x'), (3, 1)),
    "a quote left open": (
        more('H3,1.001193,"xã A,,05/01/2026,,', ROWS[1].replace("H2", "H4")),
        (4, 1),
    ),
    "2,000 columns": (f"{WIDE}\nH1,05/01/2026{',x' * 1998}\n".encode(), (1, 0)),
    "a truncated .gz": (gzip.compress(PLAIN * 50)[:-20], None),
    "an archive that is no workbook": (archive("a.txt", b"x"), None),
    "a workbook of zeroes": (archive("xl/workbook.xml", b"0" * (1 << 24)), None),
    "only CR": (PLAIN.replace(b"\n", b"\r"), (2, 0)),
    "CRLF": (PLAIN.replace(b"\n", b"\r\n"), (2, 0)),
    "sep=": (b"sep=;\n" + PLAIN.replace(b",", b";"), (2, 0)),
    "UTF-16 LE without BOM": (TEXT.encode("utf-16-le"), (2, 0)),
    "UTF-16 BE without BOM": (TEXT.encode("utf-16-be"), (2, 0)),
    "BOM and a quoted header": (
        b"\xef\xbb\xbf" + TEXT.replace(HEADER, '"' + HEADER.replace(",", '","') + '"').encode(),
        (2, 0),
    ),
    "only title rows": ("DANH SÁCH HỒ SƠ\nTháng 01/2026\n".encode(), None),
    "only a header": (f"{HEADER}\n".encode(), None),
    "nothing": (b"", None),
    "only a BOM": (b"\xef\xbb\xbf", None),
    "only zeroes": (bytes(5000), None),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, None),
    "only quotes": (b'"' * 4097, None),
    "only commas": (b"," * 5000 + b"\n", None),
    "moments at the ends of time": (
        more(
            "H3,,,,0001-01-01T00:00:00+14:00,,",
            "H4,,,,9999-12-31T23:59:59-14:00,,",
            "H5,,,,9999-12-31T23:59:60,,",
            "H6,,,,99999999999999999999,,",
        ),
        (6, 4),
    ),
}


@pytest.mark.parametrize("command", ["check", "late"])
@pytest.mark.parametrize("name", FILES)
def test_a_file(name: str, command: str) -> None:
    data, rows = FILES[name]
    Path("a.csv").write_bytes(data)
    found = held(typed(command, "a.csv"))
    expected = {} if rows is None else dict(zip(("rows_read", "rows_rejected"), rows, strict=True))
    assert {key: n for key, n in found.items() if key in {"rows_read", "rows_rejected"}} == expected
    assert not list(Path().glob(".*"))


def _fifo() -> str:
    os.mkfifo("pipe")
    return "pipe"


def _vanished() -> str:
    Path("link").symlink_to("gone")
    return "link"


@pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX")
@pytest.mark.parametrize("name", [lambda: "/dev/null", _fifo, _vanished, lambda: "/dev/zero"])
def test_what_is_no_file(name: Callable[[], str]) -> None:
    assert held(typed("check", name())) == {}


def test_no_permission() -> None:
    path = Path("a.csv")
    path.write_bytes(PLAIN)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    assert held(typed("check", "a.csv")) == {}


@pytest.mark.parametrize("form", ["csv", "json", "html"])
def test_an_output_that_cannot_be_written_leaves_nothing(form: str) -> None:
    Path("a.csv").write_bytes(PLAIN)
    assert held(typed("assess", "a.csv", "-o", f"none/x.{form}")) == {}
    if Path("/dev/full").exists():
        Path(f"x.{form}").symlink_to("/dev/full")
        done = CliRunner().invoke(
            app, ["assess", "a.csv", "-o", f"x.{form}", "--format", form, "--as-of", "31/01/2026"]
        )
        assert done.exit_code == 2, done.stderr
        assert "Traceback" not in done.stderr


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.lists(
        st.tuples(st.integers(0, len(PLAIN)), st.integers(0, 6), st.binary(max_size=6)),
        max_size=6,
    )
)
def test_any_bytes(cuts: list[tuple[int, int, bytes]]) -> None:
    data = PLAIN
    for place, length, other in cuts:
        data = data[:place] + other + data[place + length :]
    Path("a.csv").write_bytes(data)
    held(typed("check", "a.csv"))


ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "utf-8 with BOM": lambda text: text.encode("utf-8-sig"),
    "NFD": lambda text: unicodedata.normalize("NFD", text).encode(),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "windows-1258": lambda text: _windows(text).encode("cp1258"),
}
MOMENTS: dict[str, Callable[[str, str, str, str], str]] = {
    "day first": lambda d, m, y, t: f"{d}/{m}/{y} {t}",
    "dots": lambda d, m, y, t: f"{d}.{m}.{y} {t}",
    "time first": lambda d, m, y, t: f"{t} {d}/{m}/{y}",
    "ISO": lambda d, m, y, t: f"{y}-{m}-{d}T{t}",
    "compact": lambda d, m, y, t: f"{y}{m}{d}{t.replace(':', '')}",
}


def _windows(text: str) -> str:
    """As code page 1258 has it: the five tones as marks of their own, other letters whole."""
    found = []
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        tone = apart[-1] if len(apart) > 1 else ""
        tones = [mark for mark in apart if mark in "\u0300\u0301\u0303\u0309\u0323"]
        rest = unicodedata.normalize("NFC", "".join(m for m in apart if m not in tones))
        found.append(rest + "".join(tones) if tone else letter)
    return "".join(found)


def _respelt(how: Callable[[str, str, str, str], str]) -> str:
    text = TEXT
    for d, m, y, t in (
        ("05", "01", "2026", "08:00:00"),
        ("08", "01", "2026", "17:00:00"),
        ("07", "01", "2026", "09:30:00"),
        ("06", "01", "2026", "08:00:00"),
        ("09", "01", "2026", "17:00:00"),
    ):
        text = text.replace(f"{d}/{m}/{y} {t}", how(d, m, y, t))
    return text


def test_however_an_export_is_written_its_verdicts_are_the_same() -> None:
    answers = set()
    kinds = itertools.product(ENCODINGS, ",;\t|", ("\n", "\r\n", "\r"), MOMENTS)
    for number, (encoding, delimiter, end, spelling) in enumerate(kinds):
        if number % 11:  # enough for each value to meet most others
            continue
        text = _respelt(MOMENTS[spelling]).replace(",", delimiter).replace("\n", end)
        Path("a.csv").write_bytes(ENCODINGS[encoding](text))
        done = typed("assess", "a.csv")
        assert done.exit_code == 0, (encoding, delimiter, end, spelling, done.stderr)
        answers.add(json.dumps(json.loads(done.stdout)["rows"], sort_keys=True))
    assert len(answers) == 1
    assert '"dossier_id": "H1"' in answers.pop()
