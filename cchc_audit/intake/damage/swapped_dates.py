"""Day and month exchanged in some of the dates: a day-first table opened where months come first.

Such a program takes every date it can for month-first and leaves the others as text. So one column
holds two kinds of cells: those whose first number could be a month, in the program's own spelling
(or as true dates), and those whose first number is above twelve, as they were written. A sound
column may hold two spellings, but both then hold days of either sort. Where rows of both orders
were put together, a part of the dates can only be read the other way round. And where all dates
were written alike afterwards, the rows themselves may tell (`exchanged_rows`).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from cchc_audit.core.columns import MOMENTS
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage import exchanged_rows, swapped_rows
from cchc_audit.intake.damage.damage import Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.dates import SPACED, UNSPACED

_YEAR_FIRST = r"^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:[^0-9]|$)"
_NUMBERED = r"(?:^|[^0-9/.-])([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4})(?:[^0-9]|$)"
_MONTHS = 12
_KEYS = ("how", "plain", "tail")
"""How a date may be spelled; see `_apart`."""
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


class _Column(NamedTuple):
    """A column of moments: its numbered dates (see `_apart`), and what is told of them together
    (see `_told_together`).
    """

    name: str
    cells: pl.DataFrame
    told: Mapping[str, Any]


def find(table: Table) -> Iterator[Damage]:
    """The columns with days and months exchanged in part of their cells, or in all of them."""
    columns = _columns(table)
    mixed = [column for column in columns if _has_two_orders(column)]
    if mixed:
        yield from (_told_of_orders(table, column) for column in mixed)
        return
    parted = [found for column in columns if (found := _parted(column)) is not None]
    chance = 1.0
    for one in parted:
        chance *= one.chance
    if parted and chance < _CHANCE:
        for one in parted:
            yield _shown(table, one)
        return
    rows = exchanged_rows.lay_out(table)
    runs = list(exchanged_rows.find(table, rows))
    yield from runs or swapped_rows.find(table, rows)


def _columns(table: Table) -> list[_Column]:
    """The columns of moments that hold numbered dates, in their order."""
    names = [name for name in MOMENTS if name in table.cells]
    if not names:
        return []
    cells = _apart(table, names)
    together = cells.group_by("column", maintain_order=True).agg(_told_together())
    told = {one["column"]: one for one in together.iter_rows(named=True)}
    parts = cells.partition_by("column", include_key=False, as_dict=True)
    return [_Column(str(name), part, told[name]) for (name,), part in parts.items()]


@cache
def _told_together() -> list[pl.Expr]:
    """Of each column: `reversed` and `standing`, how many of its cells have a month, or a day,
    above twelve; the distinct spellings by every key, null left out, and how many cells have one,
    for days up to the 12th (`small_tail`, `small_tail_n`) and for the others (`large_…`).
    """
    sides = {"small": pl.col("day") <= _MONTHS, "large": pl.col("day") > _MONTHS}
    spelled = {
        f"{side}_{key}": pl.col(key).filter(holds).drop_nulls()
        for side, holds in sides.items()
        for key in _KEYS
    }
    return [
        (pl.col("month") > _MONTHS).sum().alias("reversed"),
        sides["large"].sum().alias("standing"),
        *(texts.unique().alias(name) for name, texts in spelled.items()),
        *(texts.len().alias(f"{name}_n") for name, texts in spelled.items()),
    ]


def _apart(table: Table, names: Sequence[str]) -> pl.DataFrame:
    """The numbered dates of columns, one below the other: `column`, `line`, `text`, `day` and
    `month` as they are read, `year`, `how` (0 year first, 1 numbers alone), `plain` (whether a
    number under ten is written without a zero, null where none is), `tail` (what stands behind the
    date, its digits blotted out).

    One query for all, and expressions that are made once: both cost as much for few rows as for
    many.
    """
    raw = table.raw.lazy()
    texts = pl.concat(
        [
            raw.select(pl.lit(name).alias("column"), LINE, table.cell(name).alias("text"))
            for name in names
        ]
    )
    steps = _steps(month_first=table.month_first)
    return (
        texts.with_columns(steps.spaced)
        .with_columns(steps.split)
        .select(steps.parts)
        .with_columns(steps.numbers)
        .filter(steps.could)
        .select(steps.told)
        .collect()
    )


class _Steps(NamedTuple):
    """What `_apart` asks in its steps."""

    spaced: pl.Expr
    split: list[pl.Expr]
    parts: list[pl.Expr]
    numbers: pl.Expr
    could: pl.Expr
    told: list[pl.Expr]


@cache
def _steps(*, month_first: bool) -> _Steps:
    day, month = ("day", "month") if not month_first else ("month", "day")
    text = pl.col("text")
    by_year = text.str.extract_groups(_YEAR_FIRST).struct.rename_fields(["year", "month", "day"])
    by_day = text.str.extract_groups(_NUMBERED).struct.rename_fields([day, month, "year"])
    iso = pl.col("by_year").struct.field("year").is_not_null()

    def part(name: str) -> pl.Expr:
        either = (pl.col(way).struct.field(name) for way in ("by_year", "by_day"))
        return pl.coalesce(either).alias(name)

    padded = pl.any_horizontal(pl.col("day", "month").str.starts_with("0"))
    single = pl.any_horizontal(pl.col("day", "month").str.len_bytes() == 1)
    return _Steps(
        spaced=text.str.replace(UNSPACED, SPACED),
        split=[by_year.alias("by_year"), by_day.alias("by_day")],
        parts=[
            *map(pl.col, ("column", LINE, "text")),
            iso.alias("iso"),
            *map(part, ("day", "month", "year")),
        ],
        numbers=pl.col("day", "month", "year").cast(pl.Int32).name.prefix("n_"),
        could=(pl.col("n_day") <= _MONTHS) | (pl.col("n_month") <= _MONTHS),
        told=[
            *map(pl.col, ("column", LINE, "text")),
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
        ],
    )


def _has_two_orders(column: _Column) -> bool:
    """Whether part of a column can only be read the other way round: rows of another office, or of
    another program. Which of the rest are theirs too nobody can tell.
    """
    enough = max(_REVERSED, len(column.cells) * _PART)
    return bool(column.told["standing"] and column.told["reversed"] >= enough)


def _told_of_orders(table: Table, column: _Column) -> Damage:
    cells = column.cells
    reversed_ = cells.filter(pl.col("month") > _MONTHS)
    standing = cells.filter(pl.col("day") > _MONTHS)
    return _shown(table, _Parted(column.name, reversed_, standing, 0.0))


def _parted(column: _Column) -> _Parted | None:
    """The column as parted by the 12th, where every spelling keeps to its own side."""
    told = column.told
    for key in _KEYS:
        one, other = set(told[f"small_{key}"]), set(told[f"large_{key}"])
        if not one or not other or one & other:
            continue
        small = column.cells.filter(pl.col("day") <= _MONTHS)
        large = column.cells.filter(pl.col("day") > _MONTHS)
        if not _fits_better(small, large):
            return None
        chance = _SMALL_DAY ** told[f"small_{key}_n"] * _LARGE_DAY ** told[f"large_{key}_n"]
        return _Parted(column.name, small, large, chance)
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
