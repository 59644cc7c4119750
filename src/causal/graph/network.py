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

__all__ = ["Gate", "Network"]


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
            became.append(_with_constants(gate, became, gates, self.variables))
        top = became[self.top]
        return top if isinstance(top, bool) else Network(self.variables, tuple(gates), top)


def _with_constants(
    gate: Gate, became: Sequence[int | bool], gates: list[Gate], offset: int
) -> int | bool:
    """Return what the gate becomes, a node or a constant, adding to `gates` what that needs."""
    k = gate.k
    inputs: list[int] = []
    for i in gate.inputs:
        node = became[i]
        if node is True:
            k -= 1
        elif node is not False:
            inputs.append(node)
    if k <= 0:
        return True
    if len(inputs) < k:
        return False
    distinct = tuple(dict.fromkeys(inputs))
    if k == len(inputs):
        k = len(distinct)
    elif k > 1 and len(distinct) < len(inputs):
        # A repeated input counts twice; a gate that only passes it on keeps inputs distinct.
        seen: set[int] = set()
        for position, node in enumerate(inputs):
            if node in seen:
                gates.append(Gate(1, (node,)))
                inputs[position] = offset + len(gates) - 1
            seen.add(node)
        distinct = tuple(inputs)
    if len(distinct) == 1:
        return distinct[0]
    gates.append(Gate(k, distinct))
    return offset + len(gates) - 1
