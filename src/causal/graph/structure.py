"""The structure function of an incident, compiled once into a network of threshold gates.

Only factors from which *because* leads to the outcome take part; *worsened by* never does.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapter VII.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from causal.errors import NothingToExplain
from causal.graph.budget import tick
from causal.graph.counterfactual import outcome_survives
from causal.graph.network import Gate, Network
from causal.model import OUTCOME, Incident, Link
from causal.model import Gate as Formula
from causal.model.order import causes_first

Reading = Literal["any", "all"]
"""How *contributing* is read: as *any of*, with which the outcome survives longest, or *all of*."""


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
        reading: How *contributing* was read.
    """

    network: Network
    names: tuple[str, ...]
    variable: Mapping[tuple[str, str], int]
    node: Mapping[str, int]
    basic: tuple[str, ...]
    reading: Reading = "any"

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


def threshold(formula: Formula, reading: Reading) -> int:
    """Return how many members a formula takes when *contributing* is read so."""
    return 1 if formula.op == "contributing" and reading == "any" else formula.threshold


def open_nodes(incident: Incident) -> tuple[str, ...]:
    """Return the factors, and the outcome, whose causes contributed it is not stated how.

    Only those that lead to the outcome, causes first.
    """
    return tuple(
        node
        for node in incident.leading_to_outcome
        if (formula := incident.because(node)) and _is_open(formula)
    )


def _is_open(formula: Formula) -> bool:
    return formula.op == "contributing" or any(
        _is_open(member) for member in formula.of if isinstance(member, Formula)
    )


def compile_structure(
    incident: Incident,
    *,
    guards: Guards | None = None,
    link_guards: LinkGuards | None = None,
    instead: Guards | None = None,
    reading: Reading | Mapping[str, Reading] = "any",
    top: str = OUTCOME,
) -> Structure:
    """Return the structure function of an incident.

    Args:
        incident: The incident.
        guards: For a factor, the names of further conditions that must all hold for it to come
            about; one name may guard several factors.
        link_guards: For a link (cause, effect), further conditions for the cause to have effect.
        instead: For such a condition the names of others, each of which does as well.
        reading: How *contributing* is read; by node where it differs, ``""`` for all others.
        top: The outcome, or the factor whose coming about is asked for instead.

    Raises:
        NothingToExplain: The outcome has no causes.
    """
    if top == OUTCOME and incident.outcome.because is None:
        raise NothingToExplain(
            f"{incident.id}: the outcome has no causes yet; write them under outcome: because:"
        )
    order = list(incident.leading_to_outcome if top == OUTCOME else causes_first(incident, (top,)))
    basic = tuple(sorted(f for f in order if f != OUTCOME and incident.because(f) is None))
    readings: Mapping[str, Reading] = {"": reading} if isinstance(reading, str) else reading
    compiler = _Compiler(incident, basic, guards or {}, link_guards or {}, instead or {})
    return compiler.compile(order, top, readings)


class _Compiler:
    def __init__(
        self,
        incident: Incident,
        basic: tuple[str, ...],
        guards: Guards,
        link_guards: LinkGuards,
        instead: Guards,
    ) -> None:
        self.incident = incident
        self.basic = basic
        self.guards = guards
        self.link_guards = link_guards
        self.instead = instead
        named = (*guards.values(), *link_guards.values(), *instead.values())
        extra = {name for names in named for name in names}
        keys = [(name, "factor") for name in basic] + [(name, "guard") for name in extra]
        self.variables = {key: number for number, key in enumerate(sorted(keys))}
        self.gates: list[Gate] = []
        self.node: dict[str, int] = {}

    def compile(self, order: list[str], top: str, readings: Mapping[str, Reading]) -> Structure:
        plain = readings[""]
        for factor in order:
            formula = self.incident.because(factor)
            if formula is None:
                node = self.variables[factor, "factor"]
            else:
                node = self._formula(formula, factor, readings.get(factor, plain))
            self.node[factor] = self._guarded(node, self.guards.get(factor, ()))
        network = Network(len(self.variables), tuple(self.gates), self.node[top])
        names = tuple(name for name, _ in self.variables)
        return Structure(network, names, self.variables, self.node, self.basic, plain)

    def _formula(self, formula: Formula, effect: str, reading: Reading) -> int:
        tick()
        inputs = tuple(self._member(member, effect, reading) for member in formula.of)
        return self._gate(threshold(formula, reading), inputs)

    def _member(self, member: Link | Formula, effect: str, reading: Reading) -> int:
        if isinstance(member, Link):
            guards = self.link_guards.get((member.cause, effect), ())
            return self._guarded(self.node[member.cause], guards)
        return self._formula(member, effect, reading)

    def _guarded(self, node: int, names: tuple[str, ...]) -> int:
        if not names:
            return node
        inputs = (node, *(self._condition(name) for name in names))
        return self._gate(len(inputs), inputs)

    def _condition(self, name: str) -> int:
        others = self.instead.get(name, ())
        either = (self.variables[name, "guard"], *(self.variables[n, "guard"] for n in others))
        return either[0] if not others else self._gate(1, either)

    def _gate(self, k: int, inputs: tuple[int, ...]) -> int:
        self.gates.append(Gate(k, inputs))
        return len(self.variables) + len(self.gates) - 1


def ancestors(incident: Incident) -> dict[str, frozenset[str]]:
    """Return, for the outcome and each factor leading to it, every factor upstream of it."""
    found: dict[str, frozenset[str]] = {}
    for factor, direct in incident.leading_to_outcome.items():
        found[factor] = frozenset(direct).union(*(found[cause] for cause in direct))
    return found
