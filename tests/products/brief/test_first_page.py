"""The first page: four figures against all others, each dossier asked about once, on one A4."""

import io
import re
import zipfile
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from cchc_audit.core.vocabulary import Doubt
from cchc_audit.products.brief.dossiers_to_ask import dossiers_to_ask
from cchc_audit.texts import LANGS, Texts

from .exports import OFFICER, PERSON, QUARTER, export, row, typed

ASKED = ("--commune", "Xã Một", *QUARTER)
PROGRAM = re.compile(r"--[a-z]|cchc|\.toml|\blệnh [a-z]+\b|\bseed\b")


def findings(*cases: tuple[str, str, str | None]) -> pl.DataFrame:
    """Findings of code, severity and dossier."""
    return pl.DataFrame(
        [(code, severity, dossier, f"nói về {dossier}") for code, severity, dossier in cases],
        schema=dict.fromkeys(("code", "severity", "dossier_id", "message"), pl.String),
        orient="row",
    )


POPULATION = pl.DataFrame(
    {
        "dossier_id": ["A", "B", "C", "D", "E"],
        "procedure_code": ["1", "1", "1", "1", "1"],
        "procedure_name": ["Một", "Một", None, "Một", "Một"],
        "deadline": [None] * 5,
        "days_late": [3, 9, 1, None, None],
        "outcome": ["late", "overdue", "late", "on_time", "on_time"],
    }
)
LATE = pl.DataFrame({"dossier_id": ["A", "B", "C"], "certainty": ["firm", "contestable", "firm"]})


def test_each_dossier_once_with_all_its_rules() -> None:
    found = findings(
        ("T101", "error", "A"),
        ("A204", "error", "A"),
        ("T101", "error", "F"),
        ("A204", "error", "B"),
        ("A204", "error", "C"),
        ("C404", "note", "D"),
        ("P504", "warning", None),
    )
    asked = dossiers_to_ask(POPULATION, LATE, found)
    # Must be explained, firm, longest; the one of note last; E is neither late nor flagged.
    assert asked["dossier_id"].to_list() == ["A", "C", "B", "D"]
    # T101 flags fewer dossiers than A204: what is said of few comes first.
    assert asked["codes"].to_list()[0] == ["T101", "A204"]
    assert asked["procedure_name"].to_list()[1] == "1"
    assert asked["weight"].to_list() == [0, 0, 0, 2]


def test_a_late_dossier_that_no_rule_flags_is_asked_about() -> None:
    asked = dossiers_to_ask(POPULATION, LATE, findings())
    assert asked["dossier_id"].to_list() == ["A", "C", "B"]
    assert asked["codes"].to_list() == [[], [], []]


def pages(path: Path, *words: object) -> list[str]:
    out = path.parent / "pack.pdf"
    done = typed("brief", path, *words, "-o", out, "-q")
    assert done.exit_code == 0, done.output
    return [page.extract_text() for page in PdfReader(io.BytesIO(out.read_bytes())).pages]


def test_the_paper_begins_with_it(tmp_path: Path) -> None:
    first, second, *rest = pages(export(tmp_path / "x.csv"), *ASKED, "--sample", "3")
    said = " ".join(first.split())
    for text in (
        *("Tài liệu phục vụ kiểm tra: Xã Một", "Số liệu tính đến hết ngày 31/03/2026"),
        *("Các đơn vị khác (1)", "Câu cần hỏi", "Tài liệu đề nghị đơn vị chuẩn bị", "Trang 1/"),
    ):
        assert text in said, text
    assert all(first.count(dossier) == 1 for dossier in ("L1", "L2", "O1"))
    assert "Danh sách đề nghị giải trình" in second
    assert "Ghi chú kỹ thuật" in rest[-1]
    # What the unit takes and fills in has a sheet of its own; other lists follow each other.
    assert "Hồ sơ quá hạn" not in second
    assert "Hồ sơ quá hạn" in rest[0]
    assert "Hồ sơ chọn mẫu" in rest[0]


