"""Temporary files of a run: unpacked, transcoded and mended exports. Gone when the process ends."""

import tempfile
from functools import cache
from itertools import count
from pathlib import Path

_numbers = count(1)


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="cchc-audit-", ignore_cleanup_errors=True)


def scratch_file(suffix: str) -> Path:
    """A path nobody else uses, readable by this user only. Raises `OSError` on a full disk."""
    return Path(_folder().name) / f"{next(_numbers)}{suffix}"
