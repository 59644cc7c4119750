"""The nodes of decision diagrams in flat lists.

A node is a number; 0 and 1 are the constants (false and true; no set and the empty set). Binary
and zero-suppressed diagrams differ in one reduction rule only: the first drops a node whose
branches agree, the second one whose high branch is 0.

References:
    R. E. Bryant, *Graph-based algorithms for Boolean function manipulation*, IEEE Transactions
    on Computers C-35, 1986. S. Minato, *Zero-suppressed BDDs for set manipulation in
    combinatorial problems*, DAC 1993.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

Operation = Callable[[int, int], int]
"""A function of two nodes that returns a node."""

SHIFT = 32
"""A pair of node numbers is one integer, the first shifted left: half the memory of a tuple."""

NOTED = 1024
"""How many results an operation keeps before it notes their number with the clock."""

_TERMINAL = 1 << 30


class Store:
    """Nodes as parallel lists `level`, `low`, `high`, made unique per level."""

    __slots__ = ("_results", "_unique", "high", "level", "low")

    def __init__(self, levels: int) -> None:
        self.level = [_TERMINAL, _TERMINAL]
        self.low = [0, 1]
        self.high = [0, 1]
        self._unique: list[dict[int, int]] = [{} for _ in range(levels)]
        self._results: list[dict[int, int]] = []

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

    def results(self) -> dict[int, int]:
        """Return an empty table for the results of one operation, by packed arguments."""
        table: dict[int, int] = {}
        self._results.append(table)
        return table

    def release(self) -> None:
        """Give the memory back at once.

        A recursive operation refers to itself, so its table would live on until the garbage
        collector comes by, and tables of plain numbers do not make it come.
        """
        for table in (*self._unique, *self._results):
            table.clear()
        for nodes in (self.level, self.low, self.high):
            nodes.clear()

    def reachable(self, root: int) -> list[int]:
        """Return the inner nodes below and with `root`, branches before the nodes that use them."""
        seen = {0, 1}
        stack = [root]
        while stack:
            at = stack.pop()
            if at not in seen:
                seen.add(at)
                stack.append(self.low[at])
                stack.append(self.high[at])
        # A node is made after its branches, so numbers are a topological order.
        return sorted(seen)[2:]


class _Recursion:
    """The process-wide recursion limit, raised by the first user and restored by the last."""

    lock = Lock()
    users = 0
    before = 0


@contextmanager
def deep_recursion(levels: int) -> Iterator[None]:
    """Allow recursion through `levels` diagram levels while the context is open."""
    if levels < 200:
        yield
        return
    with _Recursion.lock:
        if not _Recursion.users:
            _Recursion.before = sys.getrecursionlimit()
        _Recursion.users += 1
        sys.setrecursionlimit(max(sys.getrecursionlimit(), _Recursion.before + 3 * levels))
    try:
        yield
    finally:
        with _Recursion.lock:
            _Recursion.users -= 1
            if not _Recursion.users:
                sys.setrecursionlimit(_Recursion.before)
