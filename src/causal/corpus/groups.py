"""Grouping coded columns: rows that belong together, found by one sort."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.columns import Array

__all__ = ["distinct", "groups"]


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
