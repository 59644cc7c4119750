"""How often things stand together, exactly: a part of the corpus to counts that can be merged.

Pairs are a sparse product of the table of incidents and things with itself; triples are each
thing joined with those after it in its incident, twice over. Counts of parts merge to those of the
whole in any order, so parts can be counted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.tables.columns import Array

BLOCK = 2**24
"""Sets that are worked on at a time: some 300 MB."""


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


def count_part(part: Part, order: int = 2) -> Counts:
    """Return the counts of a part.

    Args:
        part: The incidents.
        order: How many things make a set: 2 or 3; 0 counts no sets.
    """
    found = _SETS[order](part)
    flat = part.codes
    if part.groups > 1:
        flat = numpy.repeat(part.strata, part.sizes).astype("int64") * part.kinds + flat
    single = numpy.bincount(flat, minlength=part.groups * part.kinds)
    s = part.sizes.astype("float64")
    sums = [s, s * (s - 1), s * (s - 1) * (s - 2)]
    falling = [numpy.bincount(part.strata, weights=w, minlength=part.groups) for w in sums]
    return Counts(*found, single.reshape(part.groups, part.kinds), numpy.column_stack(falling))


def _none(part: Part) -> tuple[Array, Array]:
    return numpy.zeros(0, _word(part, 1)), numpy.zeros(0, "uint32")


def _word(part: Part, order: int) -> str:
    """Return the shortest kind of integer that holds every set of this size."""
    return "uint32" if part.kinds**order <= 2**32 else "uint64"


def _pairs(part: Part) -> tuple[Array, Array]:
    """Return each pair and how often it stands together, some rows of the product at a time.

    Each block of rows leaves out the columns before it, which hold the same pairs again.
    """
    from scipy.sparse import csr_array

    ends = numpy.append(0, numpy.cumsum(part.sizes)).astype("int32")
    ones = numpy.ones(len(part.codes), "int32")
    shape = (len(part.sizes), part.kinds)
    table = csr_array((ones, part.codes.astype("int32"), ends), shape=shape)
    turned = table.T.tocsr()
    own = numpy.repeat(part.sizes, part.sizes)
    work = numpy.cumsum(numpy.bincount(part.codes, weights=own, minlength=part.kinds))
    most = work[-1] if len(work) else 0
    cuts = numpy.searchsorted(work, numpy.arange(1, most, max(1, min(BLOCK, most // 4))))
    keys, together = ([piece] for piece in _none(part))
    keys = [keys[0].astype(_word(part, 2))]
    word = keys[0].dtype.type
    for first, last in pairwise(numpy.unique([0, *cuts, part.kinds]).tolist()):
        product = (turned[first:last] @ table[:, first:]).tocsc().tocsr()  # which sorts each row
        row = numpy.repeat(numpy.arange(last - first, dtype="int32"), numpy.diff(product.indptr))
        later = product.indices > row
        a, b = (place[later].astype(word) + word(first) for place in (row, product.indices))
        keys.append(a * word(part.kinds) + b)
        together.append(product.data[later].astype("uint32"))
    return numpy.concatenate(keys), numpy.concatenate(together)


def _triples(part: Part) -> tuple[Array, Array]:
    """Return each triple and how often it stands together, some incidents at a time."""
    s = part.sizes.astype("float64")
    work = numpy.cumsum(s * (s - 1) * (s - 2) / 6)
    wanted = numpy.arange(BLOCK, work[-1] if len(work) else 0, BLOCK)
    cuts = numpy.unique([0, *numpy.searchsorted(work, wanted), len(s)]).tolist()
    ends = numpy.append(0, numpy.cumsum(part.sizes))
    keys, together = (piece for piece in _none(part))
    keys = keys.astype(_word(part, 3))
    for first, last in pairwise(cuts):
        codes = part.codes[ends[first] : ends[last]]
        found = _joined(part.sizes[first:last], codes, part.kinds).astype(keys.dtype)
        keys, together = _added(
            numpy.append(keys, found),
            numpy.append(together, numpy.ones(len(found), "uint32")),
        )
    return keys, together


def _joined(sizes: Array, codes: Array, kinds: int) -> Array:
    """Return the key of each triple in each incident."""
    left = numpy.repeat(numpy.cumsum(sizes), sizes) - numpy.arange(1, len(codes) + 1)
    keys, at = codes.astype("uint64"), numpy.arange(len(codes))
    for _ in range(2):
        count = left[at]
        behind = numpy.repeat(numpy.cumsum(count) - count - at - 1, count)
        at = numpy.arange(int(count.sum())) - behind
        keys = numpy.repeat(keys, count) * numpy.uint64(kinds) + codes[at]
    return keys


_SETS = {0: _none, 2: _pairs, 3: _triples}


def _added(keys: Array, together: Array) -> tuple[Array, Array]:
    """Return the distinct keys, ascending, and the sum of what was counted of each."""
    order = numpy.argsort(keys, kind="stable")
    keys, together = keys[order], together[order]
    if len(keys):
        starts = numpy.flatnonzero(numpy.append(True, keys[1:] != keys[:-1]))
        keys, together = keys[starts], numpy.add.reduceat(together, starts, dtype="uint32")
    return keys, together


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
            waiting.append(_both(waiting.pop(), waiting.pop()))
    if not waiting:
        raise ValueError("there are no counts to merge")
    while len(waiting) > 1:
        waiting.append(_both(waiting.pop(), waiting.pop()))
    return waiting[0]


def _both(one: Counts, other: Counts) -> Counts:
    keys, together = _added(
        numpy.append(one.keys, other.keys), numpy.append(one.together, other.together)
    )
    return Counts(keys, together, one.single + other.single, one.falling + other.falling)
