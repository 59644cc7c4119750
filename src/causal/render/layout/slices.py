"""One slice of cheese: where its holes lie, and the words above and below it."""

from __future__ import annotations

from causal.render.layout.plan import Hole, PlacedText, Point, Rect, Slice, Strand, Tone
from causal.render.metrics import balance, wrap
from causal.render.scene import Band, Box, Scene

__all__ = ["LEADING", "NAME", "RISE", "cut_slice", "name_lines", "needed", "slice_words"]

RISE, _DEPTH = 36.0, 10.0
NAME, _TEXT, _SMALL = 13.0, 12.5, 11.0
LEADING = 1.27
_CORNERS = ((-0.27, -0.41), (0.27, 0.41), (0.27, -0.41), (-0.27, 0.41))


def cut_slice(scene: Scene, band: Band, rect: Rect, entry: Point, leave: Point) -> Slice:
    """Return a slice with its holes, and the strands of the path through those that were needed."""
    middle = (rect.cx, rect.y + (rect.h - RISE) / 2)
    through = needed(scene, band)
    gap = min(62.0, (rect.h - 84.0) / max(len(through), 1))
    tall = min(25.0, gap / 2 - 6.0)
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
    middle, top, y = rect.cx, rect.y, rect.bottom + 22.0
    name = name_lines(band, room + 16.0)
    first = top - RISE - 10.0 - (len(name) - 1) * NAME * LEADING
    texts = [PlacedText(name, middle, first, NAME, NAME * LEADING, bold=True, anchor="middle")]

    def add(text: str, size: float, tone: Tone, *, bold: bool = False, lines: int = 5) -> None:
        nonlocal y
        broken = balance(text, room, size, bold=bold, max_lines=lines)
        step = size * LEADING
        texts.append(PlacedText(broken, middle, y, size, step, bold, tone, "middle"))
        y += len(broken) * step + 3.0

    if band.note:
        add(band.note, _SMALL, _NOTE_TONES.get(band.state, "muted"), bold=True)
    through = needed(scene, band)
    for number, box in enumerate(through, 1):
        add(f"{number}. {box.label}" if len(through) > 1 else box.label, _TEXT, "ink")
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


def needed(scene: Scene, band: Band) -> list[Box]:
    """Return the holes that the incident is about: those it went through, or made it worse."""
    roles = {"amplifier"} if band.state == "worse" else {"gap", "trigger"}
    return [box for box in scene.in_band(band.id) if box.role in roles]


def _others(scene: Scene, band: Band) -> list[Box]:
    roles = {"known_gap"} if band.state == "worse" else {"known_gap", "amplifier"}
    return [box for box in scene.in_band(band.id) if box.role in roles]
