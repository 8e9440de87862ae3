"""README.md and docs/ taken apart: pages, their language, their generated blocks, their links."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cchc_audit.texts import LANGS, Lang

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
ENGLISH = "\n# cchc-audit in English\n"
"""The heading at which the English half of the README begins."""
TWICE = ("start", "check-and-rules", "inspection-and-forms", "nightly", "late", "reference")
"""The pages that there are in both languages, `docs/vi/` and `docs/en/`, in the order to read."""

_BLOCK = re.compile(r"^<!-- block: (?P<name>.+?) -->\n(?P<body>.*?)^<!-- end -->$", re.M | re.S)
_LINE = re.compile(r"^\$ (cchc-audit .+)$", re.M)
_FENCED = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<to>[^)\s]+)\)")


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page that is produced, never typed: what stands between its two markers.

    `line` is the command line it shows, None where it is a table or a file. `start` and `end`
    bound the body in the page.
    """

    page: Path
    name: str
    lang: Lang
    line: str | None
    body: str
    start: int
    end: int


def pages() -> list[Path]:
    """Every page that people read: of the root, of docs/, of the sample data."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "sample_data").glob("*.md")])


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def halves() -> dict[Lang, str]:
    """The README's two halves."""
    vietnamese, heading, english = text(README).partition(ENGLISH)
    return {"vi": vietnamese, "en": heading + english}


def manual(lang: Lang) -> str:
    """All that there is in one language: the half of the README, then the pages."""
    parts = [halves()[lang], *(text(DOCS / lang / f"{name}.md") for name in TWICE)]
    return "\n".join(parts)


def blocks(*of: Path) -> list[Block]:
    """The generated blocks of these pages, else of all, in order."""
    return [block for page in of or pages() for block in _blocks(page)]


def _blocks(page: Path) -> Iterator[Block]:
    whole = text(page)
    for match in _BLOCK.finditer(whole):
        line = _LINE.search(match["body"])
        yield Block(
            page=page,
            name=match["name"],
            lang=_lang(page, whole, match.start()),
            line=line[1] if line else None,
            body=match["body"],
            start=match.start("body"),
            end=match.end("body"),
        )


def _lang(page: Path, whole: str, place: int) -> Lang:
    """The language of a place: of the half, of the folder; pages for engineers are English."""
    if page == README:
        return "vi" if place < whole.index(ENGLISH) else "en"
    for lang in LANGS:
        if page.parent == DOCS / lang:
            return lang
    return "en"


def fenced(part: str, kind: str) -> list[str]:
    """The contents of the fenced examples of one kind (`toml`, `csv`, ...), in order."""
    return [match["body"] for match in _FENCED.finditer(part) if match["kind"] == kind]


def unfenced(part: str) -> str:
    """A page without its fenced examples."""
    return _FENCED.sub("", part)


def links(page: Path) -> list[str]:
    """Where a page leads to: pages, pictures, headings."""
    return [match["to"] for match in _LINK.finditer(unfenced(text(page)))]


def anchors(page: Path) -> set[str]:
    """What a link can name behind `#`: the headings of a page as hosts of Markdown write them."""
    return {
        re.sub(r"[^\w -]", "", heading.casefold()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", unfenced(text(page)), re.M)
    }
