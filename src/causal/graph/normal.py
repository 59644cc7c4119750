"""The normal form of a network: the same function with fewer, larger and shared gates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from causal.graph.budget import tick
from causal.graph.network import Gate, Network

_PASSES = 20
"""Simplifications allow others; real networks settle within a few passes."""


def normal_form(network: Network) -> Network:
    """Return an equal network, simplified, whose inseparable variables are gates of their own.

    Variables keep their numbers. Gates the top does not read are gone.
    """
    simpler = _flattened(network)
    for _ in range(_PASSES):
        before = simpler
        simpler = _flattened(_without_echoes(simpler))
        if simpler == before:
            break
    return _grouped(simpler)


def _shape(gate: Gate) -> str:
    """Return "or", "and" or "threshold"."""
    if gate.k == 1:
        return "or"
    return "and" if gate.k == len(gate.inputs) else "threshold"


class _Builder:
    """Gates under construction; equal gates are made once."""

    def __init__(self, variables: int) -> None:
        self.variables = variables
        self.gates: list[Gate] = []
        self._known: dict[tuple[int, frozenset[int]], int] = {}

    def gate(self, k: int, inputs: Iterable[int]) -> int:
        """Return the gate with exactly these distinct inputs, or its only input."""
        ordered = tuple(inputs)
        if len(ordered) == 1:
            return ordered[0]
        key = k, frozenset(ordered)
        number = self._known.get(key)
        if number is None:
            number = self._known[key] = self.variables + len(self.gates)
            self.gates.append(Gate(k, ordered))
        return number

    def at_least(self, k: int, nodes: list[int]) -> int:
        """Return the flattened gate that is true when k of the nodes are, repeats counted."""
        tick()
        if k == 1 or k == len(nodes):
            return self._joined(nodes, "or" if k == 1 else "and")
        distinct = set(nodes)
        if len(distinct) == len(nodes):
            return self.gate(k, nodes)
        twice = min(node for node in distinct if nodes.count(node) > 1)
        others = [node for node in nodes if node != twice]
        needed = k - (len(nodes) - len(others))
        branches = [
            twice if needed <= 0 else self.at_least(2, [twice, self.at_least(needed, others)])
        ]
        if k <= len(others):
            branches.append(self.at_least(k, others))
        return self.at_least(1, branches)

    def _joined(self, nodes: list[int], shape: str) -> int:
        flat: dict[int, None] = {}
        for node in nodes:
            flat.update(dict.fromkeys(self._inside(node, shape)))
        return self._factored(list(flat), shape)

    def _factored(self, nodes: list[int], shape: str) -> int:
        """Return the gate over the nodes, with what all of them share written only once.

        ``(x or a) and (x or b)`` is ``x or (a and b)``, ``(x and a) or (x and b)`` is
        ``x and (a or b)``.
        """
        other = "and" if shape == "or" else "or"
        common = set(self._inside(nodes[0], other))
        for node in nodes[1:]:
            common.intersection_update(self._inside(node, other))
            if not common:
                break
        if len(nodes) == 1 or not common:
            return self.gate(1 if shape == "or" else len(nodes), nodes)
        insides = [self._inside(node, other) for node in nodes]
        shared = [node for node in insides[0] if node in common]
        rests = [[node for node in inside if node not in common] for inside in insides]
        if all(rests):
            shared.append(self._joined([self._joined(rest, other) for rest in rests], shape))
        return self._joined(shared, other)

    def _inside(self, node: int, shape: str) -> tuple[int, ...]:
        """Return what the node joins if it is a gate of the shape, else only itself."""
        if node < self.variables:
            return (node,)
        gate = self.gates[node - self.variables]
        return gate.inputs if _shape(gate) == shape else (node,)


def _flattened(network: Network) -> Network:
    """Return the network with nested gates of one shape made one and equal gates merged."""
    builder = _Builder(network.variables)
    became = list(range(network.variables))
    for gate in network.gates:
        became.append(builder.at_least(gate.k, [became[i] for i in gate.inputs]))
    return _in_depth_order(Network(network.variables, tuple(builder.gates), became[network.top]))


def _in_depth_order(network: Network) -> Network:
    """Return the network with its gates in the order a depth-first walk from the top leaves them.

    Gates the top does not read are gone. What a diagram is built from then stays close together,
    and attempts at one get comparably far, in whatever order the gates were given.
    """
    offset = network.variables
    became = {node: node for node in range(offset)}
    gates: list[Gate] = []
    stack = [network.top]
    while stack:
        at = stack[-1]
        if at in became:
            stack.pop()
            continue
        gate = network.gates[at - offset]
        waiting = [i for i in reversed(gate.inputs) if i not in became]
        if waiting:
            stack.extend(waiting)
            continue
        became[at] = offset + len(gates)
        gates.append(Gate(gate.k, tuple(became[i] for i in gate.inputs)))
    return Network(offset, tuple(gates), became[network.top])


def _without_echoes(network: Network) -> Network:
    """Return the network without inputs that a gate above makes irrelevant.

    In ``x or f(x)`` the inner x may be taken as false, in ``x and f(x)`` as true. It must hold
    on every way up from the inner gate; x may be a gate itself.
    """
    offset = network.variables
    everything = -1
    false = [everything] * (offset + len(network.gates))
    true = [everything] * (offset + len(network.gates))
    false[network.top] = true[network.top] = 0
    became: list[int | bool] = list(range(offset))
    for number in range(offset + len(network.gates) - 1, offset - 1, -1):
        gate = network.gates[number - offset]
        direct = sum(1 << i for i in gate.inputs)
        shape = _shape(gate)
        below_false = false[number] | (direct & ~true[number] if shape == "or" else 0)
        below_true = true[number] | (direct & ~false[number] if shape == "and" else 0)
        for i in gate.inputs:
            false[i] &= below_false
            true[i] &= below_true
    builder = _Builder(offset)
    for number, gate in enumerate(network.gates, offset):
        k = gate.k
        inputs: list[int] = []
        for i in gate.inputs:
            node = became[i]
            if node is True or true[number] >> i & 1:
                k -= 1
            elif node is not False and not false[number] >> i & 1:
                inputs.append(node)
        if k <= 0 or len(inputs) < k:
            became.append(k <= 0)
        else:
            became.append(builder.at_least(k, inputs))
    return Network(offset, tuple(builder.gates), int(became[network.top]))


def _grouped(network: Network) -> Network:
    """Return the network with variables that only ever occur together made one gate of their own.

    Such a group is then a module: one level of the readers' diagrams instead of many.
    """
    offset = network.variables
    groups = _inseparable(network)
    builder = _Builder(offset)
    became = list(range(offset))
    for gate in network.gates:
        inputs = []
        for i in gate.inputs:
            group = groups.get(i, [i])
            if i == group[0]:
                members = [became[j] for j in group]
                inputs.append(builder.gate(1 if gate.k == 1 else len(members), members))
        k = gate.k if _shape(gate) == "threshold" else 1 if gate.k == 1 else len(inputs)
        became.append(builder.gate(k, inputs))
    return _in_depth_order(Network(offset, tuple(builder.gates), became[network.top]))


def _inseparable(network: Network) -> dict[int, list[int]]:
    """Return for each variable those that always occur with it, in gates of one shape."""
    offset = network.variables
    readers: list[list[int]] = [[] for _ in range(offset)]
    for number, gate in enumerate(network.gates, offset):
        for i in gate.inputs:
            if i < offset:
                readers[i].append(number)
    together: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for variable, reading in enumerate(readers):
        together[tuple(reading)].append(variable)
    groups = {}
    for readers_of_all, group in together.items():
        gates = [network.gates[number - offset] for number in readers_of_all]
        shapes = {_shape(gate) for gate in gates}
        apart = any(len(gate.inputs) > len(group) for gate in gates)
        if len(group) > 1 and apart and len(shapes) == 1 and "threshold" not in shapes:
            groups.update(dict.fromkeys(group, group))
    return groups
