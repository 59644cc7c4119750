"""Grouping coded columns: rows that belong together, found by one sort."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array


def groups(codes: Array) -> Iterator[tuple[int, Array]]:
    """Yield each code that is stated, ascending, with the positions that have it, ascending."""
    import numpy

    order = numpy.argsort(codes, kind="stable")
    ordered = codes[order]
    starts = numpy.flatnonzero(numpy.diff(ordered, prepend=-2))
    for start, rows in zip(starts, numpy.split(order, starts[1:]), strict=False):
        if ordered[start] >= 0:
            yield int(ordered[start]), rows


def distinct(values: Array) -> Array:
    """Return the distinct integers of an array, ascending."""
    import numpy

    ordered = numpy.sort(values)
    kept: Array = ordered[numpy.diff(ordered, prepend=-2) != 0]
    return kept


def rows_of(owners: Array) -> Callable[[Sequence[int]], Array]:
    """Return what gives the rows that some owners have, owner by owner.

    Args:
        owners: For each row, the number of its owner.
    """
    import numpy

    order = numpy.argsort(owners, kind="stable")
    ordered = owners[order]

    def rows(members: Sequence[int]) -> Array:
        wanted = numpy.asarray(members, dtype="int64")
        first = numpy.searchsorted(ordered, wanted)
        sizes = numpy.searchsorted(ordered, wanted, side="right") - first
        skipped = numpy.cumsum(sizes) - sizes
        places = numpy.arange(int(sizes.sum())) + numpy.repeat(first - skipped, sizes)
        found: Array = order[places]
        return found

    return rows


def ranges(starts: Array, counts: Array) -> Array:
    """Return the numbers from each start on, as many as its count, one range after the other."""
    import numpy

    shift = numpy.repeat(starts - (numpy.cumsum(counts) - counts), counts)
    found: Array = shift + numpy.arange(len(shift))
    return found
