"""The right half of a bow tie: what an incident cost, and what raised each of its costs."""

from __future__ import annotations

from dataclasses import replace

from causal.model import Incident
from causal.render.metrics import duration
from causal.render.scene import Box, Link
from causal.render.views.action_marks import action_line, factor_marks, removers
from causal.render.views.common import (
    amplifier_label,
    amplifiers_only,
    box_id,
    factor_box,
    layer_name,
)
from causal.render.views.timeline import phases_of

_RAISED = {"detect": "longer to detect", "mitigate": "longer to mitigate", "reach": "wider reach"}
_TIMES = {"detect": "time to detect", "mitigate": "time to mitigate"}
_MOST = 6


def after_of(incident: Incident, hues: dict[str, int]) -> tuple[list[Box], list[Box], list[Link]]:
    """Return what raised a cost, the costs, and the links from the outcome through each."""
    costs = _costs(incident)
    worse = amplifiers_only(incident)
    raising: dict[str, list[tuple[str, str]]] = {}
    for amplifier, _ in incident.amplifiers():
        name = _TIMES.get(amplifier.of or "", "")
        if name not in {box.caption.lower() for box in costs}:
            name = _RAISED[amplifier.of] if amplifier.of else "made worse"
        mine = raising.setdefault(name, [])
        mine.append((amplifier.factor, amplifier_label(amplifier)))
        behind = _behind(incident, amplifier.factor, worse)
        mine += [(factor, "led to it") for factor in behind if factor not in dict(mine)]
    known = {box.caption.lower() for box in costs}
    costs += [
        Box(f"cost {name}", "figure", _raised(incident, name), name.upper(), slot="cost")
        for name in raising
        if name not in known
    ]
    after, links = [], []
    for cost in costs:
        boxes = _raisers(incident, raising.get(cost.caption.lower(), []), cost.id, hues)
        after += boxes
        links += [Link(box.id, cost.id, "passes") for box in boxes]
        links += [Link(box_id("outcome"), box.id, "passes") for box in boxes or [cost]]
    return after, costs, links


def _behind(incident: Incident, factor: str, worse: frozenset[str]) -> list[str]:
    """Return the gaps upstream of an amplifier that only made it worse."""
    found: dict[str, None] = {}
    waiting = [factor]
    while waiting:
        gate = incident.because(waiting.pop())
        for link in gate.links() if gate is not None else ():
            if link.cause in worse and link.cause not in found:
                found[link.cause] = None
                waiting.append(link.cause)
    return [name for name in found if incident.factors[name].is_gap]


def _raisers(
    incident: Incident, raised: list[tuple[str, str]], cost: str, hues: dict[str, int]
) -> list[Box]:
    """Return a box for each layer with holes that raised a cost, and for each factor in none."""
    by_layer: dict[str, list[str]] = {}
    labels = dict(raised)
    out = []
    for factor, label in labels.items():
        layer = incident.factors[factor].layer
        if layer is not None:
            by_layer.setdefault(layer, []).append(factor)
            continue
        box = factor_box(incident, factor, worse=factor in amplifiers_only(incident))
        marks = (*box.marks, *factor_marks(incident, None, factor, ()))
        out.append(replace(box, id=f"{cost} {box.id}", marks=marks, notes=(label,), slot="after"))
    removed_by = removers(incident)
    for layer, holes in by_layer.items():
        note = incident.layers.get(layer)
        state = ((note.state if note else None) or "breached").replace("_", " ")
        notes = [f"gap: {incident.what(hole)} ({labels[hole]})" for hole in holes]
        acting = dict.fromkeys(name for hole in holes for name in removed_by.get(hole, ()))
        notes += [action_line(name, a) for name, a in incident.actions.items() if name in acting]
        marks = tuple(dict.fromkeys(m for h in holes for m in factor_marks(incident, None, h, ())))
        name = layer_name(incident, layer)
        out.append(
            Box(
                f"{cost} layer {layer}",
                "layer",
                name,
                state.upper(),
                "\n".join([f"layer {name}: {state}", *notes]),
                band=layer,
                marks=marks,
                notes=tuple(notes),
                slot="after",
                hue=hues[layer],
            )
        )
    return out


def _costs(incident: Incident) -> list[Box]:
    """Return what the outcome cost: times, and the stated impact."""
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
    return [
        Box(f"cost {number}", "figure", shown, name.upper(), f"{name}: {shown}", slot="cost")
        for number, (name, shown) in enumerate(out[:_MOST])
    ]


def _raised(incident: Incident, name: str) -> str:
    """Return by how much something was raised, as far as that was stated."""
    stated = [
        a.minutes
        for a, _ in incident.amplifiers()
        if name == (_RAISED[a.of] if a.of else "made worse")
    ]
    known = [minutes for minutes in stated if minutes is not None]
    if not known:
        return "not said how much"
    least = "" if len(known) == len(stated) else "at least "
    return f"{least}{duration(sum(known) * 60)}"
