"""Decision diagrams in flat lists: binary (functions) and zero-suppressed (families of sets).

A node is a number; 0 and 1 are the constants (false and true; no set and the empty set). Two
stores differ in one reduction rule only: a binary diagram drops a node whose branches agree, a
zero-suppressed one a node whose high branch is 0.

References:
    R. E. Bryant, *Graph-based algorithms for Boolean function manipulation*, IEEE Transactions
    on Computers C-35, 1986. S. Minato, *Zero-suppressed BDDs for set manipulation in
    combinatorial problems*, DAC 1993. A. Rauzy, *New algorithms for fault trees analysis*,
    Reliability Engineering & System Safety 40, 1993.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from causal.graph.budget import Clock

__all__ = ["Operation", "Store", "conjunction", "deep_recursion", "disjunction", "minimal_sets_of"]

Operation = Callable[[int, int], int]
"""A function of two nodes of a store that returns a node of it."""

TERMINAL_LEVEL = 1 << 30
SHIFT = 32
"""A pair of node numbers is one integer, high part first: half the memory of a tuple."""


class Store:
    """Nodes as parallel lists `level`, `low`, `high`, made unique per level."""

    __slots__ = ("_unique", "high", "level", "low")

    def __init__(self, levels: int) -> None:
        self.level = [TERMINAL_LEVEL, TERMINAL_LEVEL]
        self.low = [0, 1]
        self.high = [0, 1]
        self._unique: list[dict[int, int]] = [{} for _ in range(levels)]

    def node(self, level: int, low: int, high: int) -> int:
        """Return the node with these branches; the caller has applied the reduction rule."""
        unique = self._unique[level]
        key = high << SHIFT | low
        found = unique.get(key)
        if found is None:
            found = unique[key] = len(self.level)
            self.level.append(level)
            self.low.append(low)
            self.high.append(high)
        return found

    def reachable(self, root: int) -> list[int]:
        """Return the inner nodes below and with `root`, children before their parents."""
        seen = {0, 1}
        stack = [root]
        found: list[int] = []
        while stack:
            at = stack.pop()
            if at in seen:
                continue
            seen.add(at)
            found.append(at)
            stack.append(self.low[at])
            stack.append(self.high[at])
        # A node is made after its branches, so numbers are a topological order.
        found.sort()
        return found


_recursion_lock = Lock()
_recursion_users: list[int] = []
_recursion_before = 0


@contextmanager
def deep_recursion(levels: int) -> Iterator[None]:
    """Allow recursion through `levels` diagram levels while the context is open.

    The limit is process-wide, so it is raised by the first user and restored by the last.
    """
    global _recursion_before  # noqa: PLW0603 - mirrors interpreter state that is global itself
    if levels < 200:
        yield
        return
    with _recursion_lock:
        if not _recursion_users:
            _recursion_before = sys.getrecursionlimit()
        _recursion_users.append(levels)
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 4 * levels + 1000 + _recursion_before))
    try:
        yield
    finally:
        with _recursion_lock:
            _recursion_users.remove(levels)
            if not _recursion_users:
                sys.setrecursionlimit(_recursion_before)


def _binary(store: Store, clock: Clock, neutral: int) -> Operation:
    """Return conjunction (`neutral` 1) or disjunction (`neutral` 0) on binary diagrams."""
    level, low, high, node = store.level, store.low, store.high, store.node
    absorbing = 1 - neutral
    done: dict[int, int] = {}
    tick = clock.check(0)

    def apply(f: int, g: int) -> int:
        nonlocal tick
        if f == g or g == neutral:
            return f
        if f == neutral:
            return g
        if f == absorbing or g == absorbing:
            return absorbing
        if f > g:
            f, g = g, f
        key = f << SHIFT | g
        result = done.get(key)
        if result is not None:
            return result
        at, other = level[f], level[g]
        if at == other:
            lo, hi = apply(low[f], low[g]), apply(high[f], high[g])
        elif at < other:
            lo, hi = apply(low[f], g), apply(high[f], g)
        else:
            at = other
            lo, hi = apply(f, low[g]), apply(f, high[g])
        result = done[key] = lo if lo == hi else node(at, lo, hi)
        if len(done) > tick:
            tick = clock.check(len(done) + len(level)) - len(level)
        return result

    return apply


def conjunction(store: Store, clock: Clock) -> Operation:
    """Return the operation "both" on binary diagrams."""
    return _binary(store, clock, 1)


def disjunction(store: Store, clock: Clock) -> Operation:
    """Return the operation "either" on binary diagrams."""
    return _binary(store, clock, 0)


def _without(store: Store, clock: Clock, functions: Store) -> Operation:
    """Return the operation that keeps the sets of a family that do not satisfy a function."""
    level, low, high, node = store.level, store.low, store.high, store.node
    f_level, f_low, f_high = functions.level, functions.low, functions.high
    done: dict[int, int] = {}
    tick = clock.check(0)

    def without(family: int, function: int) -> int:
        nonlocal tick
        if family == 0 or function == 1:
            return 0
        # Below the family's level the sets hold nothing, so a monotone function goes low.
        at = level[family]
        while f_level[function] < at:
            function = f_low[function]
        if function == 0:
            return family
        if function == 1:
            return 0
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
        if len(done) > tick:
            tick = clock.check(len(done) + len(level)) - len(level)
        return result

    return without


def minimal_sets_of(functions: Store, root: int, families: Store, clock: Clock) -> int:
    """Return, in `families`, the minimal sets that satisfy the monotone function `root`."""
    without = _without(families, clock, functions)
    found = {0: 0, 1: 1}
    for at in functions.reachable(root):
        lo = found[functions.low[at]]
        hi = without(found[functions.high[at]], functions.low[at])
        found[at] = families.node(functions.level[at], lo, hi) if hi else lo
    return found[root]
