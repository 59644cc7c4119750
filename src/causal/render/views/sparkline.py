"""The sparkline: one line for a chat, a mark for each layer and the depth of defence."""

from __future__ import annotations

from collections.abc import Collection

from causal.analysis.actions import assess_actions
from causal.analysis.failure_paths import IN_VIEWS
from causal.analysis.words_contributing import depth_words
from causal.errors import NotFinished, NothingToDraw, NothingToExplain
from causal.model import Incident
from causal.model.layers import LayerState
from causal.render.scene import Box, Scene
from causal.render.views.common import hues_of, layer_name, title_of

TEXT_MARKS = {
    "breached": "\N{WHITE CIRCLE}",
    "held": "\N{BLACK CIRCLE}",
    "absent": "\N{MULTIPLICATION SIGN}",
    "bypassed": "\N{RIGHTWARDS ARROW}",
    "degraded": "\N{CIRCLE WITH LEFT HALF BLACK}",
    "not_reached": "\N{MIDDLE DOT}",
}
"""The mark of each state in a line of text."""


def sparkline_scene(incident: Incident, scenario: str | Collection[str] | None = None) -> Scene:
    """Return the scene of one line: layers with a gap or a stated state, then the depth.

    Args:
        incident: The incident.
        scenario: The actions that count as in place; None for what is done beside what is planned.

    Raises:
        NothingToDraw: No layer has a gap or a state.
        UnknownName: No scenario or action has this name.
    """
    states = _states(incident)
    if not states:
        raise NothingToDraw(
            f"no layer of incident {incident.id!r} has a gap or a state; add `layer` to a factor"
        )
    hues = hues_of(states)
    boxes = tuple(
        Box(
            f"layer {layer}",
            "event",
            layer_name(incident, layer),
            state.replace("_", " ").upper(),
            f"{layer_name(incident, layer)}: {state.replace('_', ' ')}",
            marks=() if state == "breached" else (state,),
            slot=state,
            hue=hues[layer],
        )
        for layer, state in states.items()
    )
    depth = _depth(incident, scenario)
    marks = " ".join(f"{TEXT_MARKS[box.slot]} {box.label}" for box in boxes)
    return Scene(
        kind="sparkline",
        title=title_of(incident),
        description=" | ".join(part for part in (incident.id, marks, depth) if part),
        boxes=boxes,
        caption=depth,
        headings=(incident.id, "", ""),
    )


def _states(incident: Incident) -> dict[str, LayerState]:
    """Return the state of each layer that has one, in the order a failure meets them."""
    holed = {factor.layer for factor in incident.factors.values()}
    found: dict[str, LayerState] = {}
    for layer in incident.layer_names:
        note = incident.layers.get(layer)
        state: LayerState | None = note.state if note else None
        if state is None and layer in holed:
            state = "breached"
        if state is not None:
            found[layer] = state
    return found


def _depth(incident: Incident, scenario: str | Collection[str] | None) -> str:
    """Return the depth of defence in a few words."""
    names = ("done", "planned") if scenario is None else (scenario,)
    said = []
    try:
        for name in names:
            depth = depth_words(assess_actions(incident, name, budget=IN_VIEWS))
            said.append(f"{depth} {name}" if isinstance(name, str) else depth)
    except (NothingToExplain, NotFinished):
        return ""
    return f"depth {', '.join(said)}"
