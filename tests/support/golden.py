"""Screens read by eye once and held since; `UPDATE_GOLDEN=1 pytest` rewrites them."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def held(name: str, text: str) -> None:
    """Compare `text` with the file `name` below `tests/golden`."""
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == text
