"""The nearest incidents of every incident, exactly: what `Likeness.nearest` says, for all at once.

Parts that many incidents hold would be counted up again and again for next to nothing, as they
weigh little. They stand in a table of their own, which is looked up only for incidents that share
something rarer, and for all where these do not suffice.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.patterns.likeness import Likeness
    from causal.corpus.tables.columns import Array

__all__ = ["Nearest"]

COMMON = 1 / 16
"""The share of incidents above which a part that they hold is common."""

TIES = 1e-11
"""Likenesses nearer than this are compared as they are rounded."""


class Nearest:
    """Finds nearest incidents.

    Args:
        known: What makes incidents alike.
        common: The share of incidents from which on a part is common.
    """

    def __init__(self, known: Likeness, common: float = COMMON) -> None:
        import numpy

        rows = len(known.parts)
        sizes = numpy.fromiter(map(len, known.parts), "int64", rows)
        parts = numpy.fromiter(chain.from_iterable(known.parts), "int64", int(sizes.sum()))
        owners = numpy.repeat(numpy.arange(rows), sizes)
        self.lengths: Array = numpy.array(known.lengths, "float64")
        squares = numpy.array(known.weights, "float64") ** 2
        count = numpy.bincount(parts, minlength=len(squares))
        often = numpy.flatnonzero((count > common * rows) & (squares > 0))
        place = numpy.full(len(squares), -1)
        place[often] = numpy.arange(len(often))
        self.common: Array = numpy.zeros((rows, len(often)))
        inside = place[parts] >= 0
        self.common[owners[inside], place[parts[inside]]] = 1.0
        self.weights: Array = squares[often]
        rare = ~inside & (squares[parts] > 0)
        parts, owners = parts[rare], owners[rare]
        order = numpy.argsort(parts, kind="stable")
        self.holders: Array = owners[order]
        self.ends = numpy.append(0, numpy.cumsum(numpy.bincount(parts, minlength=len(squares))))
        self.parts, self.squares = parts, squares
        self.firsts = numpy.searchsorted(owners, numpy.arange(rows + 1))

    def of(self, row: int, most: int) -> list[tuple[int, float]]:
        """Return the nearest incidents of one, and how alike they are, the most alike first."""
        import numpy

        dots = self._rare(row)
        mine = self.common[row] * self.weights
        met = numpy.flatnonzero(dots)
        values = self._values(row, met, dots[met] + self.common[met] @ mine)
        if mine.any() and not self._enough(row, values, most, float(mine.sum())):
            dots += self.common @ mine
            dots[row] = 0
            met = numpy.flatnonzero(dots)
            values = self._values(row, met, dots[met])
        if len(met) > most:
            least = numpy.partition(values, len(met) - most)[len(met) - most]
            kept = numpy.flatnonzero(values >= least - TIES)
            met, values = met[kept], values[kept]
        found = zip(met.tolist(), values.tolist(), strict=True)
        return sorted(found, key=lambda pair: (-round(pair[1], 12), pair[0]))[:most]

    def _rare(self, row: int) -> Array:
        """Return the products of one incident with all others, over its rarer parts."""
        import numpy

        own = self.parts[self.firsts[row] : self.firsts[row + 1]].tolist()
        lots = [self.holders[self.ends[part] : self.ends[part + 1]] for part in own]
        if not lots:
            return numpy.zeros(len(self.lengths))
        weights = numpy.repeat(self.squares[own], [len(lot) for lot in lots])
        dots: Array = numpy.bincount(numpy.concatenate(lots), weights, len(self.lengths))
        dots[row] = 0
        return dots

    def _values(self, row: int, others: Array, dots: Array) -> Array:
        values: Array = dots / (self.lengths[row] * self.lengths[others])
        return values

    def _enough(self, row: int, values: Array, most: int, shared: float) -> bool:
        """Return whether no incident that shares common parts alone can be among the nearest."""
        import numpy

        if len(values) < most:
            return False
        least = numpy.partition(values, len(values) - most)[len(values) - most]
        # By Cauchy and Schwarz: their product is at most the lengths of what they may share.
        return bool(least > shared**0.5 / self.lengths[row] + TIES)
