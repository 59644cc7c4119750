"""The drawing of a draft with its actions, and where each box and link lies, to be pointed at."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from causal.editing.drawable import drawable
from causal.errors import NotFinished
from causal.graph.budget import Budget
from causal.render.drawing import Drawing
from causal.render.scene import Box, LegendEntry, Link, Scene
from causal.render.views.action_marks import action_marks
from causal.render.views.common import box_id
from causal.render.views.graph import full_graph_scene

if TYPE_CHECKING:
    from causal.editing.draft import Draft
    from causal.model import Action, Incident

__all__ = ["draw_draft", "picture"]

_SHORT = 12
"""Letters of an id that stands in the caption of its box."""
SECONDS = 5.0
"""The time for laying out a picture; one that needs more is not drawn, and it is said so."""
_TOO_LARGE = "This graph is too large to be drawn here while you wait. Everything else works."
Orientation = Literal["portrait", "landscape"]


def picture(draft: Draft, orientation: Orientation = "landscape") -> dict[str, Any]:
    """Return the drawing of a draft and its parts, as plain data for the page.

    Keys: ``svg``, ``width``, ``height``, ``boxes`` and ``links``, and ``said`` where it is too
    large to be drawn; a box has the ``id`` of its factor or action, or ``outcome``; its rectangle
    is in pixels of the drawing.
    """
    nothing = {"svg": "", "width": 0, "height": 0, "boxes": [], "links": [], "joins": []}
    try:
        drawing = draw_draft(draft, orientation)
    except NotFinished:
        return {**nothing, "said": _TOO_LARGE}
    if drawing is None:
        return nothing
    plan = drawing.plan
    boxes = [
        {"id": _id(p.box.id), "role": p.box.role, "label": p.box.label, "caption": p.box.caption}
        | _rectangle(p.rect)
        for p in plan.boxes
    ]
    joins = [
        {"effect": j.join.id.partition(" of ")[2], "label": j.join.label} | _rectangle(j.rect)
        for j in plan.joins
    ]
    links = [
        {
            "source": _end(p.link.source),
            "target": _end(p.link.target),
            "role": p.link.role,
            "points": [[round(x, 1), round(y, 1)] for x, y in p.points],
        }
        for p in plan.links
        if p.link.role != "join"
    ]
    size = {"width": round(plan.width, 1), "height": round(plan.height, 1)}
    return {"svg": drawing.svg, **size, "boxes": boxes, "links": links, "joins": joins}


def _rectangle(rect: Any) -> dict[str, float]:
    return {name: round(getattr(rect, name), 1) for name in ("x", "y", "w", "h")}


def _id(box: str) -> str:
    return box.partition(" ")[2] or box


def _end(name: str) -> str:
    """Return the factor, action or effect at the end of a link; a join stands for its effect."""
    return name.partition(" of ")[2] if name.startswith("join ") else _id(name)


def draw_draft(draft: Draft, orientation: Orientation = "landscape") -> Drawing | None:
    """Return the drawing of a draft, with what is sound in it; None where nothing is.

    Raises:
        NotFinished: It is too large to be laid out while somebody waits.
    """
    incident = drawable(draft)
    if incident is None:
        return None
    drawing = _drawn(incident, orientation)
    _ = drawing.plan  # laid out here, so that whoever asks for a picture knows whether there is one
    return drawing


@lru_cache(maxsize=32)
def _drawn(incident: Incident, orientation: Orientation) -> Drawing:
    clock = Budget(seconds=SECONDS).clock()
    return Drawing(_scene(incident), orientation=orientation, clock=clock)


def _scene(incident: Incident) -> Scene:
    scene = full_graph_scene(incident)
    boxes, links = list(scene.boxes), list(scene.links)
    for name, action in incident.actions.items():
        boxes.append(_box(name, action))
        ends = [*action.addresses, *([action.on.cause] if action.on else [])]
        acts_on = (box_id(factor) for factor in dict.fromkeys(ends))
        marks = action_marks(action)
        links.extend(Link(f"action {name}", box, "acts", "", marks) for box in acts_on)
    legend = list(scene.legend)
    if incident.actions:
        legend.append(LegendEntry("planned", "action item: acts on a factor"))
    return replace(scene, boxes=tuple(boxes), links=tuple(links), legend=tuple(legend))


def _box(name: str, action: Action) -> Box:
    short = name if len(name) <= _SHORT else "action"
    caption = " · ".join([short, action.status.replace("_", " "), action.owner or "no owner"])
    marks = action_marks(action)
    return Box(f"action {name}", "action", action.what, caption.upper(), action.what, marks=marks)
