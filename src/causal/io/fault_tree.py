"""Coherent fault trees: what formats of other tools share with a structure function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from causal.errors import Fault, InvalidIncident
from causal.graph.network import Gate, Network, joined

__all__ = [
    "AtLeast",
    "Constant",
    "FaultTree",
    "Formula",
    "Reference",
    "gate_order",
    "names_read",
    "to_network",
]


@dataclass(frozen=True, slots=True)
class Reference:
    """A gate, basic event or house event by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """True or false."""

    value: bool


@dataclass(frozen=True, slots=True)
class AtLeast:
    """True when at least `k` of `members` are: *or* is k = 1, *and* is k = len(members)."""

    k: int
    members: tuple[Formula, ...]


Formula = Reference | Constant | AtLeast


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
    """

    name: str
    top: str
    gates: Mapping[str, Formula]
    events: Mapping[str, float | None]
    houses: Mapping[str, bool]
    labels: Mapping[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()


def names_read(formula: Formula) -> Iterator[str]:
    """Yield the names a formula reads, in the order written."""
    if isinstance(formula, Reference):
        yield formula.name
    elif isinstance(formula, AtLeast):
        for member in formula.members:
            yield from names_read(member)


def gate_order(gates: Mapping[str, Formula]) -> list[str]:
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

    def value(formula: Formula) -> int | bool:
        if isinstance(formula, Reference):
            return node[formula.name]
        if isinstance(formula, Constant):
            return formula.value
        return joined(formula.k, [value(m) for m in formula.members], gates, len(names))

    for gate in gate_order(tree.gates):
        node[gate] = value(tree.gates[gate])
    top = node[tree.top]
    if isinstance(top, bool):
        problem = f"is always {str(top).lower()}, whatever its basic events"
        raise InvalidIncident([Fault(tree.top, problem, rule="openpsa")])
    return Network(len(names), tuple(gates), top), names
