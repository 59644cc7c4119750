"""What of a draft can be drawn: the same without links that lead nowhere or round in a circle."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from causal.editing.draft import Draft
from causal.editing.plain_formulas import cause_of, causes_in, filtered
from causal.model import Incident
from causal.model.all_faults import GATHERING
from causal.model.factor import OUTCOME
from causal.model.rules import find_cycle

Data = dict[str, Any]


def drawable(draft: Draft) -> Incident | None:
    """Return an incident to draw for a draft, sound or not; None where nothing can be read.

    It is for showing alone: what keeps the draft from being an incident is left out of it.
    """
    if draft.is_valid:
        return draft.incident
    found = draft.well_formed
    if found is None:
        return None
    data = found.to_data()
    data.pop("five_whys", None)
    factors = data["factors"]
    factors.pop(OUTCOME, None)
    for factor in factors.values():
        if factor.get("layer") not in found.layer_names:
            factor.pop("layer", None)
    for effect, node in _nodes(data):
        _keep(node, lambda name, effect=effect: name in factors and name != effect)
    _open_circles(data)
    data["actions"] = {name: _acting(action, data) for name, action in _live(data)}
    return Incident.model_validate(data, context=GATHERING)


def _nodes(data: Data) -> list[tuple[str, Data]]:
    return [(OUTCOME, data[OUTCOME]), *data["factors"].items()]


def _keep(node: Data, wanted: Any) -> None:
    """Leave in a node only the causes and amplifiers that are wanted."""
    because = filtered(node.get("because"), wanted)
    worse = [each for each in node.get("worsened_by", []) if wanted(cause_of(each))]
    for key, value in (("because", because), ("worsened_by", worse)):
        if value:
            node[key] = value
        else:
            node.pop(key, None)


def _open_circles(data: Data) -> None:
    """Take one link out of each circle: that of the factor which was written last."""
    place = {name: number for number, name in enumerate(data["factors"])}
    while cycle := find_cycle({name: _above(node) for name, node in data["factors"].items()}):
        effect = max(cycle, key=lambda name: place[name])
        cause = cycle[(cycle.index(effect) + 1) % len(cycle)]
        _keep(data["factors"][effect], lambda name, cause=cause: name != cause)


def _above(node: Data) -> list[str]:
    worse = [str(cause_of(each)) for each in node.get("worsened_by", [])]
    return [*causes_in(node.get("because")), *worse]


def _live(data: Data) -> list[tuple[str, Data]]:
    return [(n, a) for n, a in data.get("actions", {}).items() if n not in data["factors"]]


def _acting(action: Data, data: Data) -> Data:
    kept = {key: value for key, value in action.items() if key not in ("effect", "on")}
    kept["addresses"] = [name for name in action.get("addresses", []) if name in data["factors"]]
    on = action.get("on")
    if isinstance(on, Mapping) and on.get("effect") in {name for name, _ in _nodes(data)}:
        node = data[OUTCOME] if on["effect"] == OUTCOME else data["factors"][on["effect"]]
        if str(on.get("cause")) in causes_in(node.get("because")):
            kept |= {"effect": "adds_barrier", "on": dict(on)}
    return kept
