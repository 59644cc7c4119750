"""A monotone Boolean structure function as a network of threshold gates.

Every gate is true when at least `k` of its inputs are: *all of* n is k = n, *any of* is k = 1.
Nodes are integers: 0 .. variables-1 are the variables (basic factors, in name order), the
gates follow in topological order, so that a gate only reads nodes with a smaller number.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapters IV and VII.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Gate(NamedTuple):
    """True when at least `k` of `inputs` are true; 1 <= k <= len(inputs), inputs distinct."""

    k: int
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A monotone Boolean function: `variables`, `gates` in topological order, and a `top` node."""

    variables: int
    gates: tuple[Gate, ...]
    top: int

    def values(self, true: int, forced: Mapping[int, bool] | None = None) -> list[bool]:
        """Return the truth of every node when exactly the variables in the bitmask `true` hold.

        Args:
            true: Bit v set means variable v is true.
            forced: Nodes (variables or gates) whose value is set whatever their inputs say.
        """
        forced = forced or {}
        value = [bool(true >> v & 1) for v in range(self.variables)]
        for v in range(self.variables):
            if v in forced:
                value[v] = forced[v]
        for number, gate in enumerate(self.gates, self.variables):
            if number in forced:
                value.append(forced[number])
            else:
                value.append(sum(value[i] for i in gate.inputs) >= gate.k)
        return value

    def evaluate(self, true: int, forced: Mapping[int, bool] | None = None) -> bool:
        """Return whether the top node is true when exactly the variables in `true` hold."""
        return self.values(true, forced)[self.top]

    def needed(self) -> list[bool]:
        """Return for every node whether the top reads it, directly or not."""
        needed = [False] * (self.variables + len(self.gates))
        needed[self.top] = True
        for number in range(len(needed) - 1, self.variables - 1, -1):
            if needed[number]:
                for i in self.gates[number - self.variables].inputs:
                    needed[i] = True
        return needed

    def dual(self) -> Network:
        """Return the network whose minimal cut sets are the minimal path sets of this one."""
        gates = tuple(Gate(len(g.inputs) - g.k + 1, g.inputs) for g in self.gates)
        return Network(self.variables, gates, self.top)

    def restrict(self, fixed: Mapping[int, bool]) -> Network | bool:
        """Return the network with some nodes held true or false, or the constant it becomes.

        Variables keep their numbers; gates are numbered anew, those that became constant or
        equal to a single input vanish. What a fixed gate reads no longer matters to its readers.

        Args:
            fixed: Variables or gates and the value each is held at.
        """
        became: list[int | bool] = list(range(self.variables))
        for v in range(self.variables):
            if v in fixed:
                became[v] = bool(fixed[v])
        gates: list[Gate] = []
        for number, gate in enumerate(self.gates, self.variables):
            if number in fixed:
                became.append(bool(fixed[number]))
                continue
            nodes = [became[i] for i in gate.inputs]
            became.append(joined(gate.k, nodes, gates, self.variables))
        top = became[self.top]
        return top if isinstance(top, bool) else Network(self.variables, tuple(gates), top)


def joined(k: int, nodes: Sequence[int | bool], gates: list[Gate], variables: int) -> int | bool:
    """Return the node or constant that is true when at least `k` of the nodes and constants are.

    Args:
        k: How many must be true.
        nodes: Nodes and constants, repeats counted.
        gates: The gates there are; what is needed is added.
        variables: The number of variables, so that gates are numbered from there.
    """
    needed = k - sum(node is True for node in nodes)
    inputs = [node for node in nodes if not isinstance(node, bool)]
    if needed <= 0:
        return True
    if len(inputs) < needed:
        return False
    distinct = list(dict.fromkeys(inputs))
    if needed == len(inputs):
        needed = len(distinct)
    elif needed > 1 and len(distinct) < len(inputs):
        distinct = _passed_on(inputs, gates, variables)
    if len(distinct) == 1:
        return distinct[0]
    gates.append(Gate(needed, tuple(distinct)))
    return variables + len(gates) - 1


def _passed_on(inputs: list[int], gates: list[Gate], variables: int) -> list[int]:
    """Return the inputs with each repeat replaced by a gate that only passes it on."""
    met: dict[int, None] = {}
    for node in inputs:
        if node in met:
            gates.append(Gate(1, (node,)))
            met[variables + len(gates) - 1] = None
        else:
            met[node] = None
    return list(met)
