"""Before and after: the graph as it was, and what still leads to the outcome under a scenario."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from causal.analysis.failure_paths import failure_paths
from causal.errors import NothingToDraw, NothingToExplain
from causal.model import OUTCOME, Incident
from causal.render.scene import Band, Box, Join, Link, Scene
from causal.render.views.action_marks import WITH
from causal.render.views.common import title_of
from causal.render.views.graph import full_graph_scene
from causal.render.views.path_words import path_sentences
from causal.render.views.scenario_marks import under_scenario


def before_after_scene(incident: Incident, scenario: str | Collection[str] = "planned") -> Scene:
    """Return the scene of the graph twice: as it was, and under a scenario.

    Args:
        incident: The incident.
        scenario: ``planned``, ``done``, ``verified``, or the ids of the actions to suppose.

    Raises:
        NothingToDraw: The incident has no actions, or its outcome no causes.
        UnknownName: No scenario or action has this name.
    """
    if not incident.actions:
        raise NothingToDraw(
            f"incident {incident.id!r} has no actions, so nothing changes; "
            "add `actions: {A1: ...}`, or draw the view 'graph'"
        )
    supposed = scenario if isinstance(scenario, str) else frozenset(scenario)
    whole = full_graph_scene(incident)
    try:
        changed = under_scenario(whole, incident, supposed)
        words = " ".join(path_sentences(incident, failure_paths(incident), supposed))
    except NothingToExplain:
        raise NothingToDraw(
            f"the outcome of incident {incident.id!r} has no causes to close; add `because` to it"
        ) from None
    before, after = sided(whole, "before"), sided(changed, "after")
    named = supposed if isinstance(supposed, str) else ", ".join(sorted(supposed)) or "no action"
    return Scene(
        kind="pair",
        title=title_of(incident),
        caption=words,
        description=_describe(incident, words, after),
        boxes=before.boxes + after.boxes,
        bands=before.bands + after.bands,
        joins=before.joins + after.joins,
        links=before.links + after.links,
        legend=after.legend,
        headings=("As it was", WITH.get(named, f"With {named}")),
        parts=(before, after),
    )


def sided(scene: Scene, side: str) -> Scene:
    """Return a scene whose ids say which side of the pair it is."""
    return _named(scene, lambda name: f"{side} {name}")


def to_try(scene: Scene) -> Scene:
    """Return a pair for a page to try it out on: as it was, and what the page itself changes."""
    before, _ = scene.parts
    live = _named(before, lambda name: name.removeprefix("before "))
    return replace(
        scene,
        caption="",
        headings=(scene.headings[0], "With what is supposed on this page"),
        legend=before.legend,
        boxes=before.boxes + live.boxes,
        bands=before.bands + live.bands,
        joins=before.joins + live.joins,
        links=before.links + live.links,
        parts=(before, live),
    )


def _named(scene: Scene, own: Callable[[str], str]) -> Scene:
    """Return a scene with other ids."""

    def box(b: Box) -> Box:
        return replace(b, id=own(b.id), band=own(b.band) if b.band is not None else None)

    def link(one: Link) -> Link:
        return replace(one, source=own(one.source), target=own(one.target))

    def join(j: Join) -> Join:
        return replace(j, id=own(j.id), target=own(j.target))

    def band(b: Band) -> Band:
        return replace(b, id=own(b.id))

    return replace(
        scene,
        boxes=tuple(map(box, scene.boxes)),
        bands=tuple(map(band, scene.bands)),
        joins=tuple(map(join, scene.joins)),
        links=tuple(map(link, scene.links)),
    )


def _describe(incident: Incident, words: str, after: Scene) -> str:
    said = [f"Causal graph of incident {incident.id} before and after its actions. {words}"]
    for name, action in incident.actions.items():
        on = "; ".join(incident.what(f) for f in action.addresses if f != OUTCOME)
        if on:
            said.append(f"{name} acts on: {on}.")
    boxes = [box for box in after.boxes if box.role != "outcome"]
    for mark, lead in (
        ("removed", "Removed"),
        ("gone", "No longer comes about"),
        ("remaining", "Still leads to the outcome"),
    ):
        names = [box.label for box in boxes if mark in box.marks]
        said += [f"{lead}: {'; '.join(names)}."] if names else []
    return " ".join(said)
