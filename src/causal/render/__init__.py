"""Drawings of incidents: a view decides what to show, a layout where, a writer how."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from causal.errors import CausalError, UnknownName
from causal.model import Incident
from causal.render.drawing import Drawing
from causal.render.theme import DEFAULT, Theme

__all__ = ["Drawing", "Theme", "draw"]

_ORIENTATIONS = ("portrait", "landscape")
_ENGINES = ("own", "dot")


def draw(
    incident: Incident,
    view: str = "graph",
    *,
    orientation: Literal["portrait", "landscape"] = "portrait",
    theme: Theme = DEFAULT,
    id_prefix: str | None = None,
    engine: Literal["own", "dot"] = "own",
    scenario: str | Collection[str] | None = None,
) -> Drawing:
    """Return a drawing of an incident.

    Args:
        incident: What to draw.
        view: ``graph``, ``swiss-cheese``, ``five-whys``, ``actions``, ``timeline``,
            ``before-after``, ``bowtie`` or ``brief``.
        orientation: ``portrait`` for documents, ``landscape`` for slides.
        theme: The colours, light and dark.
        id_prefix: What the ids in the SVG start with; needed where a page shows a drawing twice.
        engine: ``own``, or ``dot`` to let Graphviz place the parts.
        scenario: For ``before-after``, which actions are supposed: ``planned`` (the default),
            ``done``, ``verified``, or their ids.

    Raises:
        UnknownName: There is no such view, orientation, engine or scenario.
        CausalError: The view has no scenarios.
        NothingToDraw: The incident lacks what the view shows.
    """
    from causal.render.incident_logic import incident_logic
    from causal.render.views import SCENARIO_VIEWS, VIEWS

    name = view.replace("_", "-")
    if name not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    if orientation not in _ORIENTATIONS:
        raise UnknownName("orientation", orientation, _ORIENTATIONS)
    if engine not in _ENGINES:
        raise UnknownName("engine", engine, _ENGINES)
    if scenario is None:
        scene = VIEWS[name](incident)
    elif name in SCENARIO_VIEWS:
        scene = VIEWS[name](incident, scenario)
    else:
        choices = ", ".join(SCENARIO_VIEWS)
        raise CausalError(f"the view {name!r} takes no scenario ({scenario!r}); {choices} does")
    logic = incident_logic(incident)
    return Drawing(scene, name, orientation, engine, theme, id_prefix, logic)
