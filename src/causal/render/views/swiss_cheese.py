"""The Swiss cheese: layers as slices, gaps as holes, the failure as a path through all of them.

References:
    J. Reason, *Human error: models and management*, BMJ 320:768, 2000.
"""

from __future__ import annotations

from dataclasses import replace

from causal.errors import NothingToDraw
from causal.graph.structure import compile_structure
from causal.model import Action, Incident
from causal.render.scene import Band, Box, LegendEntry, Mark, Scene
from causal.render.views.common import (
    amplifier_label,
    amplifiers_only,
    bands_with,
    count,
    factor_box,
    outcome_box,
    subtitle_of,
    title_of,
)

__all__ = ["one_of_several", "swiss_cheese_scene"]


def swiss_cheese_scene(incident: Incident) -> Scene:
    """Return the scene of the Swiss cheese.

    Raises:
        NothingToDraw: No factor of the incident is a gap in a layer.
    """
    if not any(factor.is_gap for factor in incident.factors.values()):
        raise NothingToDraw(
            f"incident {incident.id!r} has no gaps, so no slice has a hole; "
            "give factors a layer, or draw the view 'graph'"
        )
    worse = amplifiers_only(incident)
    several = one_of_several(incident)
    boxes = [
        _hole(incident, name, name in worse, name in several)
        for name, factor in incident.factors.items()
        if factor.layer
    ]
    boxes += _known_gaps(incident)
    boxes += _loose(incident, worse)
    boxes.append(outcome_box(incident))
    return Scene(
        kind="cheese",
        title=title_of(incident),
        caption=subtitle_of(incident),
        description=_describe(incident, worse),
        boxes=tuple(boxes),
        bands=tuple(_slices(incident, worse)),
        legend=_legend(boxes),
    )


def one_of_several(incident: Incident) -> frozenset[str]:
    """Return the gaps that led to the outcome without any of them being needed for it."""
    if incident.outcome.because is None:
        return frozenset()
    structure = compile_structure(incident)
    gaps = [name for name in structure.factors if incident.factors[name].is_gap]
    survives = structure.survives([(name,) for name in gaps])
    return frozenset(name for name, still in zip(gaps, survives, strict=True) if still)


def _hole(incident: Incident, factor: str, worse: bool, several: bool) -> Box:
    """Return the hole of a gap, with the actions that close it."""
    marks: list[Mark] = ["several"] if several else []
    notes = ["one of several ways"] if several else []
    for name, action in incident.actions.items():
        if factor in action.addresses and action.status != "cancelled":
            marks.append("done" if action.status == "done" else "planned")
            notes.append(f"{name} {_status(action)}: {action.what}")
    box = factor_box(incident, factor, worse=worse, marks=dict.fromkeys(marks))
    caption = _raised(incident, factor) if worse else box.caption
    return replace(box, caption=caption, notes=tuple(notes))


def _raised(incident: Incident, factor: str) -> str:
    """Return what an amplifier raised, as far as that was stated."""
    raised = [
        amplifier_label(amplifier)
        for amplifier, _ in incident.amplifiers()
        if amplifier.factor == factor and amplifier.of is not None
    ]
    return "made it worse" + (f": {', '.join(raised)}" if raised else "")


def _status(action: Action) -> str:
    return "done" if action.status == "done" else "planned"


def _known_gaps(incident: Incident) -> list[Box]:
    return [
        Box(
            f"known {number} {layer}",
            "known_gap",
            text,
            tooltip=f"known, not part of this incident: {text}",
            band=layer,
        )
        for layer, note in incident.layers.items()
        for number, text in enumerate(note.known_gaps)
    ]


def _loose(incident: Incident, worse: frozenset[str]) -> list[Box]:
    """Return the triggers and the basic conditions that are no hole in any layer."""
    out = []
    for name, factor in incident.factors.items():
        is_trigger = incident.kind(name) == "trigger"
        if not factor.is_gap and (is_trigger or factor.is_basic):
            out.append(factor_box(incident, name, worse=name in worse))
    return out


def _slices(incident: Incident, worse: frozenset[str]) -> list[Band]:
    """Return the slices: layers with a hole of this incident, and those it says something of."""
    needed = {f.layer for name, f in incident.factors.items() if f.layer and name not in worse}
    amplifying = {f.layer for name, f in incident.factors.items() if f.layer and name in worse}
    noted = {name for name, note in incident.layers.items() if note.state or note.known_gaps}
    out = []
    for band in bands_with(incident, needed | amplifying | noted, {}):
        note = incident.layers.get(band.id)
        if band.id in needed:
            state, words = "breached", band.note
        elif band.id in amplifying:
            state, words = "worse", ""
        elif note is not None and note.state == "held":
            state, words = "held", f"held: stopped {note.stopped}" if note.stopped else "held"
        elif note is not None and note.state and note.state != "breached":
            state, words = "aside", note.state.replace("_", " ")
        elif note is not None and note.known_gaps:
            state, words = "aside", "not part of this incident"
        else:
            continue
        out.append(Band(band.id, band.label, band.hue, words, state, band.tooltip))
    return out


def _legend(boxes: list[Box]) -> tuple[LegendEntry, ...]:
    marks = {mark for box in boxes for mark in box.marks if box.role in {"gap", "trigger"}}
    roles = {box.role for box in boxes}
    out = [LegendEntry("path", "the way the failure took")]
    if any(box.role in {"gap", "trigger"} and box.band is not None for box in boxes):
        out.append(LegendEntry("hole", "gap it went through"))
    if "several" in marks:
        out.append(LegendEntry("several", "one of several ways, not needed by itself"))
    if "done" in marks:
        out.append(LegendEntry("hole-done", "closed by an action, done"))
    if "planned" in marks:
        out.append(LegendEntry("hole-planned", "to be closed, planned"))
    if "known_gap" in roles:
        out.append(LegendEntry("hole-known", "known hole, not part of this incident"))
    if any(box.role == "amplifier" and box.band is not None for box in boxes):
        out.append(LegendEntry("hole-worse", "made it worse, not needed"))
    return tuple(out)


def _describe(incident: Incident, worse: frozenset[str]) -> str:
    said = [f"Swiss cheese of incident {incident.id}."]
    for layer in incident.layer_names:
        holes = [f.what for n, f in incident.factors.items() if f.layer == layer and n not in worse]
        if holes:
            title = incident.layer_title(layer)
            said.append(f"{title}, {count(len(holes), 'hole')}: {'; '.join(holes)}.")
    said.append(f"Outcome: {incident.outcome.what}.")
    return " ".join(said)
