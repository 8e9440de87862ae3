"""The table of a Parquet file as text, so that it goes the way of every other export."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from cchc_audit.intake.files.ask import Ask
from cchc_audit.intake.files.body import Kind, Tables
from cchc_audit.intake.files.native import giving_up
from cchc_audit.intake.files.raw_rows import LINE, cell
from cchc_audit.intake.files.structured.nested_records import Table, table_of


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """A lazy frame over the file. The first row is line 2, as below a header.

    Raises `InputError` for a damaged file and for one whose columns name nothing.
    """
    with giving_up("intake.parquet_damaged", given):
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
        # Every page is decoded once: damage in one of them must not come up in the middle of a run.
        whole = frame.select(pl.len(), pl.all().is_not_null().sum().name.prefix("filled "))
        records = int(whole.collect(engine="streaming")["len"].item())
    columns = {named: text for name, kept in schema.items() for named, text in _texts(name, kept)}
    header = tuple(columns)
    texts = [text.alias(cell(place)) for place, text in enumerate(columns.values())]
    numbered = frame.with_row_index("index", offset=2)
    rows = numbered.select(pl.col("index").cast(pl.UInt32).alias(LINE), *texts)
    body = table_of(Table(rows, header, records), ask.score, given=given, kind=kind)
    return Tables((body,))


def _texts(
    name: str, dtype: pl.DataType, column: pl.Expr | None = None
) -> Iterator[tuple[str, pl.Expr]]:
    """A column as text; those of a group of fields with its name before theirs, as JSON has it."""
    column = pl.col(name) if column is None else column
    if isinstance(dtype, pl.Struct) and dtype.fields:
        for field in dtype.fields:
            inner = column.struct.field(field.name)
            yield from _texts(f"{name}.{field.name}", field.dtype, inner)  # type: ignore[arg-type]
    else:
        yield name, _text(column, dtype)


def _text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A column of any type as the text an export would hold."""
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    if dtype.is_nested():
        # No cell an export has, and none that may pass for blank.
        return pl.when(column.is_not_null()).then(pl.struct(column).struct.json_encode())
    return column.cast(pl.String)
