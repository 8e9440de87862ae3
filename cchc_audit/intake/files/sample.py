"""The rows by which a table is known: its first ones, and every row of a small table, rows from all
parts of a large one.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

import polars as pl

from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.csv_lines import split_record
from cchc_audit.intake.files.lines.examine import Examined
from cchc_audit.intake.files.lines.scan import Lines, scan_text
from cchc_audit.intake.files.raw_rows import CODE, LINE, cell

WHOLE = 50_000
"""Tables of up to so many rows are looked through from end to end."""
_ROWS = 1_000
_STRETCHES = 100
_FEW = 16
"""Chunks that are read once more, to look at lines inside them."""
_FIRST = 10_000
_LONGEST = 1 << 16


def look_at(body: Body) -> pl.DataFrame:
    """The raw rows of a table that are looked at, in order: see `Body.frame`."""
    if body.records <= WHOLE:
        return body.frame.collect(engine="streaming")
    examined = body.examined
    if examined is None:
        step, height = body.records // _STRETCHES, _ROWS // _STRETCHES
        parts = [body.frame.slice(n * step, height) for n in range(_STRETCHES)]
        return pl.concat(parts).collect(engine="streaming")
    if body.records != examined.records:
        # A part of a file, or one with rows of groups: its lines say less than its frame.
        return body.frame.head(_FIRST).collect(engine="streaming")
    return _of_lines(body, examined)


def read_first(body: Body, rows: int) -> pl.DataFrame:
    """So many rows of a table from its beginning, or all it has: see `Body.frame`."""
    examined, scan = body.examined, body.scan
    if (
        examined is None
        or scan is None
        or scan[0] is not body.frame
        or not examined.places
        or examined.path != examined.origin
        or examined.lines.breaks is not None
    ):
        return body.frame.head(rows).collect(engine="streaming")
    first, start = examined.places[0]
    lines = rows + len(body.layout)
    reached = (place for place in examined.places if place[0] >= first + lines)
    line, end = next(reached, (first + body.records, examined.origin.stat().st_size))
    # Of a file polars reads tens of megabytes ahead, however few rows are asked for.
    with examined.origin.open("rb") as file:
        file.seek(start)
        data = file.read(end - start)
    codes = examined.lines.codes
    raw = scan_text(
        data,
        delimiter=body.delimiter or ",",
        skip=0,
        width=scan[1],
        first_line=first,
        lines=Lines(codes=None if codes is None else codes.slice(0, line - first)),
        decodes=examined.decodes,
    )
    return raw.head(rows).collect(engine="in-memory")


def _of_lines(body: Body, examined: Examined) -> pl.DataFrame:
    """Lines from where the guard began to read each of its chunks, and of a few chunks from places
    inside them: one more pass over a file of gigabytes would cost a good part of the whole run.
    """
    places = examined.places[:: -(-len(examined.places) // _STRETCHES)]
    if len(places) <= _FEW:
        places = tuple(chain.from_iterable(_within(examined, n) for n in range(len(places))))
    layout, delimiter = set(body.layout), body.delimiter or ","
    looked_at = dict(
        chain.from_iterable(_stretch(examined, place, _ROWS // len(places)) for place in places)
    )
    rows = [
        (line, split_record(text, delimiter))
        for line, text in looked_at.items()
        if line not in layout
    ]
    # Records over several lines, and broken ones, have another number of cells.
    usual = Counter(len(cells) for _, cells in rows).most_common(1)[0][0]
    sound = [(line, cells) for line, cells in rows if len(cells) == usual]
    columns = [
        pl.Series(cell(place), [cells[place] or None for _, cells in sound], dtype=pl.String)
        if place < usual
        else pl.Series(cell(place), [None] * len(sound), dtype=pl.String)
        for place in range(len(body.header))
    ]
    lines = pl.Series(LINE, [line for line, _ in sound], dtype=pl.UInt32)
    codes = pl.Series(CODE, [None] * len(sound), dtype=pl.UInt16)
    return pl.DataFrame([lines, codes, *columns])


def _within(examined: Examined, number: int) -> Iterator[tuple[int, int]]:
    """Places inside a chunk, evenly apart: number and offset of the line that begins there."""
    line, start = examined.places[number]
    later = examined.places[number + 1 : number + 2]
    with examined.origin.open("rb") as file:
        file.seek(start)
        data = file.read(later[0][1] - start if later else -1)
    each = _STRETCHES // len(examined.places)
    yield line, start
    counted = 0
    for part in range(1, each):
        found = data.find(b"\n", len(data) * part // each - 1) + 1
        if counted < found < len(data):
            line, counted = line + data.count(b"\n", counted, found), found
            yield line, start + found


def _stretch(examined: Examined, place: tuple[int, int], height: int) -> Iterator[tuple[int, str]]:
    """Some lines from a place on: number and text."""
    first, offset = place
    with examined.origin.open("rb") as file:
        file.seek(offset)
        for line in range(first, first + height):
            raw = file.readline(_LONGEST)
            if not raw:
                return
            yield line, raw.decode(errors="replace").rstrip("\r\n")
