"""What the readers hand to the rest of the room: one file as found, and its data ready to scan."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from cchc_audit.intake.files.examine import Examined


class Kind(StrEnum):
    """How a file holds its table."""

    TEXT = "text"
    XLSX = "xlsx"
    PARQUET = "parquet"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One export as it was found.

    `path` is as the user gave it. Line numbers are physical lines from 1 (in `.xlsx` sheet rows,
    in Parquet the row + 1). `layout_rows` are the lines found to be neither dossiers nor rejects;
    `columns` maps canonical columns to the headers read, `others` to further headers that name
    them; `ignored` are headers that name nothing, `missing` canonical columns without a header,
    `mapped` the columns that `cchc.toml` decided. `formats` are the spellings of moments seen in
    a sample, by column; `width` is how many cells the header has.
    """

    path: str
    kind: Kind
    encoding: str
    delimiter: str | None
    header_line: int
    layout_rows: tuple[int, ...]
    columns: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    ignored: tuple[str, ...]
    missing: tuple[str, ...]
    mapped: frozenset[str]
    formats: Mapping[str, tuple[str, ...]]
    width: int


@dataclass(frozen=True, slots=True)
class BadLine:
    """Physical lines from `line` on that could not become a row: no frame holds them."""

    line: int
    fault: int
    value: str


LINE = "line"
CODE = "code"


def cell(place: int) -> str:
    """The name of a raw column by its place (from 0) in the row."""
    return f"c{place}"


@dataclass(frozen=True, slots=True)
class Body:
    """The data of one file: a lazy frame of text, nothing read yet.

    `frame`: `line` UInt32 (physical line where the record begins), `code` UInt16 (a fault of the
    row as a whole, null where there is none) and `c0`, `c1`, … String, one for each header.
    `header` are the headers as written. `records` counts what the frame will hold (with the layout
    rows among it), `lost` are lines that did not become rows. `serials`: days may be written as
    Excel's numbers. `examined` (text files) leads back to the raw lines.
    """

    frame: pl.LazyFrame
    header: tuple[str, ...]
    header_line: int
    layout: tuple[int, ...]
    kind: Kind
    encoding: str
    delimiter: str | None
    records: int = 0
    lost: tuple[BadLine, ...] = ()
    serials: bool = False
    examined: "Examined | None" = None
