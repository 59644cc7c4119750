"""Views: each turns an incident into a scene; `VIEWS` names them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from functools import partial

from causal.analysis.prospective import as_it_is_told, is_prospective
from causal.errors import NothingToDraw, NothingToExplain
from causal.model import Incident
from causal.render.scene import Scene
from causal.render.views.actions import actions_scene
from causal.render.views.before_after import before_after_scene
from causal.render.views.bowtie import bowtie_scene
from causal.render.views.brief import brief_scene
from causal.render.views.fault_tree import fault_tree_scene
from causal.render.views.five_whys import five_whys_scene
from causal.render.views.graph import graph_scene
from causal.render.views.path_words import remains_sentence
from causal.render.views.scenario_marks import under_scenario
from causal.render.views.sparkline import sparkline_scene
from causal.render.views.swiss_cheese import swiss_cheese_scene
from causal.render.views.timeline import timeline_scene

__all__ = ["VIEWS", "view_scene"]

VIEWS: dict[str, Callable[..., Scene]] = {
    "graph": graph_scene,
    "swiss-cheese": swiss_cheese_scene,
    "five-whys": five_whys_scene,
    "actions": actions_scene,
    "timeline": timeline_scene,
    "before-after": before_after_scene,
    "bowtie": bowtie_scene,
    "fault-tree": fault_tree_scene,
    "brief": brief_scene,
    "sparkline": sparkline_scene,
}

_OWN = frozenset(VIEWS) - {"graph", "five-whys", "timeline"}
"""The views that show a scenario in their own way; the others mark what it does to each factor."""


def view_scene(
    incident: Incident, view: str, scenario: str | Collection[str] | None = None
) -> Scene:
    """Return the scene of a view.

    Args:
        incident: What to show.
        view: The name of the view.
        scenario: The actions that count as in place; None for what the view shows by itself.

    Raises:
        NothingToDraw: The incident lacks what the view shows.
        UnknownName: No scenario or action has this name.
    """
    return _told(incident, _scene(incident, view, scenario))


def _told(incident: Incident, scene: Scene) -> Scene:
    """Return the scene of what could happen, where the incident is about that, in such words."""
    if not is_prospective(incident):
        return scene
    told = partial(as_it_is_told, incident)
    return replace(
        scene,
        caption=told(scene.caption),
        description=told(scene.description),
        headings=tuple(map(told, scene.headings)),
        legend=tuple(replace(entry, text=told(entry.text)) for entry in scene.legend),
        boxes=tuple(
            replace(box, label=told(box.label), tooltip=told(box.tooltip))
            if box.slot == "figure"
            else box
            for box in scene.boxes
        ),
    )


def _scene(incident: Incident, view: str, scenario: str | Collection[str] | None) -> Scene:
    if scenario is None:
        return VIEWS[view](incident)
    if view in _OWN:
        return VIEWS[view](incident, scenario)
    scene = VIEWS[view](incident)
    try:
        marked = under_scenario(scene, incident, scenario)
        said = remains_sentence(incident, scenario)
    except NothingToExplain:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes to close; add `because` to it"
        ) from None
    return replace(marked, caption=". ".join(part for part in (scene.caption, said) if part))
