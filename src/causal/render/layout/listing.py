"""Boxes in rows of equal width, in reading order, without lines."""

from __future__ import annotations

from causal.render.layout.plan import PlacedBox, Plan, Rect
from causal.render.layout.sizes import place_box, size_box
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
    placed: list[PlacedBox] = []
    y = 0.0
    for start in range(0, len(scene.boxes), columns):
        row = scene.boxes[start : start + columns]
        tall = max(size_box(box, wide) for box in row)
        placed += [
            place_box(box, Rect((wide + _GAP) * number, y, wide, tall))
            for number, box in enumerate(row)
        ]
        y += tall + _BELOW
    return Plan(room, y - _BELOW, boxes=tuple(placed))
