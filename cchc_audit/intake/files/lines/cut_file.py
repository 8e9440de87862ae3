"""A text file cut where tables begin: the parts of joined exports, each with its own header."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cchc_audit.core.scratch import scratch_file


class Cut(NamedTuple):
    """Where the header of a further table begins: its line, from 1, and the byte in it. The table
    above ends `gap` bytes before.
    """

    line: int
    byte: int = 0
    gap: int = 0


def cut_at(path: Path, cuts: Sequence[Cut]) -> Iterator[tuple[Path, int]]:
    """A copy of every part of a file, and how many lines stand above the part's first.

    `cuts` are where all parts but the first begin, ascending.
    """
    rest = b""
    starts = [Cut(1), *cuts]
    with path.open("rb") as file:
        for start, end in zip(starts, [*cuts, None], strict=True):
            # The first line of a part may be the rest of one that began in the part above.
            height = None if end is None else end.line - start.line - bool(rest)
            copy = scratch_file(".csv")
            with copy.open("wb") as part:
                part.write(rest)
                part.writelines(islice(file, height))
                rest = b""
                if end is not None and end.byte:
                    line = file.readline()
                    part.write(line[: end.byte - end.gap])
                    rest = line[end.byte :]
            yield copy, start.line - 1
