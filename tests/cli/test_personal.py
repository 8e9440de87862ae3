"""Applicants, phone numbers and addresses come out where they are asked for, and nowhere else."""

import io
import json
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from support.openings import shared_openings

from cchc_audit.audit.request import Request
from cchc_audit.cli.app import _COMMANDS
from cchc_audit.core.settings import Settings, SnapshotSettings
from cchc_audit.products.history import take_snapshot

from .conftest import Type

MARKS = ("NguyenMARKA", "0905MARKB", "ThonMARKC")
WHO = ",".join(MARKS)
HEADER = (
    "Mã hồ sơ,Mã TTHC,Đơn vị,Ngày tiếp nhận,Ngày hẹn trả,Ngày có kết quả,Thời hạn giải quyết,"
    "Chủ hồ sơ,Số điện thoại,Địa chỉ,Trạng thái,Cán bộ xử lý,Người nộp,Hình thức nộp,Đánh giá"
)
LATE = "1.001193,UBND xã A,02/03/2026 08:00,,09/03/2026 09:00,3 ngày làm việc"
ROWS = (
    f"H1,{LATE},{WHO},Đã xử lý xong,CB X,NguyenMARKA,1,",
    # the same dossier once more, with another moment
    f"H1,{LATE.replace('09/03', '10/03')},{WHO},Đã xử lý xong,CB X,NguyenMARKA,1,",
    # no such day, too few cells, too many, a stray quote before a name
    f"H2,{LATE.replace('02/03', '31/02')},{WHO},Đã xử lý xong,CB X,NguyenMARKA,1,",
    f"H3,1.001193,xã A,02/03/2026 08:00,,{WHO}",
    f"H4,{LATE},{WHO},Lạ,CB X,NguyenMARKA,fax,,,,",
    f'H5,1.001193,xã A,02/03/2026 08:00,,,x,"{WHO},Lạ,CB X,NguyenMARKA,fax,',
    # open: due soon
    f"H6,8.888888,xã B,10/03/2026 08:00,12/03/2026,,3 ngày,{WHO},Đang xử lý,CB X,NguyenMARKA,2,",
)
BYTES = f"H7,1.001193,xã B,10/03/2026 08:00,,,3 ngày,{MARKS[0]}".encode() + b"\xff,,,,,,,\n"
AS_OF = ("--as-of", "11/03/2026")
FORMATS = ("json", "csv", "table", "md", "html", "xlsx", "parquet")
LISTS = (("late",), ("due", "--within", "9"), ("assess",))
ANSWERS = (
    *LISTS,
    ("communes",),
    ("summary", "--by", "officer"),
    ("summary", "--views"),
    ("check",),
    ("findings",),
    ("findings", "--by", "officer"),
    ("rank",),
    ("simulate",),
    ("form", "06a"),
    ("form", "06b"),
    ("form", "register"),
)
"""Commands that read an export, with what they need; a new one is a line here."""
OF_NIGHTS = (
    ("changes", "2026-03-11", "y.csv", "--as-of", "12/03/2026"),
    ("snapshots",),
    ("snapshots", "--verify"),
    ("trend", "--by", "officer"),
)
"""Commands over the snapshots of two nights."""
ELSEWHERE = {"why", "init", "brief", "report"}
"""Commands that have a test of their own below."""
READ_NO_EXPORT = {"rules", "deadline", "calendar", "procedures", "demo"}


@pytest.fixture
def opened_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """The export is opened and judged once: what is tested is what every command shows of it.
    `check` looks at the files themselves.
    """
    command = request.node.callspec.params.get("command", ("why",))
    with nullcontext() if command[0] == "check" else shared_openings():
        yield


@pytest.fixture(autouse=True)
def export() -> None:
    Path("x.csv").write_bytes(("\n".join((HEADER, *ROWS)) + "\n").encode() + BYTES)


