"""Many counterfactuals in one pass: does the top still hold when these nodes are forced false?

Each scenario is one bit; a node's value is the bitmask of the scenarios in which it is true, so
that one walk over the gates answers all scenarios at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causal.graph.network import Gate, Network

__all__ = ["outcome_survives", "threshold"]


def outcome_survives(network: Network, scenarios: Sequence[Iterable[int]]) -> list[bool]:
    """Return for each scenario whether the top is true when only its nodes are forced false.

    Args:
        network: The structure function; every variable not forced is true.
        scenarios: For each scenario the nodes (variables or gates) that are forced false.
    """
    everywhere = (1 << len(scenarios)) - 1
    forced: dict[int, int] = {}
    for number, nodes in enumerate(scenarios):
        for node in nodes:
            forced[node] = forced.get(node, 0) | 1 << number
    values = [everywhere & ~forced.get(v, 0) for v in range(network.variables)]
    for number, gate in enumerate(network.gates, network.variables):
        values.append(threshold(gate, values, everywhere) & ~forced.get(number, 0))
    top = values[network.top]
    return [bool(top >> number & 1) for number in range(len(scenarios))]


def threshold(gate: Gate, values: Sequence[int], everywhere: int) -> int:
    """Return the scenarios in which at least k inputs of the gate are true."""
    if gate.k == len(gate.inputs):
        for node in gate.inputs:
            everywhere &= values[node]
        return everywhere
    if gate.k == 1:
        some = 0
        for node in gate.inputs:
            some |= values[node]
        return some
    at_least = [everywhere] + [0] * gate.k
    for node in gate.inputs:
        for count in range(gate.k, 0, -1):
            at_least[count] |= at_least[count - 1] & values[node]
    return at_least[gate.k]
