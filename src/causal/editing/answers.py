"""What the page says of a draft: the same answers as everywhere, in the same sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from causal.analysis import assess_actions, compare_five_whys, explain
from causal.analysis.phrases import path_words
from causal.analysis.scenario import SCENARIOS, chosen
from causal.analysis.words_actions import assessment, remains
from causal.errors import CausalError, NothingToCompare, NothingToExplain
from causal.graph.budget import Budget
from causal.model.action import Action
from causal.text.suggest_layers import suggest_layers

if TYPE_CHECKING:
    from causal.editing.draft import Draft
    from causal.model import Incident

SECONDS = 2.0
"""The time of one answer on the page; what takes longer says so there."""
_MOST_PATHS = 12
_HELD = "the layer held: "


def answers(draft: Draft) -> dict[str, Any]:
    """Return every verdict on a draft as sentences and figures; empty while it is no incident."""
    return dict(_answers(draft.incident)) if draft.is_valid else {}


@lru_cache(maxsize=64)
def _answers(incident: Incident) -> Mapping[str, Any]:
    budget = Budget(seconds=2 * SECONDS).shared()  # the first gets half of it, and so on
    found: dict[str, Any] = {}
    try:
        why = explain(incident, budget=budget)
        plan = assess_actions(incident, budget=budget)
    except NothingToExplain:
        return {"nothing": "The outcome has no causes yet. Add what led to it."}
    found["why"] = _said(why.sentences)
    found["actions"] = _said(plan.sentences)
    found["but_for"] = _told(lambda: sorted(why.but_for)) or []
    found["cut_set_count"] = _told(lambda: why.cut_set_count)
    found["depth"] = {name: _told(partial(_depth, incident, name, budget)) for name in SCENARIOS}
    found["closed"] = _told(lambda: plan.closed_verdict)
    found["residual_cut_set_count"] = _told(lambda: plan.residual_cut_set_count)
    try:
        compared = compare_five_whys(incident, budget=budget)
    except NothingToCompare:
        return found
    found["five_whys"] = _said(compared.sentences)
    found["missed"] = list(compared.missed)
    return found


def _depth(incident: Incident, scenario: str, budget: Budget) -> list[int]:
    return list(assess_actions(incident, scenario, budget=budget).depth_range)


def _said(sentences: Callable[[], list[str]]) -> list[str]:
    return sentences()[:-1]  # the caveat stands once on the page


def _told(figure: Callable[[], Any]) -> Any:
    """Return a figure, None where it did not fit the budget."""
    try:
        return figure()
    except CausalError:
        return None


def what_if(draft: Draft, supposed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what still gets through when some actions are in place and some layers hold.

    Args:
        draft: The draft.
        supposed: ``actions``, ids or a scenario's name, and ``layers`` that would have held.
    """
    if not draft.is_valid:
        return {}
    incident = draft.incident
    asked, held_layers = supposed.get("actions", "planned"), supposed.get("layers", [])
    if not isinstance(asked, str | list) or not isinstance(held_layers, list):
        return {"nothing": "what is supposed is a list of actions and a list of layers"}
    try:
        counted = chosen(incident, asked if isinstance(asked, str) else list(map(str, asked)))
        plan = assess_actions(incident, list(counted), budget=Budget(seconds=SECONDS))
        layers = [name for name in map(str, held_layers) if name in _gaps_by_layer(incident)]
        held = {_HELD + name: _hold(incident, name) for name in layers}
        plan = plan.with_actions({**counted, **held}, "what is switched on")
        paths = plan.residual_cut_sets[:_MOST_PATHS]
        acting = {**counted, **held}
        return {
            "actions": list(counted),
            "layers": layers,
            "closed": plan.closed_verdict,
            "verdict": remains(plan),
            "count": plan.residual_cut_set_count,
            "paths": [
                {"words": path_words(incident, path, acting), "ids": sorted(path)} for path in paths
            ],
            "sentences": assessment(plan) if not held else [],
        }
    except CausalError as error:
        return {"nothing": str(error)}


def _gaps_by_layer(incident: Incident) -> dict[str, list[str]]:
    gaps: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            gaps.setdefault(factor.layer, []).append(name)
    return gaps


def _hold(incident: Incident, layer: str) -> Action:
    """Return an action that closes every gap of a layer, as if it had held."""
    what = f"{incident.layer_title(layer)} holds"
    return Action(what=what, addresses=tuple(_gaps_by_layer(incident)[layer]), hardens=layer)


@lru_cache(maxsize=512)
def likely_layers(what: str) -> tuple[str, ...]:
    """Return the layers that a sentence may speak of, the likeliest first."""
    return tuple(s.layer for s in suggest_layers(what) if s.layer != "unknown")
