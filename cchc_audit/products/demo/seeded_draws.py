"""Chance that can be had again: every draw is a function of the seed, the row and what is drawn.

No state is carried from row to row, so a chunk comes out alike however the rows are cut, and a row
alike whatever else is drawn for it. The mixing is splitmix64 (Steele, Lea and Flood 2014), written
out, because the hashes of polars may change from release to release.
"""

from enum import IntEnum, auto

import polars as pl

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_PIECES = 3
STEPS = 1 << 21
"""How many values a draw has."""
MILLION = 1_000_000


class Draw(IntEnum):
    """What can be drawn for a row, each independent of the others."""

    PROCEDURE = 0
    HALF_HOUR = auto()
    SECOND = auto()
    AFTER_HOURS = auto()
    CHANNEL = auto()
    FILED = auto()
    LATE = auto()
    SPEED = auto()
    DELAY = auto()
    DELAY_TOO = auto()
    FATE = auto()
    PARKED = auto()
    SUPPLEMENT = auto()
    REQUEST = auto()
    WAIT = auto()
    PAUSE = auto()
    PAUSE_AT = auto()
    PAUSE_FOR = auto()
    APPOINTMENT = auto()
    RETURN = auto()
    RETURN_AFTER = auto()
    FAMILY = auto()
    MIDDLE = auto()
    GIVEN = auto()
    PHONE = auto()
    OFFICER = auto()
    APOLOGY = auto()
    NEW_DATE = auto()
    CHEAT = auto()
    ALTERED = auto()
    STEP = auto()


class Chance:
    """Draws for the rows numbered in the column `row` (UInt64).

    Put `words()` into columns first; `below` and `happens` read them.
    """

    def __init__(self, seed: int) -> None:
        self._seed = mix(seed & _MASK)

    def words(self) -> list[pl.Expr]:
        """The columns all draws are taken from, UInt64."""
        count = -(-len(Draw) // _PIECES)
        return [self.word(pl.col("row"), stream).alias(f"_word{stream}") for stream in range(count)]

    def word(self, row: pl.Expr, stream: int) -> pl.Expr:
        """64 random bits a row (UInt64), another 64 for every `stream`."""
        start = (self._seed + stream * _SECOND) & _MASK
        return _mixed(row * _literal(_GOLDEN) + _literal(start))

    def number(self, row: int, stream: int) -> int:
        """The same as `word`, of one row, in plain Python."""
        start = self._seed + stream * _SECOND
        return mix((row * _GOLDEN + start) & _MASK)

    def below(self, draw: Draw, limit: int | pl.Expr) -> pl.Expr:
        """A number from 0 to `limit` - 1, Int64; `limit` is at most two million."""
        drawn: pl.Expr = piece(draw) * limit // STEPS
        return drawn

    def happens(self, draw: Draw, in_a_million: int | pl.Expr) -> pl.Expr:
        """Boolean: true so many times in a million."""
        often: pl.Expr = piece(draw) * MILLION < in_a_million * _lit(STEPS)
        return often


def piece(draw: Draw) -> pl.Expr:
    """The 21 bits of a draw, Int64."""
    word = pl.col(f"_word{draw // _PIECES}")
    bits: pl.Expr = ((word // (STEPS ** (draw % _PIECES))) % STEPS).cast(pl.Int64)
    return bits


def mix(number: int) -> int:
    """One step of splitmix64 on a number of 64 bits."""
    number = ((number ^ (number >> 30)) * _FIRST) & _MASK
    number = ((number ^ (number >> 27)) * _SECOND) & _MASK
    return number ^ (number >> 31)


def _mixed(number: pl.Expr) -> pl.Expr:
    # Polars has no shift; dividing by a power of two is one. Products wrap at 64 bits.
    number = (number ^ (number // (1 << 30))) * _literal(_FIRST)
    number = (number ^ (number // (1 << 27))) * _literal(_SECOND)
    return number ^ (number // (1 << 31))


def _literal(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.UInt64)


def _lit(number: int) -> pl.Expr:
    return pl.lit(number, dtype=pl.Int64)
