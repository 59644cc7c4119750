"""The structure function of a fault tree, for tests that hold the engine against known counts."""

from __future__ import annotations

from causal.errors import Fault, InvalidIncident
from causal.graph.formula import Member
from causal.graph.network import Gate, Network, joined
from causal.io.fault_tree import FaultTree, gate_order


def to_network(tree: FaultTree) -> tuple[Network, tuple[str, ...]]:
    """Return the structure function of the tree and the name of each variable, sorted.

    Raises:
        InvalidIncident: The top is always true or never, whatever its basic events.
    """
    names = tuple(sorted(tree.events))
    node: dict[str, int | bool] = {name: number for number, name in enumerate(names)}
    node.update(tree.houses)
    gates: list[Gate] = []

    def value(formula: Member) -> int | bool:
        if isinstance(formula, str):
            return node[formula]
        if isinstance(formula, bool):
            return formula
        return joined(formula.k, [value(m) for m in formula.of], gates, len(names))

    for gate in gate_order(tree.gates):
        node[gate] = value(tree.gates[gate])
    top = node[tree.top]
    if isinstance(top, bool):
        problem = f"is always {str(top).lower()}, whatever its basic events"
        raise InvalidIncident([Fault(tree.top, problem, rule="openpsa")])
    return Network(len(names), tuple(gates), top), names
