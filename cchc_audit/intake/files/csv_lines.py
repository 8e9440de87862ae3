"""Physical lines, records and cells of delimited text, exactly as the guard counts them."""

import re
from collections.abc import Iterable, Iterator
from functools import cache

DELIMITERS = (",", ";", "\t", "|", "^", "~")
_LONGEST_HEADER = 50


@cache
def _quoted(delimiter: str) -> re.Pattern[str]:
    mark = re.escape(delimiter)
    return re.compile(rf'"((?:[^"]++|"")*+)"(?={mark}|\Z)|([^{mark}]*)', re.DOTALL)


def split_record(record: str, delimiter: str) -> list[str]:
    """The cells of one record (without its line end). A quote inside a bare cell is a character."""
    if '"' not in record:
        return record.split(delimiter)
    cells = _split_plain(record, delimiter)
    if cells is not None:
        return cells
    pattern, place, cells = _quoted(delimiter), 0, []
    while True:
        match = pattern.match(record, place)
        if match is None:  # pragma: no cover - the second branch matches any text
            return cells
        cells.append(match[2] if match[1] is None else match[1].replace('""', '"'))
        if match.end() >= len(record):
            return cells
        place = match.end() + 1


def _split_plain(record: str, delimiter: str) -> list[str] | None:
    """The cells of a record whose quotes all open or close a cell, none being doubled; None of any
    other. Cell by cell it takes four times as long, and some hundred records of every file are
    taken apart.
    """
    cells: list[str] = []
    *parts, last = record.split('"')
    if len(parts) % 2:
        return None
    for place, part in enumerate(parts):
        if place % 2:
            cells.append(part)
            continue
        # What stands between two quoted cells, or before the first.
        begins, ends = part.startswith(delimiter), part.endswith(delimiter)
        if (place and part == delimiter) or (not place and not part):
            continue
        if not ends or (place and not begins):
            return None
        cells += part[place > 0 : -1].split(delimiter)
    if last and not last.startswith(delimiter):
        return None
    return cells + last[1:].split(delimiter) if last else cells


def find_cell(record: str, delimiter: str, place: int) -> int:
    """Where in a record the cell at a place (from 0) begins; the record has so many."""
    pattern, at = _quoted(delimiter), 0
    for _ in range(place):
        match = pattern.match(record, at)
        at = len(record) if match is None else match.end() + 1
    return at


def join(cells: Iterable[str], delimiter: str) -> str:
    """One record of `cells`, every cell in quotes."""
    return delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)


def records(lines: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Records of the top of a file: (first physical line from 1, number of lines, text).

    A line with an odd number of quotes goes on to the line that closes it, if one follows soon.
    """
    numbered = list(enumerate(lines, start=1))
    place = 0
    while place < len(numbered):
        first, text = numbered[place]
        last = place
        if text.count('"') % 2:
            last = _closing(numbered, place)
            text = "\n".join(line for _, line in numbered[place : last + 1])
        yield first, last - place + 1, text
        place = last + 1


def _closing(numbered: list[tuple[int, str]], place: int) -> int:
    for other in range(place + 1, min(place + _LONGEST_HEADER, len(numbered))):
        if numbered[other][1].count('"') % 2:
            return other
    return place
