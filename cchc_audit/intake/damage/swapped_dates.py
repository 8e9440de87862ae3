"""Day and month exchanged in some of the dates: a day-first table opened where months come first.

Such a program takes every date it can for month-first and leaves the others as text. So one column
holds two kinds of cells: those whose first number could be a month, in the program's own spelling
(or as true dates), and those whose first number is above twelve, as they were written. A sound
column may hold two spellings, but both then hold days of either sort. Where rows of both orders
were put together, a part of the dates can only be read the other way round. And where all dates
were written alike afterwards, the rows themselves may tell (`exchanged_rows`).
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import exchanged_rows
from cchc_audit.intake.damage.damage import Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.dates import SPACED, UNSPACED

_YEAR_FIRST = r"^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:[^0-9]|$)"
_NUMBERED = r"(?:^|[^0-9/.-])([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4})(?:[^0-9]|$)"
_MONTHS = 12
_SMALL_DAY, _LARGE_DAY = 0.4, 0.61
"""The shares of days up to the 12th, and after it, in a month."""
_CHANCE = 1e-3
"""Two spellings parted by the 12th of the month by chance alone, over the columns of a table."""
_FITS, _STANDS = 0.9, 0.75
_AROUND = 45
_REVERSED, _PART = 5, 0.05
"""Dates that can only be the other way round: from so many on, and such a share, they are no slips.
"""


class _Parted(NamedTuple):
    """A column parted by the 12th of the month: the cells on either side, and how likely that is
    by chance.
    """

    column: str
    small: pl.DataFrame
    large: pl.DataFrame
    chance: float


def find(table: Table) -> Iterator[Damage]:
    """The columns with days and months exchanged in part of their cells, or in all of them."""
    columns = [name for name in MOMENTS if name in table.cells]
    apart = {name: _apart(table, name) for name in columns}
    mixed = [name for name in columns if _has_two_orders(apart[name])]
    if mixed:
        yield from (_told_of_orders(table, name, apart[name]) for name in mixed)
        return
    parted = [found for name in columns if (found := _parted(name, apart[name])) is not None]
    chance = 1.0
    for one in parted:
        chance *= one.chance
    if parted and chance < _CHANCE:
        for one in parted:
            yield _shown(table, one)
        return
    yield from exchanged_rows.find(table)


def _apart(table: Table, column: str) -> pl.DataFrame:
    """The numbered dates of a column: `line`, `day` and `month` as they are read, `year`, `how`
    (0 year first, 1 numbers alone), `plain` (whether a number under ten is written without a zero,
    null where none is), `tail` (what stands behind the date, its digits blotted out).
    """
    text = table.cell(column).str.replace(UNSPACED, SPACED)
    day, month = ("day", "month") if not table.month_first else ("month", "day")
    by_year = text.str.extract_groups(_YEAR_FIRST).struct.rename_fields(["year", "month", "day"])
    by_day = text.str.extract_groups(_NUMBERED).struct.rename_fields([day, month, "year"])
    cells = table.raw.lazy().select(
        LINE, text.alias("text"), by_year.alias("by_year"), by_day.alias("by_day")
    )
    iso = pl.col("by_year").struct.field("year").is_not_null()

    def part(name: str) -> pl.Expr:
        either = (pl.col(way).struct.field(name) for way in ("by_year", "by_day"))
        return pl.coalesce(either).alias(name)

    parts = cells.select(LINE, "text", iso.alias("iso"), *map(part, ("day", "month", "year")))
    numbers = parts.with_columns(pl.col("day", "month", "year").cast(pl.Int32).name.prefix("n_"))
    could = numbers.filter((pl.col("n_day") <= _MONTHS) | (pl.col("n_month") <= _MONTHS))
    padded = pl.any_horizontal(pl.col("day", "month").str.starts_with("0"))
    single = pl.any_horizontal(pl.col("day", "month").str.len_bytes() == 1)
    return could.select(
        LINE,
        "text",
        pl.col("n_day").alias("day"),
        pl.col("n_month").alias("month"),
        pl.col("n_year").alias("year"),
        pl.when("iso").then(0).otherwise(1).alias("how"),
        pl.when(padded).then(False).when(single).then(True).alias("plain"),
        pl.when("iso")
        .then(pl.col("text").str.replace(_YEAR_FIRST, " "))
        .otherwise(pl.col("text").str.replace(_NUMBERED, " "))
        .str.replace_all("[0-9]+", "9")
        .alias("tail"),
    ).collect()


def _has_two_orders(cells: pl.DataFrame) -> bool:
    """Whether part of a column can only be read the other way round: rows of another office, or of
    another program. Which of the rest are theirs too nobody can tell.
    """
    reversed_, standing = cells["month"] > _MONTHS, cells["day"] > _MONTHS
    enough = max(_REVERSED, len(cells) * _PART)
    return bool(standing.any()) and int(reversed_.sum()) >= enough


def _told_of_orders(table: Table, column: str, cells: pl.DataFrame) -> Damage:
    reversed_ = cells.filter(pl.col("month") > _MONTHS)
    return _shown(table, _Parted(column, reversed_, cells.filter(pl.col("day") > _MONTHS), 0.0))


def _parted(column: str, cells: pl.DataFrame) -> _Parted | None:
    """The column as parted by the 12th, where every spelling keeps to its own side."""
    small, large = cells.filter(pl.col("day") <= _MONTHS), cells.filter(pl.col("day") > _MONTHS)
    if small.is_empty() or large.is_empty():
        return None
    for key in ("how", "plain", "tail"):
        one, other = small[key].drop_nulls(), large[key].drop_nulls()
        if one.is_empty() or other.is_empty() or set(one.unique()) & set(other.unique()):
            continue
        if not _fits_better(small, large):
            return None
        chance = _SMALL_DAY ** len(one) * _LARGE_DAY ** len(other)
        return _Parted(column, small, large, chance)
    return None


def _fits_better(small: pl.DataFrame, large: pl.DataFrame) -> bool:
    """Whether the cells up to the 12th lie among the others only with day and month exchanged."""
    dates = _dates(large, "month", "day")
    if dates.null_count() == len(dates):
        return False
    first, last = dates.min(), dates.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return False
    around = pl.lit(first).dt.offset_by(f"-{_AROUND}d"), pl.lit(last).dt.offset_by(f"{_AROUND}d")

    def share(month: str, day: str) -> float:
        inside = _dates(small, month, day).to_frame("at").select(pl.col("at").is_between(*around))
        return float(inside.to_series().fill_null(value=False).mean() or 0)  # type: ignore[arg-type]

    exchanged, standing = share("day", "month"), share("month", "day")
    return exchanged >= _FITS and standing <= _STANDS


def _dates(cells: pl.DataFrame, month: str, day: str) -> pl.Series:
    """Days put together of the columns named; null for one that no month has."""
    text = pl.format("{}-{}-{}", pl.col("year"), pl.col(month), pl.col(day))
    return cells.select(text.str.to_date("%Y-%m-%d", strict=False).alias("at"))["at"]


def _shown(table: Table, one: _Parted) -> Damage:
    pair = (one.small.head(2), one.large.head(1))
    cells = pl.concat([part.select(LINE, "text") for part in pair])
    evidence = tuple(Evidence(line, text) for line, text in cells.iter_rows())
    return table.damage(DamageMark.SWAPPED_DATES, one.column, len(one.small), evidence)
