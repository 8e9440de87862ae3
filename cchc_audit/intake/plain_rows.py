"""Rows of a large plain export, read by compiled code where the extra `fast` is installed.

Bytes into columns are four fifths of a run. What is written as nearly everything is (see
`engine.plain_lines`) is read in a fifth of the time that polars takes, chunk by chunk. A chunk that
holds anything else goes through `Normaliser.rows` as ever, as do smaller exports.
Either way the rows are the same, and stand in the same order.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from cchc_audit.core.columns import VERDICT_MOMENTS
from cchc_audit.engine.in_pieces import in_read_pieces
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.compiled import is_fast
from cchc_audit.intake.files.lines.guard import UnsoundError, is_sound
from cchc_audit.intake.files.lines.scan import Lines, scan_text
from cchc_audit.intake.normalise import PLAIN, Normaliser
from cchc_audit.intake.values.headers import Headers
from cchc_audit.intake.values.moment_columns import MomentColumn

if TYPE_CHECKING:
    from cchc_audit.engine.plain_columns import PlainColumns, Shapes

_WORKERS, _AHEAD = 2, 4
_TOGETHER = 8
"""Chunks that are read together where most turn out not to be plain."""
_CHUNKS_A_PIECE = 4
"""Every expression of a plan costs once a piece, however few rows that has."""
_MAY_BE_PLAIN = re.compile(r"[!-~]{3,}")


def read_rows(
    body: Body,
    headers: Headers,
    normaliser: Normaliser,
    *,
    source: int,
    moments: Mapping[str, MomentColumn],
    rounded: bool,
) -> pl.LazyFrame:
    """The rows of one file, as `Normaliser.rows` has them, by whichever way is faster.

    Raises `UnsoundError` where rows that nobody looked at yet cannot be looked at while they are
    read; so does reading them, where one is not as it should be.
    """
    rows = normaliser.rows(body.frame, headers, source=source, moments=moments, rounded=rounded)
    if rounded or not _is_plain(body, headers, moments):
        if body.examined is not None and body.examined.left is not None:
            raise UnsoundError
        return rows
    reader = _Reader(body, headers, normaliser, source, moments, rows.collect_schema())
    return in_read_pieces(reader.pieces, reader.schema)


def _is_plain(body: Body, headers: Headers, moments: Mapping[str, MomentColumn]) -> bool:
    """Whether most chunks of a file can be expected to be plain."""
    examined = body.examined
    if examined is None or body.scan is None or body.scan[0] is not body.frame:
        return False
    number = headers.texts[headers.places["dossier_id"]]
    return (
        examined.path == examined.origin
        and is_fast(examined.origin.stat().st_size)
        and examined.decodes
        and examined.lines.breaks is None
        and not _MAY_BE_PLAIN.fullmatch(number)
        and all(how.plain for how in moments.values())
    )


class _Chunk(NamedTuple):
    """Whole lines of the file: bytes from `start` to `end`, lines from the number `first` on.

    `plain`: worth a try by compiled code.
    """

    start: int
    end: int
    first: int
    lines: int
    plain: bool = True

    def with_next(self, other: "_Chunk") -> "_Chunk":
        return _Chunk(self.start, other.end, self.first, self.lines + other.lines, plain=False)


class _Reader:
    """The rows of one file, chunk by chunk."""

    def __init__(
        self,
        body: Body,
        headers: Headers,
        normaliser: Normaliser,
        source: int,
        moments: Mapping[str, MomentColumn],
        schema: pl.Schema,
    ) -> None:
        self.schema = schema
        self._headers, self._normaliser = headers, normaliser
        self._source, self._moments = source, moments
        self._delimiter = body.delimiter or ","
        assert body.examined is not None
        assert body.scan is not None
        self._width = body.scan[1]
        self._path, self._codes = body.examined.origin, body.examined.lines.codes
        self._left = body.examined.left
        self._chunks = list(_chunks(self._path, body.examined.places, body.records))
        self._dictionaries = {
            name: (raw, spellings)
            for name, (raw, spellings) in normaliser.dictionaries().items()
            if raw in headers.places
        }

    def pieces(self, read: frozenset[str]) -> Iterator[pl.DataFrame]:
        """The rows in order, `read` of their columns, several chunks in a piece."""
        frames = self._frames(read)
        while piece := list(islice(frames, _CHUNKS_A_PIECE)):
            yield pl.concat(piece, rechunk=True)

    def _frames(self, read: frozenset[str]) -> Iterator[pl.DataFrame]:
        """The rows in order, chunk by chunk."""
        from cchc_audit.engine.plain_columns import PlainColumns, shapes_of

        shapes = {
            name: shapes_of(how.plain, how.latest)
            for name, how in self._moments.items()
            if name in read or ("fault" in read and name in VERDICT_MOMENTS)
        }
        tables: SimpleQueue[PlainColumns] = SimpleQueue()
        for _ in range(_WORKERS):
            tables.put(PlainColumns(self._width, self._delimiter))
        # Rows that are carried as they are written are not what is fast here.
        odd = [0 if read.isdisjoint(PLAIN & self._headers.places.keys()) else len(self._chunks)]

        def rows(chunk: _Chunk) -> pl.DataFrame:
            columns = tables.get()
            try:
                found = self._plain(chunk, read, columns, shapes) if chunk.plain else None
            finally:
                tables.put(columns)
            if found is None:
                odd[0] += 1
                found = self._ordinary(chunk, read)
            return found

        waiting: deque[Future[pl.DataFrame]] = deque()
        pool = ThreadPoolExecutor(_WORKERS)
        try:
            for chunk in self._asked(odd):
                waiting.append(pool.submit(rows, chunk))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            # Not waited for: who wants no more rows may let go of them in a thread of this pool.
            pool.shutdown(wait=False, cancel_futures=True)

    def _asked(self, odd: list[int]) -> Iterator[_Chunk]:
        """The chunks as they are to be read: several together once many were `odd`."""
        place = 0
        while place < len(self._chunks):
            chunk = self._chunks[place]
            place += 1
            if odd[0] > _AHEAD and odd[0] > place // 4:
                for other in self._chunks[place : place + _TOGETHER]:
                    chunk = chunk.with_next(other)
                place += _TOGETHER
            yield chunk

    def _codes_of(self, chunk: _Chunk) -> pl.Series | None:
        """What the guard found in the lines of a chunk; None where that is nothing."""
        if self._codes is None:
            return None
        codes = self._codes.slice(chunk.first - self._chunks[0].first, chunk.lines)
        return None if codes.null_count() == len(codes) else codes

    def _ordinary(self, chunk: _Chunk, read: frozenset[str]) -> pl.DataFrame:
        """The rows of a chunk as polars reads them."""
        left = self._left
        if left is not None and not is_sound(self._path, left, chunk.start, chunk.end):
            raise UnsoundError
        with self._path.open("rb") as file:
            file.seek(chunk.start)
            data = file.read(chunk.end - chunk.start)
        raw = scan_text(
            data,
            delimiter=self._delimiter,
            skip=0,
            width=self._width,
            first_line=chunk.first,
            lines=Lines(codes=self._codes_of(chunk)),
            decodes=True,
        )
        rows = self._normaliser.rows(raw, self._headers, source=self._source, moments=self._moments)
        wanted = [name for name in self.schema if name in read]
        return rows.select(wanted).collect(engine="in-memory")

    def _plain(
        self,
        chunk: _Chunk,
        read: frozenset[str],
        columns: "PlainColumns",
        shapes: "Mapping[str, Shapes]",
    ) -> pl.DataFrame | None:
        """The rows of a chunk as compiled code reads them; None where it does not."""
        if self._codes_of(chunk) is not None:
            return None
        places = self._headers.places
        texts = {self._dictionaries[n][0] for n in read & self._dictionaries.keys()}
        wanted = {places[name] for name in ("dossier_id", *shapes, *texts)}
        with self._path.open("rb", buffering=0) as file:
            file.seek(chunk.start)
            columns.load(file, chunk.end - chunk.start)
        if self._left is not None and not columns.is_whole_text():
            return None
        if columns.split(wanted) != chunk.lines:
            return None
        numbers = columns.numbers(places["dossier_id"], as_text="dossier_id" in read)
        moments = {name: columns.moments(places[name], how) for name, how in shapes.items()}
        codes: dict[str, Any] = {name: columns.codes(places[name]) for name in texts}
        made: dict[str, Any] = {"dossier_id": numbers, **moments}
        if any(one is None for one in (*made.values(), *codes.values())):
            return None
        for name in read & self._dictionaries.keys():
            raw, spellings = self._dictionaries[name]
            made[name] = columns.values(places[raw], codes[raw], name, spellings)
            spellings.count(chunk.lines)
        return self._frame(made, chunk, read)

    def _frame(self, made: dict[str, Any], chunk: _Chunk, read: frozenset[str]) -> pl.DataFrame:
        """A frame of the columns that are `read`, with those that the file lacks."""
        from cchc_audit.engine.plain_columns import count_from

        # Nothing here is a query: it would wait for the engine, which waits for these rows.
        lacking = {name: self.schema[name] for name in self.schema if name in read - made.keys()}
        source = pl.Series([self._source], dtype=pl.UInt32).new_from_index(0, chunk.lines)
        made |= pl.DataFrame(schema=lacking).clear(chunk.lines).to_dict()
        made |= {"source": source, "source_line": count_from(chunk.first, chunk.lines)}
        return pl.DataFrame({name: made[name] for name in self.schema if name in read})


def _chunks(path: Path, places: tuple[tuple[int, int], ...], records: int) -> Iterator[_Chunk]:
    """The chunks that the guard cut a file into; a record stands on every line."""
    first = places[0][0]
    ends = [*places[1:], (first + records, path.stat().st_size)]
    for (line, start), (next_line, end) in zip(places, ends, strict=True):
        yield _Chunk(start, end, line, next_line - line)
