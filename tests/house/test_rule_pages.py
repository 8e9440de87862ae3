"""A rule's page is its own: what it says of one rule is said on no other page.

Read by paragraphs (a text of the front matter, a paragraph of prose, the example), whatever their
numbers, capitals and line ends: a page that was copied and given a new code and new dates is still
the other rule's page. Examples are data, and only alike where they are the same.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

import cchc_audit
from cchc_audit.texts import LANGS, Lang
from cchc_audit.texts.rule_pages import rule_page, rule_texts

PAGES = Path(cchc_audit.__file__).parent / "texts" / "rules"

STANDING = {
    # What the law says is the same, whichever rule asks for it.
    "D102 D108 H601 P502": (
        "Thời hạn tính từ khi tiếp nhận hồ sơ đầy đủ, hợp lệ, theo giấy tiếp nhận",
        "The time limit runs from the receipt of the complete dossier, as on the",
    ),
    "T101 T102 T103 T105": (
        "Thời hạn tính từ khi tiếp nhận hồ sơ đầy đủ, hợp lệ, ghi trên Giấy",
        "The term runs from the receipt of a complete and correct dossier, as the",
    ),
    "D104 H603 H606": (
        "Dữ liệu phải phản ánh đúng thời điểm thực hiện từng bước",
        "The record must show when each step was really taken",
    ),
    "C401 C402": (
        "Mã hồ sơ gồm mã định danh cơ quan, ngày (năm, tháng, ngày, mỗi phần",
        "A dossier's number is made of the office's code, the day (year, month, day",
    ),
    "C404 C405": (
        "Ngày nghỉ theo Bộ luật Lao động",
        "Days off follow the Labour Code",
        # Where the office's hours are set is the same for receipts and for results.
        "Nếu giờ làm việc khác mặc định, khai trong tệp lịch",
        "Other office hours go into the calendar file",
    ),
    "P503 P504": (
        "Không có quy định riêng: đây là phép so sánh để chọn nơi cần xem",
        "No rule of its own: it is a comparison that tells where to look",
    ),
    # How far an appointment lies beyond the law, on either side of the line between two rules.
    "A202 A209": (
        "Hẹn trả {promised_at}, hạn theo quy định {legal_deadline} ({term}): vượt",
        "Appointment {promised_at}, deadline by law {legal_deadline} ({term}): {days_beyond}",
    ),
}
"""The paragraphs that may stand on several pages, by how they begin: on these and no others."""


def paragraphs(page: str) -> Iterator[str]:
    """The paragraphs of a page, headings and marks left out."""
    _, front, body = page.split("+++\n", 2)
    yield from re.findall(r'= "(.*)"$', front, re.MULTILINE)
    prose, _, example = body.partition("## example\n")
    yield example
    for block in re.split(r"\n\s*\n", prose):
        if not block.lstrip().startswith("#"):
            yield block


def folded(paragraph: str) -> str:
    words = " ".join(paragraph.casefold().split())
    if words.startswith("```"):
        return words
    return re.sub(r"\b[a-z]\d{3}\b|\d+", "0", words)


@cache
def folded_paragraphs(page: str) -> frozenset[str]:
    """The paragraphs of a page; each page is taken apart once, however often it is compared."""
    return frozenset(folded(text) for text in paragraphs(page) if text.strip())


def shared(pages: Mapping[str, str]) -> dict[str, set[str]]:
    """The paragraphs that stand on several of the pages, and on which."""
    where: dict[str, set[str]] = {}
    for code, page in pages.items():
        for paragraph in folded_paragraphs(page):
            where.setdefault(paragraph, set()).add(code)
    return {paragraph: codes for paragraph, codes in where.items() if len(codes) > 1}


def strange(pages: Mapping[str, str]) -> dict[str, set[str]]:
    """The paragraphs that stand where they may not."""
    allowed = {
        folded(begins): set(codes.split())
        for codes, starts in STANDING.items()
        for begins in starts
    }
    return {
        paragraph: codes
        for paragraph, codes in shared(pages).items()
        if not any(paragraph.startswith(b) and codes == on for b, on in allowed.items())
    }


def written() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.md"))}


def test_no_paragraph_stands_on_two_pages() -> None:
    assert strange(written()) == {}


def test_what_may_stand_on_several_pages_does() -> None:
    found = shared(written())
    for codes, starts in STANDING.items():
        for begins in starts:
            assert [on for p, on in found.items() if p.startswith(folded(begins))] == [
                set(codes.split())
            ], begins


@pytest.mark.parametrize("code", sorted(written()))
def test_a_page_that_was_copied_is_noticed(code: str) -> None:
    """Under another code, with other dates, wrapped otherwise: each part of it is found again."""
    pages = written()
    prose, _, example = pages[code].partition("## example\n")
    front, prose = prose.replace(code, "X900").replace("2026", "2027").split("+++\n")[1:]
    prose = re.sub(r"(?<=\w)\n(?=\w)", " ", prose)
    wrapped = f"+++\n{front}+++\n{prose}## example\n{example}"
    own = [p for p in paragraphs(pages[code]) if p.strip()]
    assert len(strange({**pages, "X900": wrapped})) == len({folded(p) for p in own})
    for paragraph in own:
        one = {**pages, "X900": f"+++\n+++\n{paragraph}\n## example\n"}
        assert any("X900" in codes for codes in strange(one).values()), paragraph


OF_THE_TOOL = re.compile(
    r"--[a-z]|cchc|\[[a-z]+\]|\b[a-z]+_[a-z]+\b|\blệnh [a-z]+\b|\bcommands?\b|\.toml\b"
)
"""Options, commands and settings: no paper for a commune names them."""


@pytest.mark.parametrize("lang", LANGS)
def test_what_a_commune_reads_names_no_command(lang: Lang) -> None:
    """The pack prints law and action; what to do with this tool stands apart from them."""
    told = {code: rule_page(code, lang) for code in written()}
    for code, page in told.items():
        for name in ("law", "action"):
            assert not OF_THE_TOOL.search(page.sections[name]), (code, name)
            assert page.sections[name], (code, name)
    assert any(OF_THE_TOOL.search(page.tool) for page in told.values())


def test_pages_are_read_whole() -> None:
    """What the test above looks at is what the program reads."""
    for code, page in written().items():
        own = {" ".join(paragraph.split()) for paragraph in paragraphs(page)}
        assert {said for pair in rule_texts(code).values() for said in pair} <= own, code
        for lang in LANGS:
            told = rule_page(code, lang)
            for section in (*told.sections.values(), told.in_full("action")):
                said = {" ".join(block.split()) for block in section.split("\n\n")}
                assert said <= own, (code, lang)
