"""How surprising a count is, when incidents differ in size; and how many surprises chance gives.

References:
    Y. Benjamini, Y. Hochberg, *Controlling the false discovery rate*, Journal of the Royal
    Statistical Society B 57, 1995.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.errors import MissingExtra

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = ["excess", "needed", "q_values"]


def excess(count: Array, expected: Array) -> Array:
    """Return the chance of at least so many where a Poisson law of this mean holds.

    Args:
        count: What was counted.
        expected: The mean of the law, above 0.

    Raises:
        MissingExtra: scipy is not installed.
    """
    try:
        from scipy.special import gammainc
    except ImportError:
        raise MissingExtra(
            "significance needs scipy: install 'causal-postmortem[corpus]'"
        ) from None
    import numpy

    count = numpy.asarray(count, dtype="float64")
    # P(X >= n) = P(n, mean), the regularised incomplete gamma function; for n = 0 it is 1.
    chance: Array = numpy.where(count > 0, gammainc(numpy.maximum(count, 1), expected), 1.0)
    return chance


def q_values(p: Array, hypotheses: int) -> Array:
    """Return the false discovery rate at which each p-value would just be called.

    Args:
        p: The p-values that are not 1.
        hypotheses: How many there are in all; those not given count as 1.
    """
    import numpy

    order = numpy.argsort(p, kind="stable")
    scaled = p[order] * (hypotheses / numpy.arange(1, len(p) + 1))
    scaled = numpy.minimum.accumulate(scaled[::-1])[::-1]
    found = numpy.empty(len(p))
    found[order] = numpy.minimum(scaled, 1.0)
    return found


def needed(expected: float, hypotheses: int, q: float) -> int:
    """Return how often one set must be seen to be called by itself among so many."""
    import numpy

    counts = numpy.arange(1, 10_000)
    enough = excess(counts, numpy.full(len(counts), expected)) * hypotheses < q
    return int(counts[enough][0]) if enough.any() else 10_000
