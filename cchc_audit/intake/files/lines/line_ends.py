"""Lines that are several: parted by CR alone, or the last one of a file with the header of the next
one behind it, when files were pasted together.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cchc_audit.intake.files.csv_lines import find_cell, split_record
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, Score

Fits = Callable[[Sequence[str]], bool]
"""Whether a row has the right number of cells."""
_MOST_PIECES = 200
"""So many lines a row may have among lines that end in several ways."""
_MARK = "\ufeff"
_NUMBER = re.compile(r"(?:STT|TT|Stt|Số TT|Số thứ tự)$")


class Cut(NamedTuple):
    """Where the header of a further table begins: its line, from 1, and the byte in it. The table
    above ends `gap` bytes before.
    """

    line: int
    byte: int = 0
    gap: int = 0


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


def find_glued_header(
    line: int, text: str, delimiter: str, header: Sequence[str], score: Score
) -> Cut | None:
    """Where in a line a header begins behind a row without an end; None without one.

    `header` is the one above. The row may break off. Where nobody can tell its last cell from the
    first of the header, the header gets it: the row is short then, and rejected.
    """
    cells = split_record(text, delimiter)
    # Nearly every line ends here: rows end with what is no header.
    if not score(cells[-2:]):
        return None
    first = next((place for place, cell in enumerate(cells) if place and score([cell])), 0)
    if not first or score(cells[first:]) < COLUMNS_OF_HEADER - 1:
        return None
    if not any(map(str.isdigit, "".join(cells[:first]))):  # no dossier stands there
        return None
    width = len(header)
    again = len(cells) >= width > 1 and tuple(cells[1 - width :]) == tuple(header[1:])
    places = [len(cells) - width] if again else [first - 1]
    if first == width - 1:  # the last cell of the row is blank
        places.append(first)
    for place in places:
        start, end = (find_cell(text, delimiter, at) for at in (place, place + 1))
        inside = _find_first(text[start : end - 1], header[0], score)
        if inside is not None:
            return Cut(line, len(text[: start + inside].encode()))
    if score(cells[first:]) < COLUMNS_OF_HEADER:
        return None
    start = find_cell(text, delimiter, min(first, width) - 1)
    return Cut(line, len(text[:start].encode()), gap=1)


def _find_first(glued: str, own: str, score: Score) -> int | None:
    """Where in a cell of two the second one begins, which is the first of a header; None where that
    cannot be told.
    """
    if _MARK in glued:
        return glued.index(_MARK)
    if '""' in glued:
        return glued.index('""') + 1
    known = (place for place in range(len(glued)) if score([glued[place:]]))
    found = next(known, None)
    if found is not None:
        return found
    number = _NUMBER.search(glued)
    if number is not None:
        return number.start()
    return len(glued) - len(own) if own and glued.endswith(own) else None
