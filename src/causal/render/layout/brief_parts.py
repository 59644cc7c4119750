"""The parts of a brief, for a slide and for a page: a small cheese, sentences, layers, actions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from causal.render.layout.cheese import Style, lay_out_cheese
from causal.render.layout.plan import Badge, PlacedBox, PlacedText, Plan, Rect, Tone
from causal.render.metrics import balance, shorten, text_width, wrap
from causal.render.only_paths import only_paths
from causal.render.scene import Box, Scene


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the words are, in pixels.

    Args:
        small: The smallest.
        text: Those of an action.
        said: Those of a sentence.
        heading: Those above a part.
    """

    small: float
    text: float
    said: float
    heading: float

    @property
    def step(self) -> float:
        """How far apart two lines of small words lie."""
        return self.small * 1.28


def line(
    text: str, x: float, y: float, size: float, *, bold: bool = False, tone: Tone = "ink"
) -> PlacedText:
    """Return one line of text."""
    return PlacedText((text,), x, y, size, size * 1.3, bold, tone)


def sentences(scene: Scene, area: Rect, sizes: Sizes) -> tuple[Plan, float]:
    """Return what the verdicts say, one sentence below the other, and where they end."""
    texts, y = [], area.y
    for box in scene.boxes:
        if box.slot == "figure":
            lines = wrap(box.label, area.w, sizes.said, max_lines=3)
            texts.append(PlacedText(lines, area.x, y + sizes.said, sizes.said, sizes.said * 1.27))
            y += sizes.said * 1.27 * len(lines) + 4.0
    return Plan(area.right, y, tuple(texts)), y


def cards(scene: Scene, area: Rect, sizes: Sizes, columns: int = 1) -> Plan:
    """Return the actions as cards under their heading, as many as fit the area."""
    words = [line("What is being done", area.x, area.y + 12.0, sizes.heading, bold=True)]
    said = wrap(scene.headings[1], area.w, sizes.small, max_lines=2)
    y = area.y + 14.0 + sizes.step
    words.append(PlacedText(said, area.x, y, sizes.small, sizes.step, tone="muted"))
    y += sizes.step * (len(said) - 1) + 14.0
    wide = (area.w - 14.0 * (columns - 1)) / columns
    boxes = [box for box in scene.boxes if box.slot == "action"]
    out: list[PlacedBox] = []
    for start in range(0, len(boxes), columns):
        row = [
            _card(box, Rect(area.x + (wide + 14.0) * n, y, wide, 0.0), sizes)
            for n, box in enumerate(boxes[start : start + columns])
        ]
        low = max(card.rect.bottom for card in row)
        if low > area.bottom:
            break
        out += row
        y = low + 10.0
    return Plan(area.right, y, tuple(words), boxes=tuple(out))


def _card(box: Box, at: Rect, sizes: Sizes) -> PlacedBox:
    room = at.w - 36.0
    lines = wrap(f"{box.caption}  {box.label}", room, sizes.text, max_lines=2)
    note = shorten(box.notes[0], room, sizes.small, bold=True)
    leading = sizes.text * 1.28
    rect = Rect(at.x, at.y, at.w, 22.0 + leading * len(lines) + sizes.small)
    tone: Tone = "good" if "done" in box.marks else "muted"
    low = rect.bottom - 11.0
    texts = (
        PlacedText(lines, rect.x + 14.0, at.y + 9.0 + sizes.text, sizes.text, leading),
        line(note, rect.x + 14.0, low, sizes.small, bold=True, tone=tone),
    )
    return PlacedBox(box, rect, texts)


