"""One way of building a module's diagram, which can be paused and resumed without loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from causal.graph.antichain import family_operations
from causal.graph.binary import function_operations, minimal_solutions
from causal.graph.budget import Clock, Outgrown
from causal.graph.diagram import Operation, Store, deep_recursion
from causal.graph.network import Gate

Gates = dict[int, Gate]
"""The gates of a module, inputs before readers, the module itself last; all else is a leaf."""


class Attempt:
    """A method of building a diagram at work with one order of the leaves.

    Args:
        method: What the attempt does, to compare it with others that do the same.
        order: The leaves of the module, top level first.
        stores: What it builds; the last is where the diagram is.
        clock: The attempt's own clock.
        run: Builds the diagram and returns its root; run again after an interruption, it passes
            quickly over what the operations it uses remember.
    """

    def __init__(
        self,
        method: str,
        order: Sequence[int],
        stores: Sequence[Store],
        clock: Clock,
        run: Callable[[Attempt], int],
    ) -> None:
        self.method = method
        self.order = order
        self.store = stores[-1]
        self.progress = 0.0
        self._stores = stores
        self._clock = clock
        self._run = run

    def advance(self, allowance: int | None) -> int | None:
        """Return the root of the diagram, or None when it needs more than `allowance` nodes.

        Raises:
            NotFinished: The time is over, or without an allowance the nodes exceed the budget.
        """
        self._clock.allowance = allowance
        try:
            with deep_recursion(len(self.order)):
                return self._run(self)
        except Outgrown:
            return None

    def release(self) -> None:
        """Give the memory back; the attempt is of no further use."""
        for store in self._stores:
            store.release()


def function_attempt(gates: Gates, order: Sequence[int], clock: Clock) -> Attempt:
    """Return an attempt at the binary diagram of the module's function."""
    store = Store(len(order))
    both, either = function_operations(store, clock)
    return Attempt(
        "function", order, [store], clock, lambda self: _built(self, gates, store, both, either)
    )


def minimal_attempt(gates: Gates, order: Sequence[int], clock: Clock) -> Attempt:
    """Return an attempt at the minimal sets by way of the function."""
    functions, families = Store(len(order)), Store(len(order))
    both, either = function_operations(functions, clock)
    solutions = minimal_solutions(functions, families, clock)
    return Attempt(
        "minimal",
        order,
        [functions, families],
        clock,
        lambda self: solutions(_built(self, gates, functions, both, either)),
    )


def direct_attempt(gates: Gates, order: Sequence[int], clock: Clock) -> Attempt:
    """Return an attempt at the minimal sets by joining families of minimal sets."""
    store = Store(len(order))
    both, either = family_operations(store, clock)
    return Attempt(
        "direct", order, [store], clock, lambda self: _built(self, gates, store, both, either)
    )


def _built(attempt: Attempt, gates: Gates, store: Store, both: Operation, either: Operation) -> int:
    """Return the root of a module's diagram, made gate by gate.

    A gate is a dynamic program over its inputs: `rows[j]` is "at least j of those so far".
    """
    level = store.level
    diagram = {leaf: store.node(at, 0, 1) for at, leaf in enumerate(attempt.order)}
    for done, (number, (k, inputs)) in enumerate(gates.items()):
        # Deepest first: what is joined later sits above and leaves the rest untouched.
        nodes = sorted((diagram[i] for i in inputs), key=lambda at: -level[at])
        rows = [1] + [0] * k
        for position, node in enumerate(nodes):
            attempt.progress = max(attempt.progress, done + position / len(nodes))
            remaining = len(nodes) - position - 1
            for j in range(min(k, position + 1), max(0, k - remaining - 1), -1):
                rows[j] = either(rows[j], both(rows[j - 1], node))
        diagram[number] = rows[k]
    attempt.progress = float(len(gates))
    return diagram[next(reversed(gates))]
