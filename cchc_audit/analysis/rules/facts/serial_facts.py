"""Serial numbers that are missing between dossiers of one unit and day (C402).

A dossier's number is the code of the unit, the day (yyMMdd) and a serial that starts anew every
day: `H21.05-260302-0001`. What is missing was taken away, never exported, or never filed; the
export alone does not tell which.
"""

from itertools import pairwise

import polars as pl

from cchc_audit.analysis.rules.rule import RuleContext

_NUMBER = r"^(.+)-(\d{6})-(\d{1,9})$"
_SHOWN, _DIGITS = 12, 4


def count_serials(rows: pl.LazyFrame, context: RuleContext) -> pl.LazyFrame:
    """One row a unit and day: `commune`, `x_unit`, `x_code_date`, `x_first`, `x_last`, `n`,
    `serials`.

    With a period only days inside it: of earlier ones a part is not spoken of at all.
    """
    parts = pl.col("dossier_id").str.extract_groups(_NUMBER)
    day = pl.concat_str(pl.lit("20"), parts.struct.field("2"))
    frame = rows.select(
        pl.col("commune").cast(pl.String),
        parts.struct.field("1").alias("x_unit"),
        day.str.to_date("%Y%m%d", strict=False).alias("x_code_date"),
        parts.struct.field("3").cast(pl.Int32, strict=False).alias("serial"),
    ).filter(pl.col("x_code_date").is_not_null() & pl.col("serial").is_not_null())
    if context.first is not None:
        frame = frame.filter(pl.col("x_code_date") >= context.first)
    if context.last is not None:
        frame = frame.filter(pl.col("x_code_date") <= context.last)
    return frame.group_by("x_unit", "x_code_date").agg(
        pl.col("commune").min(),
        pl.col("serial").min().alias("x_first"),
        pl.col("serial").max().alias("x_last"),
        pl.col("serial").n_unique().cast(pl.Int32).alias("n"),
        pl.col("serial").alias("serials"),
    )


def find_gaps(groups: pl.DataFrame) -> pl.DataFrame:
    """Adds `violated`, `x_missing_count` and `x_missing` (`0003, 0007–0012`)."""
    missing = pl.col("x_last") - pl.col("x_first") + 1 - pl.col("n")
    groups = groups.with_columns(missing.alias("x_missing_count"), (missing > 0).alias("violated"))
    found = groups.filter("violated")
    words = [_ranges(sorted(set(serials))) for serials in found["serials"].to_list()]
    named = found.drop("serials", "n").with_columns(
        pl.col("x_first", "x_last").cast(pl.String).str.zfill(_DIGITS),
        pl.Series("x_missing", words, dtype=pl.String),
    )
    return named.sort("commune", "x_unit", "x_code_date", nulls_last=True)


def _ranges(serials: list[int]) -> str:
    """The numbers missing between sorted `serials`; of many the first ones."""
    missing = [
        _range(before + 1, after - 1) for before, after in pairwise(serials) if after > before + 1
    ]
    more = ["…"] if len(missing) > _SHOWN else []
    return ", ".join(missing[:_SHOWN] + more)


def _range(first: int, last: int) -> str:
    numbers = dict.fromkeys((first, last))
    return "–".join(f"{number:0{_DIGITS}}" for number in numbers)
