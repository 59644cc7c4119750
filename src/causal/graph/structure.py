"""The structure function of an incident, compiled once into a network of threshold gates.

Only factors from which *because* leads to the outcome take part; *worsened by* never does.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapter VII.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from causal.errors import NothingToExplain
from causal.graph.counterfactual import outcome_survives
from causal.graph.network import Gate, Network
from causal.model import OUTCOME, Incident, Link
from causal.model import Gate as Formula

__all__ = ["Structure", "ancestors", "compile_structure"]

Guards = Mapping[str, tuple[str, ...]]
LinkGuards = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Structure:
    """A compiled structure function and the names of its nodes.

    Args:
        network: The threshold gates; its top node is the outcome.
        names: The name of each variable, sorted, so that variable order is name order.
        variable: The variable of each (name, ``factor``) and each condition (name, ``guard``).
        node: The node of each factor that takes part, and of the outcome.
        basic: The factors without causes, sorted.
    """

    network: Network
    names: tuple[str, ...]
    variable: Mapping[tuple[str, str], int]
    node: Mapping[str, int]
    basic: tuple[str, ...]

    @property
    def factors(self) -> tuple[str, ...]:
        """Every factor that takes part, causes before their effects."""
        return tuple(name for name in self.node if name != OUTCOME)

    def named(self, mask: int) -> frozenset[str]:
        """Return the names of the variables in a bitmask."""
        return frozenset(self.name_list(mask))

    def name_list(self, mask: int) -> list[str]:
        """Return the names of the variables in a bitmask, sorted."""
        names = []
        while mask:
            lowest = mask & -mask
            names.append(self.names[lowest.bit_length() - 1])
            mask ^= lowest
        return names

    def restrict(self, fixed: Mapping[str, bool]) -> Network | bool:
        """Return the network with some factors held true or false."""
        return self.network.restrict({self.node[f]: v for f, v in fixed.items() if f in self.node})

    def survives(self, scenarios: Sequence[Iterable[str]]) -> list[bool]:
        """Return for each scenario whether the outcome comes about without its factors.

        Everything a scenario does not name is as it was. Names that take no part are ignored.
        """
        nodes = [[self.node[f] for f in removed if f in self.node] for removed in scenarios]
        return outcome_survives(self.network, nodes)


def compile_structure(
    incident: Incident, *, guards: Guards | None = None, link_guards: LinkGuards | None = None
) -> Structure:
    """Return the structure function of an incident.

    Args:
        incident: The incident.
        guards: For a factor, the names of further conditions that must all hold for it to come
            about; one name may guard several factors.
        link_guards: For a link (cause, effect), further conditions for the cause to have effect.

    Raises:
        NothingToExplain: The outcome has no causes.
    """
    if incident.outcome.because is None:
        raise NothingToExplain(
            f"{incident.id}: the outcome has no causes yet; write them under outcome: because:"
        )
    order = list(incident.leading_to_outcome)
    basic = tuple(sorted(f for f in order if f != OUTCOME and incident.because(f) is None))
    return _Compiler(incident, basic, guards or {}, link_guards or {}).compile(order)


class _Compiler:
    def __init__(
        self, incident: Incident, basic: tuple[str, ...], guards: Guards, link_guards: LinkGuards
    ) -> None:
        self.incident = incident
        self.basic = basic
        self.guards = guards
        self.link_guards = link_guards
        extra = {name for names in (*guards.values(), *link_guards.values()) for name in names}
        keys = [(name, "factor") for name in basic] + [(name, "guard") for name in extra]
        self.variables = {key: number for number, key in enumerate(sorted(keys))}
        self.gates: list[Gate] = []
        self.node: dict[str, int] = {}

    def compile(self, order: list[str]) -> Structure:
        for factor in order:
            formula = self.incident.because(factor)
            if formula is None:
                node = self.variables[factor, "factor"]
            else:
                node = self._formula(formula, factor)
            self.node[factor] = self._guarded(node, self.guards.get(factor, ()))
        network = Network(len(self.variables), tuple(self.gates), self.node[OUTCOME])
        names = tuple(name for name, _ in self.variables)
        return Structure(network, names, self.variables, self.node, self.basic)

    def _formula(self, formula: Formula, effect: str) -> int:
        inputs = tuple(self._member(member, effect) for member in formula.of)
        k = formula.threshold
        return self._gate(k, inputs)

    def _member(self, member: Link | Formula, effect: str) -> int:
        if isinstance(member, Link):
            guards = self.link_guards.get((member.cause, effect), ())
            return self._guarded(self.node[member.cause], guards)
        return self._formula(member, effect)

    def _guarded(self, node: int, names: tuple[str, ...]) -> int:
        if not names:
            return node
        inputs = (node, *(self.variables[name, "guard"] for name in names))
        return self._gate(len(inputs), inputs)

    def _gate(self, k: int, inputs: tuple[int, ...]) -> int:
        self.gates.append(Gate(k, inputs))
        return len(self.variables) + len(self.gates) - 1


def ancestors(incident: Incident) -> dict[str, frozenset[str]]:
    """Return, for the outcome and each factor leading to it, every factor upstream of it."""
    found: dict[str, frozenset[str]] = {}
    for factor, direct in incident.leading_to_outcome.items():
        found[factor] = frozenset(direct).union(*(found[cause] for cause in direct))
    return found
