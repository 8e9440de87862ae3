"""Records whose fields may hold fields of their own (JSON, XML, Parquet), as rows of text."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import polars as pl

from cchc_audit.intake.files.body import Body, Kind
from cchc_audit.intake.files.header_search import Score, no_header
from cchc_audit.intake.files.pieces import Pieces
from cchc_audit.intake.files.raw_rows import CODE, LINE, BadLine, cell

FEWEST_NAMES = 2
"""How many columns some names have to name where they are taken for a header."""


class Table(NamedTuple):
    """Rows (`line` and `c0`, `c1`, …), and the names of their columns."""

    frame: pl.LazyFrame
    header: tuple[str, ...]
    height: int


class Records:
    """Records as rows, a column for each name in the order of first appearance."""

    def __init__(self) -> None:
        self.rows = Pieces()
        self.places: dict[str, int] = {}

    def add(self, line: int, record: dict[str, Any]) -> None:
        """One record; fields of a field get its name before theirs (`status.id`)."""
        row: list[str | None] = [None] * len(self.places)
        for key, text in flat(record):
            place = self.places.setdefault(key, len(self.places))
            row += [None] * (place + 1 - len(row))
            row[place] = text
        self.rows.add(line, row)

    def table(self) -> Table:
        """All of them."""
        return Table(self.rows.frame(), tuple(self.places), self.rows.height)


def table_of(
    table: Table, score: Score, *, given: str, kind: Kind, lost: Sequence[BadLine] = ()
) -> Body:
    """What the rest of the room is handed of these rows.

    Raises `InputError` where their names name nothing.
    """
    header = table.header
    if not score(header):
        raise no_header(given, found=", ".join(header))
    return Body(
        name=given,
        frame=table.frame.select(
            LINE,
            pl.lit(None, dtype=pl.UInt16).alias(CODE),
            *(cell(place) for place in range(len(header))),
        ),
        header=header,
        header_line=1,
        layout=(),
        kind=kind,
        encoding=kind.value,
        delimiter=None,
        records=table.height,
        lost=tuple(lost),
    )


def flat(record: dict[str, Any], before: str = "") -> Iterator[tuple[str, str | None]]:
    """The fields of a record as text; those of an object in it with its key before theirs."""
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and not any(inner.startswith("$") for inner in value):
            yield from flat(value, f"{name}.")
        else:
            yield name, leaf(value)


def leaf(value: Any) -> str | None:
    """A value as text."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
