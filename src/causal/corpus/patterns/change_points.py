"""Where a rate changed, if it did: the likelihood of one change after another, against chance.

The chance is that of events landing on the same days at random, their number kept, so the
p-value is exact up to the number of draws and needs no large sample.

References:
    D. V. Hinkley, *Inference about the change-point in a sequence of random variables*,
    Biometrika 57, 1970.
    L. J. Vostrikova, *Detecting "disorder" in multidimensional random processes*, Soviet
    Mathematics Doklady 24, 1981 (further changes on either side of one found).
    B. Phipson, G. K. Smyth, *Permutation p-values should never be zero*, Statistical Applications
    in Genetics and Molecular Biology 9, 2010.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

CALLED = 0.05
"""Below this p, a change is not put down to chance."""


class Change(NamedTuple):
    """The best place to cut a series in two: before which position, and how surprising it is."""

    at: int
    before: float
    after: float
    p: float


def change_point(
    counts: Sequence[int], exposure: Sequence[float], *, draws: int = 1999, seed: int = 0
) -> Change | None:
    """Return the likeliest single change of a Poisson rate, None where there is nothing to cut.

    Args:
        counts: The events of each period.
        exposure: The days of each period.
        draws: How many random series to compare with.
        seed: What they are drawn from.
    """
    events, days = numpy.asarray(counts, dtype="int64"), numpy.asarray(exposure, dtype=float)
    total = int(events.sum())
    if len(events) < 2 or total < 2:
        return None
    found = _gain(events[None, :], days)[0]
    at = int(found.argmax())
    random = numpy.random.default_rng(seed).multinomial(total, days / days.sum(), size=draws)
    as_high = int((_gain(random, days).max(axis=1) >= found[at] - 1e-12).sum())
    return Change(
        at + 1,
        float(events[: at + 1].sum() / days[: at + 1].sum()),
        float(events[at + 1 :].sum() / days[at + 1 :].sum()),
        (as_high + 1) / (draws + 1),
    )


def change_points(
    counts: Sequence[int], exposure: Sequence[float], *, draws: int = 1999, seed: int = 0
) -> list[Change]:
    """Return every change of a Poisson rate that chance does not explain, the earliest first.

    Where one stands out, each side is looked at by itself, and so on; rates are those between
    neighbouring changes. Empty where none stands out.

    Args:
        counts: The events of each period.
        exposure: The days of each period.
        draws: How many random series to compare with, each time.
        seed: What they are drawn from.
    """
    cuts: dict[int, float] = {}
    waiting = [(0, len(counts))]
    while waiting:
        start, end = waiting.pop()
        found = change_point(counts[start:end], exposure[start:end], draws=draws, seed=seed)
        if found is not None and found.p < CALLED:
            cuts[start + found.at] = found.p
            waiting += [(start, start + found.at), (start + found.at, end)]
    if not cuts:
        return []
    edges = [0, *sorted(cuts), len(counts)]
    rates = [sum(counts[a:b]) / sum(exposure[a:b]) for a, b in pairwise(edges)]
    return [
        Change(at, before, after, cuts[at])
        for at, (before, after) in zip(edges[1:-1], pairwise(rates), strict=True)
    ]


def _gain(series: Array, days: Array) -> Array:
    """Return the log likelihood gained by each cut of each series."""
    before = numpy.cumsum(series, axis=1)[:, :-1].astype(float)
    total = series.sum(axis=1, keepdims=True)
    after, past = total - before, numpy.cumsum(days)[:-1]
    ahead = days.sum() - past

    def term(count: Array, length: Array) -> Array:
        with numpy.errstate(divide="ignore", invalid="ignore"):
            value = count * numpy.log(count / length)
        return numpy.where(count > 0, value, 0.0)

    gain: Array = term(before, past) + term(after, ahead) - term(total, days.sum())
    return gain
