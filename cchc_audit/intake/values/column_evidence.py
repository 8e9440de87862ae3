"""What a whole column says of how its moments are to be read.

Two things cannot be told from one cell: whether day or month stands first, and whether a bare
number is one of Excel's days or of Unix' seconds. A sample settles nearly every column; only where
it leaves a doubt is the column read on until it is settled.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import polars as pl

from cchc_audit.core.columns import VERDICT_MOMENTS
from cchc_audit.core.errors import ConfigError
from cchc_audit.core.vocabulary import DateOrder
from cchc_audit.intake.values.dates import SPACED, UNSPACED
from cchc_audit.intake.values.moment_columns import NUMBER_PATTERNS, MomentColumn, spellings_of
from cchc_audit.intake.values.moments import Numbers, Span, read_moment

_SPELLINGS = 2_000
_OTHERS = 1_000
_BATCH = 50_000
_NUMBERED_DAY = r"(?:^|[^0-9/.-])([0-9]{1,2}) ?[/.-] ?([0-9]{1,2}) ?[/.-] ?\+?[0-9]{4}(?:[^0-9]|$)"
_MONTHS = 12
_DAYS = 3
"""So many moments of a column at midnight of UTC are no chance."""
_ELSEWHERE = r"[+-](?!00)[0-9]{2}:?[0-9]{2}$"
"""An offset that is not UTC's."""


class Place(NamedTuple):
    """Where a column of moments stands: its canonical name, its cells' name in the frame, its
    header.
    """

    name: str
    cells: str
    header: str


class Table(NamedTuple):
    """The rows of one file: the first of them, all (`whole` is None where those are all), and what
    reads some from all its parts.
    """

    file: str
    sample: pl.DataFrame
    whole: pl.LazyFrame | None
    look_at: Callable[[], pl.DataFrame]

    @property
    def rows(self) -> pl.LazyFrame:
        """All rows, lazy."""
        return self.sample.lazy() if self.whole is None else self.whole


