"""Lines that are several, parted by CR alone."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cchc_audit.intake.files.csv_lines import split_record

Fits = Callable[[Sequence[str]], bool]
"""Whether a row has the right number of cells."""
_MOST_PIECES = 200
"""So many lines a row may have among lines that end in several ways."""


def part_at_returns(lines: Iterable[bytes], delimiter: str, fits: Fits) -> Iterator[bytes]:
    """The rows of a file, each with an LF, given its lines between one LF and the next.

    A CR parts rows, too, unless it is a letter of a cell: in quotes, or in a line that has the
    cells of one row. Whatever else has its quotes wrong ends with its line.
    """
    ahead = _Ahead(lines)

    def is_row(text: bytes) -> bool:
        return fits(split_record(text.decode(errors="replace"), delimiter))

    while ahead.fill(1):
        taken = 1
        if ahead.held[0].text.count(b'"') % 2:
            taken = _until(ahead, lambda text, _: text.count(b'"') % 2 == 0, is_row)
        elif ahead.held[0].end == b"\r" and not is_row(ahead.held[0].text):
            taken = _until(ahead, lambda _, end: end != b"\r", is_row)
        yield ahead.take(taken) + b"\n"


class _Piece(NamedTuple):
    """What stands before one CR, LF or CRLF."""

    text: bytes
    end: bytes


class _Ahead:
    """The pieces of a file, of which some are looked at before they are taken."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._pieces = (piece for line in lines for piece in _pieces(line))
        self.held: list[_Piece] = []

    def fill(self, number: int) -> bool:
        """Have so many pieces at hand; False where there are no more."""
        self.held += islice(self._pieces, max(0, number - len(self.held)))
        return len(self.held) >= number

    def text(self, number: int) -> bytes:
        """The first pieces as they stand, without the last end."""
        *before, last = self.held[:number]
        return b"".join(piece.text + piece.end for piece in before) + last.text

    def take(self, number: int) -> bytes:
        """The same, and go on behind them."""
        text = self.text(number)
        del self.held[:number]
        return text


def _pieces(line: bytes) -> Iterator[_Piece]:
    whole = line.removesuffix(b"\n").rstrip(b"\r")
    *before, last = whole.split(b"\r")
    for text in before:
        yield _Piece(text, b"\r")
    yield _Piece(last, line[len(whole) :])


def _until(
    ahead: _Ahead, is_end: Callable[[bytes, bytes], bool], is_row: Callable[[bytes], bool]
) -> int:
    """How many pieces make one row, up to the first that may end one; 1 where they make none."""
    for number in range(2, _MOST_PIECES):
        if not ahead.fill(number):
            break
        if is_end(text := ahead.text(number), ahead.held[number - 1].end):
            return number if is_row(text) else 1
    return 1
