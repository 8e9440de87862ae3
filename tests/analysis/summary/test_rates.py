from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_audit.analysis.summary import late_allowed, target_of, wilson


def interval(good: int, of: int) -> tuple[float | None, float | None]:
    low, high = wilson(pl.col("good"), pl.col("of"))
    return pl.DataFrame({"good": [good], "of": [of]}).select(low=low, high=high).row(0)


def allowed(good: int, of: int, target: Fraction) -> int | None:
    frame = pl.DataFrame({"good": [good], "of": [of]})
    k: int | None = frame.select(late_allowed(pl.col("good"), pl.col("of"), target)).item()
    return k


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [
        # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        # all good: low = n / (n + z²) = 10 / 13.8415
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
    ],
)
def test_wilson_of_published_examples(good: int, of: int, low: float, high: float) -> None:
    assert interval(good, of) == pytest.approx((low, high), abs=5e-5)


def test_no_trials_no_interval() -> None:
    assert interval(0, 0) == (None, None)


def test_the_ends_are_exact_where_nothing_or_everything_is_good() -> None:
    assert interval(0, 7)[0] == 0.0
    assert interval(7, 7)[1] == 1.0


@given(st.integers(1, 10**7), st.data())
def test_interval_holds_the_rate_within_0_and_1(of: int, data: st.DataObject) -> None:
    good = data.draw(st.integers(0, of))
    low, high = interval(good, of)
    assert low is not None
    assert high is not None
    assert 0 <= low <= good / of <= high <= 1


@pytest.mark.parametrize(
    ("good", "of", "k"),
    [
        (97, 97, 3),  # 97 of 100 is 97 % exactly
        (96, 96, 2),  # 96/98 = 97.96 %, 96/99 = 96.97 %
        (97, 100, 0),  # on the target
        (96, 100, 0),  # under it
        (0, 5, 0),
        (32, 32, 0),  # one more: 32/33 = 96.97 %
        (33, 33, 1),  # 33/34 = 97.06 %
        (1000, 1010, 20),  # 1000/1030 = 97.09 %, 1000/1031 = 96.99 %
        (0, 0, None),
    ],
)
def test_late_allowed_by_hand(good: int, of: int, k: int | None) -> None:
    assert allowed(good, of, Fraction(97, 100)) == k


@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.sampled_from(["0.5", "0.9", "0.95", "0.97", "0.985", "1"]),
)
def test_late_allowed_is_the_largest(good: int, late: int, text: str) -> None:
    target = Fraction(text)
    k = allowed(good, good + late, target)
    if good + late == 0:
        assert k is None
        return
    assert k is not None
    assert k == 0 or Fraction(good, good + late + k) >= target
    assert Fraction(good, good + late + k + 1) < target


def test_a_target_of_nothing_is_never_missed() -> None:
    assert allowed(5, 10, Fraction(0)) is None


def test_targets_are_the_decimals_that_were_written() -> None:
    assert target_of(0.97) == Fraction(97, 100)
    assert target_of(0.985) == Fraction(197, 200)
    assert target_of(1) == 1