def moment_columns(
    places: Sequence[Place], table: Table, *, span: Span, order: DateOrder, ahead: int | None
) -> dict[str, MomentColumn]:
    """How each column is read, by canonical name.

    `ahead`: the file is a workbook, whose bare numbers are days, so many behind those of Excel's
    1900 system; None for any other file.

    Raises `ConfigError` for a column the verdict uses in which only the other order of day and
    month makes dates of the cells that tell.
    """
    every = max(1, len(table.sample) // _SPELLINGS)
    read = {}
    table = table._replace(look_at=cache(table.look_at))
    for place in places:
        cells = table.sample[place.cells].to_list()[::every]
        sample = [text for text in cells if text is not None]
        workbook = ahead is not None
        numbers = Numbers.SERIALS if workbook else _numbers(sample, place, table, span)
        against = _against(sample, place, table, order)
        if against is not None and place.name in VERDICT_MOMENTS:
            key = "intake.month_first" if order is DateOrder.DAY_FIRST else "intake.day_first"
            raise ConfigError(key, file=table.file, header=place.header, value=against)
        read[place.name] = MomentColumn(
            spellings_of(sample, order),
            span=_in_utc(span) if _are_days_in_utc(sample, place, table, span, numbers) else span,
            numbers=numbers,
            ahead=ahead or 0,
            order=order,
            refused=against is not None,
            column=place.name,
        )
    return read


def _against(sample: Sequence[str], place: Place, table: Table, order: DateOrder) -> str | None:
    """A cell that only the other order makes a date of, in a column without one that only this
    order does; None where there is none.
    """
    seen, find_days = False, _numbered_day().findall
    for text in sample:
        for first, second in find_days(_spaced(text)):
            seen = True
            if order is DateOrder.MONTH_FIRST:
                first, second = second, first
            if int(first) > _MONTHS >= int(second):
                return None
    if not seen:
        return None
    return _only_other(_batches(table, place.cells), place, order)


def _only_other(batches: Iterator[pl.DataFrame], place: Place, order: DateOrder) -> str | None:
    """The first cell that only the other order makes a date of; None where one turns up that only
    this order does.
    """
    cell = pl.col(place.cells).str.replace(UNSPACED, SPACED).alias("cell")
    parts = ["day", "month"] if order is DateOrder.DAY_FIRST else ["month", "day"]
    numbers = pl.col("cell").str.extract_groups(_NUMBERED_DAY).struct.rename_fields(parts)
    day, month = (pl.col(name).cast(pl.Int32) for name in ("day", "month"))
    other: str | None = None
    for batch in batches:
        this, first = (
            batch.lazy()
            .select(cell)
            .with_columns(numbers.alias("numbers"))
            .unnest("numbers")
            .select(
                ((day > _MONTHS) & (month <= _MONTHS)).any().alias("this"),
                pl.col("cell").filter((month > _MONTHS) & (day <= _MONTHS)).first().alias("other"),
            )
            .collect()
            .row(0)
        )
        if this:
            return None
        other = other or first
    return other


def _batches(table: Table, cells: str) -> Iterator[pl.DataFrame]:
    """A column of the rows in batches. Rows stand in the order of days, mostly, and a large file
    holds many of a day: what is looked at of all its parts settles nearly every column.
    """
    if table.whole is None:
        yield table.sample.select(cells)
        return
    yield table.look_at().select(cells)
    yield from table.whole.select(cells).collect_batches(
        chunk_size=_BATCH, maintain_order=True, engine="streaming"
    )


def _are_days_in_utc(
    sample: Sequence[str], place: Place, table: Table, span: Span, numbers: Numbers | None
) -> bool:
    """Whether all moments of a column, and more than a few, are midnights of UTC that are none
    here: bare dates, which a program took for instants (`2026-01-05T00:00:00Z`). Written with the
    offset of a place (`…T07:00:00+07:00`) they are what a clock showed there.
    """

    def is_day(text: str) -> bool:
        moment = read_moment(text, _in_utc(span), numbers=numbers)
        return not isinstance(moment, datetime) or (
            moment.time() == time()
            and moment != read_moment(text, span, numbers=numbers)
            and not re.search(_ELSEWHERE, text.rstrip())
        )

    # Of nearly every column the first cell is no such day: the others are not read for it.
    if numbers is Numbers.SERIALS or not all(map(is_day, sample)):
        return False
    if sum(not _is_blank(text, span) for text in sample) < _DAYS:
        return False
    distinct = table.rows.select(pl.col(place.cells).drop_nulls().unique())
    return all(map(is_day, distinct.collect(engine="streaming")[place.cells]))


def _in_utc(span: Span) -> Span:
    return span._replace(zone=ZoneInfo("UTC"))


def _numbers(sample: Sequence[str], place: Place, table: Table, span: Span) -> Numbers | None:
    """What the numbers of a column are that holds nothing else, all of them plausible."""
    first = next((text.strip() for text in sample if not _is_blank(text, span)), "")
    numbers = next((n for n, shape in NUMBER_PATTERNS.items() if re.match(shape, first)), None)
    if numbers is None or not all(_fits(text, numbers, span) for text in sample):
        return None
    text = pl.col(place.cells).str.strip_chars()
    shaped = text.str.contains(NUMBER_PATTERNS[numbers])
    # Of one number of digits, the least and the most as texts are so as numbers.
    told = table.rows.select(
        text.filter(~shaped).unique().head(_OTHERS).implode().alias("others"),
        text.filter(shaped).min().alias("least"),
        text.filter(shaped).max().alias("most"),
    )
    others, *ends = told.collect(engine="streaming").row(0)
    fine = all(_fits(text, numbers, span) for text in (*(others or ()), *ends) if text is not None)
    return numbers if fine else None


@cache
def _numbered_day() -> re.Pattern[str]:
    return re.compile(_NUMBERED_DAY)


@cache
def _unspaced() -> re.Pattern[str]:
    return re.compile(UNSPACED)


def _spaced(text: str) -> str:
    match = _unspaced().match(text)
    return "/".join(match.groups()) if match else text


def _is_blank(text: str, span: Span) -> bool:
    return read_moment(text, span) is None


def _fits(text: str, numbers: Numbers, span: Span) -> bool:
    """Whether a cell is a plausible number, or blank."""
    shaped = re.match(NUMBER_PATTERNS[numbers], text.strip())
    moment = read_moment(text, span, numbers=numbers)
    return moment is None or (shaped is not None and isinstance(moment, datetime))
