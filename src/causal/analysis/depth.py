"""Depth of defence: how many hardened layers must all fail again for the outcome to recur.

A factor is back only when every layer with an action on it has failed; what no action touches is
simply there. The depth is the size of the smallest set of layers whose failure lets the outcome
come about: 0 when some way through is untouched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from causal.analysis.layers import common_causes
from causal.analysis.scenario import triggers
from causal.graph.families import minimal_sets
from causal.graph.structure import Structure, compile_structure

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.model import Action, Incident

__all__ = ["UNNAMED", "Depth", "depth_of_defence", "layers_of", "layers_on"]

UNNAMED = "unnamed"
"""The layer shared by actions that name none and whose factor has none."""

MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class Depth:
    """How deep the defence is.

    Args:
        layers: The smallest number of layers that must all fail again.
        independent: The same with layers that share a drawn common cause counted once.
        layer_sets: The minimal sets of layers whose failure lets the outcome recur, at most 100,
            smallest first.
        common_causes: For each drawn common cause, the hardened layers it lies upstream of.
    """

    layers: int
    independent: int
    layer_sets: tuple[frozenset[str], ...]
    common_causes: Mapping[str, tuple[str, ...]]


def layers_on(incident: Incident, action: Action, factor: str | None = None) -> str:
    """Return the layer an action hardens where it acts on a factor.

    Stated, else the factor's own, else the shared layer ``unnamed``.
    """
    if action.hardens is not None:
        return action.hardens
    names = [factor] if factor is not None else list(action.addresses)
    if not names and action.on is not None:
        names = [action.on.cause]
    own = [node.layer for name in names if (node := incident.factors.get(name)) and node.layer]
    return own[0] if own else UNNAMED


def layers_of(incident: Incident, action: Action) -> list[str]:
    """Return the layers an action hardens, where it acts."""
    if action.effect == "adds_barrier" or not action.addresses:
        return [layers_on(incident, action)]
    return list(dict.fromkeys(layers_on(incident, action, f) for f in action.addresses))


def depth_of_defence(
    incident: Incident,
    actions: Mapping[str, Action],
    *,
    upstream: Mapping[str, frozenset[str]],
    budget: Budget | Clock | None = None,
) -> Depth:
    """Return the depth of defence once these actions are in place.

    Args:
        incident: The incident.
        actions: The actions that count.
        upstream: For each factor all factors upstream of it.
        budget: What the diagram may cost.

    Raises:
        NotFinished: The diagram did not fit the budget.
    """
    guards, link_guards = _guards(incident, actions)
    hardened = {layer for layers in (*guards.values(), *link_guards.values()) for layer in layers}
    common = common_causes(incident, hardened, upstream)
    sets = _layer_sets(incident, guards, link_guards, budget)
    group = _groups(hardened, common)
    if any(group[layer] != layer for layer in hardened):
        merged = {f: _merged(layers, group) for f, layers in guards.items()}
        merged_links = {link: _merged(layers, group) for link, layers in link_guards.items()}
        independent = _layer_sets(incident, merged, merged_links, budget)
    else:
        independent = sets
    return Depth(_smallest(sets), _smallest(independent), sets, common)


def _guards(
    incident: Incident, actions: Mapping[str, Action]
) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, str], tuple[str, ...]]]:
    factors: dict[str, set[str]] = {}
    links: dict[tuple[str, str], set[str]] = {}
    for action in actions.values():
        if action.kind == "repair":
            continue
        if action.effect == "adds_barrier" and action.on is not None:
            link = (action.on.cause, action.on.effect)
            links.setdefault(link, set()).add(layers_on(incident, action))
        else:
            for factor in action.addresses:
                factors.setdefault(factor, set()).add(layers_on(incident, action, factor))
    sorted_factors = {factor: tuple(sorted(layers)) for factor, layers in factors.items()}
    return sorted_factors, {link: tuple(sorted(layers)) for link, layers in links.items()}


def _layer_sets(
    incident: Incident,
    guards: Mapping[str, tuple[str, ...]],
    link_guards: Mapping[tuple[str, str], tuple[str, ...]],
    budget: Budget | Clock | None,
) -> tuple[frozenset[str], ...]:
    """Return the minimal sets of layers whose failure lets the outcome recur."""
    kept = {f: layers for f, layers in guards.items() if incident.factors[f].kind != "trigger"}
    structure = compile_structure(incident, guards=kept, link_guards=link_guards)
    network = structure.network.restrict(_all_true(incident, structure))
    family = minimal_sets(network, budget=budget)
    listed = (structure.named(mask) for mask in family)
    return tuple(members for members, _ in zip(listed, range(MAX_LISTED), strict=False))


def _all_true(incident: Incident, structure: Structure) -> dict[int, bool]:
    own = {structure.variable[name, "factor"]: True for name in structure.basic}
    return own | {structure.node[name]: True for name in triggers(incident, structure)}


def _smallest(sets: tuple[frozenset[str], ...]) -> int:
    return min((len(members) for members in sets), default=0)


def _groups(hardened: Iterable[str], common: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    group = {layer: layer for layer in sorted(hardened)}
    for layers in common.values():
        joined = {group[layer] for layer in layers}
        first = min(joined)
        group = {layer: first if name in joined else name for layer, name in group.items()}
    return group


def _merged(layers: tuple[str, ...], group: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted({group[layer] for layer in layers}))
