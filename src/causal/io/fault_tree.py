"""Coherent fault trees: what formats of other tools share with a structure function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from causal.graph.formula import Member, names_read


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
