"""The diagrams of a network, module by module, each by whichever attempt succeeds first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from causal.graph.attempt import Attempt, Gates, direct_attempt, function_attempt, minimal_attempt
from causal.graph.budget import Budget, Clock
from causal.graph.composition import Composition, Part
from causal.graph.modules import modules
from causal.graph.network import Gate, Network
from causal.graph.normal import normal_form
from causal.graph.orders import orders

__all__ = ["compact", "functions", "minimal_families"]

Attempts = Callable[[Gates, Clock], Iterator[Attempt]]

_FIRST_ALLOWANCE = 8_000
_GROWTH = 2
_KEPT = 2
"""So many attempts are never dropped: the one ahead at first need not arrive first."""

_DIRECT_ORDERS = 2
"""With so many orders the families are also joined directly; it is rarely better, then far."""


def functions(network: Network, clock: Clock) -> Composition:
    """Return the network's function as binary diagrams, one per module."""
    return _composed(network, clock, _function_attempts)


def minimal_families(network: Network, clock: Clock) -> Composition:
    """Return the network's minimal sets as zero-suppressed diagrams, one per module."""
    return _composed(network, clock, _minimal_attempts)


def _composed(network: Network, clock: Clock, attempts: Attempts) -> Composition:
    network = normal_form(network)
    if network.top < network.variables:
        passed_on = (Gate(1, (network.top,)),)
        network = Network(network.variables, passed_on, network.variables)
    names = modules(network)
    inner = set(names)
    parts = []
    for name in names:
        module = _inside(network, name, inner)
        parts.append(_solved(name, attempts(module, clock), clock.budget))
    return Composition(network.variables, network.variables + len(network.gates), tuple(parts))


def _function_attempts(gates: Gates, clock: Clock) -> Iterator[Attempt]:
    for order in orders(gates):
        yield function_attempt(gates, order, clock.attempt())


def _minimal_attempts(gates: Gates, clock: Clock) -> Iterator[Attempt]:
    for number, order in enumerate(orders(gates)):
        yield minimal_attempt(gates, order, clock.attempt())
        if number < _DIRECT_ORDERS:
            yield direct_attempt(gates, order, clock.attempt())


def _inside(network: Network, module: int, modules: set[int]) -> Gates:
    """Return the gates of a module without those of inner modules, inputs before readers."""
    found = {module}
    stack = [module]
    while stack:
        for i in network.gates[stack.pop() - network.variables].inputs:
            if i >= network.variables and i not in modules and i not in found:
                found.add(i)
                stack.append(i)
    return {number: network.gates[number - network.variables] for number in sorted(found)}


def _solved(name: int, attempts: Iterator[Attempt], budget: Budget) -> Part:
    """Return the diagram of a module by the first attempt to finish.

    In each round all attempts get the same allowance; the half that has got furthest goes on,
    but only as many as the budget's nodes suffice for.
    """
    allowance = _FIRST_ALLOWANCE
    running: list[Attempt] = []
    try:
        while True:
            for attempt in list(running) or _noted(attempts, running):
                root = attempt.advance(allowance)
                if root is not None:
                    return compact(name, attempt, root)
            allowance *= _GROWTH
            kept = max(_KEPT, len(running) // 2)
            if budget.nodes is not None:
                kept = max(1, min(kept, budget.nodes // allowance))
            running.sort(key=lambda attempt: -attempt.progress)
            for attempt in running[kept:]:
                attempt.release()
            del running[kept:]
    finally:
        for attempt in running:
            attempt.release()


def _noted(attempts: Iterator[Attempt], running: list[Attempt]) -> Iterator[Attempt]:
    """Yield the attempts, each added to `running` as it is made."""
    for attempt in attempts:
        running.append(attempt)
        yield attempt


def compact(name: int, attempt: Attempt, root: int) -> Part:
    """Return the part with only the nodes its root reaches."""
    store, leaves = attempt.store, tuple(attempt.order)
    nodes = store.reachable(root)
    number = {0: 0, 1: 1}
    for at in nodes:
        number[at] = len(number)
    return Part(
        name,
        leaves,
        [len(leaves)] * 2 + [store.level[at] for at in nodes],
        [0, 1] + [number[store.low[at]] for at in nodes],
        [0, 1] + [number[store.high[at]] for at in nodes],
        number[root],
    )
