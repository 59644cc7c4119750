"""Boxes in rows of equal width, in reading order, without lines."""

from __future__ import annotations

from causal.render.layout.plan import Plan
from causal.render.layout.sizes import box_rows
from causal.render.scene import Scene

__all__ = ["lay_out_listing"]

_GAP, _BELOW, _LEAST = 12.0, 16.0, 240.0


def lay_out_listing(scene: Scene, *, room: float) -> Plan:
    """Return the boxes of a scene from the left to the right, row by row.

    Args:
        scene: What is listed.
        room: The width of the page, in pixels.
    """
    columns = max(int((room + _GAP) // (_LEAST + _GAP)), 1)
    wide = (room - _GAP * (columns - 1)) / columns
    step = wide + _GAP
    boxes, low = box_rows(scene.boxes, wide, each=columns, step=step, y=0.0, gap=_BELOW)
    return Plan(room, low, boxes=boxes)
