"""The causal graph: every factor in the lane of its layer, and what led to what."""

from __future__ import annotations

from causal.analysis.phrases import layer_title
from causal.errors import NothingToDraw
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, LegendEntry, Link, Scene
from causal.render.views.aggregate import MOST, aggregated_scene
from causal.render.views.causes_in_words import causes_in_words
from causal.render.views.common import (
    amplifier_label,
    amplifiers_only,
    bands_with,
    count,
    factor_box,
    links_and_joins,
    outcome_box,
    subtitle_of,
    title_of,
)
from causal.render.views.legends import CONTRIBUTED, ROLES, entries, marks_of, unsure

HEADINGS = ("What happened", "Layers with gaps", "")


def graph_scene(incident: Incident) -> Scene:
    """Return the scene of the causal graph; a very large one is summed up layer by layer.

    Raises:
        NothingToDraw: The incident has no factors.
    """
    if not incident.factors:
        raise NothingToDraw(f"incident {incident.id!r} has no factors to draw; add some first")
    if len(incident.factors) > MOST:
        return aggregated_scene(incident)
    return full_graph_scene(incident)


def full_graph_scene(incident: Incident) -> Scene:
    """Return the scene of the causal graph with every factor, however many there are."""
    worse = amplifiers_only(incident)
    boxes = [factor_box(incident, f, worse=f in worse) for f in incident.factors]
    boxes.append(outcome_box(incident))
    links, joins = links_and_joins(incident)
    bands = bands_with(incident, (f.layer for f in incident.factors.values() if f.layer), {})
    return Scene(
        kind="layered",
        title=title_of(incident),
        caption=subtitle_of(incident),
        description=describe(incident),
        boxes=tuple(boxes),
        bands=tuple(bands),
        joins=tuple(joins),
        links=tuple(links),
        legend=legend_for(boxes, links, bool(joins)),
        headings=HEADINGS,
    )


def legend_for(boxes: list[Box], links: list[Link], joined: bool) -> tuple[LegendEntry, ...]:
    """Return the legend of what is in the picture, and of nothing else."""
    out = entries(ROLES, {box.role for box in boxes})
    roles = {link.role for link in links}
    if "cause" in roles:
        out.append(LegendEntry("cause", "led to"))
    if joined:
        out.append(LegendEntry("join", "how many of its causes it took"))
    if "worsens" in roles:
        out.append(LegendEntry("worsens", "made it worse"))
    return (*out, *entries(CONTRIBUTED, marks_of(boxes, links)), *unsure(boxes, links))


def describe(incident: Incident) -> str:
    """Return the graph in sentences, for readers who cannot see it."""
    holed = {factor.layer for factor in incident.factors.values()}
    layers = [name for name in incident.layer_names if name in holed]
    gaps = sum(f.is_gap for f in incident.factors.values())
    said = [
        f"Causal graph of incident {incident.id}: {count(len(incident.factors), 'factor')}, "
        f"{count(gaps, 'gap')} in {count(len(layers), 'layer')}"
        + (f" ({', '.join(layer_title(incident, n) for n in layers)})" if layers else "")
        + f", leading to the outcome: {incident.outcome.what}."
    ]
    triggers = (f for f in incident.factors if incident.kind(f) == "trigger")
    said += [f"Trigger: {incident.what(factor)}." for factor in triggers]
    said += causes_in_words(incident, (OUTCOME, *incident.factors))
    for amplifier, _ in incident.amplifiers():
        raised = amplifier_label(amplifier)
        said.append(f"{incident.what(amplifier.factor)} made it worse: {raised}.")
    return " ".join(said)
