"""Many counterfactuals in one pass: does the top still hold when these nodes are forced false?

Each scenario is one bit; a node's value is the bitmask of the scenarios in which it is true, so
that one walk over the gates answers all scenarios at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from causal.graph.budget import tick
from causal.graph.network import Gate, Network


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
        tick()
        values.append(threshold(gate, values, everywhere) & ~forced.get(number, 0))
    top = values[network.top]
    return [bool(top >> number & 1) for number in range(len(scenarios))]


def threshold(gate: Gate, values: Sequence[int], everywhere: int) -> int:
    """Return the scenarios in which at least k inputs of the gate are true."""
    return at_least(gate.k, [values[node] for node in gate.inputs], everywhere)


def at_least(k: int, values: Sequence[int], everywhere: int) -> int:
    """Return the scenarios, one bit each, in which at least k of the values are true.

    The values are counted in binary, one bitmask for each digit of the count of every scenario.
    """
    if k == len(values):
        for value in values:
            everywhere &= value
        return everywhere
    if k == 1:
        some = 0
        for value in values:
            some |= value
        return some
    digits = [0] * len(values).bit_length()
    for value in values:
        carry, place = value, 0
        while carry:
            digits[place], carry = digits[place] ^ carry, digits[place] & carry
            place += 1
    more, equal = 0, everywhere
    for place in reversed(range(max(len(digits), k.bit_length()))):
        digit = digits[place] if place < len(digits) else 0
        if k >> place & 1:
            equal &= digit
        else:
            more |= equal & digit
            equal &= ~digit
    return more | equal
