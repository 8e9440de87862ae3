"""A paper that is signed and sent, as values: what stands around one ruled table, and the table.

What a workbook lays out in cells (the annex of a letter, an official form) is laid out on paper
from these.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A cell of a heading: its first row and column, counted from 0, and how many it takes."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class TotalCell:
    """A cell of the line of sums, over so many columns."""

    text: str
    columns: int = 1


@dataclass(frozen=True, slots=True)
class RuledTable:
    """The table. `widths` are the shares of the columns; `centred` says of each how its cells
    stand: in the middle, left (False), or "right". The heading takes `depth` rows; `numbers` is
    the row below it that numbers the columns, where there is one.
    """

    heads: tuple[HeadCell, ...]
    lines: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: tuple[bool | str, ...]
    whole: tuple[bool, ...]
    depth: int = 1
    numbers: tuple[str, ...] = ()
    total: tuple[TotalCell, ...] = ()
    size: float = 9.0


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs on the left and on the right, each with how; `place` is the line of the date."""

    place: str
    left: tuple[str, str]
    right: tuple[str, str]


@dataclass(frozen=True, slots=True)
class FormalPaper:
    """The paper. `corners` are the texts left and right of the heading; `below` the lines under it,
    `measure` what the figures count, `sums` the sentences of totals, `notes` those in small.
    """

    title: str
    heading: str
    table: RuledTable
    corners: tuple[str, str] | None = None
    below: tuple[str, ...] = ()
    measure: str = ""
    sums: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    signatures: Signatures | None = None