def layer_rows(scene: Scene, area: Rect, sizes: Sizes, columns: int) -> Plan:
    """Return the layers with their holes, as many as fit, and how many more there are."""
    boxes = [box for box in scene.boxes if box.slot == "layer"]
    if not boxes:
        return Plan(area.right, area.y)
    in_layers = any(box.role == "layer" for box in boxes)
    heading = "Layers it came through" if in_layers else "What it takes (no factor lies in a layer)"
    texts = [line(heading, area.x, area.y + 12.0, sizes.text, bold=True)]
    y = area.y + 20.0
    tall, gap = 2 * sizes.step + 13.0, 6.0
    wide = (area.w - 16.0 * (columns - 1)) / columns

    def rows(room: float) -> int:
        return max(int((area.bottom - room - y + gap) // (tall + gap)), 0)

    most = rows(0.0) * columns
    if len(boxes) > most:
        most = rows(20.0) * columns
        low = y + rows(20.0) * (tall + gap) + 10.0
        texts.append(line(f"and {len(boxes) - most} more", area.x, low, sizes.small, tone="muted"))
    placed, badges = [], []
    for number, box in enumerate(boxes[:most]):
        x = area.x + (number % columns) * (wide + 16.0)
        rect = Rect(x, y + (number // columns) * (tall + gap), wide, tall)
        placed.append(_layer(box, rect, sizes))
        if "alone" in box.marks:
            name = text_width(placed[-1].texts[0].lines[0], sizes.small, bold=True)
            badges.append(Badge("alone", (rect.x + 28.0 + name, rect.y + sizes.small + 1.0), 6.0))
    bottom = max((one.rect.bottom for one in placed), default=y)
    return Plan(area.right, bottom, tuple(texts), boxes=tuple(placed), badges=tuple(badges))


def _layer(box: Box, rect: Rect, sizes: Sizes) -> PlacedBox:
    room = rect.w - 32.0
    name = shorten(box.caption, room - 30.0, sizes.small, bold=True)
    words = shorten(box.label, room, sizes.small)
    top = rect.y + 5.5 + sizes.small
    texts = (
        line(name, rect.x + 16.0, top, sizes.small, bold=True),
        line(words, rect.x + 16.0, top + sizes.step, sizes.small, tone="muted"),
    )
    return PlacedBox(box, rect, texts)


def small_cheese(
    scene: Scene, styles: Sequence[Style], room: float, tall: float, sizes: Sizes, *, must: bool
) -> Plan | None:
    """Return the failure paths in the largest form that fits, at 0, 0.

    Where none fits it is None, or the smallest form where the paths `must` be shown.
    """
    if not any(band.state != "worse" for band in scene.bands) or not scene.routes:
        return None
    kept = only_paths(scene)
    for style in styles:
        plan = lay_out_cheese(kept, room=room, style=style)
        fits = plan.height <= tall and plan.width <= room + 1.0
        if fits or (must and style is styles[-1]):
            boxes = tuple(_end(placed.box, placed.rect, sizes) for placed in plan.boxes)
            texts = tuple(replace(text, size=max(text.size, sizes.small)) for text in plan.texts)
            joins = tuple(
                replace(join, text=replace(join.text, size=sizes.small)) for join in plan.joins
            )
            return replace(plan, boxes=boxes, texts=texts, joins=joins)
    return None


def _end(box: Box, rect: Rect, sizes: Sizes) -> PlacedBox:
    """Return what a path starts from or leads to."""
    loss = box.role == "outcome"
    small, step = sizes.small, sizes.step
    room = rect.w - (14.0 if loss else 30.0 if box.role == "trigger" else 20.0)
    most = max(int((rect.h - 24.0) // step), 1)
    lines = balance(box.label, room, small, bold=loss, max_lines=most)
    words = (box.caption or "").split(" \N{MIDDLE DOT} ")[0]
    tall = step * (len(lines) - 1) + (small + 6.0 if words else 0.0)
    y = rect.cy - tall / 2 + 4.0
    tone: Tone = "light" if loss else "muted"
    texts = []
    if words:
        head = shorten(words, room, small, bold=True)
        texts.append(PlacedText((head,), rect.cx, y, small, step, True, tone, "middle"))
        y += small + 6.0
    inside: Tone = "light" if loss else "ink"
    texts.append(PlacedText(lines, rect.cx, y, small, step, loss, inside, "middle"))
    return PlacedBox(box, rect, tuple(texts))
