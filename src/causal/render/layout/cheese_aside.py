"""Below the failure paths: layers that only made it worse, and what lies in no layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causal.render.layout.plan import Hole, PlacedText, Plan, Rect, Slice
from causal.render.layout.sizes import box_rows
from causal.render.layout.slices import (
    LEADING,
    NAME,
    RISE,
    Saying,
    column_words,
    set_words,
    small_holes,
)
from causal.render.layout.strand_grid import Column
from causal.render.metrics import wrap
from causal.render.scene import Band, Box, Scene

__all__ = ["append_aside", "append_list"]

_CELL, _INDENT, _THIN, _LINE = 276.0, 14.0, 70.0, 420.0
_HEADING, _GAP = 12.0, 26.0
_WORDS = {
    "worse": "Made it worse, not needed for the outcome",
    "aside": "Layers with known holes, not part of this incident",
    "both": "Layers with holes that the outcome did not need",
}


def append_aside(
    scene: Scene, plan: Plan, bands: list[Band], loose: list[Box], room: float
) -> Plan:
    """Return the plan with what no path needed in rows of its own."""
    if bands:
        plan = _bands(scene, plan, bands, room)
    if loose:
        plan = _loose(plan, loose, room)
    return plan


def append_list(scene: Scene, plan: Plan, columns: Sequence[Column], room: float) -> Plan:
    """Return the plan with what is said of each slice in a list below it, by layer."""
    boxes = {box.id: box for box in scene.boxes}
    names = {band.id: band for band in scene.bands}
    texts: list[PlacedText] = []
    y, said = NAME, set[str]()
    left = 0.26 * room
    for column in columns:
        band, first = names[column.band], column.band not in said
        said.add(band.id)
        holes = [boxes[name] for name in column.boxes]
        words = list(column_words(scene, band, holes, first=first))
        if not words:
            continue
        head = wrap(band.label if first else "", left - 14.0, NAME, bold=True, max_lines=2)
        if head:
            texts.append(PlacedText(head, 0.0, y, NAME, NAME * LEADING, bold=True))
        placed, low = set_words(words, (left, y), room - left, middle=False)
        texts += placed
        y = max(low, y + NAME * LEADING * len(head)) + 7.0
    return _below(plan, Plan(room, y - NAME, tuple(texts))) if texts else plan


def _heading(words: str) -> PlacedText:
    return PlacedText((words,), 0.0, _HEADING, _HEADING, 15.0, bold=True, tone="muted")


def _below(plan: Plan, part: Plan) -> Plan:
    gap = _GAP if plan.height else 0.0
    return plan.above(part, gap)


def _bands(scene: Scene, plan: Plan, bands: list[Band], room: float) -> Plan:
    states = {band.state for band in bands}
    words = _WORDS[min(states) if len(states) == 1 else "both"]
    wide = min(room, max(plan.width, _CELL * min(len(bands), 3)))
    each = max(int(wide // _CELL), 1)
    for start in range(0, len(bands), each):
        here = bands[start : start + each]
        part = _row(scene, here, max(wide / each, _CELL) if len(bands) > 1 else wide)
        if not start:
            part = replace(part.moved(0.0, 22.0), height=part.height + 22.0)
            part = replace(part, texts=(_heading(words), *part.texts))
        plan = _below(plan, part)
    return plan


def _row(scene: Scene, bands: list[Band], pitch: float) -> Plan:
    """Return slices with their words beside them."""
    holes = {
        band.id: [b for b in scene.in_band(band.id) if b.role == "amplifier"] for band in bands
    }
    height = 84.0 + 46.0 * max(1, *(len(found) for found in holes.values()))
    top = RISE + 8.0
    slices, texts, bottom = [], [], top + height
    for number, band in enumerate(bands):
        rect = Rect(pitch * number + _INDENT, top, _THIN, height)
        mine = holes[band.id]
        middle = rect.y + (rect.h - RISE) / 2
        placed = [
            Hole(box, rect.cx, middle + (n - (len(mine) - 1) / 2) * 56.0, 15.0, 21.0)
            for n, box in enumerate(mine)
        ]
        placed += small_holes([b for b in scene.in_band(band.id) if b.role == "known_gap"], rect)
        slices.append(Slice(band, rect, RISE, 9.0, tuple(placed)))
        beside = rect.right + 16.0
        said = [Saying(band.label, NAME, "ink", bold=True)]
        said += column_words(scene, band, [], first=True)
        wide = min(pitch * (number + 1) - beside - 14.0, _LINE)
        words, low = set_words(said, (beside, top + NAME), wide, middle=False)
        texts += words
        bottom = max(bottom, low)
    return Plan(pitch * len(bands), bottom, tuple(texts), slices=tuple(slices))


def _loose(plan: Plan, loose: list[Box], room: float) -> Plan:
    """Return the plan with boxes that lie in no layer and on no path."""
    side, gap = 176.0, 12.0
    each = max(int((min(room, max(plan.width, 2 * side)) + gap) // (side + gap)), 1)
    placed, low = box_rows(loose, side, each=each, step=side + gap, y=24.0, gap=gap)
    wide = (side + gap) * min(each, len(loose)) - gap
    heading = _heading("In no layer, and not needed for the outcome")
    return _below(plan, Plan(max(wide, 260.0), low, (heading,), boxes=placed))
