"""The rejected rows, fetched again from their file: where, which column, what, why, and the row.

A plan carries only a number for what is wrong with a row (`faults`). Rejects are few, so the rows
themselves are read a second time, by their lines.
"""

import csv
import errno
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import polars as pl

from cchc_audit.core.atomic import making
from cchc_audit.core.errors import InputError
from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.faults import decode
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.lines.records import read_records
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.files.sources import META
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.moment_columns import MomentColumn
from cchc_audit.intake.values.text import clean

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_REFUSED = {
    errno.ENOENT: "intake.no_folder",
    errno.ENOTDIR: "intake.no_folder",
    errno.ENOSPC: "intake.disk_full",
    errno.EACCES: "intake.may_not_write",
    errno.EPERM: "intake.may_not_write",
    errno.EROFS: "intake.may_not_write",
    errno.EISDIR: "intake.is_folder",
}


class Reject(NamedTuple):
    """One rejected row.

    `column` is canonical (a header for a column the tool does not know, None for the row as a
    whole); `value` the cell that is wrong, for a row as a whole the number of its cells or the
    byte; it never holds a cell of personal data. `cells` is the row as it was.
    """

    source: int
    file: str
    line: int
    column: str | None
    value: str
    fault: Fault
    cells: tuple[str, ...]


class Origin(NamedTuple):
    """One file to fetch rows from."""

    file: str
    body: Body
    headers: Headers
    moments: Mapping[str, MomentColumn]


def fetch(faulty: pl.DataFrame, origins: Sequence[Origin]) -> Iterator[Reject]:
    """The rejects behind `faulty` (`source` UInt32, `source_line` UInt32, `fault` UInt16) and
    those that never became rows, in the order of files and lines.
    """
    ordered = faulty.select("source", "source_line", "fault").sort("source", "source_line")
    by_source = {
        int(source): list(rows)
        for source, rows in groupby(ordered.iter_rows(), key=lambda row: row[0])
    }
    for source, origin in enumerate(origins):
        numbers = {row[1]: row[2] for row in by_source.get(source, [])}
        numbers |= {bad.line: bad.fault for bad in origin.body.lost}
        for line, raw in _rows(origin.body, sorted(numbers)):
            yield _reject(source, origin, line, raw, numbers[line])


def cells_at(origin: Origin, line: int) -> dict[str, str]:
    """The cells of the row that begins on a line, cleaned of outer blanks, by canonical column."""
    for _, raw in _rows(origin.body, [line]):
        places = origin.headers.places.items()
        return {name: clean(raw.cells[n]) for name, n in places if n < len(raw.cells)}
    return {}


class _Raw(NamedTuple):
    data: bytes
    cells: list[str]


def _rows(body: Body, lines: list[int]) -> Iterator[tuple[int, _Raw]]:
    if not lines:
        return
    if body.examined is None:
        names = [cell(place) for place in range(len(body.header))]
        wanted = pl.Series(lines, dtype=pl.UInt32).implode()
        found = body.frame.filter(pl.col(LINE).is_in(wanted)).select(LINE, *names).collect()
        for line, *cells in found.sort(LINE).iter_rows():
            yield line, _Raw(b"", ["" if text is None else text for text in cells])
        for bad in body.lost:
            yield bad.line, _Raw(bad.value.encode(), [bad.value])
        return
    delimiter = body.delimiter or ","
    strays = frozenset(bad.line for bad in body.lost)
    examined = body.examined
    for line, data in read_records(examined.origin, examined.places, lines, strays=strays):
        yield (
            line,
            _Raw(data, split_record(data.decode(errors="replace").rstrip("\r\n"), delimiter)),
        )


def _reject(source: int, origin: Origin, line: int, raw: _Raw, number: int) -> Reject:
    column, fault = decode(number)
    if fault is Fault.STRAY_QUOTE:
        line_text = raw.data.split(b"\n", 1)[0].decode(errors="replace").rstrip("\r")
        raw = _Raw(raw.data, [line_text])
    value = ""
    if fault is Fault.UNDECODABLE:
        column, value = _broken(raw.data, origin)
    elif column is None and fault not in (Fault.STRAY_QUOTE, Fault.RECORD_BROKEN):
        value = str(len(raw.cells))
    elif column is not None and column in origin.headers.places:
        place = origin.headers.places[column]
        value = raw.cells[place] if place < len(raw.cells) else ""
    if fault is Fault.MOMENT_UNREADABLE and column is not None:
        exact = origin.moments[column].value(value)
        fault = exact if isinstance(exact, Fault) else fault
    return Reject(source, origin.file, line, column, value.strip(), fault, tuple(raw.cells))


def _broken(data: bytes, origin: Origin) -> tuple[str | None, str]:
    """Column and first byte of a row that cannot be decoded (or holds U+FFFD, its tombstone)."""
    try:
        start, value = data.decode().encode().find("\ufffd".encode()), "U+FFFD"
    except UnicodeDecodeError as error:
        start, value = error.start, f"0x{data[error.start]:02X}"
    before = data[: max(start, 0)].decode(errors="replace")
    place = len(split_record(before, origin.body.delimiter or ",")) - 1
    names = {place: name for name, place in origin.headers.places.items()}
    texts = origin.headers.texts
    return names.get(place, texts[place] if place < len(texts) else None), value


def write(
    path: Path,
    rejects: Iterable[Reject],
    origins: Sequence[Origin],
    *,
    reasons: Mapping[Fault, str],
) -> int:
    """Write a rejects file (CSV, for this user only) and return the number of rows.

    Its columns are `META` and the headers of the exports, so that a mended file can be read as an
    export. Raises `InputError` where it cannot be written; an older file stays then.
    """
    places = _places(origins)
    number = 0
    try:
        with (
            making(path, private=True) as beside,
            beside.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow([*META, *(text for text, _ in places)])
            for reject in rejects:
                writer.writerow(_row(reject, origins[reject.source], places, reasons))
                number += 1
    except OSError as error:
        key = _REFUSED.get(error.errno or 0, "intake.cannot_write")
        reason = error.strerror or str(error)
        raise InputError(key, file=path, folder=path.parent, reason=reason) from None
    return number


def _places(origins: Sequence[Origin]) -> dict[tuple[str, int], int]:
    """(header, which of that text in its file) → its place in a row of the rejects file."""
    keys = dict.fromkeys(key for origin in origins for key in _keys(origin.headers.texts))
    return {key: number for number, key in enumerate(keys, start=len(META))}


def _keys(texts: Sequence[str]) -> list[tuple[str, int]]:
    return [(text, texts[:place].count(text)) for place, text in enumerate(texts)]


def _row(
    reject: Reject,
    origin: Origin,
    places: Mapping[tuple[str, int], int],
    reasons: Mapping[Fault, str],
) -> list[str]:
    """A row that is not mended stays a reject when it is read again: a short one stays short, a
    long one long, a line with a stray quote is one cell.
    """
    meta = (reject.file, str(reject.line), reject.column or "", reject.value, reasons[reject.fault])
    keys = _keys(origin.headers.texts)
    row = [*meta, *[""] * len(places)]
    last = 0
    for key, text in zip(keys, reject.cells, strict=False):
        last = places[key]
        row[last] = text
    row += reject.cells[len(keys) :]
    if len(reject.cells) < len(keys):
        row = row[: last + 1]
    return [_inert(text) for text in row]


def _inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if len(text) > 1 and text.startswith(_DANGEROUS) else text
