"""How often things stand together, exactly: a part of the corpus to counts that can be merged.

Pairs are counted in small tables (`pair_counts`). Where those would be all but empty, and for
triples, every set of an incident becomes one integer; sorting brings equal ones together and the
lengths of their runs are the counts. Counts of parts merge to those of the whole in any order, so
parts can be counted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from causal.corpus.patterns.pair_counts import CELLS, pair_counts, worthwhile

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

__all__ = ["Counts", "Part", "count_part", "distinct_part", "merged"]

BLOCK = 2**20
"""Incidents of one size that are worked on together: enough to amortise, few enough to fit."""


FULL = 4
"""Cells per key up to which a table of all sets takes little more room than the sets that occur."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some incidents, and the things in each.

    Args:
        sizes: How many distinct things each incident has.
        codes: The things from 0, by incident, ascending within each.
        strata: The stratum of each incident, from 0.
        kinds: How many things there are in the whole corpus.
        groups: How many strata there are in the whole corpus.
    """

    sizes: Array
    codes: Array
    strata: Array
    kinds: int
    groups: int


def distinct_part(owners: Array, codes: Array, strata: Array, kinds: int, groups: int) -> Part:
    """Return a part from the things of its incidents, which may come twice and in any order.

    Args:
        owners: The incident of each thing, from 0, ascending.
        codes: The things.
        strata: The stratum of each incident.
        kinds: How many things there are.
        groups: How many strata there are.
    """
    import numpy

    rising = owners[1:] != owners[:-1]
    rising |= codes[1:] > codes[:-1]
    if not rising.all():
        words = owners.astype("uint64") << numpy.uint64(32) | codes.astype("uint64")
        words.sort(kind="stable")  # which is fast where incidents stand in order already
        words = words[numpy.append(True, words[1:] != words[:-1])]
        owners, codes = words >> numpy.uint64(32), words.astype("uint32")
    sizes = numpy.bincount(owners.astype("int64"), minlength=len(strata))
    return Part(sizes, codes.astype("uint32"), strata, kinds, groups)


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted in some incidents.

    Args:
        keys: Each set of things that stood together, as one integer in base `Part.kinds`,
            ascending.
        together: In how many incidents each did.
        single: By stratum, in how many incidents each thing stood.
        falling: By stratum, the sums over incidents of s, s(s-1) and s(s-1)(s-2), s their size.
    """

    keys: Array
    together: Array
    single: Array
    falling: Array


def count_part(part: Part, order: int = 2, *, threads: int = 1) -> Counts:
    """Return the counts of a part.

    Args:
        part: The incidents.
        order: How many things make a set: 2 or 3; 0 counts no sets.
        threads: How many threads may count; the counts are the same.
    """
    import numpy

    found, together = _sets(part, order, threads)
    flat = part.codes
    if part.groups > 1:
        flat = numpy.repeat(part.strata, part.sizes).astype("int64") * part.kinds + flat
    flat = numpy.bincount(flat, minlength=part.groups * part.kinds)
    s = part.sizes.astype("float64")
    sums = [s, s * (s - 1), s * (s - 1) * (s - 2)]
    falling = [numpy.bincount(part.strata, weights=w, minlength=part.groups) for w in sums]
    return Counts(
        found, together, flat.reshape(part.groups, part.kinds), numpy.column_stack(falling)
    )


def _sets(part: Part, order: int, threads: int) -> tuple[Array, Array]:
    """Return each set of things that stand together, ascending, and how often it does."""
    import numpy

    if not order:
        return numpy.zeros(0, "uint32"), numpy.zeros(0, "uint32")
    sizes = part.sizes.astype("int64")
    pairs, cells = int((sizes * (sizes - 1)).sum()) // 2, part.kinds**2
    if order == 2 and cells <= 2**32 and worthwhile(cells, pairs):
        codes = numpy.ascontiguousarray(part.codes, "uint32")
        return pair_counts(sizes, codes, part.kinds, threads)
    keys = _keys(part, order)
    keys.sort()
    return _runs(keys)


def _runs(keys: Array) -> tuple[Array, Array]:
    """Return the distinct values of a sorted array, and how often each occurs."""
    import numpy

    if not len(keys):
        return keys, numpy.zeros(0, "uint32")
    new = numpy.empty(len(keys), bool)
    new[0] = True
    numpy.not_equal(keys[1:], keys[:-1], out=new[1:])
    starts = numpy.flatnonzero(new)
    return keys[starts], numpy.diff(starts, append=len(keys)).astype("uint32")


