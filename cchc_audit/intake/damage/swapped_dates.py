"""Day and month exchanged in some of the dates: a day-first table opened where months come first.

Such a program takes every date it can for month-first and leaves the others as text. So one column
holds two kinds of cells: those whose first number could be a month, in the program's own spelling
(or as true dates), and those whose first number is above twelve, as they were written. A sound
column may hold two spellings, but both then hold days of either sort. Where rows of both orders
were put together, a part of the dates can only be read the other way round. And where all dates
were written alike afterwards, the numbers of the dossiers still hold the day of receipt.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import polars as pl

from cchc_audit.core.columns import FINISHES, MOMENTS, RECORDED
from cchc_audit.core.vocabulary import DamageMark
from cchc_audit.intake.damage.damage import Damage, Evidence, Table
from cchc_audit.intake.files.raw_rows import LINE
from cchc_audit.intake.values.dates import SPACED, UNSPACED
from cchc_audit.intake.values.years import numbered_day

_YEAR_FIRST = r"^([0-9]{4})[/.-]([0-9]{1,2})[/.-]([0-9]{1,2})(?:[^0-9]|$)"
_NUMBERED = r"(?:^|[^0-9/.-])([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?([0-9]{4})(?:[^0-9]|$)"
_MONTHS = 12
_SMALL_DAY, _LARGE_DAY = 0.4, 0.61
"""The shares of days up to the 12th, and after it, in a month."""
_CHANCE = 1e-3
"""Two spellings parted by the 12th of the month by chance alone, over the columns of a table."""
_FITS, _STANDS = 0.9, 0.75
_AROUND = 45
_PAIRS = 5
_REVERSED, _PART = 5, 0.05
"""Dates that can only be the other way round: from so many on, and such a share, they are no slips.
"""
_MOST, _HARDLY = 0.5, 0.05
_NUMBERED_ROWS = 3
"""From so many rows on a number that names the receipt with day and month exchanged is no chance.
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
    exchanged = list(_all_exchanged(table, apart))
    yield from exchanged or _against_numbers(table)


def _against_numbers(table: Table) -> Iterator[Damage]:
    """The receipts, where the numbers of their dossiers hold those days with day and month
    exchanged.
    """
    if "received_at" not in table.cells:
        return
    named, at = numbered_day(pl.col("dossier_id")), pl.col("received_at").dt
    year = named.dt.year() == at.year()
    other_way = year & (named.dt.month() == at.day()) & (named.dt.day() == at.month())
    days = table.rows.filter(
        at.day() <= _MONTHS, at.day() != at.month(), named.is_not_null()
    ).select(
        pl.col("source_line").alias(LINE),
        other_way.alias("exchanged"),
        (at.date() == named).alias("standing"),
    )
    exchanged = days.filter("exchanged")
    most = len(exchanged) > len(days) * _MOST and days["standing"].sum() <= len(days) * _HARDLY
    if len(exchanged) >= _NUMBERED_ROWS and most:
        rows = table.raw.join(exchanged.select(LINE), on=LINE, how="semi")
        evidence = table.shown(rows, "received_at")
        yield table.damage(DamageMark.SWAPPED_DATES, "received_at", len(exchanged), evidence)


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


def _all_exchanged(table: Table, apart: dict[str, pl.DataFrame]) -> Iterator[Damage]:
    """Dates that only make sense with day and month exchanged, wherever the day could be a month: a
    program that takes the month first leaves the others as they are, and may write all alike.
    """
    finish = next((name for name in FINISHES if not apart.get(name, _NONE).is_empty()), None)
    if finish is None or apart.get("received_at", _NONE).is_empty():
        return
    cells = pl.concat([apart["received_at"], apart[finish]])
    acts = [cells for name, cells in apart.items() if name in RECORDED]
    if bool((cells["how"] != 0).any()) and not _stand_in_time(pl.concat(acts), table.judged):
        return
    received, done = (
        apart[name].select(
            LINE,
            pl.col("text").alias(f"{role}_text"),
            _dates(apart[name], "month", "day").alias(role),
            _exchanged(apart[name]).alias(f"{role}_exchanged"),
            (pl.col("day") <= _MONTHS).alias(f"{role}_small"),
        )
        for name, role in (("received_at", "received"), (finish, "done"))
    )
    pairs = received.join(done, on=LINE, how="inner").filter(
        pl.col("received_small") | pl.col("done_small")
    )
    if len(pairs) < _PAIRS or _absurd(pairs, "received", "done", table.judged) <= _MOST:
        return
    for columns in (("received_exchanged", "done_exchanged"), ("received", "done_exchanged")):
        if _absurd(pairs, *columns, table.judged) <= _HARDLY:
            yield from _told(table, pairs, finish, columns)
            return


def _stand_in_time(cells: pl.DataFrame, judged: date) -> bool:
    """Whether the dates that cannot be exchanged lie before the judgement: where they do not, the
    judgement looks back, and dates after it are no sign of anything.
    """
    days = _dates(cells.filter(pl.col("day") > _MONTHS), "month", "day").drop_nulls()
    return len(days) >= _PAIRS and float((days <= judged).mean() or 0) >= _FITS  # type: ignore[arg-type]


def _exchanged(cells: pl.DataFrame) -> pl.Series:
    """Days with day and month exchanged where both could be either."""
    could = pl.col("day") <= _MONTHS
    month = pl.when(could).then("day").otherwise("month").alias("month")
    day = pl.when(could).then("month").otherwise("day").alias("day")
    return _dates(cells.with_columns(month, day), "month", "day")


def _absurd(pairs: pl.DataFrame, received: str, done: str, judged: date) -> float:
    """The share of pairs with the finish before the receipt, or either after the judgement."""
    wrong = (
        (pl.col(done) < pl.col(received)) | (pl.col(done) > judged) | (pl.col(received) > judged)
    )
    share = pairs.select(wrong.fill_null(value=True).mean()).item()
    return float(share)


def _told(
    table: Table, pairs: pl.DataFrame, finish: str, columns: tuple[str, str]
) -> Iterator[Damage]:
    cells = pairs.select(LINE, pl.format("{} → {}", "received_text", "done_text")).head(3)
    evidence = tuple(Evidence(line, text) for line, text in cells.iter_rows())
    for name, read in zip(("received_at", finish), columns, strict=True):
        if read.endswith("_exchanged"):
            yield table.damage(DamageMark.SWAPPED_DATES, name, len(pairs), evidence)


_NONE = pl.DataFrame()