def legible(data: bytes) -> str:
    """Everything that can be read in an output, packed or not."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            data = b"\n".join(book.read(name) for name in book.namelist())
    elif data.startswith(b"PAR1"):
        data = pl.read_parquet(io.BytesIO(data)).write_json().encode()
    return data.decode(errors="replace")


def usual(words: Sequence[str]) -> int:
    """The exit code of a line that goes well: most rows are rejected, and `check` says so."""
    return 2 if words[0] == "check" else 0


def told(typed: Type, *words: str, out: str) -> str:
    """All that a run says on both streams and in a file, to the screen and to a file."""
    shown, kept = typed(*words), typed(*words, "-o", out)
    assert shown.exit_code == kept.exit_code == usual(words), shown.stderr + kept.stderr
    parts = (shown.stdout_bytes, shown.stderr_bytes, kept.stdout_bytes, kept.stderr_bytes)
    return "\n".join(map(legible, (*parts, Path(out).read_bytes())))


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", ANSWERS, ids=" ".join)
def test_no_command_in_any_format_names_a_person(
    command: tuple[str, ...], form: str, typed: Type
) -> None:
    text = told(typed, *line(command), "--format", form, out="o")
    assert not [mark for mark in MARKS if mark in text]


def line(command: tuple[str, ...]) -> tuple[str, ...]:
    """The command over the export; the kind of a form stands before its files."""
    place = 2 if command[0] == "form" else 1
    return (*command[:place], "x.csv", *command[place:], *AS_OF)


@pytest.fixture
def nights() -> None:
    """A snapshot of the export, and the export as it stands a day later."""
    settings = Settings(snapshots=SnapshotSettings(Path("snapshots")))
    for day in (12, 13):
        as_of = datetime(2026, 3, day)
        take_snapshot(Request(("x.csv",), settings, as_of, as_of_given=True), taken_at=as_of)
    later = Path("x.csv").read_bytes().replace(b"12/03/2026", b"20/03/2026")
    Path("y.csv").write_bytes(later.replace(b"MARKC", b"MARKC khac"))


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize(
    ("command", "form"),
    # Pages, which all but `changes` are, cannot be Parquet.
    [(c, f) for c in OF_NIGHTS for f in FORMATS if f != "parquet" or c[0] == "changes"],
    ids=lambda part: part if isinstance(part, str) else " ".join(part),
)
def test_no_command_over_nights_names_a_person(
    command: tuple[str, ...], form: str, typed: Type
) -> None:
    text = told(typed, *command, "--format", form, out="o")
    assert not [mark for mark in MARKS if mark in text]


@pytest.mark.usefixtures("nights")
def test_what_snapshots_keep_names_nobody() -> None:
    kept = [path for path in Path("snapshots").rglob("*") if path.is_file()]
    assert {path.suffix for path in kept} >= {".parquet", ".json"}
    for path in kept:
        assert not [mark for mark in MARKS if mark in legible(path.read_bytes())], path


FOLDERS = (
    ("brief", "x.csv", "--commune", "xã A", *AS_OF, "-o", "ra"),
    ("form", "apology", "x.csv", *AS_OF, "--certainty", "unproven", "-o", "ra"),
    ("report", *AS_OF),
)
"""Commands that fill a folder."""


@pytest.mark.parametrize("command", FOLDERS, ids=lambda words: words[0])
def test_no_folder_that_is_filled_names_a_person(command: tuple[str, ...], typed: Type) -> None:
    Path("cchc.toml").write_text('inputs = ["x.csv"]\n[report]\nfolder = "ra"\n', encoding="utf-8")
    done = typed(*command)
    assert done.exit_code == 0, done.stderr
    filled = [path for path in Path("ra").rglob("*") if path.is_file() and path.stat().st_size]
    assert filled
    said = [done.stdout, done.stderr, *(legible(path.read_bytes()) for path in filled)]
    assert not [mark for mark in MARKS for text in said if mark in text]


def test_a_letter_names_its_addressee_where_that_is_asked_for(typed: Type) -> None:
    words = ("form", "apology", "x.csv", *AS_OF, "--certainty", "unproven", "-o", "ra")
    done = typed(*words, "--show-personal")
    assert done.exit_code == 0, done.stderr
    assert MARKS[0] in "".join(legible(path.read_bytes()) for path in Path("ra").glob("*.docx"))


def test_a_list_to_be_explained_names_nobody(typed: Type) -> None:
    done = typed("findings", "x.csv", *AS_OF, "--explain-to", "giai-trinh.xlsx")
    assert done.exit_code == 0, done.stderr
    text = legible(Path("giai-trinh.xlsx").read_bytes())
    assert "H1" in text
    assert not [mark for mark in MARKS if mark in text]


@pytest.mark.parametrize("name", sorted({name for name, _, _ in _COMMANDS}))
def test_every_command_is_looked_through(name: str) -> None:
    looked = {words[0] for words in (*ANSWERS, *OF_NIGHTS)} | ELSEWHERE
    assert name in looked | READ_NO_EXPORT


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("command", LISTS, ids=lambda words: words[0])
def test_lists_name_persons_in_every_format_where_that_is_asked_for(
    command: tuple[str, ...], form: str, typed: Type
) -> None:
    words = (*line(command), "--format", form, "--show-personal")
    shown, kept = typed(*words), typed(*words, "-o", "o")
    assert kept.exit_code == 0
    for text in map(legible, (shown.stdout_bytes, Path("o").read_bytes())):
        assert [mark for mark in MARKS if mark in text] == list(MARKS)


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("form", ["json", "table", "md", "html"])
def test_an_explanation_names_nobody_unless_asked_to(form: str, typed: Type) -> None:
    words = ("why", "x.csv", "--id", "H1", *AS_OF, "--format", form)
    assert not [mark for mark in MARKS if mark in told(typed, *words, out="o")]
    asked = told(typed, *words, "--show-personal", out="o")
    assert [mark for mark in MARKS if mark in asked] == list(MARKS)


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize("dossier", ["H2", "H3", "H4", "H5", "H7", "H99"])
def test_an_error_about_a_row_names_nobody(dossier: str, typed: Type) -> None:
    refused = typed("why", "x.csv", "--id", dossier, *AS_OF)
    assert refused.exit_code == 2
    assert not [mark for mark in MARKS if mark in refused.output]


@pytest.mark.parametrize("command", ["late", "check", "init"])
def test_a_file_without_its_header_is_refused_without_a_row_of_it(
    command: str, typed: Type
) -> None:
    Path("y.csv").write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    refused = typed(command, "y.csv")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "y.csv" in refused.stderr
    assert not [mark for mark in MARKS if mark in refused.stderr]
    assert not Path("cchc.toml").exists()


def test_a_configuration_drawn_up_from_an_export_names_nobody(typed: Type) -> None:
    done = typed("init", "x.csv")
    assert done.exit_code == 0
    text = done.output + Path("cchc.toml").read_text(encoding="utf-8")
    assert not [mark for mark in MARKS if mark in text]


@pytest.mark.usefixtures("opened_once")
@pytest.mark.parametrize(
    ("command", "lang"),
    [(command, "vi") for command in (*ANSWERS, ("why", "--id", "H1"))] + [(("late",), "en")],
)
def test_whoever_writes_rejected_rows_hears_what_they_are(
    command: tuple[str, ...], lang: str, typed: Type
) -> None:
    old = Path("loi.csv")
    old.write_text("cũ", encoding="utf-8")
    old.chmod(0o644)
    words = (*line(command), "--rejects", "loi.csv", "--lang", lang)
    done = typed(*words)
    assert done.exit_code == usual(words), done.stderr
    word = "dữ liệu cá nhân" if lang == "vi" else "personal data"
    assert [word in row and "loi.csv" in row for row in done.stderr.splitlines()].count(True) == 1
    assert stat.S_IMODE(old.stat().st_mode) == 0o600
    text = old.read_text(encoding="utf-8-sig")
    assert [mark for mark in MARKS if mark in text] == list(MARKS)
    assert not [mark for mark in MARKS if mark in done.output]
    assert typed(*words, "-q").stderr == ""


def test_a_strict_run_says_where_the_rows_are_that_stopped_it(typed: Type) -> None:
    refused = typed("late", "x.csv", *AS_OF, "--strict", "--rejects", "loi.csv")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "dữ liệu cá nhân" in refused.stderr


def test_nothing_is_said_of_a_rejects_file_without_rows(typed: Type) -> None:
    Path("x.csv").write_text(f"{HEADER}\n{ROWS[0]}\n", encoding="utf-8")
    done = typed("late", "x.csv", *AS_OF, "--rejects", "loi.csv")
    assert "cá nhân" not in done.stderr
    assert Path("loi.csv").exists()


@pytest.mark.parametrize(
    ("target", "said"), [("none/loi.csv", "none"), (".", "thư mục"), ("/dev/full", "ổ đĩa")]
)
def test_a_rejects_file_that_cannot_be_written_is_a_sentence(
    target: str, said: str, typed: Type
) -> None:
    refused = typed("late", "x.csv", *AS_OF, "--rejects", target)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_a_rejects_file_of_any_name_is_no_export_of_its_folder(typed: Type) -> None:
    folder = Path("thang-1")
    folder.mkdir()
    Path("x.csv").rename(folder / "x.csv")
    words = ("check", "thang-1", *AS_OF, "--format", "json", "--rejects", "thang-1/sua-lai.csv")
    first, second = typed(*words), typed(*words)
    assert first.exit_code == 2
    before, after = json.loads(first.stdout), json.loads(second.stdout)
    passed_over = {"file": "thang-1/sua-lai.csv", "reason": "own_rejects", "holds_rows": True}
    assert after == {**before, "unread": [passed_over]}
