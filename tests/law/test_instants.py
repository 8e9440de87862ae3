"""Moments cut into day and second by products of floats: as integers would, to the second."""

from datetime import datetime

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from cchc_audit.law.clock.instants import day_of, split

A_DAY = 86_400
EDGES = (0, 1, A_DAY // 2, A_DAY - 1)
FIRST, LAST = -30_000, 60_000
"""Days since 1970: 1887 to 2134, beyond what can be read at both ends."""


def assert_cut(seconds: pl.Series) -> None:
    frame = pl.DataFrame({"at": (seconds * 1_000_000).cast(pl.Datetime("us"))})
    moment = split(pl.col("at"))
    found = frame.select(day=moment.day, second=moment.sec, whole=day_of(pl.col("at")))
    assert found["day"].dtype == found["second"].dtype == pl.Int32
    assert found["day"].equals((seconds // A_DAY).cast(pl.Int32).alias("day"))
    assert found["second"].equals((seconds % A_DAY).cast(pl.Int32).alias("second"))
    assert found["whole"].equals((seconds // A_DAY).cast(pl.Float64).alias("whole"))
    assert found["day"].equals(frame["at"].dt.date().to_physical().alias("day"))


def test_every_day_begins_and_ends_where_it_does() -> None:
    days = pl.int_range(FIRST, LAST, eager=True)
    for edge in EDGES:
        assert_cut(days * A_DAY + edge)


@given(st.lists(st.integers(FIRST * A_DAY, LAST * A_DAY) | st.none(), min_size=1))
def test_any_second_is_told(seconds: list[int | None]) -> None:
    assert_cut(pl.Series(seconds, dtype=pl.Int64))


def test_nothing_recorded_stays_so() -> None:
    frame = pl.DataFrame({"at": [None, datetime(2026, 6, 30)]}, schema={"at": pl.Datetime("us")})
    moment = split(pl.col("at"))
    assert frame.select(moment.day.alias("d"), moment.sec.alias("s")).row(0) == (None, None)
