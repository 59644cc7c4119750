"""Diagrams of a network, module by module."""

from __future__ import annotations

from causal.graph.budget import Clock
from causal.graph.composition import Composition, Part
from causal.graph.diagram import (
    Store,
    conjunction,
    deep_recursion,
    disjunction,
    minimal_sets_of,
)
from causal.graph.modules import modules
from causal.graph.network import Gate, Network
from causal.graph.normal import normal_form

__all__ = ["functions", "minimal_families"]


def functions(network: Network, clock: Clock) -> Composition:
    """Return the network's function as binary diagrams, one per module."""
    return _composed(network, clock, minimal=False)


def minimal_families(network: Network, clock: Clock) -> Composition:
    """Return the network's minimal sets as zero-suppressed diagrams, one per module."""
    return _composed(network, clock, minimal=True)


def _composed(network: Network, clock: Clock, *, minimal: bool) -> Composition:
    network = normal_form(network)
    if network.top < network.variables:
        passed_on = (Gate(1, (network.top,)),)
        network = Network(network.variables, passed_on, network.variables)
    names = modules(network)
    inner = set(names)
    parts = []
    for name in names:
        leaves = _leaves(network, name, inner)
        with deep_recursion(len(leaves)):
            store = Store(len(leaves))
            root = _function(network, name, leaves, store, clock)
            if minimal:
                families = Store(len(leaves))
                root = minimal_sets_of(store, root, families, clock)
                store = families
        parts.append(_compact(name, leaves, store, root))
    return Composition(network.variables, network.variables + len(network.gates), tuple(parts))


def _compact(name: int, leaves: list[int], store: Store, root: int) -> Part:
    """Return the part with only the nodes its root reaches."""
    nodes = store.reachable(root)
    number = {0: 0, 1: 1}
    for at in nodes:
        number[at] = len(number)
    return Part(
        name,
        tuple(leaves),
        [len(leaves)] * 2 + [store.level[at] for at in nodes],
        [0, 1] + [number[store.low[at]] for at in nodes],
        [0, 1] + [number[store.high[at]] for at in nodes],
        number[root],
    )


def _leaves(network: Network, part: int, inner: set[int]) -> list[int]:
    """Return the variables and inner modules a module reads, depth first, small gates first."""
    offset = network.variables
    size = [1] * offset
    for gate in network.gates:
        size.append(1 + sum(size[i] for i in gate.inputs))
    found: dict[int, None] = {}
    seen = set()
    stack = [part]
    while stack:
        at = stack.pop()
        if at in seen:
            continue
        seen.add(at)
        if at < offset or (at in inner and at != part):
            found[at] = None
            continue
        inputs = network.gates[at - offset].inputs
        stack.extend(sorted(inputs, key=lambda i: size[i], reverse=True))
    return list(found)


def _function(network: Network, part: int, leaves: list[int], store: Store, clock: Clock) -> int:
    """Return the binary diagram of one module over its leaves, top level first."""
    both, either = conjunction(store, clock), disjunction(store, clock)
    diagram = {leaf: store.node(level, 0, 1) for level, leaf in enumerate(leaves)}
    for number in _between(network, part, diagram):
        k, inputs = network.gates[number - network.variables]
        nodes = sorted((diagram[i] for i in inputs), key=lambda n: -store.level[n])
        rows = [1] + [0] * k
        for position, node in enumerate(nodes):
            remaining = len(nodes) - position - 1
            for j in range(min(k, position + 1), max(0, k - remaining - 1), -1):
                rows[j] = either(rows[j], both(rows[j - 1], node))
        diagram[number] = rows[k]
    return diagram[part]


def _between(network: Network, part: int, leaves: dict[int, int]) -> list[int]:
    """Return the gates from the leaves of a module to its root, inputs first."""
    found = {part}
    stack = [part]
    while stack:
        for i in network.gates[stack.pop() - network.variables].inputs:
            if i not in leaves and i not in found:
                found.add(i)
                stack.append(i)
    return sorted(found)
