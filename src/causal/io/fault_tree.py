"""Coherent fault trees: what formats of other tools share with a structure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from causal.errors import Fault, InvalidIncident
from causal.graph.formula import Member, names_read
from causal.graph.network import Gate, Network, joined


@dataclass(frozen=True, slots=True)
class FaultTree:
    """A coherent fault tree.

    Args:
        name: What the file calls it.
        top: The gate that is explained.
        gates: The formula of each gate.
        events: Each basic event and its probability, None where the file gives no number.
        houses: Each house event and its value.
        labels: The sentence of a gate or event, where the file gives one.
        left: What the file says and is not read.
        ids: What a gate or event is called where the format does not allow it as a name.
        contributing: How causes of which it was not stated how they combined were read.
    """

    name: str
    top: str
    gates: Mapping[str, Member]
    events: Mapping[str, float | None]
    houses: Mapping[str, bool]
    labels: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    contributing: str = ""


def gate_order(gates: Mapping[str, Member]) -> list[str]:
    """Return the gates, each after those it reads.

    Raises:
        graphlib.CycleError: A gate reads itself, directly or not.
    """
    reads = {
        gate: [n for n in names_read(formula) if n in gates] for gate, formula in gates.items()
    }
    return list(TopologicalSorter(reads).static_order())


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
