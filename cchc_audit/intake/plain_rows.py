"""Rows of a large plain export, read by compiled code where the extra `fast` is installed.

Bytes into columns are four fifths of a run. What is written as nearly everything is (see
`engine.plain_lines`) is read in a fifth of the time that polars takes, chunk by chunk. A chunk that
holds anything else goes through `Normaliser.rows` as ever, as do smaller exports.
Either way the rows are the same, and stand in the same order.
"""

import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import reduce
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

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
    from cchc_audit.engine.plain_columns import PlainColumns, Wanted

_WORKERS, _AHEAD = 2, 2
_TOGETHER = 8
"""Chunks that are read together where most turn out not to be plain."""
_CHUNKS_A_PIECE = 2
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
        """The rows in order, `read` of their columns, piece by piece."""
        from cchc_audit.engine.plain_columns import PlainColumns

        tables: SimpleQueue[PlainColumns] = SimpleQueue()
        for _ in range(_WORKERS):
            tables.put(PlainColumns(self._width, self._delimiter, self._wanted(read)))
        # Rows that are carried as they are written are not what is fast here.
        odd = [0 if read.isdisjoint(PLAIN & self._headers.places.keys()) else len(self._chunks)]

        def plain(chunks: Sequence[_Chunk]) -> pl.DataFrame | None:
            columns = tables.get()
            try:
                return self._plain(chunks, read, columns)
            finally:
                tables.put(columns)

        def rows(chunks: Sequence[_Chunk]) -> pl.DataFrame:
            found = plain(chunks) if chunks[0].plain else None
            if found is not None:
                return found
            odd[0] += 1
            if len(chunks) == 1:
                return self._ordinary(chunks[0], read)
            return pl.concat([rows([chunk]) for chunk in chunks])

        waiting: deque[Future[pl.DataFrame]] = deque()
        pool = ThreadPoolExecutor(_WORKERS)
        try:
            for chunks in self._asked(odd):
                waiting.append(pool.submit(rows, chunks))
                if len(waiting) > _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            # Not waited for: who wants no more rows may let go of them in a thread of this pool.
            pool.shutdown(wait=False, cancel_futures=True)

    def _asked(self, odd: list[int]) -> Iterator[Sequence[_Chunk]]:
        """The chunks as they are to be read: several to a piece, and as one where many were
        `odd`.
        """
        place = 0
        while place < len(self._chunks):
            many = odd[0] > _AHEAD and odd[0] > place // 4
            chunks = self._chunks[place : place + (_TOGETHER if many else _CHUNKS_A_PIECE)]
            place += len(chunks)
            yield [reduce(_Chunk.with_next, chunks)] if many else chunks

    def _wanted(self, read: frozenset[str]) -> "Wanted":
        """What compiled code has to read of a line for the columns `read`."""
        from cchc_audit.engine.plain_columns import Wanted, shapes_of

        places = self._headers.places
        moments = {
            places[name]: shapes_of(how.plain, how.latest)
            for name, how in self._moments.items()
            if name in read or ("fault" in read and name in VERDICT_MOMENTS)
        }
        texts = {places[self._dictionaries[name][0]] for name in read & self._dictionaries.keys()}
        return Wanted(places["dossier_id"], moments, tuple(sorted(texts)))

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
        self, chunks: Sequence[_Chunk], read: frozenset[str], columns: "PlainColumns"
    ) -> pl.DataFrame | None:
        """The rows of chunks, one behind the other, as compiled code reads them; None where it does
        not.
        """
        if any(self._codes_of(chunk) is not None for chunk in chunks):
            return None
        start, many = chunks[0].start, sum(chunk.lines for chunk in chunks)
        with self._path.open("rb", buffering=0) as file:
            file.seek(start)
            columns.load(file, chunks[-1].end - start)
        if self._left is not None and not columns.is_text():
            return None
        if columns.read(many) != many:
            return None
        return self._frame(columns, chunks[0].first, many, read)

    def _frame(
        self, columns: "PlainColumns", first: int, many: int, read: frozenset[str]
    ) -> pl.DataFrame:
        """A frame of the columns that are `read` of so many lines from `first` on, with those that
        the file lacks.
        """
        raw: dict[str, pl.Series] = {}
        made: dict[str, pl.Expr] = {
            "source": pl.lit(self._source, dtype=pl.UInt32),
            "source_line": pl.int_range(first, first + many, dtype=pl.UInt32),
        }
        for name in read & self._moments.keys():
            raw[name] = columns.moments(self._headers.places[name])
        if "dossier_id" in read:
            raw["dossier_id"] = columns.numbers()
        for name in read & self._dictionaries.keys():
            written, spellings = self._dictionaries[name]
            place = self._headers.places[written]
            raw[f"_{place}"] = columns.codes(place)
            meanings = columns.meanings(place, name, spellings)
            made[name] = pl.lit(meanings).gather(pl.col(f"_{place}"))
            spellings.count(many)
        made = {name: pl.col(name) for name in raw} | made
        wanted = [
            made.get(name, pl.lit(None, dtype=dtype)).alias(name)
            for name, dtype in self.schema.items()
            if name in read
        ]
        return pl.DataFrame(raw).lazy().select(wanted).collect(engine="in-memory")


def _chunks(path: Path, places: tuple[tuple[int, int], ...], records: int) -> Iterator[_Chunk]:
    """The chunks that the guard cut a file into; a record stands on every line."""
    first = places[0][0]
    ends = [*places[1:], (first + records, path.stat().st_size)]
    for (line, start), (next_line, end) in zip(places, ends, strict=True):
        yield _Chunk(start, end, line, next_line - line)
