"""Where a pack goes: folders that appear whole, safe names, one file of it, the workbook, the
record.
"""

import csv
import json
import re
import zipfile
from pathlib import Path

import docx
import fastexcel
import pytest

from cchc_audit.products.brief.pack_folder import slug

from .exports import OFFICER, PERSON, QUARTER, WAITS, export, row, typed
from .structure import Structure

pytestmark = pytest.mark.usefixtures("opened_once")

ASKED = ("--commune", "Xã Một", *QUARTER)
FILES = {"ho-so-kiem-tra.html", "ho-so-kiem-tra.xlsx", "bien-ban-kiem-tra.docx"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return export(tmp_path / "x.csv")


def names(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_folder_of_its_own(tmp_path: Path) -> None:
    done = typed("brief", "x.csv", *ASKED)
    assert done.exit_code == 0
    assert "Mở ho-so-kiem-tra-xa-mot/ho-so-kiem-tra.html bằng trình duyệt" in done.stderr
    assert names(tmp_path / "ho-so-kiem-tra-xa-mot") == FILES
    assert {path.name for path in tmp_path.iterdir()} == {"x.csv", "ho-so-kiem-tra-xa-mot"}


def test_what_is_named_like_a_document_is_no_folder(tmp_path: Path) -> None:
    refused = typed("brief", "x.csv", *ASKED, "-o", "pack.odt")
    assert refused.exit_code == 2
    assert "html, xlsx, docx" in refused.stderr
    assert not (tmp_path / "pack.odt").exists()


def test_the_alias(tmp_path: Path) -> None:
    assert typed("ho-so-kiem-tra", "x.csv", *ASKED, "-o", "pack").exit_code == 0
    assert names(tmp_path / "pack") == FILES


def test_again_into_a_folder_with_other_things(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "note.txt").write_text("kept", encoding="utf-8")
    (folder / "bien-ban-kiem-tra.docx").write_text("old", encoding="utf-8")
    assert typed("brief", "x.csv", *ASKED, "-o", "pack").exit_code == 0
    assert names(folder) == {*FILES, "note.txt"}
    assert (folder / "note.txt").read_text(encoding="utf-8") == "kept"
    assert docx.Document(str(folder / "bien-ban-kiem-tra.docx")).paragraphs
    assert not list(tmp_path.glob(".*"))


def test_an_export_is_never_written_over(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    folder.mkdir()
    mine = export(folder / "ho-so-kiem-tra.xlsx")
    before = mine.read_bytes()
    done = typed("brief", "x.csv", *ASKED, "-o", "pack", "--events", mine)
    assert done.exit_code == 2
    assert mine.read_bytes() == before


def test_one_folder_a_commune_and_an_index(tmp_path: Path) -> None:
    both = ("--commune", "Xã Một", "--commune", "Xã Hai", *QUARTER)
    assert typed("brief", "x.csv", *both).exit_code == 0
    folder = tmp_path / "ho-so-kiem-tra"
    inside = {f"{place}/{name}" for place in ("xa-mot", "xa-hai") for name in FILES}
    assert names(folder) == {"index.html", *inside}
    index = Structure((folder / "index.html").read_text(encoding="utf-8"))
    assert index.faults() == []
    assert {link for link in index.links if not link.startswith("#")} == inside
    alone = typed("brief", "x.csv", *ASKED, "--format", "html", "-q").stdout
    assert "Xã Hai" not in alone


def test_one_file_is_for_one_unit() -> None:
    both = ("--commune", "Xã Một", "--commune", "Xã Hai", *QUARTER)
    done = typed("brief", "x.csv", *both, "-o", "x.html")
    assert (done.exit_code, Path("x.html").exists()) == (2, False)
    assert typed("brief", "x.csv", *both, "-o", "x.json").exit_code == 0
    assert len(json.loads(Path("x.json").read_text(encoding="utf-8"))["packs"]) == 2


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Xã Gò Trăng", "xa-go-trang"),
        ("../../x", "x"),
        ("/etc/passwd", "etc-passwd"),
        ("..", "don-vi"),
        ("C:\\con", "c-con"),
        ("CON", "con-1"),
        ("xã " + "đ" * 200, "xa-" + "d" * 57),
    ],
)
def test_names_of_folders_are_safe(name: str, safe: str) -> None:
    assert slug(name) == safe


def test_a_commune_cannot_steer_a_path(tmp_path: Path) -> None:
    late = ("02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00")
    inner = tmp_path / "inner"
    inner.mkdir()
    path = export(inner / "y.csv", row("A", *late, commune="../../x"), row("B", *late, commune="x"))
    done = typed(
        "brief", path, "--commune", "../../x", "--commune", "x", *QUARTER, "-o", inner / "o"
    )
    assert done.exit_code == 0, done.output
    assert {path.parent.name for path in (inner / "o").rglob("*.docx")} == {"x", "x-2"}
    assert {path.name for path in tmp_path.iterdir()} == {"inner", "x.csv"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--commune"),
        (("--commune", "Xã Moot"), "Xã Một"),
        (("--agency", "Phòng Kinh tếe"), "Phòng Kinh tế"),
        (("--agency", "zzzz"), "zzzz"),
        ((*ASKED, "--format", "csv"), "html"),
        ((*ASKED, "-o", "x.csv.md"), "html"),
        ((*ASKED, "--sort", "deadline"), "--sort"),
        ((*ASKED, "--sample", "many"), "--sample"),
        ((*ASKED, "--seed", "-1"), "--seed"),
        ((*ASKED, "-o", "no/such/folder"), "no/such"),
    ],
)
def test_2_what_has_no_meaning(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    done = typed("brief", "x.csv", *words)
    assert done.exit_code == 2, done.output
    assert said in done.output
    assert names(tmp_path) == {"x.csv"}


def sheets(path: Path) -> dict[str, list[list[object]]]:
    book = fastexcel.read_excel(path)
    return {
        name: [
            list(line) for line in book.load_sheet(name, header_row=None).to_polars().iter_rows()
        ]
        for name in book.sheet_names
    }


def test_the_workbook(tmp_path: Path) -> None:
    assert typed("brief", "x.csv", *ASKED, "-o", "x.xlsx").exit_code == 0
    found = sheets(tmp_path / "x.xlsx")
    assert list(found) == [
        *("Tổng hợp", "Nội dung cần kiểm tra", "Hồ sơ quá hạn", "Đang giải quyết"),
        *("Hồ sơ chọn mẫu", "Đề nghị giải trình", "Nguồn số liệu"),
    ]
    late = found["Hồ sơ quá hạn"]
    assert {line[0] for line in late} >= {"L1", "L2", "O1"}
    for name in ("Hồ sơ quá hạn", "Đang giải quyết", "Nội dung cần kiểm tra"):
        # A line number says nothing without its file.
        [heads] = [line for line in found[name] if "Mã hồ sơ" in line]
        assert heads.index("Dòng số") == heads.index("Tệp nguồn") + 1
    text = str(found)
    # Names stand only where the settings say so: a pack leaves the office.
    assert OFFICER not in text
    assert re.search("CB-[0-9a-f]{8}", text)
    assert not [name for name in PERSON if name in text]
    sample = found["Hồ sơ chọn mẫu"]
    [head] = [line for line in sample if line[1] == "Mã hồ sơ"]
    assert head[-2:] == ["Kết quả đối chiếu hồ sơ giấy", "Ghi chú"]
    rows = sample[sample.index(head) + 1 :]
    assert len(rows) == 23
    assert {cell for line in rows for cell in line[-2:]} == {None}
    [total] = [line for line in found["Tổng hợp"] if line[0] == "Tổng số hồ sơ"]
    assert [float(str(cell)) for cell in total[1:4]] == [23, 43, 2]


def test_answers_on_its_list_are_read_back(tmp_path: Path) -> None:
    """Also those to findings about an officer, who has a code there and a name on the screen."""
    assert typed("brief", "x.csv", *ASKED, "-o", "x.xlsx").exit_code == 0
    unanswered = typed("findings", "x.csv", *ASKED, "--responses", "x.xlsx", "--format", "json")
    assert json.loads(unanswered.stdout)["orphaned"] == []
    lines = sheets(tmp_path / "x.xlsx")["Đề nghị giải trình"]
    [head] = [line for line in lines if line[1] == "Mã quy tắc"]
    rows = lines[lines.index(head) + 1 :]
    assert any(re.fullmatch("CB-[0-9a-f]{8}", str(line[4])) for line in rows)
    opinion = head.index("Ý kiến")
    with (tmp_path / "back.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(head)
        for line in rows:
            table.writerow([*line[:opinion], "chấp nhận", *line[opinion + 1 :]])
    gate = ("--fail-on", "note", "--format", "json")
    assert typed("findings", "x.csv", *ASKED, *gate).exit_code == 1
    done = typed("findings", "x.csv", *ASKED, *gate, "--responses", "back.csv")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["orphaned"] == []


def test_the_record_leaves_people_and_conclusions_blank(tmp_path: Path) -> None:
    assert typed("brief", "x.csv", *ASKED, "-o", "x.docx").exit_code == 0
    made = docx.Document(str(tmp_path / "x.docx"))
    text = "\n".join(paragraph.text for paragraph in made.paragraphs)
    # The page the team takes along has two tables, then the record begins.
    four, asked, top, figured = made.tables[:4]
    assert len(four.rows) == 5
    assert [cell.text for cell in asked.rows[0].cells][1:4] == ["Mã hồ sơ", "Thủ tục", "Hạn"]
    head = "\n".join(cell.text for cell in top.rows[0].cells)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc" in head
    after = text.partition("KẾT LUẬN CỦA ĐOÀN KIỂM TRA")[2].partition("V. KIẾN NGHỊ")[0]
    assert re.fullmatch(r"\s*", after)
    assert "Ông (Bà): …" in text
    figures = {row.cells[0].text: row.cells[1].text for row in figured.rows}
    assert figures["Tổng số hồ sơ"] == "23"
    section = made.sections[0]
    assert section.page_width is not None
    assert round(section.page_width.mm) == 210
    assert made.styles["Normal"].font.name == "Times New Roman"


@pytest.mark.parametrize("kind", ["xlsx", "docx", "json"])
def test_the_same_bytes_again(kind: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert typed("brief", "x.csv", *ASKED, "-o", f"{name}.{kind}").exit_code == 0
    assert (tmp_path / f"a.{kind}").read_bytes() == (tmp_path / f"b.{kind}").read_bytes()


def test_sheets_take_nothing_for_a_formula(tmp_path: Path) -> None:
    rows = (
        row("=cmd|' /C calc'!A0", "02/02/2026 08:00", "05/02/2026", officer="=1+1", status=WAITS),
    )
    export(tmp_path / "x.csv", *rows)
    assert typed("brief", "x.csv", *ASKED, "-o", "x.xlsx").exit_code == 0
    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        assert not [n for n in book.namelist() if b"<f>" in book.read(n)]
