"""Damaged and hostile files through the command line: exit code 0 or 2, every row accounted for."""

import gc
import gzip
import importlib
import io
import itertools
import json
import os
import socket
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from cchc_audit.cli.app import app
from intake.exports import as_windows, opened, rows

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
    if done.exit_code == 2 and not done.stdout.startswith("{"):
        assert done.stdout == ""
        assert done.stderr.startswith("Lỗi:")
        return {}
    told = json.loads(done.stdout)
    assert done.exit_code == 0 or told["verdict"] == "unusable"
    found: dict[str, int] = told["input"]
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
    "a cell of 200,000 lines": (more('H3,"' + "x\n" * 200_000 + '",,,05/01/2026,,'), (3, 0)),
    "a cell of 200,000 lines in a row too short": (more('H3,"' + "x\n" * 200_000 + '"'), (3, 1)),
    "a cell of 2,000 lines that never ends": (more('H3,"' + "x\n" * 1_999 + "x"), (2002, 2000)),
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
        (6, 3),
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


@pytest.mark.parametrize("form", ["csv", "json", "html", "xlsx", "parquet", "md", "table"])
def test_an_output_that_cannot_be_written_leaves_nothing(form: str) -> None:
    Path("a.csv").write_bytes(PLAIN)
    assert held(typed("assess", "a.csv", "-o", f"none/x.{form}")) == {}
    if Path("/dev/full").exists():
        Path(f"x.{form}").symlink_to("/dev/full")
        done = CliRunner().invoke(
            app, ["assess", "a.csv", "-o", f"x.{form}", "--format", form, "--as-of", "31/01/2026"]
        )
        assert done.exit_code == 2, done.stderr
        assert done.stderr.count("\n") == 1
        gc.collect()  # what is left half written must not complain when it is thrown away


SECOND = TEXT.replace("07/01/2026 09:30:00", "29/01/2026 09:30:00").replace("H2", "H22")


@pytest.mark.parametrize("command", ["late", "check", "assess", "communes"])
@pytest.mark.parametrize("then", [None, SECOND.encode(), PLAIN[:100]], ids=["gone", "new", "half"])
@pytest.mark.parametrize(
    "after",
    [
        "intake.files.readers.plain_file",
        "intake.files.delimited.examine",
        "audit.dataset.open_exports",
    ],
)
def test_a_file_that_goes_or_changes_while_it_is_read(
    after: str, then: bytes | None, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = Path("a.csv")
    export.write_bytes(PLAIN)
    room, _, name = f"cchc_audit.{after}".rpartition(".")
    module = importlib.import_module(room)
    step = getattr(module, name)

    def and_then(*values: object, **named: object) -> object:
        found = step(*values, **named)
        export.unlink(missing_ok=True)
        if then is not None:
            export.write_bytes(then)
        return found

    monkeypatch.setattr(module, name, and_then)
    done = typed(command, "a.csv", "-o", "out.json")
    assert done.exit_code == 2
    assert "a.csv" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Lỗi:")
    assert "Traceback" not in done.stderr


def _book(path: Path) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate((HEADER, *ROWS)):
            sheet.write_row(number, 0, line.split(","))
        sheet.write_formula(2, 3, "='file:///etc/[passwd]x'!A1", None, "Đang xử lý")


_LINK = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:id="rId1"/></externalLink>'
)
_TARGET = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="http://127.0.0.1:9/x.xlsx" TargetMode="External"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath"/>'
    "</Relationships>"
)


def test_a_workbook_with_links_and_macros_gives_its_values_and_is_not_followed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a link was followed")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    _book(Path("a.xlsx"))
    with zipfile.ZipFile("a.xlsx", "a") as book:
        book.writestr("xl/externalLinks/externalLink1.xml", _LINK)
        book.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", _TARGET)
        book.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 Auto_Open Shell")
    done = typed("assess", "a.xlsx")
    assert held(done)["assessed"] == 2
    assert [row["status"] for row in json.loads(done.stdout)["rows"]] == ["finished", "in_progress"]


def test_a_workbook_that_unpacks_to_too_much_is_refused_until_the_limit_is_raised() -> None:
    _book(Path("a.xlsx"))
    with zipfile.ZipFile("a.xlsx", "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/media/image1.bin", bytes(8 << 20))
    refused = typed("check", "a.xlsx", "--unpack-limit", "4MB")
    assert held(refused) == {}
    assert "--unpack-limit" in refused.stderr
    assert held(typed("check", "a.xlsx", "--unpack-limit", "16MB"))["assessed"] == 2


