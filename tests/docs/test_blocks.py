"""Generated blocks of README.md say what the program says.

`UPDATE_README=1 pytest tests/readme` rewrites them.
"""

import os
from contextlib import suppress

import pytest

from cchc_audit.cli.app import _COMMANDS

from . import produce
from .document import README, Block, blocks, text

BLOCKS = blocks(text())
FIXED = ("demo", "deadline", "init", "rules", "snapshots", "trend")
"""Commands whose answer does not depend on the day they are typed."""
NAMES = {name for name, _, _ in _COMMANDS}


def test_rewrite() -> None:
    """First in the file, so that the others see what it wrote."""
    if not os.environ.get("UPDATE_README"):
        return
    whole = text()
    for block in reversed(blocks(whole)):
        # A line that fails keeps its old block; its own test says why.
        with suppress(AssertionError):
            whole = whole[: block.start] + produce.content(block) + whole[block.end :]
    README.write_text(whole, encoding="utf-8")


@pytest.mark.parametrize("number", range(len(BLOCKS)), ids=[f"{b.lang} {b.name}" for b in BLOCKS])
def test_blocks_are_current(number: int) -> None:
    block = blocks(text())[number]
    assert block.body == produce.content(block)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_command_shows_real_output(lang: str) -> None:
    shown = {b.line.split()[1] for b in BLOCKS if b.line and b.lang == lang and b.name in NAMES}
    assert shown == NAMES


def test_lines_fix_what_would_change_by_itself() -> None:
    def fixed(block: Block) -> bool:
        line = block.line or ""
        return " --help" in line or " --as-of " in line or line.split()[1] in FIXED

    assert [block.line for block in BLOCKS if block.line and not fixed(block)] == []


def test_the_english_half_is_shown_in_english() -> None:
    for block in BLOCKS:
        if block.line is not None:
            assert (" --lang en" in block.line) == (block.lang == "en"), block.line
