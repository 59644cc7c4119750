"""One slide of 1280 by 720 pixels; what does not fit is left out, never set smaller than 12."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causal.render.layout.cheese import Style, lay_out_cheese
from causal.render.layout.plan import (
    Badge,
    PlacedBox,
    PlacedLegend,
    PlacedText,
    Plan,
    Rect,
    Stroke,
    Tone,
)
from causal.render.metrics import balance, shorten, text_width, wrap
from causal.render.scene import Box, Scene

__all__ = ["SLIDE", "lay_out_slide"]

SLIDE = Rect(0.0, 0.0, 1280.0, 720.0)
_MARGIN, _SMALL, _TEXT = 40.0, 12.0, 14.0
_LEFT = Rect(40.0, 172.0, 772.0, 496.0)
_RIGHT = Rect(852.0, 172.0, 388.0, 496.0)
_STYLES = (
    Style(near=92.0, far=150.0, side=148.0, width=62.0, lane=74.0, alone=104.0, most=8, lines=0),
    Style(near=74.0, far=110.0, side=118.0, width=50.0, lane=58.0, alone=90.0, most=9, lines=0),
)
_CHEESE_TALL = 292.0


def lay_out_slide(scene: Scene) -> Plan:
    """Return the whole slide, placed."""
    texts = [*_heading(scene), *_foot(scene)]
    actions = [box for box in scene.boxes if box.slot == "action"]
    rows, words = _actions(scene, actions)
    rule = Stroke(((832.0, _RIGHT.y + 4.0), (832.0, _RIGHT.bottom - 8.0)), "faint", 1.0)
    plan = Plan(SLIDE.w, SLIDE.h, (*texts, *words), boxes=tuple(rows), strokes=(rule,))
    cheese = _cheese(scene)
    y = _LEFT.y
    if cheese is not None:
        plan = plan.with_parts(cheese, SLIDE.w, SLIDE.h)
        y = cheese.height + 12.0
    said, y = _sentences(scene, y)
    # With nothing to be done to show, the layers stand at the right instead.
    layers = _layers(scene, y + 8.0) if actions else _layers(scene, _RIGHT.y + 62.0, right=True)
    whole = plan.with_parts(said, SLIDE.w, SLIDE.h).with_parts(layers, SLIDE.w, SLIDE.h)
    return replace(whole, legend=_legend(scene))


def _legend(scene: Scene) -> tuple[PlacedLegend, ...]:
    """Return the legend on the last line, as long as it fits."""
    out = []
    x = _MARGIN
    for entry in scene.legend:
        wide = text_width(entry.text, _SMALL)
        if x + 34.0 + wide > SLIDE.w - _MARGIN:
            break
        rect = Rect(x, 696.0, 26.0, 16.0)
        text = PlacedText((entry.text,), rect.right + 8.0, 708.5, _SMALL, _SMALL)
        out.append(PlacedLegend(entry, rect, text))
        x += 34.0 + wide + 22.0
    return tuple(out)


def _line(
    text: str, x: float, y: float, size: float, *, bold: bool = False, tone: Tone = "ink"
) -> PlacedText:
    return PlacedText((text,), x, y, size, size * 1.3, bold, tone)


def _heading(scene: Scene) -> list[PlacedText]:
    """Return the title on one line, where and when, and the summary in a few lines."""
    room = SLIDE.w - 2 * _MARGIN
    out = [_line(shorten(scene.title, room, 28.0, bold=True), _MARGIN, 60.0, 28.0, bold=True)]
    y = 86.0
    if scene.headings[0]:
        out.append(_line(shorten(scene.headings[0], room, 14.0), _MARGIN, y, 14.0, tone="muted"))
        y += 28.0
    lines = wrap(scene.caption, room, 18.0, max_lines=2)
    out.append(PlacedText(lines, _MARGIN, y + 4.0, 18.0, 24.0))
    return out


def _foot(scene: Scene) -> list[PlacedText]:
    words = shorten(scene.headings[2], SLIDE.w - 2 * _MARGIN, _SMALL)
    return [_line(words, _MARGIN, 688.0, _SMALL, tone="muted")]


def _actions(scene: Scene, boxes: Sequence[Box]) -> tuple[list[PlacedBox], list[PlacedText]]:
    """Return the actions as cards, as many as fit, under their heading."""
    out: list[PlacedBox] = []
    words = [_line("What is being done", _RIGHT.x, _RIGHT.y + 12.0, 16.0, bold=True)]
    said = wrap(scene.headings[1], _RIGHT.w, 13.0, max_lines=2)
    words.append(PlacedText(said, _RIGHT.x, _RIGHT.y + 34.0, 13.0, 17.0, tone="muted"))
    y = _RIGHT.y + 33.0 + 17.0 * len(said)
    for box in boxes:
        card = _card(box, y)
        if card.rect.bottom > _RIGHT.bottom:
            break
        out.append(card)
        y = card.rect.bottom + 10.0
    return out, words


def _card(box: Box, y: float) -> PlacedBox:
    room = _RIGHT.w - 36.0
    lines = wrap(f"{box.caption}  {box.label}", room, _TEXT, max_lines=2)
    note = shorten(box.notes[0], room, _SMALL, bold=True)
    tall = 12.0 + 18.0 * len(lines) + 26.0
    rect = Rect(_RIGHT.x, y, _RIGHT.w, tall)
    texts = (
        PlacedText(lines, rect.x + 14.0, y + 25.0, _TEXT, 18.0),
        PlacedText(
            (note,), rect.x + 14.0, rect.bottom - 13.0, _SMALL, 15.0, bold=True, tone=_tone(box)
        ),
    )
    return PlacedBox(box, rect, texts)


def _tone(box: Box) -> Tone:
    return "good" if "done" in box.marks else "muted"


def _cheese(scene: Scene) -> Plan | None:
    """Return a small cheese in the largest form that fits; None where none does."""
    if not any(band.state != "worse" for band in scene.bands) or not scene.routes:
        return None
    passed = {name for route in scene.routes for name in route.through}
    bands = {box.band for box in scene.boxes if box.id in passed}
    kept = replace(
        scene,
        boxes=tuple(
            box
            for box in scene.boxes
            if box.slot not in {"figure", "layer", "action", "aside"}
            and box.role not in {"known_gap", "amplifier"}
            and (box.band is None or box.id in passed)
        ),
        bands=tuple(band for band in scene.bands if band.id in bands),
    )
    for style in _STYLES:
        plan = lay_out_cheese(kept, room=_LEFT.w, style=style)
        if plan.height <= _CHEESE_TALL and plan.width <= _LEFT.w + 1.0:
            boxes = tuple(_end(placed.box, placed.rect) for placed in plan.boxes)
            texts = tuple(replace(text, size=max(text.size, _SMALL)) for text in plan.texts)
            joins = tuple(
                replace(join, text=replace(join.text, size=_SMALL)) for join in plan.joins
            )
            moved = replace(plan, boxes=boxes, texts=texts, joins=joins).moved(_LEFT.x, _LEFT.y)
            return replace(moved, height=_LEFT.y + plan.height)
    return None


def _end(box: Box, rect: Rect) -> PlacedBox:
    """Return what a path starts from or leads to."""
    loss = box.role == "outcome"
    room = rect.w - (14.0 if loss else 30.0 if box.role == "trigger" else 20.0)
    most = max(int((rect.h - 24.0) // 15.5), 1)
    lines = balance(box.label, room, _SMALL, bold=loss, max_lines=most)
    words = (box.caption or "").split(" \N{MIDDLE DOT} ")[0]
    tall = _SMALL + 6.0 + 15.5 * (len(lines) - 1) if words else 15.5 * (len(lines) - 1)
    y = rect.cy - tall / 2 + 4.0
    tone: Tone = "light" if loss else "muted"
    texts = []
    if words:
        head = shorten(words, room, _SMALL, bold=True)
        texts.append(PlacedText((head,), rect.cx, y, _SMALL, 15.5, True, tone, "middle"))
        y += 18.0
    inside: Tone = "light" if loss else "ink"
    texts.append(PlacedText(lines, rect.cx, y, _SMALL, 15.5, loss, inside, "middle"))
    return PlacedBox(box, rect, tuple(texts))


def _sentences(scene: Scene, y: float) -> tuple[Plan, float]:
    """Return what the verdicts say, one sentence below the other."""
    texts = []
    for box in scene.boxes:
        if box.slot == "figure":
            lines = wrap(box.label, _LEFT.w, 15.0, max_lines=2)
            texts.append(PlacedText(lines, _LEFT.x, y + 15.0, 15.0, 19.0))
            y += 19.0 * len(lines) + 4.0
    return Plan(SLIDE.w, SLIDE.h, tuple(texts)), y


def _layers(scene: Scene, y: float, *, right: bool = False) -> Plan:
    """Return the layers with their holes in two columns or one, and how many more there are."""
    boxes = [box for box in scene.boxes if box.slot == "layer"]
    if not boxes:
        return Plan(SLIDE.w, SLIDE.h)
    area, columns = (_RIGHT, 1) if right else (_LEFT, 2)
    in_layers = any(box.role == "layer" for box in boxes)
    heading = "Layers it came through" if in_layers else "What it took (no factor lies in a layer)"
    texts = [_line(heading, area.x, y + 12.0, _TEXT, bold=True)]
    y += 20.0
    tall, gap = 43.0, 6.0
    wide = (area.w - 16.0 * (columns - 1)) / columns

    def rows(room: float) -> int:
        return max(int((area.bottom - room - y + gap) // (tall + gap)), 0)

    most = rows(0.0) * columns
    if len(boxes) > most:
        most = rows(20.0) * columns
        low = y + rows(20.0) * (tall + gap) + 10.0
        texts.append(_line(f"and {len(boxes) - most} more", area.x, low, _SMALL, tone="muted"))
    placed, badges = [], []
    for number, box in enumerate(boxes[:most]):
        x = area.x + (number % columns) * (wide + 16.0)
        rect = Rect(x, y + (number // columns) * (tall + gap), wide, tall)
        placed.append(_layer(box, rect))
        if "alone" in box.marks:
            name = text_width(placed[-1].texts[0].lines[0], _SMALL, bold=True)
            badges.append(Badge("alone", (rect.x + 28.0 + name, rect.y + 13.0), 6.0))
    return Plan(SLIDE.w, SLIDE.h, tuple(texts), boxes=tuple(placed), badges=tuple(badges))


def _layer(box: Box, rect: Rect) -> PlacedBox:
    room = rect.w - 32.0
    name = shorten(box.caption, room - 30.0, _SMALL, bold=True)
    words = shorten(box.label, room, _SMALL)
    texts = (
        PlacedText((name,), rect.x + 16.0, rect.y + 17.5, _SMALL, 15.0, bold=True),
        PlacedText((words,), rect.x + 16.0, rect.y + 34.0, _SMALL, 15.0, tone="muted"),
    )
    return PlacedBox(box, rect, texts)
