"""The diagrams of a network, module by module, each by whichever attempt succeeds first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from causal.graph.attempt import Attempt, Gates, direct_attempt, function_attempt, minimal_attempt
from causal.graph.budget import Clock
from causal.graph.composition import Composition, Part
from causal.graph.modules import modules
from causal.graph.network import Gate, Network
from causal.graph.normal import normal_form
from causal.graph.orders import orders
from causal.graph.race import Entrants, raced
from causal.graph.reordering import ReorderingAttempt

Method = Callable[[Gates, Sequence[int], Clock], Attempt]
Methods = Callable[[Gates, Clock], tuple[Entrants, Entrants]]

_DIRECT_ORDERS = 2
"""With so many orders the families are also joined directly; it is rarely better, then far."""

_REORDERED = 2
"""From so many orders an attempt sets out that improves its order on the way."""


def functions(network: Network, clock: Clock) -> Composition:
    """Return the network's function as binary diagrams, one per module."""
    return _composed(network, clock, _for_function)


def minimal_families(network: Network, clock: Clock) -> Composition:
    """Return the network's minimal sets as zero-suppressed diagrams, one per module."""
    return _composed(network, clock, _for_minimal_sets)


def _composed(network: Network, clock: Clock, methods: Methods) -> Composition:
    network = normal_form(network)
    if network.top < network.variables:
        passed_on = (Gate(1, (network.top,)),)
        network = Network(network.variables, passed_on, network.variables)
    names = modules(network)
    inner = set(names)
    parts = []
    for name in names:
        module = _inside(network, name, inner)
        attempt, root = raced(*methods(module, clock), clock)
        parts.append(compact(name, attempt, root))
        attempt.release()
    return Composition(network.variables, network.variables + len(network.gates), tuple(parts))


def _for_function(gates: Gates, clock: Clock) -> tuple[Entrants, Entrants]:
    reordering = partial(ReorderingAttempt, minimal=False)
    return (
        _entrants([(function_attempt, None)], gates, clock),
        _entrants([(reordering, _REORDERED)], gates, clock),
    )


def _for_minimal_sets(gates: Gates, clock: Clock) -> tuple[Entrants, Entrants]:
    at_once = [(minimal_attempt, None), (direct_attempt, _DIRECT_ORDERS)]
    return (
        _entrants(at_once, gates, clock),
        _entrants([(ReorderingAttempt, _REORDERED)], gates, clock),
    )


def _entrants(methods: Sequence[tuple[Method, int | None]], gates: Gates, clock: Clock) -> Entrants:
    """Yield what makes the attempts of each method, with so many of the orders as is said."""
    for number, order in enumerate(orders(gates)):
        for method, most in methods:
            if most is None or number < most:
                yield partial(_begun, method, gates, order, clock)


def _begun(method: Method, gates: Gates, order: list[int], clock: Clock) -> Attempt:
    """Return an attempt that counts its nodes from nothing."""
    return method(gates, order, clock.attempt())


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
