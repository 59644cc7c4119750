"""A monotone Boolean structure function as a network of threshold gates.

Every gate is true when at least `k` of its inputs are: *all of* n is k = n, *any of* is k = 1.
Nodes are integers: 0 .. variables-1 are the variables (basic factors, in name order), the
gates follow in topological order, so that a gate only reads nodes with a smaller number.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapters IV and VII.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Gate", "Network"]


class Gate(NamedTuple):
    """True when at least `k` of `inputs` are true; 1 <= k <= len(inputs), inputs distinct."""

    k: int
    inputs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """A monotone Boolean function: `variables` inputs, `gates` in topological order, one `top` node."""

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

    def dual(self) -> Network:
        """Return the network whose minimal cut sets are the minimal path sets of this one."""
        gates = tuple(Gate(len(g.inputs) - g.k + 1, g.inputs) for g in self.gates)
        return Network(self.variables, gates, self.top)
