"""Rates and their uncertainty, as expressions over integer counts.

Everything is computed from whole counts in one fixed order of operations, so the same counts give
the same bytes on every run. No denominator, no rate: null, never 100 %.
"""

from fractions import Fraction

import polars as pl

DEFAULT_TARGET = Fraction(97, 100)
"""The share of results on time that is asked for where no gate names another."""

# The 97.5 % point of the normal distribution: two-sided 95 %.
_Z = 1.959963984540054
# A target such as 0.97 is meant as the decimal that was written, not as its binary neighbour; six
# decimals keep `late_allowed` within 64 bits for a thousand million dossiers.
_FINEST_TARGET = 1_000_000


def target_of(rate: float) -> Fraction:
    """The target that `rate` (a fraction of 1, as written in `cchc.toml`) stands for, exactly."""
    return Fraction(str(rate)).limit_denominator(_FINEST_TARGET)


def ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """`part / whole` (Float64), null where `whole` is 0."""
    return pl.when(whole > 0).then(part / whole)


def wilson(successes: pl.Expr, trials: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Both ends of the Wilson score interval, 95 %, of `successes` out of `trials` (Float64).

    Null without trials. The ends are held within 0 and 1: a commune without a late result reaches
    exactly 1, and one without a result on time exactly 0.
    Source: Wilson 1927, doi:10.1080/01621459.1927.10502953.
    """
    z2 = _Z * _Z
    rate = successes / trials
    middle = rate + z2 / (2 * trials)
    spread = _Z * (rate * (1 - rate) / trials + z2 / (4 * trials * trials)).sqrt()
    scale = 1 + z2 / trials
    low = pl.when(successes == 0).then(0.0).otherwise((middle - spread) / scale)
    high = pl.when(successes == trials).then(1.0).otherwise((middle + spread) / scale)
    return pl.when(trials > 0).then(low), pl.when(trials > 0).then(high)


def late_allowed(good: pl.Expr, resolved: pl.Expr, target: Fraction) -> pl.Expr:
    """How many more late results keep `good / resolved` at or above `target` (Int64).

    The largest k ≥ 0 with good / (resolved + k) ≥ target, in whole numbers; 0 where the rate is
    under the target already, null without `resolved` and for a target of 0, which nothing breaks.
    """
    if target <= 0:
        return pl.lit(None, pl.Int64)
    afforded = good * target.denominator // target.numerator - resolved
    return pl.when(resolved > 0).then(pl.max_horizontal(afforded, pl.lit(0, pl.Int64)))
