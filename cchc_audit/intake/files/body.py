"""What the readers hand to the rest of the room: the tables of a file, their data ready to scan."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

import polars as pl

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.lines.examine import Examined
from cchc_audit.intake.files.raw_rows import BadLine


class Kind(StrEnum):
    """How a file holds its table."""

    TEXT = "text"
    XLSX = "xlsx"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    HTML = "html"
    MHTML = "mhtml"
    XML_2003 = "xml_2003"
    XML = "xml"
    JSON = "json"
    NDJSON = "ndjson"
    PARQUET = "parquet"


class SourceFile(NamedTuple):
    """One table of dossiers as it was found.

    `path` is the file as the user gave it, with the member of an archive (`a.zip/b.csv`) and the
    sheet, where a workbook has several (`a.xlsx#Quý 1`). Line numbers are physical lines from 1 (in
    workbooks sheet rows, in Parquet and a JSON array the record + 1). `layout_rows` are the lines
    found to be neither dossiers nor rejects;
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


class NameAlone(NamedTuple):
    """A row that holds a name and not what it is the name of: the column it was read for, None
    where the rows below are still those of the group before.
    """

    line: int
    name: str
    column: str | None


class Body(NamedTuple):
    """The data of one table: a lazy frame of text, nothing read yet.

    `name` is the file, as `SourceFile.path` has it but for the `sheet`.
    `frame`: `line` UInt32 (physical line where the record begins), `code` UInt16 (a fault of the
    row as a whole, null where there is none) and `c0`, `c1`, … String, one for each header.
    `header` are the headers as written. `records` counts what the frame will hold (with the layout
    rows among it), `lost` are lines that did not become rows (the last ones, in a file that is no
    text). `serials` are the days to be
    added to a bare number to make it a day of Excel's 1900 system, None where days are no numbers.
    `examined` (text files) leads back to the raw lines; `scan` is `frame` for as long as nothing
    was done to it, and how many cells it reads of a line. `below`: the rows stand below a further
    header of the same table. `struck` are lines that a workbook shows struck out, `above`
    the cells of the lines above the header, `alone` rows that may be groups.
    """

    name: str
    frame: pl.LazyFrame
    header: tuple[str, ...]
    header_line: int
    layout: tuple[int, ...]
    kind: Kind
    encoding: str
    delimiter: str | None
    records: int = 0
    lost: tuple[BadLine, ...] = ()
    serials: int | None = None
    examined: Examined | None = None
    scan: tuple[pl.LazyFrame, int] | None = None
    sheet: str = ""
    below: bool = False
    struck: tuple[int, ...] = ()
    above: tuple[tuple[str, ...], ...] = ()
    alone: tuple[NameAlone, ...] = ()

    @property
    def full_name(self) -> str:
        """What people call the table: the file, with the sheet where that is told."""
        return f"{self.name}#{self.sheet}" if self.sheet else self.name

    @property
    def part_name(self) -> str:
        """The table, with the line of its header where that stands below another one's rows."""
        return f"{self.full_name}:{self.header_line}" if self.below else self.full_name


class Unread(NamedTuple):
    """A part that is not read (a file of a folder or an archive, a sheet), and why.

    `rows` counts its rows; one without any is no loss, and is named by `check` alone.
    """

    name: str
    why: InputError
    rows: int


class Tables(NamedTuple):
    """What one file holds: its tables in order, and what of it is not read."""

    bodies: tuple[Body, ...]
    unread: tuple[Unread, ...] = ()

    @classmethod
    def joined(cls, parts: Iterable["Tables"]) -> "Tables":
        """Everything of several parts, in their order."""
        found = list(parts)
        return cls(
            tuple(body for part in found for body in part.bodies),
            tuple(unread for part in found for unread in part.unread),
        )
