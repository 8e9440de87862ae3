"""Rows made piece by piece while they are written, as a plan that any query can build on.

Whoever writes a file asks for rows piece by piece, and each piece is given up before the next one
is made: what is told of a row in words, and the order that rows stand in, need not lie in memory
for all of them at once.
"""

from collections.abc import Callable, Iterator

import polars as pl
from polars.io.plugins import register_io_source

PIECE = 50_000
"""Rows of a piece: setting up what makes them is little beside that, and so is holding them."""


def in_pieces(
    pieces: Callable[[], Iterator[pl.DataFrame | pl.LazyFrame]], schema: pl.Schema
) -> pl.LazyFrame:
    """The rows of `pieces` (frames of `schema`), one after the other; made anew for each query.

    Of lazy pieces only those columns are worked out that the query reads.
    """
    return in_read_pieces(lambda _: pieces(), schema)


def in_read_pieces(
    pieces: Callable[[frozenset[str]], Iterator[pl.DataFrame | pl.LazyFrame]], schema: pl.Schema
) -> pl.LazyFrame:
    """`in_pieces` of who is told which columns the query reads, and need make no others."""

    def source(
        wanted: list[str] | None, chosen: pl.Expr | None, most: int | None, _size: int | None
    ) -> Iterator[pl.DataFrame]:
        left = most
        read = set(schema if wanted is None else wanted)
        if chosen is not None:
            read |= set(chosen.meta.root_names())
        for piece in pieces(frozenset(read)):
            if (
                isinstance(piece, pl.DataFrame)
                and wanted is not None
                and chosen is None
                and most is None
            ):
                # Not by a query: it would wait for the engine, which waits for these rows.
                yield piece[wanted]
                continue
            plan = piece.lazy() if chosen is None else piece.lazy().filter(chosen)
            if left is not None:
                plan = plan.head(left)
            if wanted is not None:
                plan = plan.select(wanted)
            rows = plan.collect(engine="in-memory")
            yield rows
            if left is not None and not (left := left - len(rows)):
                break

    return register_io_source(source, schema=schema)


def take_in_order(rows: pl.DataFrame, places: pl.Series) -> pl.LazyFrame:
    """`rows` in the order of `places` (their numbers), fetched piece by piece."""
    if len(places) <= PIECE:
        return rows[places].lazy()

    def pieces() -> Iterator[pl.DataFrame]:
        for start in range(0, len(places), PIECE):
            yield rows[places.slice(start, PIECE)]

    return in_pieces(pieces, rows.schema)
