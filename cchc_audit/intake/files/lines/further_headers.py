"""Headers below the first one: of tables that were joined to one file, each with its own.

A further header is read as the first one is (see `header_search`). It stands on lines of its own,
which the guard found to look like one, or a row that does not fit the table turns out to be it: a
header of another delimiter, or one that stands behind the row above, on its line.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cchc_audit.intake.files.csv_lines import DELIMITERS, find_cell, split_record
from cchc_audit.intake.files.header_search import COLUMNS_OF_HEADER, Score, Top, find_header
from cchc_audit.intake.files.layout import has_moment
from cchc_audit.intake.files.lines.cut_file import Cut
from cchc_audit.intake.files.lines.guard import Chunk, Shape
from cchc_audit.intake.files.lines.quotes import Finding

_BELOW = 2
"""How many rows a header may have beside its first."""
_MARK = "\ufeff"
_NUMBER = re.compile(r"(?:STT|TT|Stt|Số TT|Số thứ tự)$")


class Further(NamedTuple):
    """The headers on lines of their own: those lines, and where a table of its own begins, for the
    header has several rows, or another number of cells than the one above it.
    """

    lines: list[int]
    cuts: list[Cut]


def find_further(
    path: Path,
    found: Sequence[Chunk],
    shape: Shape,
    score: Score,
    *,
    first: int,
    tall: Sequence[tuple[int, int]],
) -> Further:
    """The further headers among the lines of a file that look like one; the first line of the
    chunks has the number `first`.

    None stands within a record of several lines (`tall`: where each begins, and the line behind it
    where it is sound); below one that has another number of cells than the header there are rows.
    """
    further, width = Further([], []), shape.width
    for chunk in found:
        for place, raw in chunk.heads:
            cells, line = _cells(raw, shape), first + place
            at, named = bisect_left(tall, (line, 0)) - 1, score(cells)
            if not named or (at >= 0 and line < tall[at][1]):
                continue
            below = _rows_below(path, chunk, place, shape)
            header = find_header([cells, *below], score)
            if header.place or max(named, header.known) < COLUMNS_OF_HEADER:
                continue
            if header.height > 1:
                further.cuts.append(Cut(line))
                width = len(header.cells)
            # Of a row below it the last cell may be blank, and left out.
            elif shape.fits(cells) or (below and abs(len(below[0]) - len(cells)) <= 1):
                further.lines.append(line)
                further.cuts.extend([Cut(line)] if len(cells) != width else [])
                width = len(cells)
        first += chunk.lines
    return further


def _rows_below(path: Path, chunk: Chunk, place: int, shape: Shape) -> list[list[str]]:
    """The next rows with anything on them."""
    with path.open("rb") as file:
        file.seek(chunk.start)
        below = (line.rstrip(b"\n") for line in islice(file, place + 1, None) if line.strip())
        return [_cells(line, shape) for line in islice(below, _BELOW)]


def _cells(raw: bytes, shape: Shape) -> list[str]:
    return split_record(raw.decode(errors="replace").removesuffix("\r"), shape.delimiter)


def find_in_row(found: Finding, top: Top, score: Score) -> Cut | None:
    """Where a further header begins on the line of a row that does not fit the table."""
    row = found.value.removesuffix("\r")
    cut = _behind_a_row(found.line, row, top, score) if found.height == 1 else None
    return cut or (Cut(found.line) if _has_another_delimiter(row, top, score) else None)


def _has_another_delimiter(row: str, top: Top, score: Score) -> bool:
    for mark in DELIMITERS:
        if mark != top.delimiter and row.count(mark) >= COLUMNS_OF_HEADER - 1:
            cells = split_record(row, mark)
            if score(cells) >= COLUMNS_OF_HEADER and not any(map(has_moment, cells)):
                return True
    return False


def _behind_a_row(line: int, text: str, top: Top, score: Score) -> Cut | None:
    """Where in a line a header begins behind a row without an end; None without one.

    The row may break off. Where nobody can tell its last cell from the first of the header, the
    header gets it: the row is short then, and rejected.
    """
    header, delimiter = top.header, top.delimiter
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
