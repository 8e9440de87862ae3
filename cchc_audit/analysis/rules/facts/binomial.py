"""How far from the others is too far: exact binomial tails and a robust spread, in plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, fsum, lgamma, log, log1p
from statistics import fmean, median

TAIL = 0.001
"""Above the upper 99.8 % limit of a funnel plot lies one group in a thousand by chance."""
FAR = 3.5
"""The robust z from which Iglewicz and Hoaglin (1993) call a value an outlier."""

_NORMAL_MAD = 1.482602218505602
_NORMAL_MEAN = 1.2533141373155003
_SMALL = 1e-18


def upper_tail(k: int, n: int, p: float) -> float:
    """The chance of `k` or more hits in `n` draws when each hits with `p` (binomial, exact).

    Terms are summed on the side of `k` that is away from the mean, from the largest on.
    """
    if k <= 0:
        return 1.0
    if k > n or p <= 0:
        return 0.0
    if p >= 1:
        return 1.0
    if k <= n * p:
        return max(0.0, 1.0 - fsum(_terms(n - k + 1, n, 1 - p)))
    return min(1.0, fsum(_terms(k, n, p)))


def _terms(k: int, n: int, p: float) -> list[float]:
    """The chances of `k`, `k` + 1, … hits, `k` above the mean: each smaller than the one before."""
    term = exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p))
    terms, odds, first = [term], p / (1 - p), term
    for hits in range(k, n):
        term *= (n - hits) / (hits + 1) * odds
        terms.append(term)
        if term <= first * _SMALL:
            break
    return terms


def upper_limit(n: int, p: float) -> int:
    """The most hits in `n` draws that are still no surprise: one more has a chance of at most
    `TAIL`.
    """
    low, high = 0, n
    while low < high:
        middle = (low + high) // 2
        if upper_tail(middle + 1, n, p) <= TAIL:
            high = middle
        else:
            low = middle + 1
    return low


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some values and how far apart they usually lie, told of most of them and not
    of the farthest.
    """

    middle: float
    usual: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Median, and the median distance from it scaled to a standard deviation.

        Where more than half of the values are equal that distance is zero: the mean distance takes
        its place (Iglewicz and Hoaglin). Raises `ValueError` without values.
        """
        middle = median(values)
        apart = [abs(value - middle) for value in values]
        return cls(middle, median(apart) * _NORMAL_MAD or fmean(apart) * _NORMAL_MEAN)

    def robust_z(self, value: float) -> float:
        """How many usual distances `value` lies above the middle; 0 where all values are equal."""
        return (value - self.middle) / self.usual if self.usual > 0 else 0.0
