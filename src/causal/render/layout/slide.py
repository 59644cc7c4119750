"""One slide of 1280 by 720 pixels; what does not fit is left out, never set smaller than 12."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from causal.render.layout.plan import (
    PlacedBox,
    PlacedText,
    Plan,
    Point,
    Rect,
    Slice,
    Stroke,
    Tone,
)
from causal.render.layout.slices import RISE, cut_slice, needed
from causal.render.metrics import balance, shorten, text_width, wrap
from causal.render.scene import Band, Box, Scene

__all__ = ["SLIDE", "lay_out_slide"]

SLIDE = Rect(0.0, 0.0, 1280.0, 720.0)
_MARGIN, _SMALL, _TEXT = 40.0, 12.0, 14.0
_RIGHT = Rect(852.0, 176.0, 388.0, 496.0)
_CHEESE = Rect(40.0, 182.0, 772.0, 350.0)
_FIGURES = Rect(40.0, 556.0, 772.0, 108.0)
_MOST = 6
_ENDS = 118.0


def lay_out_slide(scene: Scene) -> Plan:
    """Return the whole slide, placed."""
    texts = [*_heading(scene), *_foot(scene)]
    figures = [box for box in scene.boxes if box.slot == "figure"]
    actions = [box for box in scene.boxes if box.slot == "action"]
    boxes = [_figure(box, rect) for box, rect in zip(figures, _cells(len(figures)), strict=True)]
    rows, words = _actions(scene, actions)
    rule = Stroke(((832.0, _RIGHT.y + 4.0), (832.0, _RIGHT.bottom - 8.0)), "faint", 1.0)
    plan = Plan(
        SLIDE.w,
        SLIDE.h,
        texts=(*texts, *words),
        boxes=(*boxes, *rows),
        strokes=(rule,),
    )
    cheese = _cheese(scene)
    return plan.with_parts(cheese, SLIDE.w, SLIDE.h)


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
    return [_line(words, _MARGIN, 700.0, _SMALL, tone="muted")]


def _cells(count: int) -> list[Rect]:
    gap = 20.0
    width = (_FIGURES.w - gap * (count - 1)) / count
    return [
        Rect(_FIGURES.x + (width + gap) * n, _FIGURES.y, width, _FIGURES.h) for n in range(count)
    ]


def _figure(box: Box, rect: Rect) -> PlacedBox:
    """Return a figure: its value large, what it counts below."""
    size = 40.0
    while text_width(box.caption, size, bold=True) > rect.w - 24.0 and size > 20.0:
        size -= 4.0
    value = shorten(box.caption, rect.w - 24.0, size, bold=True)
    lines = balance(box.label, rect.w - 24.0, _TEXT, max_lines=2)
    texts = (
        PlacedText((value,), rect.cx, rect.y + 48.0, size, size, True, "ink", "middle"),
        PlacedText(lines, rect.cx, rect.y + 74.0, _TEXT, 17.0, False, "muted", "middle"),
    )
    return PlacedBox(box, rect, texts)


def _actions(scene: Scene, boxes: Sequence[Box]) -> tuple[list[PlacedBox], list[PlacedText]]:
    """Return the actions as cards, as many as fit, under their heading."""
    out: list[PlacedBox] = []
    words = [_line("What is being done", _RIGHT.x, _RIGHT.y + 12.0, 16.0, bold=True)]
    said = shorten(scene.headings[1], _RIGHT.w, 13.0)
    words.append(_line(said, _RIGHT.x, _RIGHT.y + 34.0, 13.0, tone="muted"))
    y = _RIGHT.y + 50.0
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


def _cheese(scene: Scene) -> Plan:
    """Return a small cheese: the slices the failure went through, from its trigger to the loss."""
    outcome = next((box for box in scene.boxes if box.role == "outcome"), None)
    bands = [band for band in scene.bands if band.state == "breached"]
    if outcome is None or not bands:
        return Plan(SLIDE.w, SLIDE.h, texts=_no_cheese())
    shown, left = bands[:_MOST], len(bands) - _MOST
    start = _start(scene)
    # Few slices leave room for more words at both ends and below each slice.
    ends = _ENDS + (40.0 if len(shown) <= 4 else 0.0)
    lead = ends + 18.0 if start is not None else 12.0
    pitch = min((_CHEESE.w - lead - ends - 22.0) / len(shown), 230.0)
    first = _CHEESE.x + lead
    axis = _CHEESE.y + 128.0
    slices: list[Slice] = []
    texts: list[PlacedText] = []
    for number, band in enumerate(shown):
        piece, words = _slice(scene, band, first + pitch * number, pitch, axis)
        slices.append(piece)
        texts += words
    end = first + pitch * len(shown)
    boxes = [_end(outcome, Rect(end + 22.0, axis - 52.0, ends, 104.0))]
    if start is not None:
        boxes.append(_end(start, Rect(_CHEESE.x, axis - 46.0, ends, 92.0)))
    if left > 0:
        rest = f"and {left} more layer{'s' if left > 1 else ''} that it passed"
        texts.append(_line(rest, first, _CHEESE.bottom + 8.0, _SMALL, tone="muted"))
    trails: tuple[tuple[Point, ...], ...] = (((end, axis), (end + 22.0, axis)),)
    plan = Plan(
        SLIDE.w, SLIDE.h, tuple(texts), boxes=tuple(boxes), slices=tuple(slices), trails=trails
    )
    return plan.moved((_CHEESE.right - boxes[0].rect.right) / 2, 0.0)


def _start(scene: Scene) -> Box | None:
    """Return what the way starts from: a trigger, else a condition that lies in no layer."""
    loose = [box for box in scene.boxes if box.band is None]
    by_role = {box.role: box for box in reversed(loose)}
    return by_role.get("trigger", by_role.get("condition"))


def _no_cheese() -> tuple[PlacedText, ...]:
    words = "No factor is named as a hole in a layer of defence."
    return (_line(words, _CHEESE.x, _CHEESE.y + 40.0, 16.0, tone="muted"),)


def _slice(
    scene: Scene, band: Band, x: float, pitch: float, axis: float
) -> tuple[Slice, list[PlacedText]]:
    width, tall = min(72.0, pitch * 0.62), 176.0
    top = axis - (tall - RISE) / 2
    rect = Rect(x + pitch / 2 - width / 2, top, width, tall)
    piece = cut_slice(scene, band, rect, (x, axis), (x + pitch, axis))
    piece = replace(piece, holes=piece.holes[: piece.main], numbered=False)
    room = pitch - 10.0
    name = wrap(band.label, room + 6.0, 13.0, bold=True, max_lines=2)
    above = top - RISE - 12.0 - 16.0 * (len(name) - 1)
    holes = needed(scene, band)
    room = min(room, 176.0)
    lines = balance(holes[0].label, room, _SMALL, max_lines=5 if len(holes) == 1 else 4)
    words = [
        PlacedText(name, rect.cx, above, 13.0, 16.0, True, "ink", "middle"),
        PlacedText(lines, rect.cx, rect.bottom + 20.0, _SMALL, 15.5, False, "ink", "middle"),
    ]
    if len(holes) > 1:
        rest = f"and {len(holes) - 1} more hole{'s' if len(holes) > 2 else ''}"
        more = wrap(rest, room, _SMALL, max_lines=2)
        y = rect.bottom + 20.0 + 15.5 * len(lines)
        words.append(PlacedText(more, rect.cx, y, _SMALL, 15.5, False, "muted", "middle"))
    return piece, words


def _end(box: Box, rect: Rect) -> PlacedBox:
    """Return what the way starts from or leads to."""
    loss = box.role == "outcome"
    room = rect.w - (20.0 if loss else 36.0)
    lines = balance(box.label, room, _SMALL, bold=loss, max_lines=4)
    tall = _SMALL + 6.0 + 15.5 * len(lines)
    y = rect.cy - tall / 2 + 11.0
    tone: Tone = "light" if loss else "muted"
    word = "OUTCOME" if loss else box.role.upper()
    texts = (
        PlacedText((word,), rect.cx, y, _SMALL, 15.5, True, tone, "middle"),
        PlacedText(
            lines, rect.cx, y + 19.0, _SMALL, 15.5, loss, "light" if loss else "ink", "middle"
        ),
    )
    return PlacedBox(box, rect, texts)
