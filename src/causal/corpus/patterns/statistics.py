"""Shares, quantiles and rates with their intervals, and how surprising a count is.

`scipy.special` alone: `scipy.stats` takes seconds to import, and the tests hold each of these
against it.

References:
    E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal
    of the American Statistical Association 22, 1927.
    L. D. Brown, T. T. Cai, A. DasGupta, *Interval estimation for a binomial proportion*,
    Statistical Science 16, 2001 (why Wilson's, for small samples).
    H. A. David, H. N. Nagaraja, *Order Statistics*, 2003, section 7.1.
    F. Garwood, *Fiducial limits for the Poisson distribution*, Biometrika 28, 1936.
    Y. Benjamini, Y. Hochberg, *Controlling the false discovery rate*, Journal of the Royal
    Statistical Society B 57, 1995.
"""

from __future__ import annotations

from math import nan, sqrt
from typing import TYPE_CHECKING, NamedTuple

from causal.analysis.result import counted
from causal.libraries import numpy, special

if TYPE_CHECKING:
    from collections.abc import Sequence

    from causal.corpus.tables.columns import Array

FEW = 10
"""Below this many, a share is hardly more than an anecdote; warnings appear by themselves."""

TAIL = 0.025
"""What a two-sided 95 % interval leaves out at each end."""

Z = 1.959963984540054
"""The normal quantile there."""


class Share(NamedTuple):
    """A share of a whole with its Wilson 95 % interval; all NaN when the whole is empty."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.value != self.value:
            return "no share known"
        return f"{self.value:.0%}, 95% interval {self.low:.0%} to {self.high:.0%}"


def share(count: int, total: int) -> Share:
    """Return the share of `count` in `total` with its Wilson 95 % interval.

    Example:
        >>> share(5, 10).low < 0.25 < 0.75 < share(5, 10).high
        True

    Raises:
        ValueError: `count` is not from 0 to `total`.
    """
    if not 0 <= count <= total:
        raise ValueError(f"a count is from 0 to its total of {total}, not {count}")
    if total == 0:
        return Share(nan, nan, nan)
    p, z2 = count / total, Z * Z
    middle = (p + z2 / (2 * total)) / (1 + z2 / total)
    reach = Z * sqrt(p * (1 - p) / total + z2 / (4 * total * total)) / (1 + z2 / total)
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == total else min(1.0, middle + reach)
    return Share(p, low, high)


def few(count: int, noun: str, plural: str) -> list[str]:
    """Return the warning that there are only few of something, or nothing when there are enough."""
    if count >= FEW:
        return []
    found = f"No {noun}" if count == 0 else f"Only {counted(count, noun, plural)}"
    return [f"{found}: too few to tell a pattern from chance; read the intervals."]


class Quantile(NamedTuple):
    """A quantile, its interval, and how surely that covers it; NaN ends when there is none."""

    value: float
    low: float
    high: float
    coverage: float


def quantile(values: Sequence[float], share: float = 0.5) -> Quantile:
    """Return a quantile with the exact binomial 95 % interval between two of the values.

    With fewer values than that needs (six, for a median) the interval is NaN.

    Args:
        values: What was measured, in any order.
        share: Which quantile, strictly between 0 and 1; 0.5 is the median.

    Example:
        >>> quantile([3, 1, 2, 5, 4, 9, 7, 6])[:3]
        (4.5, 1.0, 9.0)
    """
    ordered = numpy.sort(numpy.asarray(values, dtype=float))
    count = len(ordered)
    if not count:
        return Quantile(nan, nan, nan, nan)
    value = float(numpy.quantile(ordered, share))
    below = special.bdtr(numpy.arange(count + 1), count, share)
    # The low end is the l-th value: it lies above the quantile when fewer than l lie below that.
    low = int(numpy.searchsorted(below, TAIL, side="right"))
    high = int(numpy.searchsorted(below, 1 - TAIL, side="left")) + 1
    if low < 1 or high > count:
        return Quantile(value, nan, nan, nan)
    coverage = float(below[high - 1] - below[low - 1])
    return Quantile(value, float(ordered[low - 1]), float(ordered[high - 1]), coverage)


def poisson_interval(count: int) -> tuple[float, float]:
    """Return the exact 95 % interval of the mean of a Poisson count."""
    low = float(special.gammaincinv(count, TAIL)) if count else 0.0
    return low, float(special.gammaincinv(count + 1, 1 - TAIL))


def excess(count: Array, expected: Array) -> Array:
    """Return the chance of at least so many where a Poisson law of this mean holds.

    Args:
        count: What was counted.
        expected: The mean of the law, above 0.
    """
    count = numpy.asarray(count, dtype="float64")
    # P(X >= n) = P(n, mean), the regularised incomplete gamma function; for n = 0 it is 1, and for
    # n = 1, which most counts are, 1 - exp(-mean).
    chance: Array = -numpy.expm1(-numpy.broadcast_to(expected, count.shape))
    chance[count <= 0] = 1.0
    more = numpy.flatnonzero(count > 1)
    chance[more] = special.gammainc(count[more], numpy.broadcast_to(expected, count.shape)[more])
    return chance


def q_values(p: Array, hypotheses: int) -> Array:
    """Return the false discovery rate at which each p-value would just be called.

    `scipy.stats.false_discovery_control` has no way to count hypotheses that are not given.

    Args:
        p: The p-values that are not 1.
        hypotheses: How many there are in all; those not given count as 1.
    """
    found, low = numpy.ones(len(p)), numpy.arange(len(p))
    many = 2 * len(low)
    while len(low) < 0.9 * many:  # at a rank of so many at most, it is 1 for those left out
        many = len(low)
        low = low[p[low] * hypotheses < many]
    order = low[numpy.argsort(p[low])]  # those that are equal get the same, in whatever order
    scaled = p[order] * (hypotheses / numpy.arange(1, len(order) + 1))
    scaled = numpy.minimum.accumulate(scaled[::-1])[::-1]
    found[order] = numpy.minimum(scaled, 1.0)
    return found
