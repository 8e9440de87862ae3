"""Columns of moments inside a streaming plan.

A column of a real export is written in one way, seldom in two or three. Those are read natively;
what is left (blank cells among it) goes through `dates.read_moment`, value by value.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, time

import polars as pl

from cchc_audit.core.vocabulary import Fault
from cchc_audit.intake.values.dates import EARLIEST, Span, Spelling, read_moment, spelling

MOMENT = pl.Datetime("us")
UNREADABLE = datetime.combine(date.min, time())
"""Stands in a column read by `read` for a cell that holds something else than a moment."""

_NATIVE = 3
_SHARE = 0.01
_US = 1_000_000


def spellings_of(sample: Iterable[str | None]) -> tuple[Spelling, ...]:
    """The spellings worth reading natively: those of a hundredth of the sample, at most three."""
    counts = Counter(found for text in sample if text and (found := spelling(text.strip())))
    enough = sum(counts.values()) * _SHARE
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].strptime))
    return tuple(found for found, number in ranked[:_NATIVE] if number >= enough)


class MomentColumn:
    """One raw column read as moments, in steps that each build on the one before."""

    def __init__(
        self, spellings: tuple[Spelling, ...], *, span: Span, serials: bool = False
    ) -> None:
        self.labels = tuple(how.label for how in spellings)
        self._spellings = spellings or (Spelling("%d/%m/%Y %H:%M:%S"),)
        self._span = span
        self._serials = serials
        self._blank = pl.Series([None], dtype=MOMENT)

    def native(self, raw: pl.Expr) -> pl.Expr:
        """The cells polars can read and that lie within the span; null for all others."""
        read = [self._read(raw, how) for how in self._spellings]
        return read[0] if len(read) == 1 else pl.coalesce(read)

    def read(self, raw: pl.Expr, native: pl.Expr) -> pl.Expr:
        """Datetime("us"): the moment, null for a blank cell, `UNREADABLE` for any other text.

        `native` is the column that `native()` made.
        """
        rest = pl.when(native.is_null()).then(raw)
        others = rest.map_batches(self._one_by_one, return_dtype=MOMENT, is_elementwise=True)
        return pl.coalesce(native, others)

    def _read(self, raw: pl.Expr, how: Spelling) -> pl.Expr:
        zone = "UTC" if how.zoned else None
        text = pl.when(raw.str.contains(how.shape)).then(raw) if how.shape else raw
        moment = text.str.to_datetime(
            how.strptime, time_unit="us", time_zone=zone, strict=False, cache=False
        )
        if how.zoned:
            moment = moment.dt.convert_time_zone(self._span.zone.key).dt.replace_time_zone(None)
        if how.fraction:
            moment = (moment.to_physical() // _US * _US).cast(MOMENT)
        return pl.when(moment.is_between(EARLIEST, self._span.end)).then(moment)

    def _one_by_one(self, texts: pl.Series) -> pl.Series:
        height = len(texts)
        if texts.null_count() == height:
            if len(self._blank) < height:
                self._blank = pl.repeat(None, height, dtype=MOMENT, eager=True)
            return self._blank[:height]
        return pl.Series(
            [None if text is None else self._value(text) for text in texts.to_list()], dtype=MOMENT
        )

    def _value(self, text: str) -> datetime | None:
        moment = read_moment(text, self._span, serials=self._serials)
        return UNREADABLE if isinstance(moment, Fault) else moment
