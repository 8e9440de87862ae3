"""The page: sound for keyboard and screen reader, whole in one file, nothing in it obeyed."""

import re
from pathlib import Path

import pytest

from .exports import OFFICER, PERSON, QUARTER, export, row, typed
from .structure import Structure

ASKED = ("--commune", "Xã Một", *QUARTER)
SECTIONS = (
    *("figures", "course", "findings", "late", "open", "officers", "sample", "explanations"),
    *("documents", "provenance"),
)
NASTY = '<script>alert("1")</script>'


def page(path: Path, *words: object) -> str:
    done = typed("brief", path, *words, "--format", "html", "-q")
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_sound_page(tmp_path: Path, lang: str) -> None:
    text = page(export(tmp_path / "x.csv"), *ASKED, "--lang", lang)
    found = Structure(text)
    assert found.faults() == []
    assert found.lang == lang
    assert set(SECTIONS) <= set(found.ids)
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text
    assert re.findall(r"https?://(?!www\.w3\.org/)", text) == []


def test_an_empty_pack_is_sound_too(tmp_path: Path) -> None:
    nothing = ("--from", "01/01/2024", "--to", "31/01/2024", "--as-of", "31/03/2026")
    text = page(export(tmp_path / "x.csv"), "--commune", "Xã Một", *nothing)
    assert Structure(text).faults() == []
    assert "không có hồ sơ nào trong kỳ" in text
    assert "<svg" not in text


def test_it_says_what_each_section_is_for(tmp_path: Path) -> None:
    text = page(export(tmp_path / "x.csv"), *ASKED)
    for said in (
        *("Số liệu tính đến hết ngày 31/03/2026.", "Chung 2 đơn vị", "Kỳ trước (01/10/2025"),
        *("T101 · Hồ sơ đã giải quyết quá hạn", "Điều 147", "Hỏi lý do chậm"),
        *("Danh sách đề nghị giải trình", "Sổ theo dõi hồ sơ", "--sample 30 --seed 1"),
        "chưa phải kết luận",
    ):
        assert said in text


def test_a_page_alone_speaks_of_no_workbook(tmp_path: Path) -> None:
    path, folder = export(tmp_path / "x.csv"), tmp_path / "pack"
    said = "trang tính “Đề nghị giải trình” của tệp Excel đi kèm"
    assert said not in page(path, *ASKED)
    assert typed("brief", path, *ASKED, "-o", folder, "-q").exit_code == 0
    assert said in (folder / "ho-so-kiem-tra.html").read_text(encoding="utf-8")


def test_nobody_is_named(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    text = page(path, *ASKED)
    assert not [name for name in (*PERSON, OFFICER) if name in text]
    assert re.search(r"CB-[0-9a-f]{8}", text)
    assert PERSON[0] in page(path, *ASKED, "--show-personal")


def test_officers_stand_as_the_settings_want(tmp_path: Path) -> None:
    path, config = export(tmp_path / "x.csv"), tmp_path / "c.toml"
    for showing, named in (("show", True), ("code", False), ("hide", False)):
        config.write_text(f'[privacy]\nofficer = "{showing}"\n', encoding="utf-8")
        text = page(path, *ASKED, "--config", config)
        assert (OFFICER in text) is named
        assert bool(re.search("CB-[0-9a-f]{8}", text)) is (showing == "code")


def test_what_data_says_is_shown_and_not_obeyed(tmp_path: Path) -> None:
    commune, esc = f"Xã {NASTY}", "\x1b[31mđỏ"
    late = ("02/03/2026 08:00", "05/03/2026", "10/03/2026 09:00")
    rows = (
        row("=cmd()", *late, commune=commune, procedure=NASTY, officer=NASTY),
        row("B\x1b[2J", *late, commune=commune, procedure=esc, officer=esc),
    )
    config = tmp_path / "c.toml"
    config.write_text('[privacy]\nofficer = "show"\n', encoding="utf-8")
    text = page(
        export(tmp_path / "x.csv", *rows), "--commune", commune, *QUARTER, "--config", config
    )
    assert Structure(text).faults() == []
    assert "<script" not in text
    assert "\x1b" not in text
    assert "&lt;script&gt;" in text


def test_long_lists_are_cut_and_say_so(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    cut = page(path, *ASKED, "--limit", "1")
    assert "Hiển thị 1/3 dòng; danh sách đầy đủ ở tệp .xlsx." in cut
    assert "Hiển thị" not in page(path, *ASKED, "--limit", "0")


def test_the_same_bytes_again(tmp_path: Path) -> None:
    path = export(tmp_path / "x.csv")
    assert page(path, *ASKED) == page(path, *ASKED)


@pytest.mark.parametrize(("kind", "package"), [("docx", "docx"), ("pdf", "typst")])
def test_2_where_a_package_is_missing(
    tmp_path: Path, kind: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, package, None)
    out = tmp_path / f"out.{kind}"
    done = typed("brief", export(tmp_path / "x.csv"), *ASKED, "-o", out)
    assert done.exit_code == 2
    assert "pip install 'cchc-audit[report]'" in done.output
    assert not out.exists()
