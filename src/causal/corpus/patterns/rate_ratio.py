"""How many times as often something comes as elsewhere: exact, given how often it came at all.

Given the sum of two Poisson counts, one of them is binomial, whatever the rates; over several pairs
of counts with one ratio in common, their sum is a sum of such binomials. So the interval is exact
for few and for no events. It is central: the p-value is below 0.05 where the 95 % interval leaves
1 out, and nowhere else.

References:
    J. Przyborowski, H. Wilenski, *Homogeneity of results in testing samples from Poisson series*,
    Biometrika 31, 1940 (one pair, given its sum).
    C. J. Clopper, E. S. Pearson, *The use of confidence or fiducial limits illustrated in the case
    of the binomial*, Biometrika 26, 1934.
    N. E. Breslow, N. E. Day, *Statistical Methods in Cancer Research*, volume II, 1987, section 3.6
    (a ratio in common to several pairs).
    M. P. Fay, *Confidence intervals that match Fisher's exact or Blaker's exact tests*,
    Biostatistics 11, 2010 (why interval and p-value are both central).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, inf, log, nan
from typing import TYPE_CHECKING, NamedTuple

from causal.libraries import numpy, special

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array


_TAIL = 0.025
_STEPS, _FAR = 60, 40.0
"""How often an interval is halved, and the natural logarithm of the largest ratio looked at."""


class Counts(NamedTuple):
    """Events before and after (or here and there), and how much there was for them to come in."""

    before: int
    before_exposure: float
    after: int
    after_exposure: float


class Ratio(NamedTuple):
    """The rate after over the rate before, its 95 % interval, and the p-value of no difference.

    `expected` is how many would have come after at the rates before, each pair at its own, so that
    the number that came divided by it is `value`. NaN where nothing came at all, or where one side
    has no exposure.
    """

    value: float
    low: float
    high: float
    p: float
    expected: float = nan

    def __str__(self) -> str:
        if self.value != self.value:
            return "not known"
        high = "any number" if self.high == inf else f"{self.high:.2g}"
        value = "more than any number" if self.value == inf else f"{self.value:.2g}"
        return f"{value} times, 95% interval {self.low:.2g} to {high}"


def rate_ratio(pairs: Sequence[Counts]) -> Ratio:
    """Return how many times as often events come after as before, one ratio for all pairs.

    Args:
        pairs: The counts of each pair; one is enough. Those without exposure on a side tell
            nothing, and are left out.

    Example:
        >>> found = rate_ratio([Counts(20, 100.0, 5, 100.0)])
        >>> round(found.value, 2), round(found.low, 2), round(found.high, 2)
        (0.25, 0.07, 0.69)

    Raises:
        ValueError: A count or an exposure is below 0.
    """
    if any(number < 0 for pair in pairs for number in pair):
        raise ValueError(f"counts and exposures are 0 or more, not {pairs!r}")
    told = [pair for pair in pairs if tells(pair)]
    if not told:
        return Ratio(nan, nan, nan, nan)
    after, total = sum(p.after for p in told), sum(p.before + p.after for p in told)
    chances = _Chances(told)
    low = 0.0 if not after else _where(lambda r: chances.at_least(r) - _TAIL)
    high = inf if after == total else _where(lambda r: _TAIL - chances.at_most(r))
    value = 0.0 if not after else inf if after == total else _where(chances.excess)
    p = min(1.0, 2 * min(chances.at_least(1.0), chances.at_most(1.0)))
    return Ratio(value, low, high, p, chances.expected(value))


def tells(pair: Counts) -> bool:
    """Return whether a pair enters a ratio: something came, and could have on either side."""
    return bool(pair.before_exposure and pair.after_exposure and pair.before + pair.after)


class _Chances:
    """How likely the counts after are, for a ratio."""

    def __init__(self, pairs: Sequence[Counts]) -> None:
        self.odds = [p.after_exposure / p.before_exposure for p in pairs]
        self.totals = [p.before + p.after for p in pairs]
        self.after = sum(p.after for p in pairs)

    def excess(self, ratio: float) -> float:
        """Return how many more are expected after than there were; 0 at the likeliest ratio."""
        shares = (ratio * odds / (1 + ratio * odds) for odds in self.odds)
        return sum(n * q for n, q in zip(self.totals, shares, strict=True)) - self.after

    def expected(self, ratio: float) -> float:
        """Return how many would have come after at the rates before, as this ratio has them."""
        return sum(n * o / (1 + ratio * o) for n, o in zip(self.totals, self.odds, strict=True))

    def at_least(self, ratio: float) -> float:
        """Return the chance of as many or more after."""
        return float(self._law(ratio)[self.after :].sum())

    def at_most(self, ratio: float) -> float:
        """Return the chance of as many or fewer after."""
        return float(self._law(ratio)[: self.after + 1].sum())

    def _law(self, ratio: float) -> Array:
        """Return the chance of each number after: binomials, one added to the other."""
        law = numpy.ones(1)
        for odds, total in zip(self.odds, self.totals, strict=True):
            k = numpy.arange(total + 1)
            log_odds = log(ratio * odds)
            log_share, log_rest = -numpy.logaddexp(0, -log_odds), -numpy.logaddexp(0, log_odds)
            ways = (
                special.gammaln(total + 1) - special.gammaln(k + 1) - special.gammaln(total - k + 1)
            )
            law = numpy.convolve(law, numpy.exp(ways + k * log_share + (total - k) * log_rest))
        return law


def _where(rises: Callable[[float], float]) -> float:
    """Return the ratio at which a function that rises with it is 0."""
    low, high = -_FAR, _FAR
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if rises(exp(middle)) > 0 else (middle, high)
    return exp((low + high) / 2)
