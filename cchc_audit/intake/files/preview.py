"""A quick look at which communes an export names: for the keyboard, never for a figure.

Only the beginning of a large file is looked at, so that an answer is there before the next key.
"""

import gzip
from pathlib import Path

import polars as pl

from cchc_audit.core.alphabet import alphabetical
from cchc_audit.core.scratch import scratch_file
from cchc_audit.intake.files.raw_rows import CODE, cell
from cchc_audit.intake.files.readers import read_body, reading
from cchc_audit.intake.files.sources import STDIN, expand
from cchc_audit.intake.values.header_names import count_recognised
from cchc_audit.intake.values.headers import named
from cchc_audit.intake.values.text import clean

_BYTES = 4 << 20
_PACKED = 2 << 20
_ROWS = 200_000
_FILES = 4
_GZIP, _ZIP, _PARQUET = b"\x1f\x8b", b"PK", b"PAR1"


def communes_in(path: str, *, header: str | None = None) -> list[str]:
    """The communes at the beginning of the first files behind `path`, cleaned, in order of names.

    `header` is what the settings call the column. Raises `InputError` where nothing can be read.
    """
    names: set[str] = set()
    for source in expand([path])[:_FILES]:
        if source.given != STDIN:
            names.update(_named_in(source.given, header))
    return sorted(names, key=alphabetical)


def _named_in(file: str, header: str | None) -> list[str]:
    beginning = _beginning(file)
    if beginning is None:
        return []
    mapping = {"commune": header} if header else {}
    body = read_body(
        beginning,
        lambda cells, beyond=0: count_recognised(cells, mapping, beyond),
        limit=_BYTES,
    )
    found = named(
        body.header,
        mapping,
        file=file,
        has_values=lambda _: True,
        differ=lambda _first, _second: False,
    )
    place = found.places.get("commune")
    if place is None:
        return []
    fine = body.frame.head(_ROWS).filter(pl.col(CODE).is_null())
    values = fine.select(pl.col(cell(place)).cast(pl.String).unique()).collect().to_series()
    return [text for value in values.drop_nulls() if (text := clean(value))]


def _beginning(file: str) -> str | None:
    """A file that holds the first rows of `file`; None where looking would take too long."""
    with reading(file):
        size = Path(file).stat().st_size
        with Path(file).open("rb") as whole:
            magic = whole.read(4)
            if magic.startswith(_PARQUET):
                return file
            if magic.startswith(_ZIP):
                return file if size <= _PACKED else None
            if magic.startswith(_GZIP):
                with gzip.open(file) as packed:
                    return _cut(packed.read(_BYTES))
            whole.seek(0)
            return file if size <= _BYTES else _cut(whole.read(_BYTES))


def _cut(head: bytes) -> str:
    """A file of the whole lines of `head`."""
    lines = head[: head.rfind(b"\n") + 1] or head
    copy = scratch_file(".csv")
    copy.write_bytes(lines)
    return str(copy)
