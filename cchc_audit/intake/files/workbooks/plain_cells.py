"""Pieces of a sheet's XML that hold plain cells alone: nothing of them has to be taken apart.

One pattern tells, in compiled code that leaves other threads free. A cell is plain where it has a
reference, then at most a style and a type that calamine reads right, and then its value: no
formula, no error, no date as text. Every cell of a piece has to match, or none is dismissed.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
from polars.exceptions import ComputeError

from cchc_audit.engine.zero_copy import lent_value

_REFERENCE = re.compile(rb' r="([A-Z]{1,3})([0-9]{1,7})"')
_TAIL = 1 << 16
"""Bytes at the end of a piece: how far its cells reach is guessed from them, then made sure of."""
_LATE = ".99999999"
_DATA = b"sheetData"
_ROW_END = b"row>"
_MERGES = "mergeCell"
_ROWS = 1 << 20


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the cells of a piece reach at most (`rows`, `columns`), its `own` rows, and whether
    it may tell of merged cells.
    """

    rows: int
    columns: int
    own: int
    merges: bool


class PlainCells:
    """What plain cells look like in a sheet whose elements have this prefix.

    `padded` are the styles that show a number otherwise than it is stored.
    """

    def __init__(self, prefix: str, padded: Collection[int]) -> None:
        self._cell, self._row = f"<{prefix}c", f"<{prefix}row"
        self._data_end = f"</{prefix}sheetData>".encode()
        # A cell under another prefix than the sheet's is read, too.
        self._other = "<c" if prefix else r":c[ >/\t\r\n]"
        self._marks = (_LATE, *(f' s="{number}"' for number in padded))
        self._prefixed = bool(prefix)
        self._any_cell = r"<\w+:c[\s/>]" if prefix else self._cell
        self._inside = rf"(?:<{prefix}v>|<{prefix}is>|</{prefix}c>)"

    def extent(self, piece: bytes, *, first: bool) -> Extent | None:
        """The extent of a piece (the `first` of a sheet, or a later one); None where it may hold
        other cells than plain ones.
        """
        start = piece.find(_DATA) if first else 0
        # Python takes long to search, and a piece that ends with a row holds only rows.
        ends = first or not piece.endswith(_ROW_END)
        end = piece.rfind(self._data_end) if ends else -1
        body = piece[max(start, 0) : end if end >= 0 else None]
        tail = _REFERENCE.findall(body, max(len(body) - _TAIL, 0))
        if not tail:
            return None
        letters = max((letters for letters, _ in tail), key=column_of)
        digits = max(len(number) for _, number in tail)
        text = pl.col("text")
        cells = text.str.count_matches(self._any_cell, literal=not self._prefixed)
        plain = text.str.count_matches(self._pattern(letters.decode(), digits))
        marks = [text.str.contains(mark, literal=True) for mark in self._marks]
        marks.append(text.str.contains(self._other))
        merges = text.str.contains(_MERGES, literal=True) | pl.lit(ends)
        rows = text.str.count_matches(self._row, literal=True)
        plan = pl.LazyFrame({"text": lent_value(body)}).select(text.cast(pl.String))
        whole = (cells == plain) & ~pl.any_horizontal(marks)
        try:
            seen = plan.select(whole.alias("whole"), rows.alias("own"), merges.alias("merges"))
            are_plain, own, merged = seen.collect(engine="in-memory").row(0)
        except ComputeError:
            return None  # not UTF-8
        if not are_plain:
            return None
        return Extent(min(10**digits - 1, _ROWS), column_of(letters) + 1, own, merged)

    def _pattern(self, letters: str, digits: int) -> str:
        """Plain cells in columns up to that of these letters, in rows of so many digits."""
        return (
            rf'{self._cell} r="(?:{_columns_up_to(letters)})[0-9]{{1,{digits}}}"(?: s="[0-9]+")?'
            rf'(?: t="(?:s|inlineStr|n|str|b)")?(?:/>|>{self._inside})'
        )


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
