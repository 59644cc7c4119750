"""How often things stand together, exactly: a part of the corpus to counts that can be merged.

Every pair (or triple) of an incident becomes one integer; sorting brings equal ones together and
the lengths of their runs are the counts. Counts of parts merge to those of the whole in any
order, so parts can be counted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.columns import Array

__all__ = ["Counts", "Part", "count_part", "merged"]

BLOCK = 2**20
"""Incidents of one size that are worked on together: enough to amortise, few enough to fit."""


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


def count_part(part: Part, order: int = 2) -> Counts:
    """Return the counts of a part.

    Args:
        part: The incidents.
        order: How many things make a set: 2 or 3; 0 counts no sets.
    """
    import numpy

    keys = _keys(part, order) if order else numpy.zeros(0, "uint32")
    keys.sort()
    found, together = _runs(keys)
    owners = numpy.repeat(part.strata, part.sizes)
    flat = numpy.bincount(
        owners.astype("int64") * part.kinds + part.codes, minlength=part.groups * part.kinds
    )
    s = part.sizes.astype("float64")
    sums = [s, s * (s - 1), s * (s - 1) * (s - 2)]
    falling = [numpy.bincount(part.strata, weights=w, minlength=part.groups) for w in sums]
    return Counts(
        found, together, flat.reshape(part.groups, part.kinds), numpy.column_stack(falling)
    )


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
    for part in parts:
        waiting.append(part)
        # Merging those of like length first keeps the work of merging near n log n.
        while len(waiting) > 1 and len(waiting[-2].keys) <= 2 * len(waiting[-1].keys):
            last = waiting.pop()
            waiting.append(_both(waiting.pop(), last))
    if not waiting:
        raise ValueError("there are no counts to merge")
    while len(waiting) > 1:
        last = waiting.pop()
        waiting.append(_both(waiting.pop(), last))
    return waiting[0]


def _both(one: Counts, other: Counts) -> Counts:
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
    return Counts(keys, together, one.single + other.single, one.falling + other.falling)
