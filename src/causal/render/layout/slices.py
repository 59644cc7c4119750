"""One slice of cheese: where its holes lie, and the words above and below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from causal.render.layout.plan import Hole, PlacedText, Point, Rect, Slice, Strand, Tone
from causal.render.metrics import balance, wrap
from causal.render.scene import Band, Box, Scene

__all__ = [
    "LEADING",
    "NAME",
    "RISE",
    "cut_slice",
    "name_lines",
    "needed",
    "side_words",
    "slice_words",
]

RISE, _DEPTH = 36.0, 10.0
NAME, _TEXT, _SMALL = 13.0, 12.5, 11.0
LEADING = 1.27
_RING = 10.0
_CORNERS = (
    *((-0.27, -0.41), (0.27, 0.41), (0.27, -0.41), (-0.27, 0.41)),
    *((0.0, -0.42), (0.0, 0.42), (-0.33, 0.2), (0.33, -0.2)),
)
"""Where holes off the path lie, as shares of the width and height from the middle."""


def cut_slice(scene: Scene, band: Band, rect: Rect, entry: Point, leave: Point) -> Slice:
    """Return a slice with its holes, and the strands of the path through those that were needed."""
    middle = (rect.cx, rect.y + (rect.h - RISE) / 2)
    through = needed(scene, band)
    gap = min(64.0, (rect.h - RISE - 30.0) / max(len(through), 1))
    tall = min(25.0, gap / 2 - (_RING if gap > 40.0 else 5.0)) if len(through) > 1 else 25.0
    holes = []
    for number, box in enumerate(through):
        y = middle[1] + (number - (len(through) - 1) / 2) * gap
        holes.append(Hole(box, middle[0], y, tall * 0.72, tall))
    if band.state != "breached":
        small = _small_holes(scene, band, rect, middle)
        return Slice(band, rect, RISE, _DEPTH, (*holes, *small), len(through))
    behind: list[Strand] = [(entry, (hole.x, hole.y)) for hole in holes]
    front: list[Strand] = [((hole.x, hole.y), leave) for hole in holes]
    holes += _small_holes(scene, band, rect, middle)
    return Slice(band, rect, RISE, _DEPTH, tuple(holes), len(through), tuple(behind), tuple(front))


def _small_holes(scene: Scene, band: Band, rect: Rect, middle: Point) -> list[Hole]:
    """Return the holes off the path, in the corners, as many as there are corners."""
    holes = []
    for box, (dx, dy) in zip(_others(scene, band), _CORNERS, strict=False):
        size = 10.0 if box.role == "known_gap" else 14.0
        x = middle[0] + dx * rect.w
        y = middle[1] + dy * (rect.h - 20.0) - RISE * dx
        holes.append(Hole(box, x, y, size * 0.72, size))
    return holes


def name_lines(band: Band, pitch: float) -> tuple[str, ...]:
    """Return the lines of the name above a slice that has `pitch` pixels of room."""
    return wrap(band.label, pitch - 12.0, NAME, bold=True, max_lines=2)


def slice_words(
    scene: Scene, band: Band, rect: Rect, room: float
) -> tuple[list[PlacedText], float]:
    """Return the name above a slice, what its holes are below it, and where that ends."""
    name = name_lines(band, room + 16.0)
    first = rect.y - RISE - 10.0 - (len(name) - 1) * NAME * LEADING
    texts = [PlacedText(name, rect.cx, first, NAME, NAME * LEADING, bold=True, anchor="middle")]
    y = rect.bottom + 22.0
    for said in _said(scene, band):
        lines = balance(said.text, room, said.size, bold=said.bold, max_lines=5)
        step = said.size * LEADING
        y += said.space
        texts.append(PlacedText(lines, rect.cx, y, said.size, step, said.bold, said.tone, "middle"))
        y += len(lines) * step + 3.0
    return texts, y


def side_words(scene: Scene, band: Band, at: Point, room: float) -> tuple[list[PlacedText], float]:
    """Return the name of a slice and what its holes are, beside it, and where that ends."""
    x, y = at
    name = wrap(band.label, room, NAME, bold=True, max_lines=2)
    y += NAME
    texts = [PlacedText(name, x, y, NAME, NAME * LEADING, bold=True)]
    y += len(name) * NAME * LEADING + 2.0
    for said in _said(scene, band):
        lines = wrap(said.text, room, said.size, bold=said.bold, max_lines=5)
        step = said.size * LEADING
        y += said.space
        texts.append(PlacedText(lines, x, y, said.size, step, said.bold, said.tone))
        y += len(lines) * step + 3.0
    return texts, y


@dataclass(frozen=True, slots=True)
class _Saying:
    """Something to be said below a slice, with the space left above it."""

    text: str
    size: float = _SMALL
    tone: Tone = "muted"
    bold: bool = False
    space: float = 0.0


def _said(scene: Scene, band: Band) -> Iterator[_Saying]:
    """Yield what is to be said of a slice: its state, its holes, the actions on them."""
    if band.note:
        yield _Saying(band.note, tone="good" if band.state == "held" else "muted", bold=True)
    through = needed(scene, band)
    for number, box in enumerate(through, 1):
        yield from _of_hole(box, f"{number}. " if len(through) > 1 else "")
    for box in _others(scene, band):
        if box.role == "amplifier":
            yield from _of_hole(box, "")
        else:
            yield _Saying(f"known hole: {box.label}", space=4.0)


def _of_hole(box: Box, lead: str) -> Iterator[_Saying]:
    space = 4.0 if lead and lead != "1. " else 0.0
    if box.role == "amplifier":
        yield _Saying(box.caption, tone="worse", bold=True, space=space)
        space = 0.0
    yield _Saying(lead + box.label, _TEXT, "ink", space=space)
    doubts = [mark for mark in box.marks if mark in {"suspected", "disputed", "accepted"}]
    if doubts:
        yield _Saying(", ".join(doubts))
    notes = list(box.notes)
    if "several" in box.marks:
        yield _Saying(notes.pop(0), tone="path", bold=True)
    yield from (_Saying(note, tone="good", bold=True) for note in notes)


def needed(scene: Scene, band: Band) -> list[Box]:
    """Return the holes that the incident is about: those it went through, or made it worse."""
    roles = {"amplifier"} if band.state == "worse" else {"gap", "trigger"}
    return [box for box in scene.in_band(band.id) if box.role in roles]


def _others(scene: Scene, band: Band) -> list[Box]:
    roles = {"known_gap"} if band.state == "worse" else {"known_gap", "amplifier"}
    return [box for box in scene.in_band(band.id) if box.role in roles]
