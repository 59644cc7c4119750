"""What makes two incidents alike: the canonical factors, links and layers that they share.

Each part counts by how rare it is (inverse document frequency), so that what every incident has
says nothing; likeness is the cosine of the weights, worked out as sparse products.

References:
    K. Spärck Jones, *A statistical interpretation of term specificity*, Journal of Documentation
    28, 1972.
    R. J. Bayardo, Y. Ma, R. Srikant, *Scaling up all pairs similarity search*, WWW 2007.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from causal.corpus.tables.contracted import contracted
from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array
    from causal.corpus.tables.tables import Tables
    from causal.graph.budget import Clock

Part = tuple[str, ...]
"""``("factor", key)``, ``("layer", name)`` or ``("link", cause, effect)``."""

SLACK = 1e-9
"""Likenesses nearer to the threshold than this count as meeting it."""

_AT_ONCE = 2**22
"""Cells of a product of incidents with all others that are held at a time."""


def parts_of(tables: Tables) -> tuple[list[Part], Array, Array]:
    """Return the parts of incidents, and row by row which incident has which of them."""
    names: list[Part] = []
    owners, numbers = [], []
    for kind, over in (("factor", "factors"), ("layer", "layers")):
        found = contracted(tables, over)
        rows, columns = found.stands.nonzero()
        owners.append(rows)
        numbers.append(columns + len(names))
        names += [(kind, name) for name in found.names]
        if over == "factors":
            links = found.links
            pairs = links.groupby(["cause", "effect"])
            owners.append(links["incident"].to_numpy())
            numbers.append(pairs.ngroup().to_numpy() + len(names))
            ends = pairs.size().index.to_frame().itertuples(index=False)
            names += [("link", found.names[a], found.names[b]) for a, b in ends]
    return names, numpy.concatenate(owners), numpy.concatenate(numbers)


class Likeness:
    """The parts of each incident as a sparse table, its rows of length 1.

    Args:
        tables: The tables of the corpus.
    """

    def __init__(self, tables: Tables) -> None:
        from scipy.sparse import csr_array

        names, owners, numbers = parts_of(tables)
        self.incidents = len(tables.incidents)
        count = numpy.bincount(numbers, minlength=len(names))
        order = sorted(range(len(names)), key=lambda n: (count[n], names[n]))
        place = numpy.argsort(order) if order else numpy.zeros(0, "int64")
        self.names: list[Part] = [names[n] for n in order]
        """Each part, the rarest first."""
        self.weights: Array = numpy.log(max(self.incidents, 1) / count[order])
        """The weight of each part: the logarithm of one in how many incidents has it."""
        shape = (self.incidents, len(names))
        held = csr_array((self.weights[place[numbers]], (owners, place[numbers])), shape=shape)
        held.sort_indices()
        self.lengths: Array = numpy.sqrt(held.multiply(held).sum(axis=1))
        """The length of each incident's weights."""
        lengths = numpy.repeat(self.lengths, numpy.diff(held.indptr))
        held.data = numpy.divide(
            held.data, lengths, out=numpy.zeros_like(held.data), where=lengths > 0
        )
        self.table = held
        factors = numpy.array([name[0] == "factor" for name in self.names], dtype=bool)
        self.keyed = len(numpy.unique(owners[factors[place[numbers]]]))
        """How many incidents name a canonical factor."""
        self.named = len(numpy.unique(owners))
        """How many incidents have any part."""

    def parts(self, row: int) -> list[int]:
        """Return the numbers of the parts of an incident, the rarest first."""
        table = self.table
        found: list[int] = table.indices[table.indptr[row] : table.indptr[row + 1]].tolist()
        return found

    def of(self, row: int) -> Array:
        """Return how alike an incident and each incident are; itself not at all."""
        values: Array = (self.table @ self.table[[row]].T).toarray()[:, 0]
        values[row] = 0.0
        return values

    def to_parts(self, parts: Sequence[Part]) -> Array:
        """Return how alike an incident with these parts is to each; it need not be one of them.

        A part that no incident here has weighs as much as one that a single incident has.
        """
        number = {part: n for n, part in enumerate(self.names)}
        own = numpy.zeros(len(self.names))
        length = 0.0
        for part in parts:
            place = number.get(part)
            weight = log(max(self.incidents, 1)) if place is None else float(self.weights[place])
            length += weight * weight
            if place is not None:
                own[place] = weight
        values: Array = self.table @ own
        return values / length**0.5 if length else values

    def nearest(self, most: int) -> Iterator[tuple[int, list[tuple[int, float]]]]:
        """Yield each incident and those nearest to it, with how alike they are, nearest first."""
        step = max(1, _AT_ONCE // max(self.incidents, 1))
        turned = self.table.T.tocsr()
        for first in range(0, self.incidents, step):
            block = self.table[first : first + step] @ turned
            for place in range(block.shape[0]):
                cells = slice(block.indptr[place], block.indptr[place + 1])
                others, values = block.indices[cells], block.data[cells]
                met = (others != first + place) & (values > 0)
                others, values = others[met], values[met].round(12)
                if len(others) > most:
                    least = numpy.partition(values, len(values) - most)[len(values) - most]
                    others, values = others[values >= least], values[values >= least]
                order = numpy.lexsort((others, -values))[:most]
                yield (
                    first + place,
                    list(zip(others[order].tolist(), values[order].tolist(), strict=True)),
                )

    def alike(self, threshold: float, clock: Clock) -> tuple[Array, Array, Array, int]:
        """Return the pairs of incidents at least so alike, how alike, and how many were compared.

        None is missed among those compared with all; they are all unless the time is over.

        What follows the prefix of an incident, its rarest parts first, is too light to make it
        alike by itself, so only incidents whose prefixes meet are compared.
        """
        from scipy.sparse import csr_array

        table = self.table
        square, owner = (
            table.data**2,
            numpy.repeat(numpy.arange(self.incidents), numpy.diff(table.indptr)),
        )
        before = numpy.cumsum(square) - square
        before -= before[table.indptr[owner]] if len(before) else before
        prefix = (1 - before >= (threshold - SLACK) ** 2 - SLACK) & (square > 0)
        ones = numpy.ones(int(prefix.sum()), "int32")
        rare = csr_array((ones, (owner[prefix], table.indices[prefix])), shape=table.shape)
        turned = rare.T.tocsr()
        work = numpy.cumsum(rare @ numpy.diff(turned.indptr))
        wanted = numpy.arange(_AT_ONCE, work[-1] if len(work) else 0, _AT_ONCE)
        cuts = [0, *numpy.searchsorted(work, wanted), self.incidents]
        found = [(numpy.zeros(0, "int64"), numpy.zeros(0, "int64"), numpy.zeros(0))]
        compared = self.incidents
        for first, last in pairwise(cuts):
            if clock.left is not None and clock.left <= 0:
                compared = first
                break
            one, other = (rare[first:last] @ turned).nonzero()
            later = other > one + first
            one, other = one[later] + first, other[later]
            for start in range(0, len(one), _AT_ONCE // 16):
                a, b = one[start : start + _AT_ONCE // 16], other[start : start + _AT_ONCE // 16]
                value = table[a].multiply(table[b]).sum(axis=1)
                met = value >= threshold - SLACK
                found.append((a[met], b[met], value[met]))
        a, b, values = (numpy.concatenate(columns) for columns in zip(*found, strict=True))
        return a, b, values, int(compared)
