"""One slice of cheese: where its holes lie, and the words above and below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from causal.render.layout.plan import Anchor, Hole, PlacedText, Point, Rect, Tone
from causal.render.metrics import balance, wrap
from causal.render.scene import Band, Box, Scene

RISE = 30.0
NAME, _TEXT, _SMALL = 13.0, 12.5, 11.0
LEADING = 1.27
_CORNERS = (
    *((-0.28, -0.38), (0.28, 0.38), (0.28, -0.38), (-0.28, 0.38)),
    *((-0.33, 0.2), (0.33, -0.2), (-0.33, -0.12), (0.33, 0.12)),
)
"""Where holes off the path lie, as shares of the width and height from the middle."""


def small_holes(boxes: Sequence[Box], rect: Rect) -> list[Hole]:
    """Return the holes off the path, in the corners, as many as there are corners."""
    middle: Point = (rect.cx, rect.y + (rect.h - RISE) / 2)
    holes = []
    for box, (dx, dy) in zip(boxes, _CORNERS, strict=False):
        size = 8.0 if box.role == "known_gap" else 11.0
        x = middle[0] + dx * rect.w
        y = middle[1] + dy * (rect.h - 14.0) - RISE * dx
        holes.append(Hole(box, x, y, size * 0.72, size))
    return holes


@dataclass(frozen=True, slots=True)
class Saying:
    """Something to be said of a slice, with the space left above it."""

    text: str
    size: float = _SMALL
    tone: Tone = "muted"
    bold: bool = False
    space: float = 0.0


def set_words(
    said: Iterable[Saying], at: Point, room: float, *, middle: bool, most: int = 5
) -> tuple[list[PlacedText], float]:
    """Return words below each other, and where they end."""
    x, y = at
    texts = []
    for one in said:
        fit = balance if middle else wrap
        lines = fit(one.text, room, one.size, bold=one.bold, max_lines=most)
        step = one.size * LEADING
        y += one.space
        anchor: Anchor = "middle" if middle else "start"
        texts.append(PlacedText(lines, x, y, one.size, step, one.bold, one.tone, anchor))
        y += len(lines) * step + 3.0
    return texts, y


def column_words(
    scene: Scene, band: Band, holes: Sequence[Box], *, first: bool
) -> Iterator[Saying]:
    """Yield what is to be said below a column of slices: the state, the holes, the actions."""
    if band.note and first:
        yield Saying(band.note, tone="good" if band.state == "held" else "muted", bold=True)
    for number, box in enumerate(holes, 1):
        yield from _of_hole(box, f"{number}. " if len(holes) > 1 else "")
    for box in scene.in_band(band.id) if first else ():
        if box.role == "amplifier":
            yield from _of_hole(box, "")
        elif box.role == "known_gap":
            yield Saying(f"known hole: {box.label}", space=4.0)


def _of_hole(box: Box, lead: str) -> Iterator[Saying]:
    space = 4.0 if lead and lead != "1. " else 0.0
    if box.caption:
        tone: Tone = "worse" if box.role == "amplifier" else "muted"
        yield Saying(box.caption, tone=tone, bold=True, space=space)
        space = 0.0
    yield Saying(lead + box.label, _TEXT, "good" if box.role == "action" else "ink", space=space)
    known = {"suspected", "disputed", "accepted"}
    stated = [mark for mark in box.marks if mark in known and mark not in box.caption]
    if stated:
        yield Saying(", ".join(stated))
    yield from (Saying(note, tone="good", bold=True) for note in box.notes)
