"""Minimal sets as plain lists of bitmasks: the fastest way for everyday incidents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causal.graph.network import Gate, Network

Sets = list[int]
"""An antichain of bitmasks: no member includes another."""


def minimal(masks: Iterable[int]) -> Sets:
    """Return the masks that include no other, smallest first."""
    kept: Sets = []
    for mask in sorted(set(masks), key=int.bit_count):
        for smaller in kept:
            if mask & smaller == smaller:
                break
        else:
            kept.append(mask)
    return kept


def ordered(masks: Iterable[int], variables: int) -> Sets:
    """Return the masks by size, then by their sorted member numbers."""
    # Of two sets of one size, the first to differ in sorted order holds the lowest bit that
    # only one of them has: exactly the larger number when the bits are read backwards.
    listing = sorted(masks, key=lambda mask: f"{mask:0{variables}b}"[::-1], reverse=True)
    listing.sort(key=int.bit_count)
    return listing


def listed(network: Network, limit: int) -> Sets | None:
    """Return the minimal cut sets as bitmasks, or None once any family exceeds `limit` sets."""
    offset = network.variables
    families: list[Sets] = [[1 << v] for v in range(offset)]
    support = [1 << v for v in range(offset)]
    needed = network.needed()
    for number, gate in enumerate(network.gates, offset):
        if not needed[number]:
            families.append([])
            support.append(0)
            continue
        union = 0
        overlap = 0
        for i in gate.inputs:
            overlap |= union & support[i]
            union |= support[i]
        family = _gate(gate, families, overlap=overlap != 0, limit=limit)
        if family is None:
            return None
        families.append(family)
        support.append(union)
    return families[network.top]


def _gate(gate: Gate, families: Sequence[Sets], *, overlap: bool, limit: int) -> Sets | None:
    """Return the minimal sets of one gate; inputs without a shared variable need no absorption."""
    k, inputs = gate
    if k == 1:
        either = [mask for i in inputs for mask in families[i]]
        if overlap and len(inputs) > 1:
            either = minimal(either)
        return either if len(either) <= limit else None
    if k == len(inputs):
        both = [0]
        for i in sorted(inputs, key=lambda i: len(families[i])):
            product = _product(both, families[i], overlap=overlap, limit=limit)
            if product is None:
                return None
            both = product
        return both
    return _threshold(gate, families, overlap=overlap, limit=limit)


def _product(left: Sets, right: Sets, *, overlap: bool, limit: int) -> Sets | None:
    """Return the minimal unions of a member of each family."""
    if not overlap:
        if len(left) * len(right) > limit:
            return None
        return [a | b for a in left for b in right]
    if len(left) * len(right) > 16 * limit:
        return None
    product = {a | b for a in left for b in right}
    if len(product) > 4 * limit:
        return None
    kept = minimal(product)
    return kept if len(kept) <= limit else None


def _threshold(gate: Gate, families: Sequence[Sets], *, overlap: bool, limit: int) -> Sets | None:
    """Return the minimal sets of at least k of n by dynamic programming over the inputs.

    After each input, `rows[j]` holds the minimal sets of "at least j of the inputs so far".
    """
    k, inputs = gate
    rows: list[Sets] = [[0], *([] for _ in range(k))]
    for position, i in enumerate(inputs):
        remaining = len(inputs) - position - 1
        for j in range(min(k, position + 1), max(0, k - remaining - 1), -1):
            with_input = _product(rows[j - 1], families[i], overlap=overlap, limit=limit)
            if with_input is None:
                return None
            merged = with_input + rows[j]
            rows[j] = minimal(merged) if overlap else merged
            if len(rows[j]) > limit:
                return None
    return rows[k]
