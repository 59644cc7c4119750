"""Depth of defence: how much must fail again for the outcome to recur.

A factor is back only when every layer with an action on it has failed, or, counted by actions,
when every action on it has; what no action touches is simply there. The depth is the smaller of
the fewest layers and the fewest actions whose failure lets the outcome come about: 0 when some
failure path is untouched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.layers import common_causes
from causal.analysis.scenario import triggers
from causal.analysis.targets import guards_by_action, guards_by_layer, targets
from causal.graph.families import minimal_sets
from causal.graph.structure import Structure, compile_structure

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.graph.structure import Reading
    from causal.graph.uncertain import Part
    from causal.model import Action, Incident

MAX_LISTED = 100
_CAUSE = "\0"
"""What marks a drawn cause among the failure causes, apart from a layer of its name."""


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep the defence is.

    Args:
        depth: The smaller of `layers` and `actions`.
        layers: The fewest layers that must all fail again.
        actions: The fewest actions that must all fail again.
        independent: The fewest failure causes, where a layer is one and a drawn factor upstream of
            gaps in several layers fails them all; at most `depth`, and a lower bound.
        layer_sets: The minimal sets of layers whose failure lets the outcome recur, at most 100,
            smallest first.
        action_sets: The same of actions.
        in_action_sets: The actions that are in any such set, listed or not.
        common_causes: For each drawn common cause, the hardened layers it lies upstream of.
    """

    depth: int
    layers: int
    actions: int
    independent: int
    layer_sets: tuple[frozenset[str], ...]
    action_sets: tuple[frozenset[str], ...]
    in_action_sets: frozenset[str]
    common_causes: Mapping[str, tuple[str, ...]]

    @property
    def weakest(self) -> frozenset[str]:
        """The weakest point: the first of the smallest sets, of layers unless actions are fewer."""
        sets = self.action_sets if self.actions < self.layers else self.layer_sets
        return sets[0]


def layers_of(incident: Incident, actions: Mapping[str, Action]) -> dict[str, tuple[str, ...]]:
    """Return for each action the layers in which it counts, in the order of where it acts."""
    found: dict[str, dict[str, None]] = {}
    for target in targets(incident, actions):
        found.setdefault(target.action, {})[target.layer] = None
    return {name: tuple(layers) for name, layers in found.items()}


def depth_of_defence(
    incident: Incident,
    actions: Mapping[str, Action],
    *,
    reading: Reading = "any",
    budget: Budget | Clock | None = None,
) -> Depth:
    """Return the depth of defence once these actions are in place.

    Args:
        incident: The incident.
        actions: The actions that count.
        reading: How *contributing* is read.
        budget: What the diagrams may cost.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    where = targets(incident, actions)
    by_layer, by_action = guards_by_layer(where), guards_by_action(where)
    hardened = {target.layer for target in where}
    common = common_causes(incident, hardened, named_holes(incident))
    layers, layer_sets, _ = _failing(incident, by_layer, {}, reading, budget)
    of_actions, action_sets, in_sets = _failing(incident, by_action, {}, reading, budget)
    independent = layers
    if common:
        instead = {
            layer: tuple(cause + _CAUSE for cause, failed in common.items() if layer in failed)
            for layer in hardened
        }
        independent, _, _ = _failing(incident, by_layer, instead, reading, budget)
    depth = min(layers, of_actions)
    return Depth(
        depth=depth,
        layers=layers,
        actions=of_actions,
        independent=min(independent, depth),
        layer_sets=layer_sets,
        action_sets=action_sets,
        in_action_sets=in_sets,
        common_causes=common,
    )


def named_holes(incident: Incident) -> dict[str, frozenset[str]]:
    """Return the layers that a factor is a gap of because an action on it says so.

    A basic gap is a gap of its own layer alone, whatever an action on it is called. All actions
    but cancelled ones are looked at, so that a cause common to two layers is so in each scenario.
    """
    found: dict[str, set[str]] = {}
    live = {name: a for name, a in incident.actions.items() if a.status != "cancelled"}
    for target in targets(incident, live):
        if live[target.action].hardens == target.layer:
            found.setdefault(target.factor, set()).add(target.layer)
    return {factor: frozenset(layers) for factor, layers in found.items()}


def _failing(
    incident: Incident,
    guards: Mapping[Part, tuple[str, ...]],
    instead: Mapping[str, tuple[str, ...]],
    reading: Reading,
    budget: Budget | Clock | None,
) -> tuple[int, tuple[frozenset[str], ...], frozenset[str]]:
    """Return the fewest things that must fail, the minimal sets of them, and what is in any."""
    structure = compile_structure(
        incident,
        guards={part: names for part, names in guards.items() if isinstance(part, str)},
        link_guards={part: names for part, names in guards.items() if not isinstance(part, str)},
        instead=instead,
        reading=reading,
    )
    family = minimal_sets(structure.network.restrict(_all_true(incident, structure)), budget=budget)
    listed = (structure.named(mask) for mask in family)
    first = tuple(names for names, _ in zip(listed, range(MAX_LISTED), strict=False))
    return family.smallest_size or 0, first, structure.named(family.support)


def _all_true(incident: Incident, structure: Structure) -> dict[int, bool]:
    own = {structure.variable[name, "factor"]: True for name in structure.basic}
    return own | {structure.node[name]: True for name in triggers(incident, structure)}
