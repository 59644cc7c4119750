"""Families of minimal sets as zero-suppressed diagrams, joined from the bottom up.

Every family here is an antichain: no set includes another. For networks whose functions have
large binary diagrams but few minimal sets this is the better way.

References:
    S. Minato, *Zero-suppressed BDDs for set manipulation in combinatorial problems*, DAC 1993.
    D. E. Knuth, *The Art of Computer Programming* 4A, 2011, section 7.1.4 (family algebra).
"""

from __future__ import annotations

from causal.graph.budget import Clock
from causal.graph.diagram import NOTED, SHIFT, Operation, Store


def family_operations(store: Store, clock: Clock) -> tuple[Operation, Operation]:
    """Return the conjunction and the disjunction of two families of minimal sets in `store`."""
    without = _without(store, clock)
    union = _union(store, clock, without)
    return _product(store, clock, union, without), union


def _without(store: Store, clock: Clock) -> Operation:
    """Return the operation that keeps the sets of one family that include none of the other."""
    level, low, high, node = store.level, store.low, store.high, store.node
    done = store.results()
    noted = NOTED

    def without(f: int, g: int) -> int:
        nonlocal noted
        if f in (0, g):
            return 0
        at = level[f]
        while level[g] < at:
            g = low[g]
        if g < 2:
            return 0 if g else f
        key = f << SHIFT | g
        result = done.get(key)
        if result is not None:
            return result
        if level[g] == at:
            lo = without(low[f], low[g])
            hi = without(without(high[f], high[g]), low[g])
        else:
            lo, hi = without(low[f], g), without(high[f], g)
        result = done[key] = node(at, lo, hi) if hi else lo
        if len(done) > noted:
            clock.add(NOTED)
            noted += NOTED
        return result

    return without


def _union(store: Store, clock: Clock, without: Operation) -> Operation:
    """Return the minimal sets of the union of two families."""
    level, low, high, node = store.level, store.low, store.high, store.node
    done = store.results()
    noted = NOTED

    def union(f: int, g: int) -> int:
        nonlocal noted
        if f > g:
            f, g = g, f
        if f < 2:
            return 1 if f else g
        if f == g:
            return f
        key = f << SHIFT | g
        result = done.get(key)
        if result is not None:
            return result
        at, other = level[f], level[g]
        if at == other:
            lo, hi = union(low[f], low[g]), union(high[f], high[g])
        elif at < other:
            lo, hi = union(low[f], g), high[f]
        else:
            at = other
            lo, hi = union(f, low[g]), high[g]
        hi = without(hi, lo)
        result = done[key] = node(at, lo, hi) if hi else lo
        if len(done) > noted:
            clock.add(NOTED)
            noted += NOTED
        return result

    return union


def _product(store: Store, clock: Clock, union: Operation, without: Operation) -> Operation:
    """Return the minimal sets among the unions of one set of each family."""
    level, low, high, node = store.level, store.low, store.high, store.node
    done = store.results()
    noted = NOTED

    def product(f: int, g: int) -> int:
        nonlocal noted
        if f > g:
            f, g = g, f
        if f < 2:
            return g if f else 0
        if f == g:
            return f
        key = f << SHIFT | g
        result = done.get(key)
        if result is not None:
            return result
        at, other = level[f], level[g]
        if at == other:
            lo = product(low[f], low[g])
            either = product(high[f], union(high[g], low[g]))
            hi = union(either, product(low[f], high[g]))
        elif at < other:
            lo, hi = product(low[f], g), product(high[f], g)
        else:
            at = other
            lo, hi = product(f, low[g]), product(f, high[g])
        hi = without(hi, lo)
        result = done[key] = node(at, lo, hi) if hi else lo
        if len(done) > noted:
            clock.add(NOTED)
            noted += NOTED
        return result

    return product