def _keys(part: Part, order: int) -> Array:
    """Return one integer for each set of things in each incident, in no order."""
    import numpy

    kind = "uint32" if part.kinds**order <= 2**32 else "uint64"
    sizes = part.sizes.astype("int64")
    sets = sizes * (sizes - 1) // 2 * (1 if order == 2 else sizes - 2) // (1 if order == 2 else 3)
    keys = numpy.empty(int(sets.sum()), kind)
    starts = numpy.cumsum(sizes) - sizes
    by_size = numpy.argsort(sizes.astype("uint16"), kind="stable")
    ends = numpy.searchsorted(sizes[by_size], numpy.arange(int(sizes.max(initial=0)) + 2))
    codes = part.codes.astype(kind)
    filled = 0
    for size in range(order, len(ends) - 1):
        own = by_size[ends[size] : ends[size + 1]]
        step = max(1, BLOCK // size)
        for begin in range(0, len(own), step):
            at = starts[own[begin : begin + step]]
            table = codes[at[None, :] + numpy.arange(size)[:, None]]
            filled = _fill(keys, filled, table, part.kinds, order)
    return keys


def _fill(keys: Array, filled: int, table: Array, kinds: int, order: int) -> int:
    """Write the keys of incidents of one size, a column each, and return where they end."""
    import numpy

    base = table.dtype.type(kinds)
    size, width = table.shape
    for first in range(size - order + 1):
        scaled = table[first] * base
        if order == 2:
            heads = [(first, scaled)]
        else:
            heads = [(n, (scaled + table[n]) * base) for n in range(first + 1, size - 1)]
        for last, head in heads:
            end = filled + (size - 1 - last) * width
            numpy.add(head, table[last + 1 :], out=keys[filled:end].reshape(-1, width))
            filled = end
    return filled


def merged(parts: Iterable[Counts]) -> Counts:
    """Return the counts of all parts together, whatever their order.

    Raises:
        ValueError: There are no parts.
    """
    waiting: list[Counts] = []
    parts = iter(parts)
    for part in parts:
        waiting.append(part)
        # Merging those of like length first keeps the work of merging near n log n.
        while len(waiting) > 1 and len(waiting[-2].keys) <= 2 * len(waiting[-1].keys):
            last = waiting.pop()
            waiting.append(_both(waiting.pop(), last))
        if _end(waiting[:1]) <= FULL * len(waiting[0].keys):
            return _in_place(waiting, parts)
    if not waiting:
        raise ValueError("there are no counts to merge")
    while len(waiting) > 1:
        last = waiting.pop()
        waiting.append(_both(waiting.pop(), last))
    return waiting[0]


def _end(parts: Iterable[Counts]) -> int:
    """Return the number after the largest key."""
    return max((int(part.keys[-1]) + 1 for part in parts if len(part.keys)), default=0)


def _in_place(first: list[Counts], rest: Iterable[Counts]) -> Counts:
    """Return the counts of all parts, added up in one table of all sets that there could be."""
    import numpy

    kind, end = first[0].keys.dtype, _end(first)
    cells = numpy.zeros(end, "uint32")
    single, falling = 0 * first[0].single, 0 * first[0].falling
    # Let go of each part once it is counted: the table is what takes the room.
    for part in chain(_popped(first), rest):
        single, falling = single + part.single, falling + part.falling
        if (new := _end([part])) > len(cells):
            cells = numpy.concatenate([cells, numpy.zeros(new - len(cells), "uint32")])
        for start in range(0, len(part.keys), CELLS):
            keys = part.keys[start : start + CELLS].astype("int64")
            cells[keys] += part.together[start : start + CELLS]
    count = int(numpy.count_nonzero(cells))
    keys, together, done = numpy.empty(count, kind), numpy.empty(count, "uint32"), 0
    for start in range(0, len(cells), CELLS):
        some = cells[start : start + CELLS]
        filled = numpy.flatnonzero(some)
        together[done : done + len(filled)] = some[filled]
        keys[done : done + len(filled)] = filled + start
        done += len(filled)
    return Counts(keys, together, single, falling)


def _popped(parts: list[Counts]) -> Iterator[Counts]:
    while parts:
        yield parts.pop()


def _both(one: Counts, other: Counts) -> Counts:
    single, falling = one.single + other.single, one.falling + other.falling
    end = _end((one, other))
    if worthwhile(end, len(one.keys) + len(other.keys)):
        return Counts(*_side_by_side(one, other, end), single, falling)
    return Counts(*_sorted(one, other), single, falling)


def _side_by_side(one: Counts, other: Counts, end: int) -> tuple[Array, Array]:
    """Return the sums for each key below an end, added up in a small table at a time."""
    import numpy

    bounds = numpy.arange(0, end + CELLS, CELLS)
    parts = [
        (part, pairwise(numpy.searchsorted(part.keys, bounds.astype("uint64")).tolist()))
        for part in (one, other)
    ]
    keys, together = [one.keys[:0]], [one.together[:0]]
    for first in bounds[:-1].tolist():
        cells = numpy.zeros(CELLS, "uint32")
        for part, cuts in parts:
            start, stop = next(cuts)
            cells[(part.keys[start:stop] - part.keys.dtype.type(first)).astype("int64")] += (
                part.together[start:stop]
            )
        filled = numpy.flatnonzero(cells)
        together.append(cells[filled])
        filled += first
        keys.append(filled.astype(one.keys.dtype))
    return numpy.concatenate(keys), numpy.concatenate(together)


def _sorted(one: Counts, other: Counts) -> tuple[Array, Array]:
    """Return the sums for each key, equal keys brought together by sorting."""
    import numpy

    keys = numpy.concatenate([one.keys, other.keys])
    together = numpy.concatenate([one.together, other.together])
    if keys.dtype == "uint32":
        # Key and count in one word: one sort in place instead of an argsort and two gathers.
        words = keys.astype("uint64")
        words <<= numpy.uint64(32)
        words |= together
        words.sort()
        keys, together = (words >> numpy.uint64(32)).astype("uint32"), words.astype("uint32")
    else:
        order = numpy.argsort(keys, kind="stable")
        keys, together = keys[order], together[order]
    if len(keys):
        starts = numpy.flatnonzero(numpy.append(True, keys[1:] != keys[:-1]))
        keys, together = keys[starts], numpy.add.reduceat(together, starts, dtype="uint32")
    return keys, together
