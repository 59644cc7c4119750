"""Graph measures of all incidents at once: one machine word per factor, one step per position.

Factors stand causes first, so that the n-th factors of all incidents can be worked out together
from those before them. A set of factors of an incident is a word of 64 bits; incidents with more
factors, or whose causes are nested or *at least k of*, are worked out one by one by the same
rules with integers of any length (`graph_measures`). For 10,000 incidents the whole answer of
`Corpus.graph_measures` takes 0.07 s this way and 0.77 s one by one.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from causal.libraries import numpy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.corpus.tables.columns import Array

WORD = 64


@dataclass(frozen=True, slots=True)
class _Step:
    """The first links into all nodes of one position that have causes, or the second, and so on.

    Args:
        causes: The node that each link comes from.
        bits: The bits of these.
        effects: The node that each link leads to, none of them twice.
        first: Whether these are the first links into them.
    """

    causes: Array
    bits: Array
    effects: Array
    first: bool


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
        nodes = sizes.astype("int64") + 1
        self.first: Array = numpy.cumsum(nodes) - nodes
        self.size = int(nodes.sum())
        position = numpy.arange(self.size) - numpy.repeat(self.first, nodes)
        self.outcome: Array = self.first + sizes
        self.bit: Array = numpy.left_shift(numpy.uint64(1), position.astype("uint64"))
        self.bit[self.outcome] = 0
        self._steps = list(self._ordered(self.first[incident], cause, effect))

    def _ordered(self, base: Array, cause: Array, effect: Array) -> Iterator[_Step]:
        """Yield the links by the position of their effect, the first into each before the second.

        Summing up link by link takes a fraction of the time that summing up node by node takes.
        """
        if not len(effect):
            return
        nodes = base + effect
        if not (nodes[1:] >= nodes[:-1]).all():
            order = numpy.argsort(nodes, kind="stable")
            nodes, base, cause, effect = nodes[order], base[order], cause[order], effect[order]
        starts = numpy.flatnonzero(numpy.append(True, nodes[1:] != nodes[:-1]))
        counts = numpy.diff(starts, append=len(nodes))
        most = int(counts.max())
        turn = numpy.arange(len(nodes)) - numpy.repeat(starts, counts)
        place = effect * most + turn
        order = numpy.argsort(place.astype(numpy.min_scalar_type(place.max())), kind="stable")
        causes, effects = (base + cause)[order], nodes[order]
        bits = self.bit[causes]
        ends = numpy.cumsum(numpy.bincount(place)).tolist()
        for number, (a, b) in enumerate(pairwise([0, *ends])):
            if a < b:
                yield _Step(causes[a:b], bits[a:b], effects[a:b], number % most == 0)

    def ancestors(self) -> Array:
        """Return for each node the factors it comes from, as a bit each; itself not among them."""
        found = numpy.zeros(self.size, "uint64")
        for step in self._steps:
            above = found.take(step.causes)
            above |= step.bits
            if not step.first:
                above |= found.take(step.effects)
            found[step.effects] = above
        return found

    def depth(self) -> Array:
        """Return for each node how many links the longest way to it has."""
        found = numpy.zeros(self.size, "uint8")
        for step in self._steps:
            depth = found.take(step.causes) + numpy.uint8(1)
            if not step.first:
                numpy.maximum(depth, found.take(step.effects), out=depth)
            found[step.effects] = depth
        return found

    def ways(self) -> Array:
        """Return for each node how many ways lead to it from factors without causes.

        Exact below 2 to the power of 53.
        """
        found = numpy.ones(self.size)
        for step in self._steps:
            ways = found.take(step.causes)
            if not step.first:
                ways += found.take(step.effects)
            found[step.effects] = ways
        return found

    def needs(self, alternative: Array) -> Array:
        """Return for each node the factors without which it would not be, as a bit each.

        Args:
            alternative: For each node, whether any one of its causes is enough.
        """
        found = numpy.zeros(self.size, "uint64")
        for step in self._steps:
            above = found.take(step.causes)
            above |= step.bits
            if not step.first:
                before = found.take(step.effects)
                either = alternative.take(step.effects)
                above = numpy.where(either, above & before, above | before)
            found[step.effects] = above
        found |= self.bit
        return found

    def per_factor(self, words: Array) -> Array:
        """Return whether the bit of each node is set in the word of its incident.

        Args:
            words: A word per incident.
        """
        counts = numpy.diff(numpy.append(self.first, self.size))
        found: Array = (numpy.repeat(words, counts) & self.bit) != 0
        return found


def levels(rows: int, above: Array, below: Array) -> Iterator[Array]:
    """Yield ever better lower bounds of the depth of each row; the last are the depths.

    In a cycle they rise for ever, so a caller stops after as many as the largest incident has
    factors and knows that what still rises is in a cycle or behind one.

    Args:
        rows: How many factors there are, over all incidents.
        above: For each link, the row of its cause.
        below: For each link, the row of its effect.
    """
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
