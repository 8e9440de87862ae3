"""Columns of moments inside a streaming plan.

A column of a real export is written in one way, seldom in two or three. Those are read natively;
what is left (blank cells among it) goes through `moments.read_moment`, each distinct text once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from cchc_audit.core.vocabulary import DateOrder, Fault
from cchc_audit.intake.values.dates import (
    COLONS,
    COMPACT,
    DAY_FIRST,
    DIGITS,
    YEAR_FIRST,
    Written,
    take_apart,
)
from cchc_audit.intake.values.moments import (
    EARLIEST,
    EPOCH,
    EXCEL_EPOCH,
    LAST_SECOND,
    SERIAL,
    Numbers,
    Span,
    read_moment,
)
from cchc_audit.intake.values.text import fold_search

MOMENT = pl.Datetime("us")
UNREADABLE = datetime.combine(date.min, time())
"""Stands in a column read by `read` for a cell that holds something else than a moment."""

_NATIVE = 3
_SHARE = 0.01
_US = 1_000_000
_DAY_US = 86_400 * _US
_ANY_DIGIT = str.maketrans("012345678", "9" * 9)
_JOINS = {"": " ", ",": ", ", "-": " - ", "t": "T"}
_HALVES = {"am": False, "pm": False, "sa": True, "ch": True}
"""Halves of the day that are read natively, and whether they are Vietnamese."""
_ISO_ZONE = re.compile(r"z|[+-]\d{2}[ :]*(?:\d{2})?")
NUMBER_PATTERNS: Mapping[Numbers, str] = {
    Numbers.SERIALS: SERIAL,
    Numbers.SECONDS: r"^[0-9]{10}(?:\.[0-9]+)?$",
    Numbers.MILLISECONDS: r"^[0-9]{13}(?:\.[0-9]+)?$",
}
"""The shape of bare numbers, for Python and for polars."""


class Spelling(NamedTuple):
    """How a moment is written, for polars: `strptime` (or `numbers`), what the text carries beyond
    it (an offset, a fraction, the half of the day in Vietnamese), and a pattern (`shape`) where
    polars alone would read more than it should.
    """

    strptime: str
    zoned: bool = False
    fraction: bool = False
    vietnamese: bool = False
    shape: str = ""
    numbers: Numbers | None = None

    @property
    def label(self) -> str:
        """The spelling as officials write it: `dd/MM/yyyy HH:mm`."""
        if self.numbers is not None:
            return _NUMBER_LABELS[self.numbers]
        text = self.strptime
        for ours, theirs in _LABELS:
            text = text.replace(ours, theirs)
        return text.replace("tt", "SA/CH") if self.vietnamese else text


_LABELS = (
    *(("%d", "dd"), ("%m", "MM"), ("%Y", "yyyy")),
    *(("%H", "HH"), ("%I", "hh"), ("%M", "mm"), ("%S", "ss")),
    *(("%.f", ".fff"), ("%#z", "zzz"), ("%p", "tt")),
)
_NUMBER_LABELS = {
    Numbers.SERIALS: "Excel 00000.0",
    Numbers.SECONDS: "Unix 0000000000",
    Numbers.MILLISECONDS: "Unix 0000000000000",
}


def spelling(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> Spelling | None:
    """The spelling of `text` where polars can read it as it stands; None for any other text."""
    written = take_apart(fold_search(text))
    if written is None or not written.plain or len(written.parts["y"]) != 4:
        return None
    parts = written.parts
    if written.day == COMPACT and written.time in (None, DIGITS) and not written.join:
        if "zone" in parts or "half" in parts:
            return None
        if written.time is None:
            return Spelling("%Y%m%d", shape=r"^[0-9]{8}$")
        return Spelling("%Y%m%d%H%M%S", shape=r"^[0-9]{12}[0-5][0-9]$")
    day, clock, join = _day(written, order), _clock(written), _JOINS.get(written.join.strip())
    zone = parts.get("zone", "")
    if day is None or clock is None or join is None:
        return None
    if zone and (written.day != YEAR_FIRST or not _ISO_ZONE.fullmatch(zone)):
        return None
    both = (clock, day) if written.time_first else (day, clock)
    return Spelling(
        join.join(filter(None, both)) + ("%#z" if zone else ""),
        zoned=bool(zone),
        fraction="fraction" in parts,
        vietnamese=_HALVES.get(parts.get("half", ""), False),
    )


def _day(written: Written, order: DateOrder) -> str | None:
    sep = written.parts.get("sep", "")
    if written.day == YEAR_FIRST and sep != ".":
        return f"%Y{sep}%m{sep}%d"
    if written.day != DAY_FIRST or not sep:
        return None
    first, second = ("%m", "%d") if order is DateOrder.MONTH_FIRST else ("%d", "%m")
    return f"{first}{sep}{second}{sep}%Y"


def _clock(written: Written) -> str | None:
    """The time; empty for a bare date, None for one that polars cannot read."""
    if written.time is None:
        return ""
    parts = written.parts
    half, fraction = parts.get("half"), parts.get("fraction", ".")
    if written.time != COLONS or fraction[0] != "." or (half and half not in _HALVES):
        return None
    seconds = (":%S" if "S" in parts else "") + ("%.f" if "fraction" in parts else "")
    return f"%I:%M{seconds} %p" if half else f"%H:%M{seconds}"


def spellings_of(
    sample: Iterable[str | None], order: DateOrder = DateOrder.DAY_FIRST
) -> tuple[Spelling, ...]:
    """The spellings worth reading natively: those of a hundredth of the sample, at most three."""
    shapes: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for text in sample:
        if text:
            shape = text.translate(_ANY_DIGIT)
            shapes.setdefault(shape, text)
            counts[shape] += 1
    found: Counter[Spelling] = Counter()
    for shape, example in shapes.items():
        if (how := spelling(example.strip(), order)) is not None:
            found[how] += counts[shape]
    enough = sum(found.values()) * _SHARE
    ranked = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].strptime))
    return tuple(how for how, number in ranked[:_NATIVE] if number >= enough)


@lru_cache(maxsize=4)
def _ends(span: Span) -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(EARLIEST), pl.lit(span.end)


class MomentColumn:
    """One raw column read as moments, in steps that each build on the one before.

    `numbers`, `ahead`, `order`, `column`: see `moments.read_moment`. `refused`: no cell is read,
    since day and month cannot be told apart by anything but a guess.
    """

    def __init__(
        self,
        spellings: tuple[Spelling, ...],
        *,
        span: Span,
        numbers: Numbers | None = None,
        ahead: int = 0,
        order: DateOrder = DateOrder.DAY_FIRST,
        refused: bool = False,
        column: str = "",
    ) -> None:
        own = () if numbers is None else (Spelling("", numbers=numbers),)
        self.labels = tuple(how.label for how in (*spellings, *own))
        self.refused = refused
        if numbers is Numbers.SERIALS:
            spellings = tuple(how for how in spellings if how.strptime != "%Y%m%d")
        self._spellings = (*own, *spellings) or (Spelling("%d/%m/%Y %H:%M:%S"),)
        self._span = span
        self._numbers = numbers
        self._ahead = ahead
        self._order = order
        self._column = column
        self._blank = pl.Series([None], dtype=MOMENT)

    @property
    def plain(self) -> tuple[str, ...]:
        """The spellings (for `strptime`) that are nothing but day and time, the commonest first;
        none where cells are read in another way.
        """
        if self.refused or self._numbers is not None:
            return ()
        found = [how.strptime for how in self._spellings if how == Spelling(how.strptime)]
        return tuple(found)

    @property
    def latest(self) -> datetime:
        """The last moment that can be true."""
        return self._span.end

    def value(self, text: str) -> datetime | Fault | None:
        """The moment of one cell, a fault, or None for a cell that holds none."""
        moment = read_moment(
            text,
            self._span,
            numbers=self._numbers,
            ahead=self._ahead,
            order=self._order,
            column=self._column,
        )
        return Fault.MOMENT_MONTH_FIRST if self.refused and moment is not None else moment

    def native(self, raw: pl.Expr) -> pl.Expr:
        """The cells polars can read and that lie within the span; null for all others."""
        if self.refused:
            return pl.lit(None, dtype=MOMENT)
        read = [self._read(raw, how) for how in self._spellings]
        return read[0] if len(read) == 1 else pl.coalesce(read)

    def read(self, raw: pl.Expr, native: pl.Expr) -> pl.Expr:
        """Datetime("us"): the moment, null for a blank cell, `UNREADABLE` for any other text.

        `native` is the column that `native()` made.
        """
        rest = pl.when(native.is_null()).then(raw)
        others = rest.map_batches(self._others, return_dtype=MOMENT, is_elementwise=True)
        return pl.coalesce(native, others)

    def _read(self, raw: pl.Expr, how: Spelling) -> pl.Expr:
        moment = self._numbered(raw, how.numbers) if how.numbers else self._parsed(raw, how)
        return pl.when(moment.is_between(*_ends(self._span))).then(moment)

    def _parsed(self, raw: pl.Expr, how: Spelling) -> pl.Expr:
        text = pl.when(raw.str.contains(how.shape)).then(raw) if how.shape else raw
        if how.vietnamese:
            text = text.str.replace("(?i)sa", "AM").str.replace("(?i)ch", "PM")
        moment = text.str.to_datetime(
            how.strptime,
            time_unit="us",
            time_zone="UTC" if how.zoned else None,
            strict=False,
            cache=False,
        )
        if how.zoned:
            moment = moment.dt.convert_time_zone(self._span.zone.key).dt.replace_time_zone(None)
        return (moment.to_physical() // _US * _US).cast(MOMENT) if how.fraction else moment

    def _numbered(self, raw: pl.Expr, numbers: Numbers) -> pl.Expr:
        """Bare numbers as moments, by the same steps as `moments.read_moment` takes."""
        text = pl.when(raw.str.contains(NUMBER_PATTERNS[numbers])).then(raw)
        if numbers is Numbers.SERIALS:
            serial = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
            days = serial.floor()
            seconds = ((serial - days) * 86_400).round(mode="half_to_even")
            since = (days + self._ahead) * _DAY_US + seconds.clip(upper_bound=LAST_SECOND) * _US
            return pl.lit(EXCEL_EPOCH) + since.cast(pl.Int64).cast(pl.Duration("us"))
        since = text.str.head(10).cast(pl.Int64, strict=False) * _US
        moment = (pl.lit(EPOCH) + since.cast(pl.Duration("us"))).dt.replace_time_zone("UTC")
        return moment.dt.convert_time_zone(self._span.zone.key).dt.replace_time_zone(None)

    def _others(self, texts: pl.Series) -> pl.Series:
        height = len(texts)
        if texts.null_count() == height:
            if len(self._blank) < height:
                self._blank = pl.Series([None], dtype=MOMENT).new_from_index(0, height)
            return self._blank[:height]
        distinct = texts.unique().drop_nulls()
        read = pl.Series(map(self._value, distinct.to_list()), dtype=MOMENT)
        return texts.replace_strict(distinct, read, default=None, return_dtype=MOMENT)

    def _value(self, text: str) -> datetime | None:
        moment = self.value(text)
        return UNREADABLE if isinstance(moment, Fault) else moment
