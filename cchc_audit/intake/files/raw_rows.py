"""How the raw rows of a table are called in a frame, and the lines that became none."""

from typing import NamedTuple

LINE = "line"
"""The physical line where a record begins (UInt32)."""
CODE = "code"
"""A fault of the row as a whole (UInt16), null where there is none."""


def cell(place: int) -> str:
    """The name of a raw column by its place (from 0) in the row."""
    return f"c{place}"


class BadLine(NamedTuple):
    """Physical lines from `line` on that could not become a row: no frame holds them."""

    line: int
    fault: int
    value: str
