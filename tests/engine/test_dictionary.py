"""Distinct spellings are normalised once, in any order and from several threads."""

from collections import Counter
from typing import Literal

import polars as pl
import pytest

from cchc_audit.engine.dictionary import Spellings


def test_each_spelling_is_normalised_about_once_and_nulls_stay() -> None:
    met: Counter[str] = Counter()

    def normalise(text: str) -> str | None:
        met[text] += 1
        return text.upper() if text != "none" else None

    spellings = Spellings(normalise, pl.Categorical())
    texts = [None, *(f"v{n % 997}" for n in range(200_000)), "none"]
    frame = pl.LazyFrame({"raw": texts}).select("raw", value=spellings.expr(pl.col("raw")))
    read = frame.collect(engine="streaming").sort("raw", nulls_last=True)
    assert read.filter(pl.col("raw").is_null())["value"].to_list() == [None]
    wrong = read.filter(
        pl.col("value")
        .cast(pl.String)
        .ne_missing(pl.when(pl.col("raw") != "none").then(pl.col("raw").str.to_uppercase()))
    )
    assert wrong.is_empty()
    assert len(met) == 998
    assert spellings.seen()["v1"] == "V1"


def test_a_categorical_column_can_be_the_key() -> None:
    spellings = Spellings(len, pl.Int32())
    keys = pl.Series(["a", "bbb", None, "a"], dtype=pl.Categorical)
    frame = pl.LazyFrame({"key": keys}).select(spellings.keyed_by(pl.col("key")))
    assert frame.collect(engine="streaming").to_series().to_list() == [1, 3, None, 1]


def test_no_rows_and_only_nulls() -> None:
    spellings = Spellings(len, pl.Int32())
    for texts in ([], [None, None]):
        frame = pl.LazyFrame({"raw": texts}, schema={"raw": pl.String})
        read = frame.select(spellings.expr(pl.col("raw"))).collect()
        assert read.to_series().to_list() == texts


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_second_plan_finds_what_the_first_has_learnt(
    engine: Literal["in-memory", "streaming"],
) -> None:
    """Polars forgets the codes of categories that no column holds any more."""
    spellings = Spellings(len, pl.Int32())

    def look_up(texts: list[str]) -> list[int]:
        plan = pl.LazyFrame({"raw": texts}).select(spellings.expr(pl.col("raw")))
        return plan.collect(engine=engine).to_series().to_list()

    assert look_up(["a", "bb", "ccc"]) == [1, 2, 3]
    assert look_up(["ccc", "dddd", "a"]) == [3, 4, 1]
    assert look_up(["bb"]) == [2]
