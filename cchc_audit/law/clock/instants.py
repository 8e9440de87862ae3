"""Moments inside a plan: a civil day and a second of the day, both Int32 expressions.

A second of 0 is a bare date (law.md: a time of exactly 00:00:00 tells only the day). Two
moments are compared by instant where both have a time, else by day: a bare date is neither earlier
nor later than anything on its day.
"""

from datetime import datetime
from typing import NamedTuple

import polars as pl

END_OF_DAY = 86_400
"""The second at which a day ends (Civil Code 2015 art. 148.6: the last day lasts to 24:00)."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 (moments are naive: Viet Nam time throughout)
_MICROSECONDS = 1_000_000


class Moment(NamedTuple):
    """`day`: days since 1970-01-01, null where nothing is recorded; `sec`: second of that day, 0
    for a bare date.
    """

    day: pl.Expr
    sec: pl.Expr

    @property
    def known(self) -> pl.Expr:
        """Whether the moment is recorded."""
        return self.day.is_not_null()

    @property
    def bare(self) -> pl.Expr:
        """Whether only the day is known."""
        return self.sec == 0

    def later_than(self, other: "Moment") -> pl.Expr:
        """Strictly later; never null: false where either is missing."""
        same_day = (self.day == other.day) & (self.sec > other.sec) & (other.sec > 0)
        return ((self.day > other.day) | same_day).fill_null(value=False)

    def instant_after(self, other: "Moment", *, or_at: bool = False) -> pl.Expr:
        """Compares instants (a bare date at its 00:00, `END_OF_DAY` at its end); null where either
        is missing.
        """
        later = self.sec >= other.sec if or_at else self.sec > other.sec
        return (self.day > other.day) | ((self.day == other.day) & later)


def column(name: str) -> Moment:
    """The moment held in the columns `<name>_d` and `<name>_s`."""
    return Moment(pl.col(f"{name}_d"), pl.col(f"{name}_s"))


def store(name: str, moment: Moment) -> list[pl.Expr]:
    """The two expressions that keep `moment` in the columns `column(name)` reads."""
    return [
        moment.day.cast(pl.Int32).alias(f"{name}_d"),
        moment.sec.cast(pl.Int32).alias(f"{name}_s"),
    ]


def missing(name: str) -> list[pl.Expr]:
    """The columns of a moment that no dossier has."""
    return store(name, Moment(pl.lit(None, dtype=pl.Int32), pl.lit(None, dtype=pl.Int32)))


def day_of(value: pl.Expr) -> pl.Expr:
    """The civil day of a naive Datetime("us") expression of whole seconds, as days since 1970-01-01
    (Float64, whole).
    """
    return ((_seconds(value) + 0.5) * (1 / END_OF_DAY)).floor()


def split(value: pl.Expr) -> Moment:
    """A naive Datetime("us") expression of whole seconds as a `Moment`."""
    day = day_of(value)
    second = _seconds(value) - day * float(END_OF_DAY) + 0.5
    return Moment(*(part.cast(pl.Int32, wrap_numerical=True) for part in (day, second)))


def _seconds(value: pl.Expr) -> pl.Expr:
    # A product is several times faster than an integer division; the halves above keep it from
    # falling below the whole second that it stands for.
    return value.to_physical().cast(pl.Float64) * (1 / _MICROSECONDS)


def join_moment(moment: Moment) -> pl.Expr:
    """The naive Datetime("us") of a moment's instant; null where the day is."""
    seconds = moment.day.cast(pl.Int64) * END_OF_DAY + moment.sec.cast(pl.Int64)
    return (seconds * _MICROSECONDS).cast(pl.Datetime("us"))


def choose(condition: pl.Expr, then: Moment, otherwise: Moment) -> Moment:
    """`then` where the condition holds, else `otherwise`."""
    return Moment(
        pl.when(condition).then(then.day).otherwise(otherwise.day),
        pl.when(condition).then(then.sec).otherwise(otherwise.sec),
    )


def last_instant(as_of: datetime) -> tuple[int, int]:
    """Day number and second of the judgement's instant, midnight read as the end of the day before.

    The day is *the last day*: 10 November for 10/11 14:00 and for 11/11 00:00.
    """
    since = as_of - _EPOCH
    day, second = since.days, since.seconds
    return (day, second) if second else (day - 1, END_OF_DAY)