def test_the_name_of_a_commune_steers_no_path() -> None:
    folder = Path("here")
    folder.mkdir()
    Path("here/a.csv").write_text(TEXT.replace("xã A", "../../x"), encoding="utf-8")
    before = set(Path().rglob("*"))
    for command in (["communes"], ["late"], ["summary", "--by", "commune"], ["check"]):
        done = typed(*command, "here/a.csv", "-o", f"here/{command[0]}.json")
        assert done.exit_code == 0
    assert {path.parent for path in set(Path().rglob("*")) - before} == {folder}


WRONG = {
    "05/01/2026 08:00:00": "35/01/2026 08:00:00",
    "08/01/2026 17:00:00": "8.1.26",
    ",Đang xử lý,": ",",
}


@pytest.mark.parametrize("right", WRONG)
def test_a_mended_rejects_file_gives_the_verdicts_of_a_file_that_never_was_wrong(
    right: str,
) -> None:
    def verdicts(*files: str) -> list[dict[str, object]]:
        done = typed("assess", *files)
        assert done.exit_code == 0, done.stderr
        told = json.loads(done.stdout)["rows"]
        own = {"source_file", "source_line"}
        kept = [{k: v for k, v in row.items() if k not in own} for row in told]
        return sorted(kept, key=lambda row: str(row["dossier_id"]))

    Path("right.csv").write_bytes(PLAIN)
    Path("wrong.csv").write_text(TEXT.replace(right, WRONG[right]), encoding="utf-8")
    done = typed("check", "wrong.csv", "--rejects", "mend.csv")
    assert held(done)["rows_rejected"] == 1
    [line] = [row for row in ROWS if right in row]
    rows = Path("mend.csv").read_text(encoding="utf-8-sig").splitlines()
    meta = rows[1].split(",")[:5]
    mended = "\r\n".join((rows[0], ",".join((*meta, line)))) + "\r\n"
    Path("mend.csv").write_text(mended, encoding="utf-8-sig", newline="")
    assert verdicts("wrong.csv", "mend.csv") == verdicts("right.csv")


@settings(
    max_examples=40,
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
    "utf-16-be with BOM": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "utf-16-le": lambda text: text.encode("utf-16-le"),
    "utf-16-be": lambda text: text.encode("utf-16-be"),
    "windows-1258": lambda text: as_windows(text).encode("cp1258"),
    "windows-1258, whole letters where it has them": lambda text: _whole(text).encode("cp1258"),
}
MOMENTS: dict[str, Callable[[str, str, str, str], str]] = {
    "day first": lambda d, m, y, t: f"{d}/{m}/{y} {t}",
    "dots": lambda d, m, y, t: f"{d}.{m}.{y} {t}",
    "hyphens": lambda d, m, y, t: f"{d}-{m}-{y} {t}",
    "one digit": lambda d, m, y, t: f"{int(d)}/{int(m)}/{y} {t}",
    "ISO with a space": lambda d, m, y, t: f"{y}-{m}-{d} {t}",
    "ISO with a fraction": lambda d, m, y, t: f"{y}-{m}-{d}T{t}.500",
    "ISO with an offset": lambda d, m, y, t: f"{y}-{m}-{d}T{t}+07:00",
    "time first": lambda d, m, y, t: f"{t} {d}/{m}/{y}",
    "ISO": lambda d, m, y, t: f"{y}-{m}-{d}T{t}",
    "compact": lambda d, m, y, t: f"{y}{m}{d}{t.replace(':', '')}",
}


def _whole(text: str) -> str:
    """The same with é, à and the like as the one letter that the page has for them."""
    return "".join(
        letter if letter.encode("cp1258", errors="ignore") else as_windows(letter)
        for letter in text
    )


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


def test_however_an_export_is_written_its_rows_are_the_same() -> None:
    """All that a verdict is made of: lines, faults and every column."""
    answers = set()
    kinds = itertools.product(ENCODINGS, ",;\t|", ("\n", "\r\n", "\r"), MOMENTS)
    for number, (encoding, delimiter, end, spelling) in enumerate(kinds):
        if number % 23:  # enough for each value to meet most others
            continue
        text = _respelt(MOMENTS[spelling]).replace(",", delimiter).replace("\n", end)
        Path("a.csv").write_bytes(ENCODINGS[encoding](text))
        answers.add(rows(opened(Path("a.csv"))).write_json())
        assert len(answers) == 1, (encoding, delimiter, end, spelling)
    assert '"dossier_id":"H1"' in answers.pop()
    held(typed("assess", "a.csv"))
