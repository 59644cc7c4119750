"""Drawings of incidents: a view decides what to show, a layout where, a writer how."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal

from causal.errors import UnknownName
from causal.model import Incident
from causal.render.drawing import Drawing
from causal.render.theme import DEFAULT, Theme

if TYPE_CHECKING:
    from causal.analysis.changes import Changes

__all__ = ["Drawing", "Theme", "draw", "draw_changes"]

_ORIENTATIONS = ("portrait", "landscape")
_ENGINES = ("own", "dot")


def draw_changes(
    changes: Changes,
    *,
    orientation: Literal["portrait", "landscape"] = "portrait",
    theme: Theme = DEFAULT,
    id_prefix: str | None = None,
) -> Drawing:
    """Return a drawing of what changed between two versions of an incident.

    Args:
        changes: The answer of `causal.diff`.
        orientation: ``portrait`` stacks both versions, ``landscape`` sets them side by side.
        theme: The colours, light and dark.
        id_prefix: What the ids in the SVG start with; needed where a page shows a drawing twice.

    Raises:
        UnknownName: There is no such orientation.
        NothingToDraw: Nothing changed, or a version has no factors.
    """
    from causal.render.views.changes import changes_scene

    if orientation not in _ORIENTATIONS:
        raise UnknownName("orientation", orientation, _ORIENTATIONS)
    return Drawing(changes_scene(changes), "changes", orientation, "own", theme, id_prefix)


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
        scenario: Which actions count as in place: ``planned``, ``done``, ``verified``, or their
            ids. None lets the view choose: ``planned`` for ``before-after``, ``done`` for
            ``swiss-cheese``, ``bowtie``, ``actions`` and ``brief``; the others show what was so.

    Raises:
        UnknownName: There is no such view, orientation, engine or scenario.
        NothingToDraw: The incident lacks what the view shows.
    """
    from causal.render.incident_logic import incident_logic
    from causal.render.views import VIEWS, view_scene

    name = view.replace("_", "-")
    if name not in VIEWS:
        raise UnknownName("view", view, VIEWS)
    if orientation not in _ORIENTATIONS:
        raise UnknownName("orientation", orientation, _ORIENTATIONS)
    if engine not in _ENGINES:
        raise UnknownName("engine", engine, _ENGINES)
    scene = view_scene(incident, name, scenario)
    logic = incident_logic(incident)
    return Drawing(scene, name, orientation, engine, theme, id_prefix, logic)
