"""What is asked of every resolution of the open facts: one small function per question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from causal.analysis.explain import Explanation
from causal.analysis.layers import layer_verdicts
from causal.analysis.scenario import triggers
from causal.analysis.targets import Target, guards_by_action, guards_by_layer, targets
from causal.graph.uncertain import Part, Split, UncertainStructure

if TYPE_CHECKING:
    from causal.graph.budget import Clock
    from causal.graph.structure import Reading, Structure
    from causal.model import Action, Incident

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
    reading: Reading = "any"

    @cached_property
    def targets(self) -> tuple[Target, ...]:
        """Where the actions act."""
        return targets(self.incident, self.actions)

    @cached_property
    def failing(self) -> tuple[tuple[str, str], ...]:
        """What may fail: each layer that actions count in, and each action; further questions."""
        layers = sorted({("layer", target.layer) for target in self.targets})
        return (*layers, *sorted({("action", target.action) for target in self.targets}))

    @cached_property
    def graph(self) -> UncertainStructure:
        """The incident's graph; whether what is in `failing` fails are further questions."""
        return UncertainStructure(
            self.incident, self.clock, further=len(self.failing), reading=self.reading
        )

    @cached_property
    def cut_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal cut sets as drawn, as many as the budget lists."""
        return Explanation(self.incident, self.clock, self.reading).cut_sets

    def suffices(self, members: frozenset[str]) -> int:
        """Return the resolutions in which no other basic factors are needed."""
        others = [factor for factor in self.structure.basic if factor not in members]
        return self.graph.outcome(dict.fromkeys(others, 0), unknown=False)


def _needed(case: Case) -> dict[Subject, Split]:
    return {factor: case.graph.averted({factor: 0}) for factor in case.structure.factors}


def _stopping(case: Case) -> dict[Subject, Split]:
    found = layer_verdicts(case.incident, case.structure)
    gaps = {name: verdict.gaps for name, verdict in found.items() if verdict.gaps}
    return {name: case.graph.averted(dict.fromkeys(missing, 0)) for name, missing in gaps.items()}


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
    removed: dict[Part, int] = {t.part: 0 for t in case.targets if not t.is_barrier}
    held = triggers(case.incident, case.structure)
    return {case.scenario: case.graph.averted(removed, held)}


def _deepening(case: Case) -> dict[Subject, Split]:
    by_layer = _fewest_failing(case, "layer", guards_by_layer(case.targets))
    by_action = _fewest_failing(case, "action", guards_by_action(case.targets))
    found: Split = {}
    both, either = case.graph.decisions.both, case.graph.decisions.either
    for layers, one in by_layer.items():
        for actions, other in by_action.items():
            depth = min(layers, actions)
            found[depth] = either(found.get(depth, 0), both(one, other))
    return {case.scenario: {depth: region for depth, region in found.items() if region}}


def _fewest_failing(case: Case, kind: str, guards: Mapping[Part, tuple[str, ...]]) -> Split:
    graph = case.graph
    fails = {which: graph.further(number) for number, which in enumerate(case.failing)}
    back: dict[Part, int] = {
        part: graph.decisions.all_of(fails[kind, name] for name in names)
        for part, names in guards.items()
    }
    recurs = graph.outcome(back, triggers(case.incident, case.structure))
    return graph.fewest_further(recurs)


QUESTIONS: dict[str, Callable[[Case], dict[Subject, Split]]] = {
    "but-for": _needed,
    "layer": _stopping,
    "cut-set": _sufficing,
    "minimal": _minimal,
    "closed": _closing,
    "depth": _deepening,
}
"""What is asked of every resolution, in the order of the answers."""
