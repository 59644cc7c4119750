"""What is asked of every resolution of the facts in doubt: one small function per question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from causal.analysis.depth import layers_on
from causal.analysis.explain import Explanation
from causal.analysis.layers import layer_verdicts
from causal.analysis.scenario import triggers
from causal.graph.uncertain import Part, Split, UncertainStructure

if TYPE_CHECKING:
    from causal.graph.budget import Clock
    from causal.graph.structure import Structure
    from causal.model import Action, Incident

__all__ = ["QUESTIONS", "Case", "Subject"]

Subject = str | tuple[str, ...]
"""What a verdict is about: a factor, a layer, a scenario, or the sorted members of a cut set."""


@dataclass(frozen=True)
class Case:
    """An incident under every resolution, with what the questions need to know of it.

    Args:
        incident: The incident.
        structure: Its structure function as drawn.
        actions: The actions that count.
        scenario: What they are called.
        clock: The time of the answer; as many cut sets as its budget allows are asked about.
    """

    incident: Incident
    structure: Structure
    actions: Mapping[str, Action]
    scenario: str
    clock: Clock

    @cached_property
    def defences(self) -> tuple[tuple[str, Part], ...]:
        """Each layer that an action hardens, with the factor or link it does so on."""
        found: list[tuple[str, Part]] = []
        for action in self.actions.values():
            if action.kind == "repair":
                continue
            if action.effect == "adds_barrier" and action.on is not None:
                link = (action.on.cause, action.on.effect)
                found.append((layers_on(self.incident, action), link))
            else:
                found += [(layers_on(self.incident, action, f), f) for f in action.addresses]
        return tuple(dict.fromkeys(found))

    @cached_property
    def hardened(self) -> tuple[str, ...]:
        """The layers that actions harden, sorted."""
        return tuple(sorted({layer for layer, _ in self.defences}))

    @cached_property
    def graph(self) -> UncertainStructure:
        """The incident's graph; whether the layers in `hardened` failed are further questions."""
        return UncertainStructure(self.incident, self.clock, further=len(self.hardened))

    @cached_property
    def cut_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal cut sets as drawn, as many as the budget lists."""
        return Explanation(self.incident, self.clock).cut_sets

    def suffices(self, members: frozenset[str]) -> int:
        """Return the resolutions in which no other basic factors are needed."""
        others = [factor for factor in self.structure.basic if factor not in members]
        return self.graph.outcome(dict.fromkeys(others, 0))


def _needed(case: Case) -> dict[Subject, Split]:
    return {factor: case.graph.averted({factor: 0}) for factor in case.structure.factors}


def _stopping(case: Case) -> dict[Subject, Split]:
    found = layer_verdicts(case.incident, case.structure)
    gaps = {name: verdict.gaps for name, verdict in found.items() if verdict.gaps}
    return {name: case.graph.averted(dict.fromkeys(holes, 0)) for name, holes in gaps.items()}


def _sufficing(case: Case) -> dict[Subject, Split]:
    return {
        tuple(sorted(members)): case.graph.holds_or_not(case.suffices(members))
        for members in case.cut_sets
    }


def _minimal(case: Case) -> dict[Subject, Split]:
    logic = case.graph.decisions
    found: dict[Subject, Split] = {}
    for members in case.cut_sets:
        with_fewer = logic.any_of(case.suffices(members - {gone}) for gone in sorted(members))
        minimal = logic.without(case.suffices(members), with_fewer)
        found[tuple(sorted(members))] = case.graph.holds_or_not(minimal)
    return found


def _closing(case: Case) -> dict[Subject, Split]:
    # A barrier hardens its link and leaves it open, so here it changes nothing.
    removed: dict[Part, int] = {part: 0 for _, part in case.defences if isinstance(part, str)}
    held = triggers(case.incident, case.structure)
    return {case.scenario: case.graph.averted(removed, held)}


def _deepening(case: Case) -> dict[Subject, Split]:
    graph = case.graph
    failed = {layer: graph.further(number) for number, layer in enumerate(case.hardened)}
    back: dict[Part, int] = {}
    for layer, part in case.defences:
        back[part] = graph.decisions.both(back.get(part, 1), failed[layer])
    recurs = graph.outcome(back, triggers(case.incident, case.structure))
    return {case.scenario: graph.fewest_further(recurs)}


QUESTIONS: dict[str, Callable[[Case], dict[Subject, Split]]] = {
    "but-for": _needed,
    "layer": _stopping,
    "cut-set": _sufficing,
    "minimal": _minimal,
    "closed": _closing,
    "depth": _deepening,
}
"""What is asked of every resolution, in the order of the answers."""
