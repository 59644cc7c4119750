"""An attempt that changes the order of its levels whenever the diagrams outgrow it.

The order is settled once the function is built, before its minimal sets are taken from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from causal.graph.attempt import Attempt, Gates
from causal.graph.binary import function_operations, minimal_solutions
from causal.graph.budget import Clock, Outgrown
from causal.graph.diagram import Store
from causal.graph.sifting import sifted

_FIRST_LIMIT = 10_000
_LIMIT_PER_NODE = 6
"""Results kept before the order is tried anew, per node of the diagrams it left."""


class ReorderingAttempt(Attempt):
    """A function's diagram, or its minimal sets, built in an order that is improved on the way.

    Args:
        gates: The module.
        order: The order to begin with.
        clock: The attempt's own clock.
        minimal: Whether the minimal sets are wanted, not the function.
    """

    def __init__(
        self, gates: Gates, order: Sequence[int], clock: Clock, *, minimal: bool = True
    ) -> None:
        store = Store(len(order))
        super().__init__("reordering", order, [store], clock, lambda _: self._root())
        self._minimal = minimal
        self._limit = _FIRST_LIMIT
        self._both, self._either = function_operations(store, clock)
        self._waiting = list(gates.items())[::-1]
        self._steps: list[tuple[int, int]] = []
        # What is still needed, by node of the module; row j of the gate at work is ~j.
        self._diagram = {leaf: store.node(at, 0, 1) for at, leaf in enumerate(order)}
        self._readers = Counter(i for _, inputs in gates.values() for i in inputs)
        self._solutions: Callable[[int], int] | None = None

    def _root(self) -> int:
        while self._waiting:
            number, (k, inputs) = self._waiting[-1]
            if not self._steps:
                self._begin(k, inputs)
            while self._steps:
                self._step(*self._steps[-1])
                self._steps.pop()
            self._end(number, k, inputs)
        (root,) = self._diagram.values()
        if not self._minimal:
            return root
        if self._solutions is None:
            functions, self.store = self.store, Store(len(self.order))
            self._stores = [functions, self.store]
            self._solutions = minimal_solutions(functions, self.store, self._clock)
        return self._solutions(root)

    def _begin(self, k: int, inputs: Sequence[int]) -> None:
        """Plan a gate: row j becomes "at least j of the inputs so far"."""
        self._diagram |= {~j: int(j == 0) for j in range(k + 1)}
        ordered = sorted(inputs, key=lambda i: -self.store.level[self._diagram[i]])
        for position, i in enumerate(ordered):
            remaining = len(ordered) - position - 1
            rows = range(min(k, position + 1), max(0, k - remaining - 1), -1)
            self._steps += [(j, i) for j in rows]
        self._steps.reverse()

    def _step(self, j: int, i: int) -> None:
        allowance, diagram = self._clock.allowance, self._diagram
        while True:
            if allowance is None or self._limit < allowance:
                self._clock.allowance = self._limit
            try:
                diagram[~j] = self._either(diagram[~j], self._both(diagram[~(j - 1)], diagram[i]))
            except Outgrown:
                if allowance is not None and self._limit >= allowance:
                    raise
                self._reorder()
            else:
                return
            finally:
                self._clock.allowance = allowance

    def _end(self, number: int, k: int, inputs: Sequence[int]) -> None:
        """Keep the last row of a gate, and of the rest what another gate reads."""
        self._diagram[number] = self._diagram[~k]
        self._readers.subtract(inputs)
        done = [~j for j in range(k + 1)] + [i for i in inputs if not self._readers[i]]
        for key in done:
            del self._diagram[key]
        self._waiting.pop()
        self.progress += 1.0

    def _reorder(self) -> None:
        """Improve the order; then at least twice the limit may be added."""
        self._clock.allowance, self._clock.held = None, 0
        roots = sorted(set(self._diagram.values()))
        levels, store, became = sifted(self.store, len(self.order), roots, self._clock)
        self.release()
        self.order = [self.order[level] for level in levels]
        self.store, self._stores = store, [store]
        self._diagram.update({key: became[root] for key, root in self._diagram.items()})
        self._both, self._either = function_operations(store, self._clock)
        size = self._clock.held = len(store.level)
        self._limit = max(self._limit * 2, size * _LIMIT_PER_NODE)
