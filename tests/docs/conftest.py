"""Lines of the pages are typed in the root of the repository, on a screen 100 columns wide."""

import os
from collections.abc import Iterator
from contextlib import suppress

import pytest

from . import pictures, produce, runs
from .document import ROOT, blocks, pages, text


@pytest.fixture(autouse=True, scope="package")
def plain_surroundings() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as outside:
        outside.delenv("CCHC_AUDIT_LANG", raising=False)
        outside.delenv("NO_COLOR", raising=False)
        outside.setenv("COLUMNS", "100")
        outside.chdir(ROOT)
        if os.environ.get("UPDATE_DOCS"):
            rewrite()
        yield
    runs.tidy()


def rewrite() -> None:
    """Write blocks and pictures as they should be; what fails stays, and its own test says why."""
    for page in pages():
        whole = text(page)
        for block in reversed(blocks(page)):
            with suppress(AssertionError):
                whole = whole[: block.start] + produce.content(block) + whole[block.end :]
        if whole != text(page):
            page.write_text(whole, encoding="utf-8")
    pictures.IMAGES.mkdir(exist_ok=True)
    for name in pictures.SCREENS:
        (pictures.IMAGES / name).write_text(pictures.screen(name), encoding="utf-8")
