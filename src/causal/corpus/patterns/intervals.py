"""Exact intervals without a shape assumed: of quantiles by order statistics, of Poisson rates.

References:
    H. A. David, H. N. Nagaraja, *Order Statistics*, 2003, section 7.1.
    F. Garwood, *Fiducial limits for the Poisson distribution*, Biometrika 28, 1936.
"""

from __future__ import annotations

from math import lgamma, log, nan
from typing import TYPE_CHECKING, NamedTuple

from causal.errors import MissingExtra

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Quantile", "poisson_interval", "quantile"]


class Quantile(NamedTuple):
    """A quantile, its interval, and how surely that covers it; NaN ends when there is none."""

    value: float
    low: float
    high: float
    coverage: float


def quantile(values: Sequence[float], share: float = 0.5, level: float = 0.95) -> Quantile:
    """Return a quantile with the exact binomial interval between two of the values.

    With fewer values than the level needs (six, for a median at 95 %) the interval is NaN.

    Args:
        values: What was measured, in any order.
        share: Which quantile, strictly between 0 and 1; 0.5 is the median.
        level: How surely the interval is to cover it, at least.

    Example:
        >>> quantile([3, 1, 2, 5, 4, 9, 7, 6])[:3]
        (4.5, 1.0, 9.0)
    """
    import numpy

    ordered = sorted(float(value) for value in values)
    count, tail = len(ordered), (1 - level) / 2
    if not count:
        return Quantile(nan, nan, nan, nan)
    value = float(numpy.quantile(ordered, share))
    k = numpy.arange(count + 1)
    logs = numpy.array([lgamma(n + 1) for n in range(count + 1)])
    chances = numpy.exp(
        logs[-1] - logs - logs[::-1] + k * log(share) + (count - k) * log(1 - share)
    )
    below = numpy.cumsum(chances)
    # The low end is the l-th value: it lies above the quantile when fewer than l lie below that.
    low = int(numpy.searchsorted(below, tail, side="right"))
    high = int(numpy.searchsorted(below, 1 - tail, side="left")) + 1
    if low < 1 or high > count:
        return Quantile(value, nan, nan, nan)
    coverage = float(below[high - 1] - below[low - 1])
    return Quantile(value, ordered[low - 1], ordered[high - 1], coverage)


def poisson_interval(count: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of the mean of a Poisson count.

    Raises:
        MissingExtra: SciPy is not installed.
    """
    try:
        from scipy.special import gammaincinv
    except ImportError:
        raise MissingExtra(
            "exact Poisson intervals need SciPy: pip install 'causal-postmortem[corpus]'"
        ) from None
    tail = (1 - level) / 2
    low = float(gammaincinv(count, tail)) if count else 0.0
    return low, float(gammaincinv(count + 1, 1 - tail))
