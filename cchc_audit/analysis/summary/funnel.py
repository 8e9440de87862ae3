"""How far the share of late results of a unit may lie from that of all, by chance alone.

Limits of a funnel plot: with the share of all units given, the binomial distribution says which
shares a unit of so many results shows in 95 % and in 99.8 % of cases. Source: Spiegelhalter 2005,
"Funnel plots for comparing institutional performance", doi:10.1002/sim.1970, appendix A.1.1 (exact
limits, interpolated between whole numbers).
"""

import math
from dataclasses import dataclass

TAILS = (0.025, 0.001)
"""The share of units beyond a limit on either side: 95 % and 99.8 % lie between."""
# Beyond so many standard deviations a binomial has nothing that a tail of 0.001 would notice.
_REACH = 9.0


@dataclass(frozen=True, slots=True)
class Limits:
    """The shares between which 95 % (`low`, `high`) and 99.8 % (`lowest`, `highest`) of units lie
    whose results number `n`; fractions of 1.
    """

    n: int
    lowest: float
    low: float
    high: float
    highest: float

    def place(self, share: float) -> str:
        """Where a share lies: `inside`, `above` or `below` what 95 % keep to, `above_all` or
        `below_all` what 99.8 % do.
        """
        if share > self.high:
            return "above_all" if share > self.highest else "above"
        if share < self.low:
            return "below_all" if share < self.lowest else "below"
        return "inside"


def funnel_limits(late: int, resolved: int, n: int) -> Limits:
    """The limits for a unit of `n` results where `late` of the `resolved` of all are late.

    `n` and `resolved` are at least 1, `late` is no more than `resolved`.
    """
    rate = late / resolved
    if late in (0, resolved):
        return Limits(n, rate, rate, rate, rate)
    low, lowest = (_quantile(rate, n, tail) for tail in TAILS)
    # From above: the few that are late of so many, seen as the many that are not.
    high, highest = (1 - _quantile(1 - rate, n, tail) for tail in TAILS)
    return Limits(n, lowest, low, high, highest)


def _quantile(rate: float, n: int, tail: float) -> float:
    """The share below which `tail` of a binomial lies, interpolated; at least 0."""
    spread = _REACH * math.sqrt(n * rate * (1 - rate)) + _REACH
    first = max(0, math.floor(n * rate - spread))
    below = 0.0
    for count in range(first, n + 1):
        mass = _mass(count, n, rate)
        if below + mass >= tail:
            return max(0.0, (count - (below + mass - tail) / mass) / n)
        below += mass
    return 1.0


def _mass(count: int, n: int, rate: float) -> float:
    ways = math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
    return math.exp(ways + count * math.log(rate) + (n - count) * math.log1p(-rate))
