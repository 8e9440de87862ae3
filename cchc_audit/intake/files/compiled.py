"""Whether a file is read by compiled code: the extra `fast` is installed, and the file is large."""

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from cchc_audit.core.progress import progress

ENOUGH = 384 << 20
"""Bytes of a file from which on compiled code pays, about a million and a half rows: importing
numba and loading what it compiled takes as long as it saves there.
"""


def is_fast(size: int) -> bool:
    """Whether a file of so many bytes is read by compiled code."""
    return size >= ENOUGH and _is_ready()


def line_counter(size: int, width: int, delimiter: str) -> Callable[[bytes], int | None] | None:
    """What counts the lines of a chunk of a file of so many bytes, if all of them are plain; None
    for a file that is not read by compiled code.
    """
    if not is_fast(size):
        return None
    from cchc_audit.engine.plain_columns import LineCounter

    return LineCounter(width, delimiter)


def end_counter() -> Callable[[Path, int, int], int]:
    """What counts the line ends between two bytes of a file that is read by compiled code."""
    from cchc_audit.engine.plain_columns import EndCounter

    return EndCounter()


@cache
def _is_ready() -> bool:
    """Whether the extra is there, its code compiled."""
    if find_spec("numba") is None:
        return False
    with progress().preparing():
        try:
            from cchc_audit.engine.plain_columns import prepare
        except ImportError:  # half of it is there, or it does not fit this Python
            return False
        prepare()
    return True
