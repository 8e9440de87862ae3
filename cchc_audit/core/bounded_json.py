"""JSON of our own that may have been damaged, or put there by somebody else, read within bounds."""

import json
from pathlib import Path

DEEPEST = 32
"""Arrays and objects in one another: what is written here has a handful."""
LARGEST = 10**15
"""The largest number, either way: beyond it nothing is counted here."""


def read_json(path: Path, *, most: int) -> object:
    """What a file of at most so many bytes holds.

    Raises `ValueError` for what is no JSON, too long, too deep or holds a number out of bounds, and
    `OSError` as the system does.
    """
    return parse_json(read_bounded(path, most=most))


def read_bounded(path: Path, *, most: int) -> bytes:
    """The content of a file. Raises `ValueError` for one that is longer, or no plain file."""
    if path.exists() and not path.is_file():
        raise ValueError(path)
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise ValueError(most)
    return content


def parse_json(content: bytes) -> object:
    """What `content` says. Raises `ValueError` as `read_json` does."""
    try:
        found: object = json.loads(content, parse_constant=_refuse)
        _hold(found, DEEPEST)
    except RecursionError:
        raise ValueError(DEEPEST) from None
    return found


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _hold(value: object, deep: int) -> None:
    """Hold a value to the bounds."""
    if deep < 0:
        raise ValueError(DEEPEST)
    if isinstance(value, dict):
        for inner in value.values():
            _hold(inner, deep - 1)
    elif isinstance(value, list):
        for inner in value:
            _hold(inner, deep - 1)
    elif isinstance(value, int | float) and not -LARGEST <= value <= LARGEST:
        raise ValueError(value)
