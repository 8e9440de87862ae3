"""Records of a text file fetched by the lines on which they begin, without reading all of it."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path


def read_records(
    path: Path,
    places: Sequence[tuple[int, int]],
    lines: Sequence[int],
    *,
    strays: frozenset[int] = frozenset(),
) -> Iterator[tuple[int, bytes]]:
    """The records that begin on these lines (ascending), each with its line; the `strays` among
    them end with their line, whatever their quotes.

    `places` are lines of which it is known at which byte they begin, in order.
    """
    if not places or lines[0] < places[0][0]:  # above the header
        places = ((1, 0), *places)
    starts = [first for first, _ in places]
    with path.open("rb") as file:
        for place, group in groupby(lines, key=lambda line: bisect_right(starts, line) - 1):
            first, offset = places[place]
            file.seek(offset)
            at = first
            for line in group:
                while at < line:
                    file.readline()
                    at += 1
                begin = file.tell()
                record = file.readline()
                yield line, record if line in strays else _whole(record, file.readline)
                file.seek(begin + len(record))
                at += 1


def _whole(record: bytes, more: Callable[[], bytes]) -> bytes:
    """A record to the line that closes its quotes; its first line where none does."""
    if record.count(b'"') % 2 == 0:
        return record
    joined = [record]
    while line := more():
        joined.append(line)
        if line.count(b'"') % 2:
            return b"".join(joined)
    return record
