"""A page that tells of no export: the calendar of a year, the catalogue, the check of a file.

What a person reads is a `Document`; what a program reads are plain values, of which one list holds
the rows.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cchc_audit.render.document import Document, Notes, Prose, Section, Verbatim
from cchc_audit.render.escape import FORMULA
from cchc_audit.render.report import SCHEMA

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows for a spreadsheet: headings in the reader's language, cells as dates and words."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int | date | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready to be shown in any format.

    `data` is the JSON document without `schema` and `command`; its key `listed` holds `records`, of
    which CSV takes the columns `csv_columns`. `created` dates a workbook (naive Viet Nam time).
    """

    command: str
    document: Document
    data: Mapping[str, object]
    listed: str
    csv_columns: tuple[str, ...]
    sheet: Sheet
    created: datetime

    @property
    def records(self) -> Sequence[Record]:
        """The rows as plain values."""
        found = self.data[self.listed]
        return found if isinstance(found, tuple) else ()


def json_text(page: Page) -> str:
    """The document, ISO dates, unknown as null, a row a line."""
    document = {"schema": SCHEMA, "command": page.command, **page.data}
    members = ",\n".join(
        f"  {_json(key)}: {_rows(value) if key == page.listed else _json(value)}"
        for key, value in document.items()
    )
    return f"{{\n{members}\n}}\n"


def csv_text(page: Page) -> str:
    """The rows under canonical names; lists joined by `|`, formulas disarmed for Excel."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(page.csv_columns)
    for record in page.records:
        writer.writerow([_cell(record[name]) for name in page.csv_columns])
    return out.getvalue()


def _rows(value: object) -> str:
    lines = ",\n".join(f"    {_json(row)}" for row in value) if isinstance(value, tuple) else ""
    return f"[\n{lines}\n  ]" if lines else "[]"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "|".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and re.match(FORMULA, value):
        return f"'{value}"
    return value


def words(document: Document) -> Iterator[str]:
    """The sentences and notes of a document, for a sheet beside its rows."""
    for part in document.parts:
        if isinstance(part, Prose):
            yield from part.sentences
        elif isinstance(part, Notes):
            yield part.heading
            yield from (f"{label} {text}" for label, text in part.items)
        elif isinstance(part, Section):
            yield part.heading
            yield from part.items
        elif isinstance(part, Verbatim):
            yield from part.text.splitlines()
