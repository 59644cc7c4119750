"""Outlines of boxes as polygons, for figures that know no curves."""

from __future__ import annotations

from math import cos, pi, sin

from causal.render.layout.plan import Point, Rect

_BITTEN = {"gap", "known_gap", "amplifier"}
_RADII = {"condition": 16.0, "outcome": 10.0, "event": 2.0, "join": 9.0}


def polygon(role: str, r: Rect) -> list[Point]:
    """Return the closed outline of a role, so that shape tells what colour tells."""
    if role == "trigger":
        p = min(12.0, r.h / 4)
        points = [
            *((r.x + p, r.y), (r.right - p, r.y), (r.right, r.cy)),
            *((r.right - p, r.bottom), (r.x + p, r.bottom), (r.x, r.cy)),
        ]
        return [*points, points[0]]
    a = min(_RADII.get(role, 7.0), r.w / 2, r.h / 2)
    points = _arc(r.right - a, r.y + a, a, -0.5)
    if role in _BITTEN:
        points += [(x, y) for x, y in reversed(_arc(r.right, r.cy, 8.0, 0.5, turn=1.0))]
    points += _arc(r.right - a, r.bottom - a, a, 0.0)
    points += _arc(r.x + a, r.bottom - a, a, 0.5)
    points += _arc(r.x + a, r.y + a, a, 1.0)
    return [*points, points[0]]


def _arc(x: float, y: float, radius: float, start: float, *, turn: float = 0.5) -> list[Point]:
    """Return points along an arc; angles in half turns, clockwise from the right."""
    steps = 6 if turn <= 0.5 else 12
    angles = (pi * (start + turn * step / steps) for step in range(steps + 1))
    return [(x + radius * cos(angle), y + radius * sin(angle)) for angle in angles]


def head(way: tuple[Point, ...], size: float = 9.0) -> list[Point]:
    """Return the triangle of an arrow at the last point of a way."""
    tip = way[-1]
    before = next((p for p in reversed(way) if abs(p[0] - tip[0]) + abs(p[1] - tip[1]) > 0.1), tip)
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    dx, dy = dx / length * size, dy / length * size
    left = (tip[0] - dx - dy / 2, tip[1] - dy + dx / 2)
    right = (tip[0] - dx + dy / 2, tip[1] - dy - dx / 2)
    return [left, tip, right, left]
