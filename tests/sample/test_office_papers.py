"""Papers as LibreOffice prints them: what an official would find wrong at a glance.

Each is made from the sample data, turned into PDF by a LibreOffice with a profile of its own, and
read page by page.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cchc_audit.cli.app import app

SAMPLE = Path(__file__).parents[2] / "sample_data"
OFFICE, READER = shutil.which("soffice"), shutil.which("pdftotext")
pytestmark = pytest.mark.skipif(
    OFFICE is None or READER is None, reason="LibreOffice or Poppler is not installed"
)
COMMUNE = "Xã Gò Trăng"
MADE = {
    "annex.xlsx": ("late", "--commune", COMMUNE),
    "06a.xlsx": ("form", "06a", "--commune", COMMUNE, "--period", "2026-Q1"),
    "06b.xlsx": ("form", "06b", "--period", "2026-Q1"),
    "pack.xlsx": ("brief", "--commune", COMMUNE),
    "record.docx": ("brief", "--commune", COMMUNE),
}
OPTION = re.compile(r"(?<![\w–-])--[a-z]|\.toml\b|cchc-audit (?!\d)")
SIGNED = re.compile(r"THỦ TRƯỞNG|NGƯỜI LẬP BIỂU|TRƯỞNG ĐOÀN|ĐẠI DIỆN ĐƠN VỊ")
NOTE = ("Nguồn số liệu", "Thời điểm chốt số liệu")
"""What the technical note on the last pages begins with: it alone may name options."""
WIDE = "Mã thủ tục"
"""A heading of the sheet with all columns, which is kept in the office."""


def officers() -> list[str]:
    lines = (SAMPLE / "xa-b-quy-1.csv").read_text(encoding="utf-8-sig").splitlines()
    cells = [line.split(";") for line in lines[4:]]
    found = {row[9] for row in cells if len(row) > 9 and len(row[9].split()) > 1}
    return sorted(name for name in found if not name.startswith(("(", "Cán bộ")))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The text of every page of every paper, by the name of its file."""
    folder = tmp_path_factory.mktemp("papers")
    said = ("--config", str(SAMPLE / "cchc.toml"), "--as-of", "31/03/2026", "-q")
    for name, words in MADE.items():
        done = CliRunner().invoke(app, [*words, *said, "-o", str(folder / name)])
        assert done.exit_code == 0, done.output
    letters = ["form", "apology", "--commune", COMMUNE, *said, "-o", str(folder / "letters")]
    assert CliRunner().invoke(app, letters).exit_code == 0
    files = [*(folder / name for name in MADE), *sorted((folder / "letters").glob("*.docx"))[:2]]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    line = [str(OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*line, *map(str, files)], check=True, capture_output=True, timeout=240)
    return {file.name: list(pages(folder / f"{file.stem}.pdf")) for file in files}


def pages(paper: Path) -> Iterator[str]:
    done = subprocess.run(
        [str(READER), "-layout", str(paper), "-"], check=True, capture_output=True, timeout=60
    )
    yield from done.stdout.decode(errors="replace").removesuffix("\f").split("\f")


def handed_on(name: str, texts: list[str]) -> list[str]:
    """The pages that leave the office: not the note on the last ones, nor all columns."""
    found: list[str] = []
    for text in texts:
        if any(word in text for word in NOTE) and name != "record.docx" and len(found) > 0:
            break
        if name == "annex.xlsx" and WIDE in text:
            break
        found.append(text)
    return found


def test_nothing_is_hidden_by_its_width(papers: dict[str, list[str]]) -> None:
    assert [name for name, texts in papers.items() if any("###" in text for text in texts)] == []
    assert all(texts for texts in papers.values())


def test_no_option_and_no_officer_is_named(papers: dict[str, list[str]]) -> None:
    assert len(officers()) > 3
    for name, texts in papers.items():
        seen = "\n".join(handed_on(name, texts))
        assert seen.strip(), name
        assert OPTION.findall(seen) == [], name
        assert [one for one in officers() if one in seen] == [], name


def test_a_signature_never_stands_alone(papers: dict[str, list[str]]) -> None:
    """A page that is signed holds some of what is signed for, as well."""
    for name, texts in papers.items():
        for text in texts:
            if SIGNED.search(text):
                assert len([line for line in text.split("\n") if line.strip()]) > 8, (name, text)
                if name == "annex.xlsx":
                    assert re.search(r"H21\.\d+", text), text


def test_words_and_numbers_are_whole(papers: dict[str, list[str]]) -> None:
    """The formal sheet says outcomes in full, and a number of a dossier stands on one line."""
    [first, *_] = papers["annex.xlsx"]
    assert re.search(r"H21\.902-26\d{4}-\d{4}\b", first)
    words = " ".join(" ".join(papers["annex.xlsx"]).split())
    assert "giải quyết" in words
    assert re.search(r"\bTrang 1/\d", first)


def test_forms_and_letters_take_the_pages_they_should(papers: dict[str, list[str]]) -> None:
    assert len(papers["06a.xlsx"]) == 2
    assert "Tổng số" in papers["06a.xlsx"][0]
    assert len(handed_on("annex.xlsx", papers["annex.xlsx"])) == 2
    letters = [texts for name, texts in papers.items() if name.startswith("xin-loi")]
    assert letters
    assert all(len(texts) == 1 for texts in letters)
