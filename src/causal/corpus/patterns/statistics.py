"""Shares with intervals, and when a sample is too small to say much.

References:
    E. B. Wilson, *Probable inference, the law of succession, and statistical inference*, Journal
    of the American Statistical Association 22, 1927.
    L. D. Brown, T. T. Cai, A. DasGupta, *Interval estimation for a binomial proportion*,
    Statistical Science 16, 2001 (why Wilson's, for small samples).
"""

from __future__ import annotations

from math import nan, sqrt
from typing import NamedTuple

from causal.analysis.result import counted

__all__ = ["FEW", "Share", "few", "share"]

FEW = 10
"""Below this many, a share is hardly more than a story; warnings appear by themselves."""

_Z = 1.959963984540054


class Share(NamedTuple):
    """A share of a whole with its Wilson 95 % interval; all NaN when the whole is empty."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        if self.value != self.value:
            return "no share known"
        return f"{self.value:.0%}, 95% interval {self.low:.0%} to {self.high:.0%}"


def share(count: int, of: int) -> Share:
    """Return the share of `count` in `of` with its Wilson 95 % interval.

    Example:
        >>> share(5, 10).low < 0.25 < 0.75 < share(5, 10).high
        True

    Raises:
        ValueError: `count` is not from 0 to `of`.
    """
    if not 0 <= count <= of:
        raise ValueError(f"a count is from 0 to its whole of {of}, not {count}")
    if of == 0:
        return Share(nan, nan, nan)
    p, z2 = count / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    reach = _Z * sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    low = 0.0 if count == 0 else max(0.0, middle - reach)
    high = 1.0 if count == of else min(1.0, middle + reach)
    return Share(p, low, high)


def few(count: int, noun: str, plural: str) -> list[str]:
    """Return the warning that there are only few of something, or nothing when there are enough."""
    if count >= FEW:
        return []
    found = f"No {noun}" if count == 0 else f"Only {counted(count, noun, plural)}"
    return [f"{found}: too few to tell a pattern from chance; read the intervals."]
