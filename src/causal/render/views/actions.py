"""Actions: which factor each acts on, which layer it hardens, and what nobody acts on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.depth import layers_of
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths, failure_paths
from causal.analysis.phrases import layer_title
from causal.analysis.scenario import SCENARIOS
from causal.analysis.targets import UNNAMED
from causal.analysis.words_contributing import depth_words as in_words
from causal.errors import NotFinished, NothingToDraw, NothingToExplain
from causal.model import Action, Incident
from causal.render.scene import Box, LegendEntry, Link, Mark, Scene
from causal.render.views.action_marks import (
    action_marks,
    counted_in,
    effects_of,
    factor_marks,
    state_of,
)
from causal.render.views.common import (
    amplifiers_only,
    box_id,
    count,
    hues_of,
    layer_name,
    loose_box,
    title_of,
)
from causal.render.views.legends import ACTS, ROLES, entries, marks_of

HEADINGS = ("Factors", "Actions", "Layers they harden", "Factors that nobody acts on")

_ACTIONS = {
    "done": "action, done",
    "planned": "action, open or in progress",
    "cancelled": "action, cancelled",
}
_MISSED = {"missed": "nobody acts on it, or it acts on nothing drawn"}


def actions_scene(incident: Incident, scenario: str | Iterable[str] = "done") -> Scene:
    """Return the scene of the actions between the factors they act on and the layers.

    Args:
        incident: The incident.
        scenario: The actions that count as in place.

    Raises:
        NothingToDraw: The incident has no actions, or its outcome no causes.
        UnknownName: No scenario or action has this name.
    """
    if not incident.actions:
        raise NothingToDraw(
            f"incident {incident.id!r} has no actions to draw; add `actions: {{A1: ...}}`"
        )
    planned = _assessed(incident, "planned")
    counted = counted_in(incident, scenario)
    found = failure_paths(incident)
    factors = _factors(incident, planned, found, counted)
    layers = _layers(incident)
    actions = [
        _action(incident, name, planned, effects_of(incident, found, name, counted))
        for name in incident.actions
    ]
    boxes = (*factors, *actions, *layers)
    return Scene(
        kind="columns",
        title=title_of(incident),
        caption=_caption(incident, planned),
        description=_describe(incident, planned),
        boxes=boxes,
        links=tuple(_links(incident, {box.id for box in boxes})),
        legend=_legend(boxes),
        headings=HEADINGS,
    )


def _assessed(incident: Incident, scenario: str) -> Assessment:
    try:
        return assess_actions(incident, scenario, budget=IN_VIEWS)
    except NothingToExplain:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes, so no action can be judged; "
            "add `because` to it"
        ) from None


def depth_words(incident: Incident) -> str:
    """Return the depth of defence by what is verified, done and planned, as a sentence."""
    try:
        depths = [
            f"{in_words(assess_actions(incident, name, budget=IN_VIEWS))} {name}"
            for name in SCENARIOS
        ]
    except NotFinished:
        return "Depth of defence: not worked out, the graph is too large."
    return f"Depth of defence: {', '.join(depths)}."


def _caption(incident: Incident, planned: Assessment) -> str:
    said = [depth_words(incident)]
    if planned.orphan_factors:
        said.append(f"Nobody acts on {count(len(planned.orphan_factors), 'factor')}.")
    if planned.orphan_actions:
        verb = "acts" if len(planned.orphan_actions) == 1 else "act"
        said.append(f"{count(len(planned.orphan_actions), 'action')} {verb} on nothing drawn.")
    return " ".join(said)


def _factors(
    incident: Incident, planned: Assessment, found: FailurePaths, counted: Collection[str]
) -> list[Box]:
    """Return the factors that actions are on, then those nobody acts on."""
    worse = amplifiers_only(incident)
    addressed = dict.fromkeys(
        factor for action in incident.actions.values() for factor in _acted_on(action)
    )
    orphans = set(planned.orphan_factors)
    out = []
    for name in [*addressed, *(f for f in planned.orphan_factors if f not in addressed)]:
        acting = factor_marks(incident, found, name, counted)
        marks: tuple[Mark, ...] = (*acting, *(("missed",) if name in orphans else ()))
        extra = "nobody acts on it" if name in orphans else ""
        box = loose_box(incident, name, worse=name in worse, marks=marks, extra=extra)
        out.append(replace(box, slot="0" if name in addressed else "rest"))
    return out


def _acted_on(action: Action) -> tuple[str, ...]:
    if action.on is not None:
        return (action.on.cause,)
    return tuple(factor for factor in action.addresses if factor != "outcome")


def _action(incident: Incident, name: str, planned: Assessment, effects: Iterable[Mark]) -> Box:
    action = incident.actions[name]
    words = [name, state_of(action), *([action.kind] if action.kind else [])]
    marks = [*action_marks(action), *effects]
    if action.status != "cancelled" and name in planned.orphan_actions:
        words.append("acts on nothing drawn")
        marks = ["missed", *marks]
    return Box(
        f"action {name}",
        "action",
        action.what,
        caption=" · ".join(words).upper(),
        tooltip=_tooltip(name, action),
        href=action.ticket,
        marks=tuple(marks),
        notes=_notes(incident, name, action, planned),
        slot="1",
    )


def _tooltip(name: str, action: Action) -> str:
    lines = [f"{name}: {action.what}"]
    if action.done_when:
        lines.append(f"done when: {action.done_when}")
    if action.verified is not None:
        lines.append(f"verified on {action.verified.on.isoformat()}")
    return "\n".join(lines)


def _notes(incident: Incident, name: str, action: Action, planned: Assessment) -> tuple[str, ...]:
    notes = []
    if action.on is not None:
        notes.append(f"barrier before: {incident.what(action.on.effect)}")
    if name in planned.repairs:
        notes.append("undoes this instance only")
    elif name in planned.on_triggers_only:
        notes.append("acts on a trigger only")
    elif name in planned.blocks_everything_upstream:
        notes.append("taken to block everything upstream")
    facts = [action.owner or ""]
    if action.status == "done" and action.completed is not None:
        facts.append(f"completed {action.completed.isoformat()}")
    elif action.due is not None and action.status != "cancelled":
        facts.append(f"due {action.due.isoformat()}")
    said = " · ".join(fact for fact in facts if fact)
    return (*notes, *((said,) if said else ()))


def _hardened(incident: Incident) -> dict[str, list[Action]]:
    """Return every layer that an action hardens, in layer order, with those actions."""
    found: dict[str, list[Action]] = {}
    for action in incident.actions.values():
        for layer in _layers_of(incident, action):
            found.setdefault(layer, []).append(action)
    order = dict.fromkeys([*incident.layer_names, *found])
    return {layer: found[layer] for layer in order if layer in found}


def _layers_of(incident: Incident, action: Action) -> list[str]:
    """Return the layers of an action; a repair hardens none, nor what names none."""
    layers = layers_of(incident, {"": action}).get("", ())
    return [layer for layer in layers if layer != UNNAMED]


def _layers(incident: Incident) -> list[Box]:
    hardened = _hardened(incident)
    hues = hues_of(hardened)
    out = []
    for layer, actions in hardened.items():
        done = sum(action.status == "done" for action in actions)
        live = sum(action.status != "cancelled" for action in actions)
        words = f"{done} of {count(live, 'action')} done" if live else "no action left: cancelled"
        name = layer_name(incident, layer)
        tip = f"layer {name}: {words}"
        out.append(
            Box(f"layer {layer}", "layer", name, "", tip, notes=(words,), slot="2", hue=hues[layer])
        )
    return out


def _links(incident: Incident, drawn: set[str]) -> list[Link]:
    out = []
    for name, action in incident.actions.items():
        marks = action_marks(action)
        mine: tuple[Mark, ...] = () if marks == ("done",) else marks
        for factor in dict.fromkeys(_acted_on(action)):
            if box_id(factor) in drawn:
                tip = f"{name} acts on: {incident.what(factor)}"
                out.append(Link(box_id(factor), f"action {name}", "addresses", "", mine, tip))
        for layer in _layers_of(incident, action):
            tip = f"{name} hardens {layer_title(incident, layer)}"
            out.append(Link(f"action {name}", f"layer {layer}", "hardens", "", mine, tip))
    return out


def _legend(boxes: tuple[Box, ...]) -> tuple[LegendEntry, ...]:
    on_actions = marks_of(box for box in boxes if box.role == "action")
    roles = {box.role for box in boxes if box.slot in {"0", "rest"}}
    words = ROLES | {"trigger": "trigger", "event": "event", "condition": "condition"}
    return (
        *entries(_ACTIONS, on_actions),
        *entries(_MISSED, marks_of(boxes)),
        *entries(words, roles),
        *entries(ACTS, marks_of(boxes)),
    )


def _describe(incident: Incident, planned: Assessment) -> str:
    said = [f"Actions of incident {incident.id}. {_caption(incident, planned)}"]
    for name, action in incident.actions.items():
        on = "; ".join(incident.what(f) for f in _acted_on(action)) or "nothing drawn"
        said.append(f"{name}, {state_of(action)}: {action.what} (on: {on}).")
    orphans = "; ".join(incident.what(f) for f in planned.orphan_factors)
    if orphans:
        said.append(f"Nobody acts on: {orphans}.")
    return " ".join(said)
