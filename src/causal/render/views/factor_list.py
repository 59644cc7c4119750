"""A graph too large for a page: its layers summed up, then every factor with what led to it."""

from __future__ import annotations

from dataclasses import replace

from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, failure_paths
from causal.model import OUTCOME, Gate, Incident
from causal.model import Link as CauseLink
from causal.model.order import causes_first
from causal.render.scene import Box, Scene
from causal.render.theme import layer_hue
from causal.render.views.common import (
    amplifier_label,
    amplifiers_only,
    count,
    factor_box,
    layer_name,
    loose_box,
    outcome_box,
    title_of,
)
from causal.render.views.path_words import path_sentences

__all__ = ["MANY", "factor_list_scene", "layer_list_scene"]

MANY = 25
"""From how many factors on a page begins with a summary."""

_NAMED = 3


def layer_list_scene(incident: Incident) -> Scene:
    """Return a box for each layer with its gaps, for what set it off, and for what it led to."""
    found = failure_paths(incident)
    verdicts = explain(incident, budget=IN_VIEWS).layers
    worse = amplifiers_only(incident)
    gaps: dict[str, list[str]] = {}
    for name in sorted(incident.factors, key=lambda name: name in worse):
        layer = incident.factors[name].layer
        if layer is not None:
            gaps.setdefault(layer, []).append(name)
    kinds = {name: incident.kind(name) for name in incident.factors}
    triggers = [name for name, kind in kinds.items() if kind == "trigger"]
    loose = sum(not incident.factors[n].is_gap for n in incident.factors) - len(triggers)
    boxes = [factor_box(incident, name, worse=False) for name in triggers[:_NAMED]]
    for layer in incident.layer_names:
        if layer in gaps:
            verdict = verdicts.get(layer)
            words = "SUFFICIENT ALONE" if verdict and verdict.would_have_stopped else "LAYER"
            boxes.append(_layer(incident, layer, gaps[layer], words))
    if loose:
        boxes.append(Box("others", "note", f"{count(loose, 'factor')} in no layer", "SUMMED UP"))
    left = len(triggers) - _NAMED
    return Scene(
        kind="listing",
        title=title_of(incident),
        caption=" ".join(path_sentences(incident, found, "done")),
        message=(
            f"{len(incident.factors)} factors are too many to draw on a page: their layers are "
            "summed up here, and every factor with what led to it stands on the pages that follow."
            + (f" {count(left, 'more trigger')} there." if left > 0 else "")
        ),
        description=" ".join(f"{box.label}: {'; '.join(box.notes)}." for box in boxes),
        boxes=(*boxes, outcome_box(incident)),
    )


def _layer(incident: Incident, layer: str, gaps: list[str], words: str) -> Box:
    notes = [f"gap: {incident.what(name)}" for name in gaps[:_NAMED]]
    if len(gaps) > _NAMED:
        notes.append(f"gap: and {len(gaps) - _NAMED} more")
    name = f"{layer_name(incident, layer)}: {count(len(gaps), 'gap')}"
    return Box(f"layer {layer}", "layer", name, words, notes=tuple(notes), hue=layer_hue(layer))


def factor_list_scene(incident: Incident) -> Scene:
    """Return a numbered box for each factor, causes before effects, that names its causes."""
    worse = amplifiers_only(incident)
    order = [*causes_first(incident, incident.factors), OUTCOME]
    number = {name: place for place, name in enumerate(order, 1)}
    boxes = []
    for name in order:
        box = (
            outcome_box(incident)
            if name == OUTCOME
            else loose_box(incident, name, worse=name in worse)
        )
        notes = (*box.notes, *_causes(incident, name, number))
        boxes.append(replace(box, caption=f"{number[name]} · {box.caption}", notes=notes))
    return Scene(
        kind="listing",
        title=title_of(incident),
        caption=f"{count(len(incident.factors), 'factor')}, causes before what they led to",
        description=" ".join(f"{b.caption}: {b.label}; {'; '.join(b.notes)}." for b in boxes),
        boxes=tuple(boxes),
    )


def _causes(incident: Incident, name: str, number: dict[str, int]) -> tuple[str, ...]:
    """Return what led to a factor and what made it worse, by their numbers."""
    gate = incident.because(name)
    said = [f"led to by {_in_words(gate, number)}"] if gate is not None else []
    said += [
        f"made worse by {number[a.factor]}: {amplifier_label(a)}"
        for a in incident.worsened_by(name)
    ]
    return tuple(said)


def _in_words(gate: Gate, number: dict[str, int]) -> str:
    parts = []
    for member in gate.of:
        if isinstance(member, CauseLink):
            sure = "" if member.confidence == "confirmed" else f" ({member.confidence})"
            parts.append(f"{number[member.cause]}{sure}")
        else:
            parts.append(f"({_in_words(member, number)})")
    many, words = len(parts), ", ".join(parts)
    if many == 1:
        return words
    if gate.op == "at_least":
        return f"at least {gate.k} of {words}"
    word = {"any": "any of", "contributing": "what contributed:"}.get(gate.op, "all of")
    return f"{word} {words}"
