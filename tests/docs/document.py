"""README.md taken apart: its two halves and its generated blocks."""

import re
from dataclasses import dataclass
from pathlib import Path

from cchc_audit.texts import Lang

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
ENGLISH = "\n# cchc-audit in English\n"
"""The heading at which the English half begins."""

_BLOCK = re.compile(r"^<!-- block: (?P<name>.+?) -->\n(?P<body>.*?)^<!-- end -->$", re.M | re.S)
_LINE = re.compile(r"^\$ (cchc-audit .+)$", re.M)
_FENCED = re.compile(r"^```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the README that is produced, never typed: what stands between its two markers.

    `line` is the command line it shows, None where it is a table or a file. `start` and `end`
    bound the body in the README.
    """

    name: str
    lang: Lang
    line: str | None
    body: str
    start: int
    end: int


def text() -> str:
    return README.read_text(encoding="utf-8")


def halves(readme: str) -> dict[Lang, str]:
    vietnamese, heading, english = readme.partition(ENGLISH)
    return {"vi": vietnamese, "en": heading + english}


def blocks(readme: str) -> list[Block]:
    border = readme.index(ENGLISH)
    found = []
    for match in _BLOCK.finditer(readme):
        line = _LINE.search(match["body"])
        found.append(
            Block(
                name=match["name"],
                lang="vi" if match.start() < border else "en",
                line=line[1] if line else None,
                body=match["body"],
                start=match.start("body"),
                end=match.end("body"),
            )
        )
    return found


def fenced(half: str, kind: str) -> list[str]:
    """The contents of the fenced examples of one kind (`toml`, `csv`, ...), in order."""
    return [match["body"] for match in _FENCED.finditer(half) if match["kind"] == kind]
