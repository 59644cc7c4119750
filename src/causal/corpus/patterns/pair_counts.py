"""Pairs counted without sorting them: a small table at a time, its cells the pairs themselves.

A pair of things is a cell of a square table. The rows are taken a few at a time, so that their
cells stay in the cache of the processor; the pairs of these rows are gathered from the incidents
and counted into them. Sorting all pairs costs several times as much and holds all of them at
once. Where the table would be all but empty, sorting is the better way (`worthwhile`).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from causal.corpus.tables.columns import Array

__all__ = ["CELLS", "pair_counts", "worthwhile"]

CELLS = 2**19
"""Cells, and pairs, that are worked on together: what a processor keeps near."""

EMPTY = 16
"""Cells per pair from which on a table is too empty to be looked through."""

ENOUGH = 2**20
"""Pairs that are worth a thread of their own."""

SHORT = 2**16


def worthwhile(cells: int, filled: int) -> bool:
    """Return whether a table of so many cells is full enough to be counted in, cell by cell."""
    return cells <= EMPTY * filled


def pair_counts(sizes: Array, codes: Array, kinds: int, threads: int = 1) -> tuple[Array, Array]:
    """Return each pair that stands together as ``a * kinds + b``, ascending, and how often it does.

    Args:
        sizes: How many distinct things each incident has.
        codes: The things from 0, `uint32`, by incident, ascending within each.
        kinds: How many things there are; its square is at most 2 to the power of 32.
        threads: How many threads share the rows of the table; the counts are the same.
    """
    import numpy

    left = _left(sizes, len(codes))
    of_row = numpy.bincount(codes, weights=left, minlength=kinds)
    ends = numpy.append(0, numpy.cumsum(of_row)).astype("int64")
    table = _Table(codes, left, kinds, ends)
    shares = table.shares(threads)
    if len(shares) == 1:
        found = [_counted(table, shares[0])]
    else:
        with ThreadPoolExecutor(len(shares)) as pool:
            found = list(pool.map(_counted, repeat(table), shares))
    none = numpy.zeros(0, "uint32")
    keys, together = zip((none, none), *chain.from_iterable(found), strict=True)
    return numpy.concatenate(keys), numpy.concatenate(together)


def _counted(table: _Table, cuts: list[int]) -> list[tuple[Array, Array]]:
    """Return the pairs of some blocks of rows and their counts, block by block."""
    import numpy

    counts = []
    for first, rows, pairs in table.blocks(cuts):
        width = table.kinds - first
        cells = numpy.bincount(pairs)
        filled = numpy.flatnonzero(cells != 0)
        together = cells[filled].astype("uint32")
        ends = numpy.searchsorted(filled, numpy.arange(1, rows + 1) * width)
        # From rows that begin at the first thing of the block to rows of all things.
        shifts = first * (table.kinds + 1) + first * numpy.arange(rows)
        filled += numpy.repeat(shifts, numpy.diff(ends, prepend=0))
        counts.append((filled.astype("uint32"), together))
    return counts


def _left(sizes: Array, count: int) -> Array:
    """Return how many things of the same incident come after each."""
    import numpy

    left = numpy.repeat(numpy.cumsum(sizes, dtype="int64").astype("int32"), sizes)
    left -= numpy.arange(1, count + 1, dtype="int32")
    return left


@dataclass(frozen=True, slots=True)
class _Table:
    """The square table of pairs.

    Args:
        codes: The things, by incident, ascending within each.
        left: How many things of the same incident come after each.
        kinds: How many things there are.
        ends: How many pairs there are in the rows before each, and in all.
    """

    codes: Array
    left: Array
    kinds: int
    ends: Array

    def shares(self, most: int) -> list[list[int]]:
        """Return where blocks of rows begin and end, in shares of about as many pairs each."""
        import numpy

        cuts = self._cuts()
        count = max(1, min(most, int(self.ends[-1]) // ENOUGH, len(cuts) - 1))
        wanted = self.ends[-1] * numpy.arange(1, count) / count
        inner = numpy.searchsorted(self.ends[cuts], wanted).tolist()
        places = sorted({0, *inner, len(cuts) - 1})
        return [cuts[start : end + 1] for start, end in pairwise(places)] or [cuts]

    def _cuts(self) -> list[int]:
        """Return where blocks of rows begin, and the end: few enough cells and pairs in each."""
        import numpy

        cuts = [0]
        while cuts[-1] < self.kinds:
            first = cuts[-1]
            most = max(1, CELLS // (self.kinds - first))
            enough = int(numpy.searchsorted(self.ends, self.ends[first] + CELLS, side="right")) - 1
            cuts.append(min(self.kinds, first + most, max(first + 1, enough)))
        return cuts

    def blocks(self, cuts: list[int]) -> Iterator[tuple[int, int, Array]]:
        """Yield the first row of each block, how many it has, and its pairs as cells of it.

        As the second of a pair is never less than the first, rows of a block begin there.
        """
        import numpy

        block = numpy.zeros(self.kinds, "uint16")
        block[cuts[0] : cuts[-1]] = numpy.repeat(
            numpy.arange(len(cuts) - 1, dtype="uint16"), numpy.diff(cuts)
        )
        within = (self.codes >= cuts[0]) & (self.codes < cuts[-1])
        inside = slice(None) if within.all() else numpy.flatnonzero(within)
        order, lots = _ordered(block[self.codes[inside]], self.left[inside], len(cuts) - 1)
        order = order if isinstance(inside, slice) else inside[order]
        starts = numpy.append(0, numpy.cumsum(lots.sum(axis=1))).tolist()
        for row, (first, last) in enumerate(pairwise(cuts)):
            if count := int(self.ends[last] - self.ends[first]):
                places = order[starts[row] : starts[row + 1]]
                pairs = numpy.empty(count, "uint32")
                heads = self.codes[places] - numpy.uint32(first)
                heads *= numpy.uint32(self.kinds - first)
                heads -= numpy.uint32(first)  # which wraps around, and back when it is added to
                _gather(pairs, self.codes, places, heads, lots[row].tolist())
                yield first, last - first, pairs


def _ordered(block: Array, left: Array, blocks: int) -> tuple[Array, Array]:
    """Return places by block, in each by how many things are left, and how many of each there are.

    The second is a table: a row per block, a column for each number of things left, from none.
    """
    import numpy

    widest = int(left.max(initial=0)) + 1
    # Short integers are sorted by their digits, in a time that does not depend on the order.
    if blocks * widest <= SHORT:
        both = block * numpy.uint16(widest)
        both += left.astype("uint16")
        order = numpy.argsort(both, kind="stable")
    else:
        order = numpy.argsort(left.astype(numpy.min_scalar_type(widest)), kind="stable")
        order = order[numpy.argsort(block[order], kind="stable")]
        both = block.astype("int64") * widest + left
    lots = numpy.bincount(both, minlength=blocks * widest)
    return order, lots.reshape(blocks, widest)


def _gather(pairs: Array, codes: Array, places: Array, heads: Array, lots: list[int]) -> None:
    """Fill in the pairs of the things at some places with all that are left in their incidents.

    SourceMap with as many things left stand together, so that each lot is copied at once.

    Args:
        pairs: What to fill.
        codes: All things.
        places: SourceMap among them, those with the fewest left first.
        heads: The first cell of the row of each of these things.
        lots: How many places have no thing left, one, two and so on.
    """
    import numpy

    places, end, filled = places + 1, lots[0], 0
    for count, lot in enumerate(lots[1:], 1):
        if not lot:
            continue
        start, end, stop = end, end + lot, filled + count * lot
        tails = _windows(codes, count)[places[start:end]].view("uint32").reshape(-1, count)
        numpy.add(tails, heads[start:end, None], out=pairs[filled:stop].reshape(-1, count))
        filled = stop


def _windows(codes: Array, count: int) -> Array:
    """Return so many things from each place on, as one value, which is copied in one go."""
    import numpy

    shape, width = (len(codes) - count + 1,), codes.itemsize
    return numpy.ndarray(shape, f"V{width * count}", codes, strides=(width,))