def test_the_first_page_is_one_page_however_many_are_late(tmp_path: Path) -> None:
    late = ("02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00")
    name = "Thủ tục có tên rất dài để xem dòng có tràn trang hay không " * 2
    rows = [row(f"000.00.16.H21-260302-{n:04d}", *late, procedure=name) for n in range(60)]
    first, second, *_ = pages(export(tmp_path / "x.csv", *rows), *ASKED, "--sample", "0")
    assert "Tài khoản xem phần mềm một cửa" in " ".join(first.split())
    assert "Danh sách đề nghị giải trình" in second
    assert "Còn 48 hồ sơ khác" in first


def test_it_says_what_its_figures_lack(tmp_path: Path) -> None:
    """A team that goes by the page alone has to know of rows that were not judged."""
    late = ("02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00")
    name = "Thủ tục có tên rất dài để xem dòng có tràn trang hay không " * 2
    rows = [row(f"000.00.16.H21-260302-{n:04d}", *late, procedure=name) for n in range(40)]
    spoilt = [row("2,60105E+14", *late), row("X2", "#####", *late[1:]), row("X3", "", "?", "?")]
    path = export(tmp_path / "x.csv", *rows, *spoilt)
    first, second, *_ = pages(path, *ASKED, "--sample", "0")
    said = " ".join(first.split())
    assert "43 dòng = 40 hồ sơ + 3 dòng không đọc được" in said
    assert "7,0% số dòng trong tệp không đọc được nên chưa được xét" in said
    assert "bị Excel làm hỏng" in said
    assert "Tài khoản xem phần mềm một cửa" in said
    assert "Danh sách đề nghị giải trình" in second
    out = tmp_path / "record.docx"
    assert typed("brief", path, *ASKED, "-o", out, "-q").exit_code == 0
    with zipfile.ZipFile(out) as parts:
        record = parts.read("word/document.xml").decode()
    assert record.count("7,0% số dòng trong tệp không đọc được") == 2


def test_it_tells_of_statuses_that_nobody_knows(tmp_path: Path) -> None:
    late = ("02/03/2026 08:00", "05/03/2026", "")
    rows = [row("L1", *late, status="Lưu kho"), row("L2", *late, status="Đang xử lý")]
    first, *_ = pages(export(tmp_path / "x.csv", *rows), *ASKED, "--sample", "0")
    said = " ".join(first.split())
    assert "1 hồ sơ có trạng thái chưa rõ nghĩa" in said
    assert "“Lưu kho” (1)" in said
    assert not PROGRAM.search(said)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_nothing_a_commune_sees_speaks_of_the_program(tmp_path: Path, lang: str) -> None:
    path = export(tmp_path / "x.csv")
    text = typed("brief", path, *ASKED, "--format", "html", "-q", "--lang", lang).stdout
    body = text.partition("<body>")[2].partition("<footer>")[0]
    seen = unescape(re.sub(r"<style>.*?</style>|<svg.*?</svg>|<[^>]+>", " ", body, flags=re.S))
    assert PROGRAM.findall(seen) == []
    assert not [name for name in (*PERSON, OFFICER) if name in seen]


def test_a_legal_text_is_printed_once(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    text = typed("brief", path, *ASKED, "--format", "html", "-q").stdout
    section = text.partition('<h2 id="findings">')[2].partition("</section>")[0]
    paragraphs = re.findall(r"<p>(.*?)</p>", section)
    assert len(paragraphs) == len(set(paragraphs)) > 3


def test_a_paper_goes_to_a_file_only(tmp_path: Path) -> None:
    done = typed("brief", export(tmp_path / "x.csv"), *ASKED, "--format", "pdf")
    assert done.exit_code == 2
    assert "-o ho-so-kiem-tra.pdf" in done.output


@pytest.mark.parametrize("doubt", list(Doubt))
def test_what_settles_a_doubt_names_no_settings(doubt: Doubt) -> None:
    """A commune reads it on the list to explain and in letters."""
    for lang in LANGS:
        said = Texts(lang).short(f"settle.{doubt}")
        assert not re.search(r"\.toml|confirmed|\[\w+\]", said)
