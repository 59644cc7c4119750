"""Whether a factor comes more often than it did: the earlier half of the incidents and the later.

Halves of incidents, not of days: so a time in which more was reported does not look like a rise.

References:
    R. A. Fisher, *Statistical Methods for Research Workers*, 1934 (the exact test).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.corpus.patterns.statistics import q_values
from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

CALLED = 0.05
"""The false discovery rate below which a factor is said to rise or fall."""

RISING, FALLING, STEADY = "rising", "falling", "no change shown"


class Halves:
    """Some incidents, in the order in which they began, cut into two halves.

    Args:
        rows: The incidents that count and whose date is known, the earliest first; the middle
            one of an odd number is in the later half.
        size: How many incidents there are at all.
    """

    def __init__(self, rows: Sequence[int], size: int) -> None:
        cut = len(rows) // 2
        self.of = (cut, len(rows) - cut)
        self.half: Array = numpy.full(size, -1, dtype="int8")
        ordered = numpy.asarray(rows, dtype="int64")
        self.half[ordered[:cut]], self.half[ordered[cut:]] = 0, 1

    def count(self, incidents: Array) -> tuple[int, int]:
        """Return how many of these incidents are in the earlier half, and in the later."""
        half = self.half[incidents]
        return int((half == 0).sum()), int((half == 1).sum())

    @cached_property
    def _logs(self) -> Array:
        """The logarithm of each factorial up to the number of incidents."""
        return numpy.cumsum(numpy.log(numpy.arange(sum(self.of) + 1).clip(1)))

    def p(self, earlier: int, later: int) -> float:
        """Return how likely halves drawn by lot differ at least as much (Fisher, two-sided)."""
        first, second = self.of
        total = earlier + later
        low, high = max(0, total - first), min(total, second)
        x = numpy.arange(low, high + 1)
        logs = self._logs
        weight = -(logs[x] + logs[second - x] + logs[total - x] + logs[first - (total - x)])
        weight = numpy.exp(weight - weight.max())
        own = weight[later - low]
        return float(min(1.0, weight[weight <= own * (1 + 1e-7)].sum() / weight.sum()))

    def trends(self, counts: Sequence[tuple[int, int]]) -> list[dict[str, Any]]:
        """Return for each factor its counts, p, q and trend; q is over all factors given."""
        p = [self.p(*pair) for pair in counts]
        q = q_values(numpy.array(p), len(p)).tolist() if p else []
        return [
            {
                "earlier": earlier,
                "later": later,
                "trend": self._trend(earlier, later, q_value),
                "trend_p": p_value,
                "trend_q": q_value,
            }
            for (earlier, later), p_value, q_value in zip(counts, p, q, strict=True)
        ]

    def _trend(self, earlier: int, later: int, q: float) -> str:
        if q >= CALLED:
            return STEADY
        return RISING if later * self.of[0] > earlier * self.of[1] else FALLING
