"""Pieces of a sheet's XML that hold plain cells alone: nothing of them has to be taken apart.

One pattern tells, in compiled code that leaves other threads free. A cell is plain where it has a
reference, then at most a style and a type that calamine reads right, and then its value: no
formula, no error, no date as text. A piece is plain where it is nothing but rows of such cells,
from its first byte to its last.
"""

import re
from collections.abc import Collection
from typing import NamedTuple

import polars as pl
from polars.exceptions import ComputeError

from cchc_audit.engine.zero_copy import lent_value

_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_TAIL = 1 << 16
"""Bytes at the end of a piece: how far its cells reach is guessed from them, then made sure of."""
_DATA = b"sheetData"
_ROW_END = b"row>"
_VALUE = r"[^<.]*(?:\.9{0,7}(?:[^.9<][^.<]*)?)*"
"""A value, but for the last moment of a day as databases write it (`.99999999`)."""
_OF_TEXT = (
    "t|r|rPr|b|i|u|sz|color|rFont|family|scheme|charset|vertAlign|strike|outline|shadow|phoneticPr"
)
_ROWS = 1 << 20


class Extent(NamedTuple):
    """How far the cells of a piece reach at most (`rows`, `columns`), the row of its `last` cell,
    and whether it may tell of merged cells.
    """

    rows: int
    columns: int
    last: int
    merges: bool


class PlainCells:
    """What plain cells look like in a sheet whose elements have this prefix.

    `padded` are the styles that show a number otherwise than it is stored.
    """

    def __init__(self, prefix: str, padded: Collection[int]) -> None:
        self._prefix = prefix
        self._data_end = f"</{prefix}sheetData>".encode()
        self._marks = [f' s="{number}"' for number in padded]

    def extent(self, piece: bytes, *, first: bool) -> Extent | None:
        """The extent of a piece (the `first` of a sheet, or a later one); None where it may hold
        other cells than plain ones.
        """
        start = piece.find(b">", max(piece.find(_DATA), 0)) + 1 if first else 0
        # Python takes long to search, and a piece that ends with a row holds only rows.
        ends = first or not piece.endswith(_ROW_END)
        end = piece.rfind(self._data_end) if ends else -1
        body = piece[start : end if end >= 0 else None]
        tail = _REFERENCE.findall(body, max(len(body) - _TAIL, 0))
        if not tail:
            return None
        letters = max((letters for letters, _ in tail), key=column_of)
        digits = max(len(number) for _, number in tail)
        text = pl.col("text")
        plain = text.str.contains(self._pattern(letters.decode(), digits))
        marks = (text.str.contains(mark, literal=True) for mark in self._marks)
        plan = pl.LazyFrame({"text": lent_value(body)}).select(text.cast(pl.String))
        try:
            seen = plan.select(plain, *(mark.alias(str(n)) for n, mark in enumerate(marks)))
            is_plain, *marked = seen.collect(engine="in-memory").row(0)
        except ComputeError:
            return None  # not UTF-8
        if not is_plain or any(marked):
            return None
        return Extent(min(10**digits - 1, _ROWS), column_of(letters) + 1, int(tail[-1][1]), ends)

    def _pattern(self, letters: str, digits: int) -> str:
        """Rows of plain cells in columns up to that of these letters, and in rows of so many
        digits.
        """
        p = self._prefix
        text = rf"<{p}is>(?:[^<]|</?{p}(?:{_OF_TEXT})(?: [^<>]*)?/?>)*</{p}is>"
        cell = (
            rf'<{p}c r="(?:{_columns_up_to(letters)})[0-9]{{1,{digits}}}"'
            r'(?: s="[0-9]+"| t="(?:s|inlineStr|n|str|b)")*'
            rf"(?:/>|>(?:<{p}v>{_VALUE}</{p}v>|<{p}v/>|{text})?</{p}c>)"
        )
        return rf"^(?:\s|</?{p}row(?: [^<>]*)?/?>|{cell})*$"


def column_of(letters: bytes) -> int:
    """The place of a column (from 0) by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _columns_up_to(letters: str) -> str:
    """A pattern of the letters of all columns up to this one."""
    before, last = letters[:-1], letters[-1]
    if not before:
        return f"[A-{last}]"
    shorter = "|".join("[A-Z]" * n for n in range(1, len(letters)))
    here = f"{before}[A-{last}]"
    lower = [
        f"{before[:n]}[A-{chr(ord(letter) - 1)}]{'[A-Z]' * (len(letters) - n - 1)}"
        for n, letter in enumerate(before)
        if letter > "A"
    ]
    return "|".join([shorter, *lower, here])
