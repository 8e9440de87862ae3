"""A text file cut at lines: the parts of joined exports, each with a header of its own."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from cchc_audit.core.scratch import scratch_file


def cut_at(path: Path, lines: Sequence[int]) -> Iterator[tuple[Path, int]]:
    """A copy of every part of a file, and how many lines stand above it.

    `lines` are the first ones of all parts but the first, from 1 and ascending.
    """
    firsts = [1, *lines]
    with path.open("rb") as file:
        for place, first in enumerate(firsts):
            height = firsts[place + 1] - first if place + 1 < len(firsts) else None
            copy = scratch_file(".csv")
            with copy.open("wb") as part:
                part.writelines(islice(file, height))
            yield copy, first - 1
