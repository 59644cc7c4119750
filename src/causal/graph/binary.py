"""Monotone functions as binary decision diagrams, and their minimal solutions.

References:
    A. Rauzy, *New algorithms for fault trees analysis*, Reliability Engineering & System Safety
    40, 1993, and *Mathematical foundations of minimal cutsets*, IEEE Transactions on Reliability
    50, 2001.
"""

from __future__ import annotations

from collections.abc import Callable

from causal.graph.budget import Clock
from causal.graph.diagram import NOTED, SHIFT, Operation, Store


def function_operations(store: Store, clock: Clock) -> tuple[Operation, Operation]:
    """Return the conjunction and the disjunction of two functions in `store`."""
    return _connective(store, clock, neutral=1), _connective(store, clock, neutral=0)


def _connective(store: Store, clock: Clock, *, neutral: int) -> Operation:
    # A closure over the lists runs twice as fast as a method that looks them up on every call.
    level, low, high, node = store.level, store.low, store.high, store.node
    absorbing = 1 - neutral
    done = store.results()
    noted = NOTED

    def connect(f: int, g: int) -> int:
        nonlocal noted
        if f > g:
            f, g = g, f
        if f < 2:
            return g if f == neutral else absorbing
        if f == g:
            return f
        key = f << SHIFT | g
        result = done.get(key)
        if result is not None:
            return result
        at, other = level[f], level[g]
        if at == other:
            lo, hi = connect(low[f], low[g]), connect(high[f], high[g])
        elif at < other:
            lo, hi = connect(low[f], g), connect(high[f], g)
        else:
            at = other
            lo, hi = connect(f, low[g]), connect(f, high[g])
        result = done[key] = lo if lo == hi else node(at, lo, hi)
        if len(done) > noted:
            clock.add(NOTED)
            noted += NOTED
        return result

    return connect


def minimal_solutions(functions: Store, families: Store, clock: Clock) -> Callable[[int], int]:
    """Return what makes, of a monotone function, the family of minimal sets that make it true."""
    without = _without(functions, families, clock)

    def solutions(root: int) -> int:
        found = {0: 0, 1: 1}
        for at in functions.reachable(root):
            lo = found[functions.low[at]]
            hi = without(found[functions.high[at]], functions.low[at])
            found[at] = families.node(functions.level[at], lo, hi) if hi else lo
        return found[root]

    return solutions


def _without(functions: Store, families: Store, clock: Clock) -> Operation:
    """Return the operation that keeps the sets of a family that leave a function false."""
    level, low, high, node = families.level, families.low, families.high, families.node
    f_level, f_low, f_high = functions.level, functions.low, functions.high
    done = families.results()
    noted = NOTED

    def without(family: int, function: int) -> int:
        nonlocal noted
        if family == 0:
            return 0
        # None of the sets holds a variable above the family's level.
        at = level[family]
        while f_level[function] < at:
            function = f_low[function]
        if function < 2:
            return 0 if function else family
        key = family << SHIFT | function
        result = done.get(key)
        if result is not None:
            return result
        if f_level[function] == at:
            lo = without(low[family], f_low[function])
            hi = without(high[family], f_high[function])
        else:
            lo = without(low[family], function)
            hi = without(high[family], function)
        result = done[key] = node(at, lo, hi) if hi else lo
        if len(done) > noted:
            clock.add(NOTED)
            noted += NOTED
        return result

    return without
