"""The bow tie: threats and prevention before the outcome, detection and mitigation after it.

References:
    A. de Ruijter, F. Guldenmund, *The bowtie method: A review*, Safety Science 88:211, 2016.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from causal.errors import NothingToDraw
from causal.model import Incident
from causal.render.metrics import duration
from causal.render.scene import Box, LegendEntry, Link, Mark, Scene
from causal.render.views.actions import state_of
from causal.render.views.common import (
    CONSEQUENCES,
    amplifier_label,
    amplifiers_only,
    count,
    factor_box,
    hues_of,
    layer_name,
    outcome_box,
    title_of,
)
from causal.render.views.timeline import phases_of

__all__ = ["bowtie_scene"]

AFTER = frozenset({"detection", "response", "recovery"})
"""The default layers that soften a failure rather than prevent it."""

_OFF = {"held": "held", "not_reached": "were not reached"}
"""The states of layers that the failure did not pass, and how that is said."""

HEADINGS = ("Threats", "Prevention", "Detection and mitigation", "What it cost")


def bowtie_scene(incident: Incident) -> Scene:
    """Return the scene of the bow tie.

    Raises:
        NothingToDraw: No layer of the incident has holes or is spoken of.
    """
    worse = amplifiers_only(incident)
    layers = _spoken(incident)
    if not layers:
        raise NothingToDraw(
            f"incident {incident.id!r} has no layers with holes, so no barrier to draw; "
            "give factors a layer, or draw the view 'graph'"
        )
    hues = hues_of(incident, layers)
    held = [layer for layer in layers if _state(incident, layer) in _OFF]
    after = [n for n in layers if n not in held and _comes_after(incident, n, worse)]
    before = [n for n in layers if n not in held and n not in after]
    barriers = [
        *(_barrier(incident, n, hues[n], "before") for n in before),
        *(_barrier(incident, n, hues[n], "after") for n in after),
        *(_barrier(incident, n, hues[n], "held") for n in held),
    ]
    threats, costs = _threats(incident, worse), _costs(incident)
    outcome = replace(outcome_box(incident), slot="outcome")
    links = _links(threats, [f"layer {n}" for n in before], [f"layer {n}" for n in after], costs)
    return Scene(
        kind="bowtie",
        title=title_of(incident),
        caption=_caption(incident, before, after, held),
        description=_describe(incident, before, after, held),
        boxes=(*threats, *barriers, outcome, *costs),
        links=tuple(links),
        legend=_legend([*threats, *barriers]),
        headings=(*HEADINGS, _off_heading(incident, held)),
    )


def _spoken(incident: Incident) -> list[str]:
    """Return the layers with holes, and those with a state, in the order a failure meets them."""
    holed = {factor.layer for factor in incident.factors.values()}
    noted = {name for name, note in incident.layers.items() if note.state}
    return [name for name in incident.layer_names if name in holed | noted]


def _state(incident: Incident, layer: str) -> str:
    note = incident.layers.get(layer)
    holed = any(factor.layer == layer for factor in incident.factors.values())
    return "breached" if holed else (note.state if note and note.state else "breached")


def _comes_after(incident: Incident, layer: str, worse: frozenset[str]) -> bool:
    """Whether a layer softens the loss: by its name, or because its holes only made it worse."""
    holes = [name for name, factor in incident.factors.items() if factor.layer == layer]
    return layer in AFTER or bool(holes and worse.issuperset(holes))


def _barrier(incident: Incident, layer: str, hue: int, slot: str) -> Box:
    note = incident.layers.get(layer)
    stated = note.state if note and note.state else None
    state = stated or _state(incident, layer)
    holes = [name for name, factor in incident.factors.items() if factor.layer == layer]
    notes = [_hole(incident, name) for name in holes]
    if state == "held" and note is not None and note.stopped:
        notes.append(f"stopped {note.stopped}")
    notes += _actions(incident, layer, holes)
    marks: tuple[Mark, ...] = ("held",) if state == "held" else ()
    name = layer_name(incident, layer)
    words = (stated or state).replace("_", " ").upper()
    tip = "\n".join([f"layer {name}: {words.lower()}", *notes])
    return Box(
        f"layer {layer}",
        "layer",
        name,
        words,
        tip,
        marks=marks,
        notes=tuple(notes),
        slot=slot,
        hue=hue,
    )


def _hole(incident: Incident, name: str) -> str:
    """Return what a hole was, and what it raised where it only made things worse."""
    raised = [amplifier_label(a) for a, _ in incident.amplifiers() if a.factor == name]
    words = f"hole: {incident.what(name)}"
    return f"{words} ({', '.join(raised)})" if raised else words


def _actions(incident: Incident, layer: str, holes: Iterable[str]) -> list[str]:
    """Return the actions on a layer: on its holes, or said to harden it; repairs left out."""
    mine = set(holes)
    return [
        f"{name} {state_of(action)}: {action.what}"
        for name, action in incident.actions.items()
        if action.kind != "repair"
        and action.status != "cancelled"
        and (action.hardens == layer or (action.hardens is None and mine & set(action.addresses)))
    ]


def _threats(incident: Incident, worse: frozenset[str]) -> list[Box]:
    """Return the triggers, and the basic conditions that are no hole in any layer."""
    out = []
    for name, factor in incident.factors.items():
        is_trigger = incident.kind(name) == "trigger"
        if name not in worse and not factor.is_gap and (is_trigger or factor.is_basic):
            out.append(replace(factor_box(incident, name), slot="threat"))
    return sorted(out, key=lambda box: box.role != "trigger")


def _costs(incident: Incident) -> list[Box]:
    """Return what the outcome cost: times, what made them longer, and the stated impact."""
    out = []
    times = incident.times
    for name, minutes in (
        ("time to detect", times.to_detect),
        ("time to mitigate", times.to_mitigate),
        ("time to resolve", times.to_resolve),
    ):
        if minutes is not None and minutes > 0:
            out.append((name, duration(minutes * 60)))
    if not out:
        spans = phases_of(times)
        out += [(f"{a} to {b}", duration((e - s).total_seconds())) for a, s, b, e in spans]
    for key, amount in list(incident.impact_figures.items())[:3]:
        shown = f"{amount:,}" if isinstance(amount, int) else str(amount)
        out.append((key.replace("_", " "), shown))
    if not out:
        raised = dict.fromkeys(a.of for a, _ in incident.amplifiers() if a.of is not None)
        out += [(f"more {CONSEQUENCES[of]}", _raised(incident, of)) for of in raised]
    return [
        Box(f"cost {number}", "figure", shown, name.upper(), f"{name}: {shown}", slot="cost")
        for number, (name, shown) in enumerate(out[:6])
    ]


def _raised(incident: Incident, of: str) -> str:
    """Return by how much something was raised, as far as that was stated."""
    stated = [a.minutes for a, _ in incident.amplifiers() if a.of == of]
    known = [minutes for minutes in stated if minutes is not None]
    if not known:
        return "not said how much"
    least = "" if len(known) == len(stated) else "at least "
    return f"{least}{duration(sum(known) * 60)}"


def _links(threats: list[Box], before: list[str], after: list[str], costs: list[Box]) -> list[Link]:
    """Return the way of the failure: from the threats through what it passed, to what it cost."""
    chain = [*before, "outcome", *after]
    out = [Link(box.id, chain[0], "passes", marks=("remaining",)) for box in threats]
    for one, other in pairwise(chain):
        out.append(Link(one, other, "passes", marks=("remaining",)))
    out += [Link(chain[-1], box.id, "passes") for box in costs]
    return out


def _off_heading(incident: Incident, off: list[str]) -> str:
    states = {_state(incident, layer) for layer in off}
    return f"Layers that {' or '.join(words for state, words in _OFF.items() if state in states)}"


def _caption(incident: Incident, before: list[str], after: list[str], off: list[str]) -> str:
    said = [
        f"It passed {count(len(before), 'layer')} meant to prevent it"
        + (f" and {count(len(after), 'layer')} meant to notice or soften it." if after else ".")
    ]
    for state, words in _OFF.items():
        number = sum(_state(incident, layer) == state for layer in off)
        if number:
            verb = words.replace("were", "was") if number == 1 else words
            said.append(f"{count(number, 'layer')} {verb}.")
    return " ".join(said)


def _legend(boxes: list[Box]) -> tuple[LegendEntry, ...]:
    roles = {box.role for box in boxes}
    out = [LegendEntry("path", "the way the failure took")]
    if "trigger" in roles:
        out.append(LegendEntry("trigger", "trigger: set it off"))
    if "condition" in roles:
        out.append(LegendEntry("condition", "condition: was there before"))
    if "event" in roles:
        out.append(LegendEntry("event", "event: a state along the way"))
    out.append(LegendEntry("layer", "layer: its state, its holes, the actions on it"))
    if any("held" in box.marks for box in boxes):
        out.append(LegendEntry("held", "layer that held"))
    return tuple(out)


def _describe(incident: Incident, before: list[str], after: list[str], held: list[str]) -> str:
    said = [f"Bow tie of incident {incident.id}. {_caption(incident, before, after, held)}"]
    for words, layers in (
        ("Prevention", before),
        ("After it", after),
        (_off_heading(incident, held), held),
    ):
        if layers:
            names = "; ".join(incident.layer_title(layer) for layer in layers)
            said.append(f"{words}: {names}.")
    said.append(f"Outcome: {incident.outcome.what}.")
    return " ".join(said)
