"""CSV and Parquet: canonical names, ISO moments, streamed from the engine."""

from pathlib import Path
from shutil import copyfile, copyfileobj
from typing import BinaryIO

import polars as pl

from cchc_audit.core.errors import numbered
from cchc_audit.core.scratch import discard, scratch_file
from cchc_audit.render.escape import neutral
from cchc_audit.render.people import INSTANTS
from cchc_audit.render.report import Early, Report

ISO_MOMENT = "%Y-%m-%dT%H:%M:%S"


def plain(report: Report | Early) -> pl.LazyFrame:
    """The rows with categories as text, whatever the pipeline counted with."""
    return report.rows.with_columns(pl.selectors.by_dtype(pl.Categorical, pl.Enum).cast(pl.String))


def iso(report: Report | Early) -> pl.LazyFrame:
    """The rows with moments as ISO text: `2025-12-31T16:05:00`, a bare date as `2025-12-31`.

    An instant that happens to be midnight is no bare date, and keeps its time.
    """
    instants = pl.selectors.by_name(*INSTANTS, require_all=False)
    moments = pl.selectors.datetime() - instants
    return plain(report).with_columns(
        moments.dt.to_string(ISO_MOMENT).str.strip_suffix("T00:00:00"),
        (pl.selectors.datetime() & instants).dt.to_string(ISO_MOMENT),
    )


def sink_csv(report: Report | Early, target: Path | BinaryIO) -> None:
    """CSV with a header, unknown as an empty cell, texts that look like formulas disarmed.

    A file begins with a byte order mark, because officials open it in Excel; a stream does not.
    Raises `OSError` for what the system refuses.
    """
    frame = iso(report).with_columns(neutral(pl.selectors.string()))
    with numbered():
        frame.sink_csv(
            target,
            include_bom=isinstance(target, Path),
            check_extension=False,
            date_format="%Y-%m-%d",
        )


def sink_parquet(report: Report | Early, target: Path) -> None:
    """Parquet with the native types: Date, Datetime, Int32, Float64, String.

    LZ4 takes half the time of zstd; of verdicts, which repeat, either leaves about a tenth.
    Raises `OSError` for what the system refuses.
    """
    if target.exists() and not target.is_file():
        # The engine does not say what went wrong with a device or a pipe; we do.
        whole = scratch_file(".parquet")
        sink_parquet(report, whole)
        with whole.open("rb") as file, target.open("wb") as out:
            copyfileobj(file, out)
        discard(whole)
        return
    with numbered():
        plain(report).sink_parquet(target, compression="lz4")


def set_aside(written: Path) -> pl.LazyFrame:
    """The rows of a Parquet file of ours, of which a copy is kept: others may take its place."""
    kept = scratch_file(".parquet")
    copyfile(written, kept)
    return pl.scan_parquet(kept)
