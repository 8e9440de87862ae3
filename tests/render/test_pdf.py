"""Papers: A4, every font inside, the text as it stands in the data, the same bytes again."""

import builtins
import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from pypdf import PdfReader

from cchc_audit.core.errors import ConfigError
from cchc_audit.render.columns_by_width import Shown
from cchc_audit.render.document import (
    Article,
    Calendar,
    Chart,
    Day,
    Document,
    Grid,
    Interval,
    Month,
    Notes,
    Prose,
    Section,
    Step,
    Table,
    Verbatim,
)
from cchc_audit.render.formal_paper import FormalPaper, HeadCell, RuledTable, TotalCell
from cchc_audit.render.formats import Format, write
from cchc_audit.render.writers import pdf
from cchc_audit.texts import Texts

from . import frames

ALPHABET = "aàáảãạ ăằắẳẵặ âầấẩẫậ eèéẻẽẹ êềếểễệ iìíỉĩị oòóỏõọ ôồốổỗộ ơờớởỡợ uùúủũụ ưừứửữự yỳýỷỹỵ đ"
HOSTILE = '#panic("x") *b* _i_ $x$ `r` @ref <tag> [c] {d} // e \\ /* = a ~ --- ${y}'


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def words(content: bytes) -> str:
    """The text of all pages, blanks and line breaks made one blank."""
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def saying(*sentences: str) -> bytes:
    return pdf.document_pdf(Document(title="Tên", parts=(Prose(sentences),)), lang="vi")


@pytest.mark.parametrize("text", [ALPHABET, ALPHABET.upper()])
def test_every_vietnamese_letter_is_in_the_font(text: str) -> None:
    content = saying(text)
    assert text in words(content)
    assert {"LibertinusSerif-Regular", "LibertinusSerif-Bold"} >= {
        name.partition("+")[2].removesuffix("-Identity-H") for name in fonts(content)
    }


def test_letters_as_they_stand_can_be_copied_and_found() -> None:
    # typst 0.15.0: of its font for code, pypdf 7.1.1 reads 46 of 146 letters as something else.
    content = pdf.document_pdf(Document(title="Tên", parts=(Verbatim(ALPHABET),)), lang="vi")
    assert ALPHABET in words(content)


def fonts(content: bytes) -> set[str]:
    """The fonts of a file; each must be inside."""
    found = set()
    for page in read(content).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            inside = font.get_object()
            [deep] = inside["/DescendantFonts"]
            described = deep.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)
            found.add(str(inside["/BaseFont"])[1:])
    return found


def test_nothing_from_data_is_markup() -> None:
    said = words(saying(HOSTILE))
    assert "".join(HOSTILE.split()) in "".join(said.split())


def test_control_characters_are_shown() -> None:
    assert "<U+001B>[31m" in words(saying("\x1b[31m"))


def test_the_same_figures_give_the_same_bytes() -> None:
    assert saying("một") == saying("một") != saying("hai")


def test_pages_are_a4_and_numbered() -> None:
    pages = read(saying(*[f"Câu {n}." for n in range(120)])).pages
    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == (595, 842)
        assert page.extract_text().split("\n")[-1].strip() == f"Trang {number}/{len(pages)}"


COLUMNS = (Shown("commune", 0), Shown("late", 1), Shown("interval", 2))
TABLE = Table(
    columns=COLUMNS,
    heads=("Đơn vị", "Quá hạn", "Khoảng"),
    lines=[["Xã A", "3", Interval(0.8, 0.9, 0.95, "80%–95%")], ["Tổng", "3", None]],
    right=frozenset({"late"}),
    total=1,
    marks={(0, 1): "late"},
    floor=0.7,
    below=("Câu dưới bảng.",),
)
DAY = Day(7, "0", "clock", "Tết", deadline=True, finish=True)
ARTICLE = Article(
    title="Hồ sơ H1",
    short_title="H1",
    mark="late",
    facts=(("Đơn vị", "Xã A"),),
    steps_heading="Các bước",
    steps=(Step("Tiếp nhận", "07/01/2026", "Nhận lúc 8 giờ.", "Điều 147"),),
    calendar=Calendar(
        heading="Từng ngày",
        heading_on_screen="-",
        weekdays=("T2",) * 7,
        months=(Month("Tháng 01/2026", ((DAY, None, None, None, None, None, None),)),),
        legend=(("0", "clock", "ngày đầu"), ("[ ]", "deadline", "ngày hết hạn")),
        named=("07/01: Tết",),
    ),
    closing=("Số liệu tính đến hết ngày 31/03/2026",),
)
PARTS = {
    "table": (TABLE, ("Xã A", "80%–95%", "Khoảng", "Câu dưới bảng.")),
    "grid": (
        Grid((Shown("a", 0),), ("Cột",), (("dòng 1\ndòng 2",),), strong=frozenset({0})),
        ("Cột", "dòng 1", "dòng 2"),
    ),
    "notes": (Notes("Ghi chú", (("[1]", "một"),)), ("Ghi chú", "[1] một")),
    "section": (Section("Mục", ("hai",)), ("Mục", "hai")),
    "verbatim": (Verbatim("a = 1\nb = 2"), ("a = 1", "b = 2")),
    "chart": (
        Chart(
            '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0H9"/></svg>'
        ),
        (),
    ),
    "article": (
        ARTICLE,
        ("Hồ sơ H1", "Xã A", "Tiếp nhận", "Điều 147", "Tháng 01/2026", "ngày hết hạn", "Tết"),
    ),
}


