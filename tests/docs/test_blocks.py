"""Generated blocks and pictures show what the program says.

`UPDATE_DOCS=1 pytest tests/docs` rewrites them.
"""

import re

import pytest

from cchc_audit.cli.app import _COMMANDS
from cchc_audit.texts import LANGS, Lang

from . import produce
from .document import DOCS, README, TWICE, Block, blocks, links, pages, text
from .pictures import IMAGES, SCREENS, screen

FIXED = ("demo", "deadline", "init", "rules", "snapshots", "trend")
"""Commands whose answer does not depend on the day they are typed."""
NAMES = {name for name, _, _ in _COMMANDS}
ONCE = [page for page in pages() if page.parent not in {DOCS / lang for lang in LANGS}]
LARGEST = 150_000
"""Bytes of a picture, at most: a clone should stay small."""


def stale(found: list[Block]) -> dict[str, str]:
    """Blocks that do not hold what they should, by their names: what they should hold."""
    wanted = [(block, produce.content(block)) for block in found]
    return {f"{b.lang} {b.name}": content for b, content in wanted if b.body != content}


@pytest.mark.parametrize("name", TWICE)
def test_blocks_are_current(name: str) -> None:
    """Of a page in both languages: what they read is opened once."""
    assert stale(blocks(*(DOCS / lang / f"{name}.md" for lang in LANGS))) == {}


def test_blocks_of_other_pages_are_current() -> None:
    assert stale(blocks(*ONCE)) == {}


@pytest.mark.parametrize("name", SCREENS)
def test_pictures_of_screens_are_current(name: str) -> None:
    assert text(IMAGES / name) == screen(name)


def test_pictures_are_small_and_shown() -> None:
    shown = {(page.parent / to).resolve() for page in pages() for to in links(page)}
    pictures = [path for path in IMAGES.iterdir() if path.suffix in {".svg", ".png"}]
    assert len(pictures) > len(SCREENS)
    assert [p.name for p in pictures if p not in shown or p.stat().st_size > LARGEST] == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_shows_real_output(lang: Lang) -> None:
    shown = [
        block.line.split()[1]
        for block in blocks(*(DOCS / lang / f"{name}.md" for name in TWICE))
        if block.line and block.name in NAMES
    ]
    assert set(shown) == NAMES


def test_lines_fix_what_would_change_by_itself() -> None:
    def fixed(line: str) -> bool:
        return " --help" in line or " --as-of " in line or line.split()[1] in FIXED

    lines = [*(block.line for block in blocks() if block.line), *SCREENS.values()]
    assert len(lines) > 2 * len(NAMES)
    assert [line for line in lines if not fixed(line)] == []


def test_pages_speak_their_language() -> None:
    found = [block for block in blocks() if block.line is not None]
    odd = [b.line for b in found if (" --lang en" in (b.line or "")) != (b.lang == "en")]
    assert odd == []


def test_no_output_is_typed() -> None:
    """What looks like output of the program stands in a block, where it is held to it."""
    for page in (README, *DOCS.rglob("*.md")):
        outside = text(page)
        for block in reversed(blocks(page)):
            outside = outside[: block.start] + outside[block.end :]
        assert re.findall(r"^\$ cchc-audit.*$", outside, re.M) == [], page
