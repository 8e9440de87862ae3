"""What a small side table says of a row, fetched without a join.

A join in a streaming plan gives up the order of rows, holds text of the probed side back in
buffers, and (polars 2.1) can fail on text columns. Looked up by position instead, the plan stays a
plain projection.
"""

from collections.abc import Callable

import polars as pl

ROW = ("source", "source_line")
"""The two columns that name a row of the exports."""
_LINES = 1 << 32
"""More than a file can have."""


def by_key(keys: pl.Series) -> Callable[[pl.Expr], pl.Expr]:
    """Where each text stands in `keys` (distinct String): an expression of UInt32, null for
    none.
    """
    hashes = pl.DataFrame({"hash": keys.hash(), "place": pl.int_range(len(keys), eager=True)})
    hashes = hashes.sort("hash")
    ordered, places = hashes["hash"], hashes["place"].cast(pl.UInt32)

    def find(texts: pl.Series) -> pl.Series:
        found = ordered.search_sorted(texts.hash()).clip(0, len(ordered) - 1)
        place = places.gather(found)
        same = keys.gather(place) == texts
        return place.zip_with(same.fill_null(value=False), pl.Series([None], dtype=pl.UInt32))

    def where(texts: pl.Expr) -> pl.Expr:
        if keys.is_empty():
            return pl.lit(None, dtype=pl.UInt32)
        return texts.map_batches(find, return_dtype=pl.UInt32, is_elementwise=True)

    return where


def by_row(marks: pl.DataFrame, value: pl.Series) -> pl.Expr:
    """The `value` of the row of `marks` (`source`, `source_line`) that each row is, else null.

    The values are laid out by line, one slot for every line up to the last marked one of a file:
    keep `value` a small type.
    """
    last = marks.group_by("source").agg(pl.col("source_line").max().alias("last")).sort("source")
    sources = last["source"].to_list()[-1] + 1
    lengths = pl.select(pl.repeat(0, sources, dtype=pl.UInt32)).to_series()
    lengths = lengths.scatter(last["source"], last["last"] + 1)
    starts = lengths.cum_sum() - lengths
    total = int(lengths.sum())
    slots = pl.select(pl.repeat(None, total, dtype=value.dtype)).to_series()
    slots = slots.scatter(starts.gather(marks["source"]) + marks["source_line"], value)
    source, line = pl.col("source"), pl.col("source_line")
    known = (source < sources) & (line < pl.lit(lengths).gather(source.clip(0, sources - 1)))
    index = pl.lit(starts).gather(source.clip(0, sources - 1)) + line
    return pl.lit(slots).gather(pl.when(known).then(index))


def by_few_rows(marks: pl.DataFrame) -> pl.Expr:
    """Where each row (`source`, `source_line`) stands in `marks` (UInt32, null for none): for few
    marks among however many lines.
    """
    number = pl.col("source").cast(pl.UInt64) * _LINES + pl.col("source_line")
    ordered = marks.select(number.alias("row")).with_row_index("place").sort("row")
    rows, places = ordered["row"], ordered["place"]

    def find(numbers: pl.Series) -> pl.Series:
        found = rows.search_sorted(numbers).clip(0, len(rows) - 1)
        nowhere = pl.Series([None], dtype=pl.UInt32)
        return places.gather(found).zip_with(rows.gather(found) == numbers, nowhere)

    if marks.is_empty():
        return pl.lit(None, dtype=pl.UInt32)
    return number.map_batches(find, return_dtype=pl.UInt32, is_elementwise=True)
