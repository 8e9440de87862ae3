"""The limits of chance of a share: by hand, by the tails they leave, and at the edges."""

from math import ceil, comb

import pytest

from cchc_audit.analysis.summary.funnel import Limits, funnel_limits


def below(count: int, n: int, rate: float) -> float:
    """The chance of `count` or fewer."""
    return sum(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(count + 1))


def test_by_hand() -> None:
    """One in two of four: none has a chance of 1/16, more than 2.5 %; so the low limit is 0."""
    found = funnel_limits(1, 2, 4)
    assert found.low == found.lowest == 0.0
    assert found.high == found.highest == 1.0


@pytest.mark.parametrize("n", [10, 60, 400, 1000])
def test_tails(n: int) -> None:
    """The count at a limit is the first that its tail reaches."""
    found = funnel_limits(30, 200, n)
    for low, tail in ((found.low, 0.025), (found.lowest, 0.001)):
        step = ceil(round(low * n, 9))
        if low > 0:
            assert below(step, n, 0.15) >= tail > below(step - 1, n, 0.15)
    for high, tail in ((found.high, 0.025), (found.highest, 0.001)):
        step = ceil(round(n - high * n, 9))
        if high < 1:
            rate = 0.85
            assert below(step, n, rate) >= tail > below(step - 1, n, rate)
    assert found.lowest <= found.low <= 0.15 <= found.high <= found.highest


def test_nothing_late() -> None:
    """Where nobody is late there is no chance to be."""
    assert funnel_limits(0, 10, 5) == Limits(5, 0.0, 0.0, 0.0, 0.0)