@pytest.mark.parametrize("name", PARTS)
def test_every_part(name: str) -> None:
    part, told = PARTS[name]
    content = pdf.document_pdf(
        Document(title="Tên", parts=(part,), sources=(("Nguồn", "a.csv"),)),  # type: ignore[arg-type]
        lang="vi",
    )
    said = words(content)
    assert all(text in said for text in (*told, "Nguồn: a.csv", "Trang 1/1"))


def formal(lines: int) -> FormalPaper:
    """An invented form of two columns under a merged heading."""
    return FormalPaper(
        title="Biểu",
        heading="BIỂU",
        corners=("Biểu số 1", "Đơn vị"),
        table=RuledTable(
            heads=(HeadCell(0, 0, "Cả hai", columns=2), HeadCell(1, 0, "A"), HeadCell(1, 1, "B")),
            lines=(("H21-1", "2"),) * lines,
            widths=(1.0, 1.0),
            centred=(False, "right"),
            whole=(True, False),
            depth=2,
            numbers=("(1)", "(2)"),
            total=(TotalCell("Tổng"), TotalCell("4")),
        ),
        sums=("Tổng cộng: 4",),
    )


def test_a_formal_paper_repeats_its_heading() -> None:
    content = pdf.formal_pdf(formal(80), lang="vi")
    pages = [page.extract_text() for page in read(content).pages]
    assert len(pages) > 1
    assert all("Cả hai" in page and "(2)" in page for page in pages)
    assert sum(page.count("H21-1") for page in pages) == 80
    assert "Tổng cộng: 4" in pages[-1]


def test_what_nobody_leafs_through_is_refused() -> None:
    with pytest.raises(ConfigError) as refused:
        pdf.formal_pdf(formal(pdf.MOST_LINES + 1), lang="vi")
    assert refused.value.key == "report.pdf_too_long"


def test_the_late_list_is_the_annex(tmp_path: Path) -> None:
    path = tmp_path / "late.pdf"
    report = frames.late()
    source = replace(report.provenance, period=(date(2026, 5, 1), date(2026, 5, 31)))
    write(replace(report, provenance=source), path, format=Format.PDF, texts=Texts("vi"))
    said = words(path.read_bytes())
    assert "Kỳ số liệu: từ ngày 01/05/2026 đến hết ngày 31/05/2026. Số liệu tính đến" in said
    assert "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH QUÁ HẠN GIẢI QUYẾT" in said
    assert "Đã giải quyết quá hạn" in said
    assert "GQ quá hạn" not in said
    for dossier in report.rows.select("dossier_id").collect().to_series():
        assert dossier in said
    assert "NGƯỜI LẬP BIỂU" in said


def test_nothing_late_is_a_paper_too(tmp_path: Path) -> None:
    path = tmp_path / "late.pdf"
    report = frames.late()
    none = replace(report, rows=report.rows.filter(pl.lit(False)), total_rows=0, shown=0)
    write(none, path, format=Format.PDF, texts=Texts("vi"))
    assert "Tổng cộng: 0 hồ sơ" in words(path.read_bytes())


def test_without_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: object) -> object:
        if name == "typst":
            raise ModuleNotFoundError(name)
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ConfigError) as missing:
        write(frames.late(), tmp_path / "x.pdf", format=Format.PDF, texts=Texts("vi"))
    assert missing.value.key == "report.no_typst"
    assert not list(tmp_path.iterdir())
