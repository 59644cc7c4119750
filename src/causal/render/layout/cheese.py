"""Swiss cheese: slices in perspective, a path threaded through the holes that lined up.

Rows of slices follow one another like lines of text; layers that held, or only made things
worse, stand in a row of their own below, since the path did not need them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from causal.render.layout.plan import PlacedBox, PlacedText, Plan, Point, Rect, Slice
from causal.render.layout.sizes import place_box, size_box
from causal.render.layout.slices import (
    LEADING,
    NAME,
    RISE,
    cut_slice,
    name_lines,
    needed,
    side_words,
    slice_words,
)
from causal.render.metrics import wrap
from causal.render.scene import Band, Box, Scene

__all__ = ["lay_out_cheese"]

_WIDTH = 92.0
_SIDE, _GAP, _INDENT, _TURN = 176.0, 26.0, 34.0, 24.0
_NEAR, _FAR, _MOST = 150.0, 176.0, 7
_SMALL, _HEADING = 11.0, 12.0
_RETURN = 40.0
_CELL, _APPROACH, _THIN, _LINE = 276.0, 44.0, 76.0, 420.0


@dataclass(frozen=True, slots=True)
class _Row:
    """Slices beside each other: what stands before them, after them, and how wide each may be."""

    bands: tuple[Band, ...]
    pitch: float
    start: float


def lay_out_cheese(scene: Scene, *, room: float) -> Plan:
    """Return the plan of a Swiss cheese, its top left corner at 0, 0.

    Args:
        scene: Slices as bands, holes as boxes in them.
        room: The width of the page, in pixels; longer rows are broken.
    """
    main = [band for band in scene.bands if band.state == "breached"]
    aside = [band for band in scene.bands if band.state != "breached"]
    loose = _loose(scene)
    rows, pitch = _fit(len(main), room, bool(loose))
    plan = Plan(0.0, 0.0)
    for number, bands in enumerate(_split(main, rows)):
        start = _lead(bool(loose)) if number == 0 else _INDENT
        row = _Row(bands, pitch, start)
        part = _main_row(
            scene,
            row,
            _slice_height(scene, bands),
            loose if not number else [],
            is_last=number == rows - 1,
        )
        plan = _append(plan, part, linked=number > 0)
    if aside:
        plan = _append_aside(scene, plan, aside, room)
    return plan


def _lead(loose: bool) -> float:
    """Return where the first slice starts: after what stands before it, if anything does."""
    return _SIDE + _GAP if loose else _INDENT


def _fit(count: int, room: float, loose: bool) -> tuple[int, float]:
    """Return how many rows slices need, and how far apart the slices stand."""
    for rows in range(1, count + 1):
        each = ceil(count / rows)
        end = _GAP + _SIDE
        first = _lead(loose) + (end if rows == 1 else _TURN)
        last = _INDENT + end if rows > 1 else 0.0
        pitch = min((room - max(first, last)) / each, _FAR)
        if pitch >= _NEAR and each <= _MOST:
            return rows, pitch
    return max(count, 1), _FAR


def _split(bands: list[Band], rows: int) -> list[tuple[Band, ...]]:
    """Return the bands in rows whose lengths differ by one at most, the longer ones first."""
    size, extra = divmod(len(bands), rows)
    out, start = [], 0
    for number in range(rows):
        end = start + size + (number < extra)
        out.append(tuple(bands[start:end]))
        start = end
    return out


def _loose(scene: Scene) -> list[Box]:
    return [box for box in scene.boxes if box.band is None and box.role != "outcome"]


def _slice_height(scene: Scene, bands: Sequence[Band]) -> float:
    """Return the height of the slices of a row: enough for the one with most holes."""
    most = max((len(needed(scene, band)) for band in bands), default=1)
    return max(196.0, 56.0 * most + 84.0)


def _append(plan: Plan, row: Plan, *, linked: bool) -> Plan:
    """Return both plans, the second below the first; `linked` leads the path back to its start."""
    gap = (_RETURN if linked else 24.0) if plan.height else 0.0
    shifted = row.moved(0.0, plan.height + gap)
    trails = plan.trails + shifted.trails
    if linked:
        y = plan.height + gap / 2
        out, into = plan.slices[-1].front[-1][1], shifted.slices[0].behind[0][0]
        right = out[0] + 16.0
        way = (out, (right, out[1]), (right, y), (8.0, y), (8.0, into[1]), into)
        trails += (way,)
    return replace(
        plan,
        width=max(plan.width, row.width),
        height=plan.height + gap + row.height,
        texts=plan.texts + shifted.texts,
        boxes=plan.boxes + shifted.boxes,
        slices=plan.slices + shifted.slices,
        trails=trails,
    )


def _main_row(scene: Scene, row: _Row, height: float, loose: list[Box], *, is_last: bool) -> Plan:
    """Return one row of slices with the path through them."""
    names = max((len(name_lines(band, row.pitch)) for band in row.bands), default=0)
    top = names * NAME * LEADING + 14.0 + RISE
    axis = top + (height - RISE) / 2
    slices: list[Slice] = []
    texts: list[PlacedText] = []
    bottom = top + height
    width = row.start + row.pitch * len(row.bands) + _TURN
    for number, band in enumerate(row.bands):
        middle = row.start + row.pitch * (number + 0.5)
        entry = (row.start + row.pitch * number, axis)
        leave = (row.start + row.pitch * (number + 1), axis)
        if number == 0 and loose:
            entry = (_SIDE + 4.0, axis)
        piece = cut_slice(scene, band, Rect(middle - _WIDTH / 2, top, _WIDTH, height), entry, leave)
        slices.append(piece)
        words, low = slice_words(scene, band, piece.rect, row.pitch - 16.0)
        texts += words
        bottom = max(bottom, low)
    boxes: list[PlacedBox] = []
    trails: list[tuple[Point, ...]] = []
    if loose:
        side, side_texts, low = _side(loose, axis)
        boxes += side
        texts += side_texts
        bottom = max(bottom, low)
    if is_last:
        end = row.start + row.pitch * len(row.bands)
        outcome = next(box for box in scene.boxes if box.role == "outcome")
        tall = max(size_box(outcome, _SIDE), 96.0)
        boxes.append(place_box(outcome, Rect(end + _GAP, axis - tall / 2, _SIDE, tall)))
        # With no slice on the way it leads from the trigger straight to the outcome.
        trails.append(((end if row.bands else _SIDE + 4.0, axis), (end + _GAP, axis)))
        width = end + _GAP + _SIDE
        bottom = max(bottom, axis + tall / 2)
    return Plan(
        width, bottom, tuple(texts), boxes=tuple(boxes), slices=tuple(slices), trails=tuple(trails)
    )


def _side(loose: list[Box], axis: float) -> tuple[list[PlacedBox], list[PlacedText], float]:
    """Return what the path starts from: triggers at its height, other conditions listed below."""
    triggers = [box for box in loose if box.role == "trigger"]
    others = [box for box in loose if box.role != "trigger"]
    lead = triggers or [box for box in others if box.role != "amplifier"][:1]
    sizes = [size_box(box, _SIDE) for box in lead]
    y = max(axis - (sum(sizes) + 10.0 * (len(sizes) - 1)) / 2, 0.0)
    boxes = []
    for box, size in zip(lead, sizes, strict=True):
        boxes.append(place_box(box, Rect(0.0, y, _SIDE, size)))
        y += size + 10.0
    rest = [box for box in others if box not in lead]
    if not rest:
        return boxes, [], y
    y += 16.0
    title = wrap("In no layer", _SIDE, _SMALL, bold=True)
    texts = [PlacedText(title, 0.0, y, _SMALL, _SMALL * LEADING, bold=True, tone="muted")]
    y += len(title) * _SMALL * LEADING + 4.0
    for box in rest:
        size = size_box(box, _SIDE)
        boxes.append(place_box(box, Rect(0.0, y, _SIDE, size)))
        y += size + 8.0
    return boxes, texts, y


_ASIDE = {
    "held": "Layers that held",
    "worse": "Made it worse, not needed for the outcome",
    "aside": "Other layers",
    "both": "Other layers: not on the way of this failure",
}


def _append_aside(scene: Scene, plan: Plan, bands: list[Band], room: float) -> Plan:
    """Return the plan with the slices that the path did not need in rows of their own."""
    states = {band.state for band in bands}
    state = min(states) if len(states) == 1 else "both"
    wide = min(room, max(plan.width, _CELL * min(len(bands), 3)))
    each = max(int(wide // _CELL), 1)
    heading = PlacedText((_ASIDE[state],), 0.0, _HEADING, _HEADING, 15.0, bold=True, tone="muted")
    for start in range(0, len(bands), each):
        here = bands[start : start + each]
        part = _aside_row(scene, here, max(wide / each, _CELL) if len(bands) > 1 else wide)
        if not start:
            part = replace(part.moved(0.0, 18.0), height=part.height + 18.0)
            part = replace(part, texts=(heading, *part.texts))
        plan = _append(plan, part, linked=False)
    return plan


def _aside_row(scene: Scene, bands: list[Band], pitch: float) -> Plan:
    """Return slices with their words beside them."""
    most = max(len(needed(scene, band)) for band in bands)
    height = 84.0 + 46.0 * max(most, 1)
    top = RISE + 8.0
    axis = top + (height - RISE) / 2
    slices, texts, bottom = [], [], top + height
    for number, band in enumerate(bands):
        left = pitch * number + _APPROACH
        rect = Rect(left, top, _THIN, height)
        piece = cut_slice(scene, band, rect, (0.0, axis), (0.0, axis))
        if band.state == "held":
            hit = (rect.cx, axis)
            piece = replace(piece, front=(((left - _APPROACH + 4.0, axis), hit),), stopped=hit)
        slices.append(piece)
        beside = rect.right + 16.0
        words, low = side_words(
            scene, band, (beside, top), min(pitch * (number + 1) - beside - 14.0, _LINE)
        )
        texts += words
        bottom = max(bottom, low)
    return Plan(pitch * len(bands), bottom, tuple(texts), slices=tuple(slices))
