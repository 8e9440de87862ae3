"""Each distinct spelling is normalised once, however many rows hold it.

Exports repeat a few hundred communes, procedures and statuses over millions of rows. The plan turns
the raw text into category codes (native, parallel); Python sees only codes it has not met, and
answers the rest with two array lookups a morsel.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import polars as pl
from polars.datatypes import DataType, DataTypeClass

X = TypeVar("X")
LONGEST = 10_000
"""Letters of a text that are looked at. No name is longer; a cell may hold megabytes, and what a
name is made of by many small steps would take minutes.
"""


class Spellings(Generic[X]):
    """A growing dictionary raw text → normalised value, usable inside a streaming plan.

    `normalise` gets the beginning (`LONGEST`) of each distinct non-null text once (twice when two
    threads meet it together) and must not raise; its result becomes a value of `dtype`, None stands
    for null. `passed` hears of the rows of every morsel.
    """

    def __init__(
        self,
        normalise: Callable[[str], X | None],
        dtype: DataType | DataTypeClass,
        *,
        passed: Callable[[int], None] | None = None,
    ) -> None:
        self._normalise = normalise
        self._passed = passed
        self._dtype = dtype
        self._categories = pl.Categories.random()
        # Polars forgets the codes of categories with the last column that holds them: a second
        # plan would then give other codes to the same texts, and take one answer for another.
        self._held = pl.Series([""], dtype=pl.Categorical(self._categories))
        # For the same reason.
        self._answered: list[pl.Series] = []
        self._lock = threading.Lock()
        self._seen: dict[str, X | None] = {}
        # Place 0 of `values` is "not met"; `places` maps a category code to its place.
        self._values = pl.Series([None], dtype=dtype)
        self._places = pl.Series([0], dtype=pl.UInt32)

    def expr(self, raw: pl.Expr) -> pl.Expr:
        """The normalised value (`dtype`) of `raw`, a String column; null stays null."""
        return self.keyed_by(raw.cast(pl.Categorical(self._categories)))

    def keyed_by(self, key: pl.Expr) -> pl.Expr:
        """The normalised value of a Categorical column."""
        return pl.map_batches(
            [key.cat.physical(), key],
            self._look_up,
            return_dtype=self._dtype,
            is_elementwise=True,
        )

    def seen(self) -> dict[str, X | None]:
        """Raw text → value, for every spelling met so far."""
        with self._lock:
            return dict(self._seen)

    def values_of(self, texts: Sequence[str]) -> pl.Series:
        """The normalised values (`dtype`) of distinct texts that were met outside a plan."""
        with self._lock:
            fresh = {
                text: self._normalise(text[:LONGEST]) for text in texts if text not in self._seen
            }
            self._seen |= fresh
            found = pl.Series([self._seen[text] for text in texts], dtype=self._dtype)
            self._answered.append(found)
        return found

    def count(self, rows: int) -> None:
        """Says that so many rows have passed outside a plan."""
        if self._passed is not None:
            self._passed(rows)

    def _look_up(self, series: Sequence[pl.Series]) -> pl.Series:
        codes, texts = series
        if self._passed is not None:
            self._passed(len(codes))
        highest = codes.max()
        if not isinstance(highest, int):
            return self._values[codes] if len(codes) else self._values[:0]
        places, values = self._places, self._values
        if highest < len(places):
            found = places[codes]
            if found.min() != 0:
                return values[found]
        self._learn(codes, texts)
        return self._values[self._places[codes]]

    def _learn(self, codes: pl.Series, texts: pl.Series) -> None:
        """Add the spellings of this morsel that have no place yet.

        Readers in other threads keep the series they hold: both are replaced, never changed, the
        values first.
        """
        # Series are asked by brackets: by name each question would be a query of its own.
        distinct = codes.arg_unique()
        spelled = texts[distinct].cast(pl.String).to_list()
        met = dict(zip(codes[distinct].to_list(), spelled, strict=True))
        met.pop(None, None)
        with self._lock:
            places = self._places
            if (more := max(met) + 1 - len(places)) > 0:
                places = pl.concat([places, pl.Series([0] * more, dtype=pl.UInt32)])
            placed = places[list(met)].to_list()
            new = {
                code: text for (code, text), at in zip(met.items(), placed, strict=True) if not at
            }
            fresh = {text: self._normalise(text[:LONGEST]) for text in new.values()}
            self._seen |= fresh
            first = len(self._values)
            added = pl.Series(list(fresh.values()), dtype=self._dtype)
            self._values = pl.concat([self._values, added])
            numbers = pl.Series(range(first, first + len(added)), dtype=pl.UInt32)
            self._places = places.clone().scatter(list(new), numbers)
