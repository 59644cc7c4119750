"""Graph measures of all incidents at once: one machine word per factor, one step per position.

Factors stand causes first, so that the n-th factors of all incidents can be worked out together
from those before them. A set of factors of an incident is a word of 64 bits; incidents with more
factors, or whose causes are nested or *at least k of*, are worked out one by one by the same
rules with integers of any length (`graph_single`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.corpus.columns import Array

__all__ = ["WORD", "Batch", "levels", "reached"]

WORD = 64


@dataclass(frozen=True, slots=True)
class _Step:
    """The links into all nodes of one position: causes, where each effect's begin, the effects."""

    causes: Array
    starts: Array
    effects: Array


class Batch:
    """The graphs of many incidents, each of at most 64 factors and one node for its outcome.

    Node ``first[i] + p`` is factor `p` of incident `i`; its outcome comes after its factors.

    Args:
        sizes: How many factors each incident has.
        incident: For each link, its incident.
        cause: For each link, the position of its cause among the factors of the incident.
        effect: For each link, the position of its effect; the number of factors for the outcome.
    """

    def __init__(self, sizes: Array, incident: Array, cause: Array, effect: Array) -> None:
        import numpy

        nodes = sizes.astype("int64") + 1
        self.first: Array = numpy.cumsum(nodes) - nodes
        self.size = int(nodes.sum())
        position = numpy.arange(self.size) - numpy.repeat(self.first, nodes)
        self.outcome: Array = self.first + sizes
        self.bit: Array = numpy.left_shift(numpy.uint64(1), position.astype("uint64"))
        self.bit[self.outcome] = 0
        short = effect.astype("uint8")
        order = numpy.argsort(short, kind="stable")
        base = self.first.astype("int32")[incident]
        causes, effects = (base + cause.astype("int32"))[order], (base + short)[order]
        ends = numpy.cumsum([0, *numpy.bincount(short, minlength=WORD + 1)])
        self._steps = [
            _step(causes[a:b], effects[a:b])
            for a, b in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)
            if a < b
        ]

    def ancestors(self) -> Array:
        """Return for each node the factors it comes from, as a bit each; itself not among them."""
        import numpy

        found = numpy.zeros(self.size, "uint64")
        for step in self._steps:
            above = found[step.causes]
            above |= self.bit[step.causes]
            found[step.effects] = numpy.bitwise_or.reduceat(above, step.starts)
        return found

    def depth(self) -> Array:
        """Return for each node how many links the longest way to it has."""
        import numpy

        found = numpy.zeros(self.size, "uint8")
        for step in self._steps:
            longest = numpy.maximum.reduceat(found[step.causes], step.starts)
            found[step.effects] = longest + numpy.uint8(1)
        return found

    def ways(self) -> Array:
        """Return for each node how many ways lead to it from factors without causes.

        Exact below 2 to the power of 53.
        """
        import numpy

        found = numpy.ones(self.size)
        for step in self._steps:
            found[step.effects] = numpy.add.reduceat(found[step.causes], step.starts)
        return found

    def needs(self, alternative: Array) -> Array:
        """Return for each node the factors without which it would not be, as a bit each.

        Args:
            alternative: For each node, whether any one of its causes is enough.
        """
        import numpy

        found = self.bit.copy()
        for step in self._steps:
            above = found[step.causes]
            needed = numpy.bitwise_or.reduceat(above, step.starts)
            either = alternative[step.effects]
            if either.any():
                shared = numpy.bitwise_and.reduceat(above, step.starts)
                needed = numpy.where(either, shared, needed)
            needed |= self.bit[step.effects]
            found[step.effects] = needed
        return found

    def per_factor(self, words: Array) -> Array:
        """Return whether the bit of each node is set in the word of its incident.

        Args:
            words: A word per incident.
        """
        import numpy

        counts = numpy.diff(numpy.append(self.first, self.size))
        found: Array = (numpy.repeat(words, counts) & self.bit) != 0
        return found


def _step(causes: Array, effects: Array) -> _Step:
    import numpy

    # Links stand by incident, so that those into one node of this position stand together.
    new = numpy.empty(len(effects), bool)
    new[:1] = True
    numpy.not_equal(effects[1:], effects[:-1], out=new[1:])
    starts = numpy.flatnonzero(new)
    return _Step(causes, starts, effects[starts])


def levels(rows: int, above: Array, below: Array) -> Iterator[Array]:
    """Yield ever better lower bounds of the depth of each row; the last are the depths.

    In a cycle they rise for ever, so a caller stops after as many as the largest incident has
    factors and knows that what still rises is in a cycle or behind one.

    Args:
        rows: How many factors there are, over all incidents.
        above: For each link, the row of its cause.
        below: For each link, the row of its effect.
    """
    import numpy

    depth = numpy.zeros(rows, "int32")
    while True:
        before = depth.copy()
        numpy.maximum.at(depth, below, depth[above] + 1)
        yield depth
        if numpy.array_equal(before, depth):
            return


def reached(start: Array, above: Array, below: Array) -> Array:
    """Return the rows marked at the start and all that they come from.

    Args:
        start: For each factor, over all incidents, whether it is marked.
        above: For each link, the row of its cause.
        below: For each link, the row of its effect.
    """
    marked, count = start.copy(), -1
    while count != (count := int(marked.sum())):
        marked[above[marked[below]]] = True
    return marked
