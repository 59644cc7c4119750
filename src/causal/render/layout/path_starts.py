"""What failure paths start from: boxes before them, with a pill where several meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from causal.render.layout.plan import (
    Draft,
    Point,
    Rect,
    Strand,
    StrandKind,
)
from causal.render.layout.sizes import PILL, pill_width, place_box, place_pill, size_box
from causal.render.scene import Box, Join, Route, Scene, Start

_GAP, _FAN, _AIR = 10.0, 16.0, 22.0


@dataclass(slots=True)
class Ends(Draft):
    """Where the paths begin: the boxes they start from, and the height of each path."""

    ys: list[float] = field(default_factory=list)
    width: float = 0.0
    height: float = 0.0


def place_starts(
    scene: Scene,
    routes: Sequence[Route],
    boxes: Mapping[str, Box],
    *,
    side: float,
    lane: float,
    alone: float,
) -> Ends:
    """Return where each path begins and how it gets to the first column.

    Args:
        scene: It says what every path starts from.
        routes: The paths, from the top.
        boxes: The boxes by id.
        side: How wide a box is.
        lane: How far apart the paths run at least.
        alone: How much a single path takes.
    """
    out = Ends()
    stacks = [_stack_height(route.start, boxes, side) for route in routes]
    roots = _stack_height(scene.roots, boxes, side)
    _heights(out, stacks, roots, lane if len(routes) > 1 else alone)
    x = 0.0
    if scene.roots.boxes:
        middle = (out.ys[0] + out.ys[-1]) / 2
        x = _stack(out, scene.roots, boxes, Rect(0.0, middle, side, 0.0), name="roots", kind="open")
    own = x
    if scene.roots.boxes and any(route.start.boxes for route in routes):
        own += _FAN
    right = own
    for y, route in zip(out.ys, routes, strict=True):
        if route.start.boxes:
            rect = Rect(own, y, side, 0.0)
            end = _stack(out, route.start, boxes, rect, name=route.id, kind=_kind(route))
            right = max(right, end)
    out.width = right + _FAN
    _lead_in(out, scene, routes, x, own)
    return out


def _heights(out: Ends, stacks: Sequence[float], roots: float, least: float) -> None:
    """Set the height of each path, so that what it starts from has room about it."""
    y = 0.0
    for stack in stacks:
        own = max(least, stack + _AIR)
        out.ys.append(y + own / 2)
        y += own
    if roots > y:
        out.ys = [one + (roots - y) / 2 for one in out.ys]
        y = roots
    out.height = y


def _lead_in(out: Ends, scene: Scene, routes: Sequence[Route], x: float, own: float) -> None:
    """Draw each path from what all start from, through what it starts from, to the first column."""
    roots = set(scene.roots.boxes)
    for at, route in zip(out.ys, routes, strict=True):
        if roots:
            middle = (out.ys[0] + out.ys[-1]) / 2
            end = own if route.start.boxes else out.width
            bend = x + _FAN / 2
            way: tuple[Point, ...] = ((x, middle), (bend, middle), (bend, at), (end, at))
            out.trails.append(Strand(way, "spent" if route.stops & roots else _kind(route)))
        if route.start.boxes:
            stopped = route.stops & {*route.start.boxes, *roots}
            kind: StrandKind = "spent" if stopped else _kind(route)
            left = _right_of(out, route)
            out.trails.append(Strand(((left, at), (out.width, at)), kind))


def _kind(route: Route) -> StrandKind:
    return "rest" if route.rest else "open"


def _right_of(out: Ends, route: Route) -> float:
    """Return where the path leaves what it starts from: the pill, or else the box."""
    pills = [join.rect.right for join in out.joins if join.join.id == f"start {route.id}"]
    mine = [placed.rect.right for placed in out.boxes if placed.box.id in route.start.boxes]
    return max(pills or mine)


def _stack_height(start: Start, boxes: Mapping[str, Box], side: float) -> float:
    sizes = [size_box(boxes[name], side) for name in start.boxes]
    return sum(sizes) + _GAP * max(len(sizes) - 1, 0)


def _stack(
    out: Ends, start: Start, boxes: Mapping[str, Box], at: Rect, *, name: str, kind: StrandKind
) -> float:
    """Place boxes below each other about a height, and their pill; return where they end."""
    sizes = [size_box(boxes[one], at.w) for one in start.boxes]
    y = at.y - (sum(sizes) + _GAP * (len(sizes) - 1)) / 2
    middles = []
    for one, size in zip(start.boxes, sizes, strict=True):
        out.boxes.append(place_box(boxes[one], Rect(at.x, y, at.w, size)))
        middles.append(y + size / 2)
        y += size + _GAP
    right = at.x + at.w
    if not start.join:
        return right
    wide = pill_width(start.join)
    pill = Rect(right + 2 * _FAN, at.y - PILL / 2, wide, PILL)
    out.joins.append(place_pill(Join(f"start {name}", start.join, start.boxes[0]), pill))
    for middle, one in zip(middles, start.boxes, strict=True):
        way = ((right, middle), (right + _FAN, middle), (right + _FAN, at.y), (pill.x, at.y))
        out.trails.append(Strand(way, kind, after=one))
    return pill.right
