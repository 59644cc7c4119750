"""Swiss cheese: slices in perspective, a path threaded through the holes that lined up.

Rows of slices follow one another like lines of text; layers that held, or only made things
worse, stand in a row of their own below, since the path did not need them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from causal.render.layout.frame import moved
from causal.render.layout.plan import (
    Hole,
    PlacedBox,
    PlacedText,
    Plan,
    Point,
    Rect,
    Slice,
    Strand,
    Tone,
)
from causal.render.layout.sizes import place_box, size_box
from causal.render.metrics import balance, wrap
from causal.render.scene import Band, Box, Scene

__all__ = ["lay_out_cheese"]

_WIDTH, _RISE, _DEPTH = 92.0, 36.0, 10.0
_SIDE, _GAP = 176.0, 26.0
_TEXT, _SMALL, _NAME, _HEADING = 12.5, 11.0, 13.0, 12.0
_LEADING = 1.27
_RETURN = 40.0
_CORNERS = ((-0.27, -0.41), (0.27, 0.41), (0.27, -0.41), (-0.27, 0.41))


@dataclass(frozen=True, slots=True)
class _Row:
    """Slices beside each other: what stands before them, after them, and how wide each may be."""

    bands: tuple[Band, ...]
    pitch: float
    start: float


def lay_out_cheese(scene: Scene, *, per_row: int) -> Plan:
    """Return the plan of a Swiss cheese, its top left corner at 0, 0.

    Args:
        per_row: How many slices stand beside each other at most.
    """
    main = [band for band in scene.bands if band.state == "breached"]
    aside = [band for band in scene.bands if band.state != "breached"]
    rows = max(ceil(len(main) / per_row), 1)
    each = ceil(len(main) / rows) if main else 1
    pitch = 176.0 if rows > 1 or per_row < 5 else 164.0
    height = _slice_height(scene)
    loose = _loose(scene)
    plan = Plan(0.0, 0.0)
    for number in range(rows):
        bands = tuple(main[number * each : (number + 1) * each])
        start = _SIDE + _GAP if number == 0 and loose else 34.0
        row = _Row(bands, pitch, start)
        part = _main_row(
            scene, row, height, loose if not number else [], is_last=number == rows - 1
        )
        plan = _append(plan, part, linked=number > 0)
    if aside:
        plan = _append_aside(scene, plan, aside, height, per_row)
    return plan


def _loose(scene: Scene) -> list[Box]:
    return [box for box in scene.boxes if box.band is None and box.role != "outcome"]


def _slice_height(scene: Scene) -> float:
    most = max((len(_needed(scene, band)) for band in scene.bands), default=1)
    return max(196.0, 54.0 * most + 84.0)


def _needed(scene: Scene, band: Band) -> list[Box]:
    roles = {"amplifier"} if band.state == "worse" else {"gap", "trigger"}
    return [box for box in scene.in_band(band.id) if box.role in roles]


def _others(scene: Scene, band: Band) -> list[Box]:
    roles = {"known_gap"} if band.state == "worse" else {"known_gap", "amplifier"}
    return [box for box in scene.in_band(band.id) if box.role in roles]


def _append(plan: Plan, row: Plan, *, linked: bool) -> Plan:
    """Return both plans, the second below the first; `linked` leads the path back to its start."""
    gap = (_RETURN if linked else 24.0) if plan.height else 0.0
    shifted = moved(row, 0.0, plan.height + gap)
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


def _main_row(
    scene: Scene, row: _Row, height: float, loose: list[Box], *, is_last: bool
) -> Plan:
    """Return one row of slices with the path through them."""
    names = max((len(_name_lines(band, row.pitch)) for band in row.bands), default=0)
    top = names * _NAME * _LEADING + 14.0 + _RISE
    axis = top + (height - _RISE) / 2
    slices: list[Slice] = []
    texts: list[PlacedText] = []
    bottom = top + height
    width = row.start + row.pitch * len(row.bands) + 24.0
    for number, band in enumerate(row.bands):
        middle = row.start + row.pitch * (number + 0.5)
        entry = (row.start + row.pitch * number, axis)
        leave = (row.start + row.pitch * (number + 1), axis)
        if number == 0 and loose:
            entry = (_SIDE + 4.0, axis)
        piece = _slice(scene, band, Rect(middle - _WIDTH / 2, top, _WIDTH, height), entry, leave)
        slices.append(piece)
        words, low = _words(scene, band, middle, row.pitch - 16.0, top + height + 22.0, top)
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
        trails.append(((end, axis), (end + _GAP, axis)))
        width = end + _GAP + _SIDE
        bottom = max(bottom, axis + tall / 2)
    return Plan(
        width, bottom, tuple(texts), boxes=tuple(boxes), slices=tuple(slices), trails=tuple(trails)
    )


def _side(loose: list[Box], axis: float) -> tuple[list[PlacedBox], list[PlacedText], float]:
    """Return what the path starts from: triggers at its height, other conditions listed below."""
    triggers = [box for box in loose if box.role == "trigger"]
    others = [box for box in loose if box.role != "trigger"]
    lead = triggers or others[:1]
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
    title = wrap("Conditions without a layer", _SIDE, _SMALL, bold=True)
    texts = [PlacedText(title, 0.0, y, _SMALL, _SMALL * _LEADING, bold=True, tone="muted")]
    y += len(title) * _SMALL * _LEADING + 4.0
    for box in rest:
        size = size_box(box, _SIDE)
        boxes.append(place_box(box, Rect(0.0, y, _SIDE, size)))
        y += size + 8.0
    return boxes, texts, y


def _slice(scene: Scene, band: Band, rect: Rect, entry: Point, leave: Point) -> Slice:
    """Return a slice with its holes, and the strands of the path through those that were needed."""
    middle = (rect.cx, rect.y + (rect.h - _RISE) / 2)
    needed = _needed(scene, band)
    gap = min(58.0, (rect.h - 84.0) / max(len(needed), 1))
    tall = min(25.0, gap / 2 - 3.0)
    holes = []
    for number, box in enumerate(needed):
        y = middle[1] + (number - (len(needed) - 1) / 2) * gap
        holes.append(Hole(box, middle[0], y, tall * 0.72, tall))
    if band.state != "breached":
        return Slice(band, rect, _RISE, _DEPTH, (*holes, *_small_holes(scene, band, rect, middle)))
    behind: list[Strand] = [(entry, (hole.x, hole.y)) for hole in holes]
    front: list[Strand] = [((hole.x, hole.y), leave) for hole in holes]
    holes += _small_holes(scene, band, rect, middle)
    return Slice(band, rect, _RISE, _DEPTH, tuple(holes), tuple(behind), tuple(front))


def _small_holes(scene: Scene, band: Band, rect: Rect, middle: Point) -> list[Hole]:
    """Return the holes off the path, in the corners, as many as there are corners."""
    holes = []
    for box, (dx, dy) in zip(_others(scene, band), _CORNERS, strict=False):
        size = 10.0 if box.role == "known_gap" else 14.0
        x = middle[0] + dx * rect.w
        y = middle[1] + dy * (rect.h - 20.0) - _RISE * dx
        holes.append(Hole(box, x, y, size * 0.72, size))
    return holes


def _name_lines(band: Band, pitch: float) -> tuple[str, ...]:
    return wrap(band.label, pitch - 12.0, _NAME, bold=True, max_lines=2)


def _words(
    scene: Scene, band: Band, middle: float, room: float, y: float, top: float
) -> tuple[list[PlacedText], float]:
    """Return the name above a slice, what its holes are below it, and where that ends."""
    name = _name_lines(band, room + 16.0)
    first = top - _RISE - 10.0 - (len(name) - 1) * _NAME * _LEADING
    texts = [
        PlacedText(name, middle, first, _NAME, _NAME * _LEADING, bold=True, anchor="middle")
    ]

    def add(text: str, size: float, tone: Tone, *, bold: bool = False, lines: int = 5) -> None:
        nonlocal y
        broken = balance(text, room, size, bold=bold, max_lines=lines)
        step = size * _LEADING
        texts.append(PlacedText(broken, middle, y, size, step, bold, tone, "middle"))
        y += len(broken) * step + 3.0

    if band.note:
        add(band.note, _SMALL, _NOTE_TONES.get(band.state, "muted"), bold=True)
    needed = _needed(scene, band)
    for number, box in enumerate(needed, 1):
        add(f"{number}. {box.label}" if len(needed) > 1 else box.label, _TEXT, "ink")
        doubts = [m for m in box.marks if m in {"suspected", "disputed", "accepted"}]
        if doubts:
            add(", ".join(doubts), _SMALL, "muted")
        for note in box.notes:
            add(note, _SMALL, "good", bold=True, lines=3)
        y += 4.0
    for box in _others(scene, band):
        if box.role == "amplifier":
            add("made it worse", _SMALL, "worse", bold=True)
            add(box.label, _TEXT, "ink")
            for note in box.notes:
                add(note, _SMALL, "good", bold=True, lines=3)
        else:
            add(f"known hole: {box.label}", _SMALL, "muted")
    return texts, y


_NOTE_TONES: dict[str, Tone] = {"held": "good", "worse": "worse"}


_ASIDE = {
    "held": "Layers that held",
    "worse": "Made it worse, not needed for the outcome",
    "aside": "Other layers",
    "both": "Other layers: not on the way of this failure",
}


def _append_aside(
    scene: Scene, plan: Plan, bands: list[Band], height: float, per_row: int
) -> Plan:
    """Return the plan with the slices that the path did not need in rows of their own."""
    pitch = 176.0
    states = {band.state for band in bands}
    each = max(min(per_row, int(max(plan.width, 700.0) // pitch)), 1)
    heading = PlacedText(
        (_ASIDE[min(states) if len(states) == 1 else "both"],), 0.0, _HEADING, _HEADING, 15.0, bold=True, tone="muted"
    )
    plan = _append(plan, Plan(plan.width, _HEADING + 6.0, (heading,)), linked=False)
    for start in range(0, len(bands), each):
        part = _aside_row(scene, bands[start : start + each], min(height, 150.0), pitch)
        plan = _append(plan, part, linked=False)
    return plan


def _aside_row(scene: Scene, bands: list[Band], height: float, pitch: float) -> Plan:
    names = max(len(_name_lines(band, pitch)) for band in bands)
    top = names * _NAME * _LEADING + 14.0 + _RISE
    axis = top + (height - _RISE) / 2
    slices, texts, bottom = [], [], top + height
    for number, band in enumerate(bands):
        middle = pitch * (number + 0.5)
        rect = Rect(middle - _WIDTH / 2, top, _WIDTH, height)
        piece = _slice(scene, band, rect, (0.0, axis), (0.0, axis))
        if band.state == "held":
            hit = (middle, axis)
            piece = replace(piece, front=(((middle - 84.0, axis), hit),), stopped=hit)
        slices.append(piece)
        words, low = _words(scene, band, middle, pitch - 16.0, top + height + 22.0, top)
        texts += words
        bottom = max(bottom, low)
    return Plan(pitch * len(bands), bottom, tuple(texts), slices=tuple(slices))
