"""A better order for the levels of a binary diagram, found by moving one variable at a time.

References:
    R. Rudell, *Dynamic variable ordering for ordered binary decision diagrams*, ICCAD 1993.
"""

from __future__ import annotations

from collections.abc import Sequence

from causal.graph.budget import Clock
from causal.graph.diagram import SHIFT, Store

_MAY_GROW = 1.1
"""A variable goes on in one direction until the diagram is so much larger than at its best."""

_WORK = 1_000_000
"""Nodes changed, after which no further variable is moved: the fullest levels came first."""


def sifted(
    store: Store, levels: int, roots: Sequence[int], clock: Clock
) -> tuple[list[int], Store, dict[int, int]]:
    """Return an order in which the diagrams below `roots` are smaller, and the diagrams in it.

    Returns:
        For each new level the old one; a store with only these diagrams; the new number of each
        root.

    Raises:
        NotFinished: The time is over.
    """
    table = _Table(store, roots, levels)
    for variable in sorted(range(len(table.at)), key=lambda v: -len(table.unique[v])):
        clock.add(0)
        if table.unique[variable] and table.work < _WORK:
            _moved(table, variable)
    return table.at, *table.stored(roots)


def _moved(table: _Table, variable: int) -> None:
    """Move a variable to where the table is smallest, trying the nearer end first."""
    last = len(table.at) - 1
    place = best = table.at.index(variable)
    least = table.size
    nearer, farther = (-1, 1) if place < last - place else (1, -1)
    for step in (nearer, farther):
        while 0 <= place + step <= last and table.size <= least * _MAY_GROW:
            table.swap(min(place, place + step))
            place += step
            if table.size < least:
                least, best = table.size, place
        while place != best:
            back = 1 if best > place else -1
            table.swap(min(place, place + back))
            place += back


class _Table:
    """Nodes that keep their number while their variable and branches change in place."""

    def __init__(self, store: Store, roots: Sequence[int], levels: int) -> None:
        self.at = list(range(levels))
        self.unique: list[dict[int, int]] = [{} for _ in range(levels)]
        self._variable, self._low, self._high, self._uses = [-1, -1], [0, 1], [0, 1], [0, 0]
        self._free: list[int] = []
        self.size = 0
        self.work = 0
        self._number = {0: 0, 1: 1}
        for root in roots:
            for at in store.reachable(root):
                if at not in self._number:
                    low, high = self._number[store.low[at]], self._number[store.high[at]]
                    self._number[at] = self._node(store.level[at], low, high)
            self._uses[self._number[root]] += 1

    def _node(self, variable: int, low: int, high: int) -> int:
        """Return the node with these branches, a new one in use by nothing yet."""
        if low == high:
            return low
        unique = self.unique[variable]
        key = high << SHIFT | low
        found = unique.get(key)
        if found is not None:
            return found
        if self._free:
            found = self._free.pop()
            self._variable[found], self._low[found], self._high[found] = variable, low, high
        else:
            found = len(self._variable)
            self._variable.append(variable)
            self._low.append(low)
            self._high.append(high)
            self._uses.append(0)
        unique[key] = found
        self._uses[low] += 1
        self._uses[high] += 1
        self.size += 1
        return found

    def _drop(self, node: int) -> None:
        """Note that a node has one use less; what is of no use is gone."""
        uses, low, high = self._uses, self._low, self._high
        waiting = [node]
        while waiting:
            at = waiting.pop()
            uses[at] -= 1
            if not uses[at] and at > 1:
                del self.unique[self._variable[at]][high[at] << SHIFT | low[at]]
                waiting += (low[at], high[at])
                self._free.append(at)
                self.size -= 1

    def swap(self, level: int) -> None:
        """Exchange the variables of a level and of the next."""
        variable, low, high, uses = self._variable, self._low, self._high, self._uses
        above, below = self.at[level], self.at[level + 1]
        self.at[level], self.at[level + 1] = below, above
        changing = [
            item
            for item in self.unique[above].items()
            if variable[low[item[1]]] == below or variable[high[item[1]]] == below
        ]
        self.work += len(changing)
        for key, _ in changing:
            del self.unique[above][key]
        for _, node in changing:
            without, having = low[node], high[node]
            neither = other = without
            if variable[without] == below:
                neither, other = low[without], high[without]
            one = both = having
            if variable[having] == below:
                one, both = low[having], high[having]
            lo, hi = self._node(above, neither, one), self._node(above, other, both)
            uses[lo] += 1
            uses[hi] += 1
            variable[node], low[node], high[node] = below, lo, hi
            self.unique[below][hi << SHIFT | lo] = node
            self._drop(without)
            self._drop(having)

    def stored(self, roots: Sequence[int]) -> tuple[Store, dict[int, int]]:
        """Return a store with the nodes as they are now, and the numbers the roots have there."""
        store = Store(len(self.at))
        became = {0: 0, 1: 1}
        for level in range(len(self.at) - 1, -1, -1):
            for node in self.unique[self.at[level]].values():
                low, high = became[self._low[node]], became[self._high[node]]
                became[node] = store.node(level, low, high)
        return store, {root: became[self._number[root]] for root in roots}
