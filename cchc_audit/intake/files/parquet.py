"""The table of a Parquet file as text, so that it goes the way of every other export."""

from pathlib import Path

import polars as pl
from polars.exceptions import PanicException, PolarsError

from cchc_audit.core.errors import InputError
from cchc_audit.intake.files.body import CODE, LINE, Body, Kind, Tables, cell
from cchc_audit.intake.files.containers import Ask
from cchc_audit.intake.files.layout import no_header


def read(path: Path, ask: Ask, *, given: str, kind: Kind) -> Tables:
    """A lazy frame over the file. The first row is line 2, as below a header.

    Raises `InputError` for a damaged file and for one whose columns name nothing.
    """
    try:
        frame = pl.scan_parquet(path, glob=False)
        schema = frame.collect_schema()
        # Every page is decoded once: damage in one of them must not come up in the middle of a run.
        whole = frame.select(pl.len(), pl.all().is_not_null().sum().name.prefix("filled "))
        records = int(whole.collect(engine="streaming")["len"].item())
    except (PolarsError, PanicException):
        raise InputError("intake.parquet_damaged", file=given) from None
    header = tuple(schema.names())
    if not ask.score(header):
        raise no_header(given, found=", ".join(header))
    texts = [
        _text(pl.col(name), dtype).alias(cell(place))
        for place, (name, dtype) in enumerate(schema.items())
    ]
    numbered = frame.with_row_index("index", offset=2)
    body = Body(
        name=given,
        frame=numbered.select(
            pl.col("index").cast(pl.UInt32).alias(LINE),
            pl.lit(None, dtype=pl.UInt16).alias(CODE),
            *texts,
        ),
        header=header,
        header_line=1,
        layout=(),
        kind=kind,
        encoding=kind.value,
        delimiter=None,
        records=records,
    )
    return Tables((body,))


def _text(column: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    """A column of any type as the text an export would hold."""
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is None:
            return column.dt.strftime("%Y-%m-%dT%H:%M:%S")
        return column.dt.convert_time_zone("UTC").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(dtype, pl.Binary):
        return column.cast(pl.String, strict=False)
    if dtype.is_nested() or isinstance(dtype, pl.Object):
        return pl.lit(None, dtype=pl.String)
    return column.cast(pl.String)
