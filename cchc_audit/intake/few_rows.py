"""Some rows of exports fetched by where they stand, without reading the rest once more."""

from collections.abc import Sequence

import polars as pl

from cchc_audit.intake.exports import Export
from cchc_audit.intake.files.body import Body
from cchc_audit.intake.files.lines.records import read_records
from cchc_audit.intake.files.lines.scan import scan_text
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.normalise import Normaliser


def fetch_rows(
    exports: Sequence[Export], normaliser: Normaliser, wanted: pl.DataFrame
) -> pl.DataFrame:
    """The rows `wanted` (`source`, `source_line`; rows that have no fault) as `Intake.rows` has
    them, in its order; a file that is no plain text is read through for them.
    """
    found = []
    for source, export in enumerate(exports):
        lines = wanted.filter(pl.col("source") == source)["source_line"].sort()
        if not lines.is_empty():
            rows = normaliser.rows(
                _raw_rows(export.body, lines),
                export.headers,
                source=source,
                moments=export.moments,
                rounded=export.rounded,
            )
            found.append(rows.collect(engine="streaming"))
    return pl.concat(found)


def _raw_rows(body: Body, lines: pl.Series) -> pl.LazyFrame:
    """The rows of `body.frame` that stand on `lines` (ascending)."""
    examined = body.examined
    there = body.frame.filter(pl.col(LINE).is_in(lines.implode()))
    # A frame that something was done to, and a file of which a mended copy is read, are no longer
    # what stands on those lines.
    if examined is None or body.scan is None or body.scan[0] is not body.frame:
        return there
    if examined.path != examined.origin:
        return there
    records = read_records(examined.origin, examined.places, lines.to_list())
    text = b"".join(record.removesuffix(b"\n") + b"\n" for _, record in records)
    raw = scan_text(
        text,
        delimiter=body.delimiter or ",",
        skip=0,
        width=body.scan[1],
        first_line=0,
        decodes=examined.decodes,
    )
    return raw.with_columns(pl.lit(lines).gather(pl.col(LINE)).alias(LINE))
