"""Very large incidents layer by layer: how many factors each holds, the most needed by name."""

from __future__ import annotations

from collections import Counter

from causal.analysis.phrases import layer_title
from causal.errors import NothingToExplain
from causal.graph.structure import compile_structure
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, LegendEntry, Link, Scene
from causal.render.views.common import (
    amplifiers_only,
    bands_with,
    count,
    factor_box,
    outcome_box,
    subtitle_of,
    title_of,
)

MOST = 200
"""How many factors are drawn one by one at most."""

_TOP, _IN_LAYER, _TRIGGERS = 12, 2, 3
_LOOSE = "group"


def aggregated_scene(incident: Incident) -> Scene:
    """Return the scene of a causal graph with one box for the factors of each layer."""
    worse = amplifiers_only(incident)
    named = _named(incident)
    group = {name: _group(incident, name, named) for name in incident.factors}
    sizes = Counter(group[name] for name in incident.factors if name not in named)
    boxes = [factor_box(incident, name, worse=name in worse) for name in named]
    boxes += [_summary(incident, name, size) for name, size in sorted(sizes.items())]
    boxes.append(outcome_box(incident))
    layers = {factor.layer for factor in incident.factors.values() if factor.layer}
    return Scene(
        kind="layered",
        title=title_of(incident),
        caption=subtitle_of(incident),
        message=(
            f"{len(incident.factors):,} factors are too many to draw one by one: each layer is "
            f"summed up, {count(len(named), 'factor')} shown by name, and of the links each box "
            "shows the strongest."
        ),
        description=_describe(incident, sizes),
        boxes=tuple(boxes),
        bands=tuple(bands_with(incident, layers, {})),
        links=tuple(_links(incident, group)),
        legend=(
            LegendEntry("layer", "factors summed up"),
            LegendEntry("gap", "gap: where a layer did not stop it"),
            LegendEntry("cause", "led to, with how many links"),
        ),
        headings=("What happened", "Layers with gaps", ""),
        ordered=True,
    )


def _named(incident: Incident) -> list[str]:
    """Return the factors to show by name: needed ones first, then those that led to most.

    A few of each layer, and a few triggers, so that no layer crowds out the others.
    """
    needed = _needed(incident)
    leads_to = Counter(link.cause for link, _ in incident.links())
    order = sorted(incident.factors, key=lambda f: (f not in needed, -leads_to[f]))
    room: Counter[str] = Counter()
    out = []
    for name in order:
        is_trigger = incident.kind(name) == "trigger"
        place = incident.factors[name].layer or ("trigger" if is_trigger else _LOOSE)
        room[place] += 1
        if room[place] <= (_TRIGGERS if is_trigger else _IN_LAYER):
            out.append(name)
    kept = set(out[:_TOP])
    return [name for name in incident.factors if name in kept]


def _needed(incident: Incident) -> frozenset[str]:
    """Return the factors without which the outcome would not have come about."""
    try:
        structure = compile_structure(incident)
    except NothingToExplain:
        return frozenset()
    survives = structure.survives([(factor,) for factor in structure.factors])
    return frozenset(f for f, still in zip(structure.factors, survives, strict=True) if not still)


def _group(incident: Incident, name: str, named: list[str]) -> str:
    """Return the id of the box a factor is shown in."""
    if name in named:
        return f"factor {name}"
    layer = incident.factors[name].layer
    return f"{_LOOSE} {layer}" if layer is not None else _LOOSE


def _summary(incident: Incident, group: str, size: int) -> Box:
    layer = group.removeprefix(_LOOSE).strip() or None
    label = count(size, "further gap") if layer else f"{count(size, 'factor')} without a layer"
    tip = f"{label} in {layer_title(incident, layer)}" if layer is not None else label
    return Box(group, "layer", label, "SUMMED UP", tip, band=layer)


def _links(incident: Incident, group: dict[str, str]) -> list[Link]:
    """Return for every box its strongest link to another, with how many links that stands for."""
    counted: dict[str, Counter[str]] = {}
    for link, effect in incident.links():
        source = group[link.cause]
        target = "outcome" if effect == OUTCOME else group[effect]
        if source != target:
            counted.setdefault(source, Counter())[target] += 1
    out = []
    for source, targets in sorted(counted.items()):
        target, number = min(targets.items(), key=lambda item: (-item[1], item[0]))
        label = f"{number:,} links" if number > 1 else ""
        words = count(sum(targets.values()), "link")
        out.append(Link(source, target, "cause", label, tooltip=f"the most of {words} from here"))
    return out


def _describe(incident: Incident, sizes: Counter[str]) -> str:
    said = [f"Causal graph of incident {incident.id}, summed up: {len(incident.factors)} factors."]
    for group, size in sorted(sizes.items()):
        layer = group.removeprefix(_LOOSE).strip()
        place = layer_title(incident, layer) if layer else "no layer"
        said.append(f"{place}: {size} not shown by name.")
    said.append(f"Outcome: {incident.outcome.what}.")
    return " ".join(said)
