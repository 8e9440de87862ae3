"""How the columns of a table share the width of a page: by what their cells need."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

UNBROKEN = frozenset({"dossier_id", "procedure_code", "code", "mark"})
"""Columns of codes, which stand on one line."""
WIDEST = 88
"""Letters of the smallest size that stand side by side on an upright page."""
_LONG = 34
"""A cell of more letters is wrapped all the same."""
_SIZES = ((70, 10.0), (96, 9.0), (150, 8.0))
_SMALLEST = 7.0
_PROSE, _OF_PROSE = 120, 64
"""A column with a cell of so many letters holds prose, and gets so many."""
_GAP = 2
_HEAD, _NUMBER_HEAD = 3, 6
"""Lines that the heading of a column of text, and of one of numbers, may take."""


@dataclass(frozen=True, slots=True)
class Shared:
    """The share of each column, which ones are not broken, the size of the letters in points, and
    how many letters the columns would like together.
    """

    widths: tuple[float, ...]
    whole: tuple[bool, ...]
    size: float
    needed: int


def share(
    heads: Sequence[str],
    lines: Sequence[Sequence[str]],
    names: Sequence[str],
    right: Collection[str] = (),
    *,
    room: int = 0,
) -> Shared:
    """The shares of the columns `names`, from their headings and cells; those of `right` are
    numbers, whose headings take as many lines as they need; empty ones get `room` letters.
    """
    whole = tuple(name in UNBROKEN for name in names)
    wanted = []
    for at, head in enumerate(heads):
        cells = [line[at] for line in lines]
        longest = max((cell_len(cell) for cell in cells), default=0)
        words = max((_longest_word(cell, whole=whole[at]) for cell in cells), default=0)
        of_head = -(-cell_len(head) // (_NUMBER_HEAD if names[at] in right else _HEAD))
        held = _OF_PROSE if longest >= _PROSE else min(_LONG, longest)
        fits = (words, _longest_word(head, whole=False), held, of_head)
        wanted.append(max(*fits, 0 if longest else room) + _GAP)
    needed = sum(wanted)
    size = next((size for most, size in _SIZES if needed <= most), _SMALLEST)
    return Shared(tuple(map(float, wanted)), whole, size, needed)


def _longest_word(text: str, *, whole: bool) -> int:
    if whole:
        return cell_len(text)
    return max(map(cell_len, text.split()), default=0)
