"""The plan of a sparkline: one line high, as wide as its words."""

from __future__ import annotations

from causal.render.layout.plan import Badge, PlacedBox, PlacedText, Plan, Point, Rect, Stroke, Tone
from causal.render.metrics import shorten, text_width
from causal.render.scene import Scene

HEIGHT = 24.0
_SIZE, _MARK, _GAP, _EDGE = 11.0, Rect(0, 4.5, 13.0, 15.0), 9.0, 6.0
_BASE = HEIGHT / 2 + _SIZE * 0.36
_INSIDE = {"breached": ("recovery", 3.4), "degraded": ("recovery", 1.8), "held": ("response", 3.2)}
"""What stands inside a mark: a hole, a small one, or nothing gets through."""
_WIDEST, _NAME = 680.0, 160.0


def lay_out_sparkline(scene: Scene) -> Plan:
    """Return the whole line, placed; the names of layers are left out where it is too wide."""
    named = _line(scene, named=True)
    return named if named.width <= _WIDEST else _line(scene, named=False)


def _line(scene: Scene, *, named: bool) -> Plan:
    texts: list[PlacedText] = []
    x = _EDGE

    def say(words: str, *, bold: bool = False, room: float = _NAME) -> None:
        nonlocal x
        shown = shorten(words, room, _SIZE, bold=bold)
        if shown:
            tone: Tone = "ink" if bold else "muted"
            texts.append(PlacedText((shown,), x, _BASE, _SIZE, _SIZE, bold, tone))
            x += text_width(shown, _SIZE, bold=bold) + _GAP

    say(scene.headings[0], bold=True)
    boxes, badges, strokes = [], [], list[Stroke]()
    for box in scene.boxes:
        rect = _MARK.moved(x, 0.0)
        boxes.append(PlacedBox(box, rect, ()))
        strokes += _strokes(box.slot, rect)
        if box.slot in _INSIDE:
            kind, size = _INSIDE[box.slot]
            badges.append(Badge(kind, (rect.cx, rect.cy), size, box.hue))
        x = rect.right + 5.0
        if named:
            say(box.label)
    x += 0.0 if named else _GAP
    say(scene.caption, bold=True, room=_WIDEST)
    width = max(x - _GAP + _EDGE, 60.0)
    return Plan(
        width,
        HEIGHT,
        tuple(texts),
        boxes=tuple(boxes),
        badges=tuple(badges),
        strokes=tuple(strokes),
    )


def _strokes(state: str, r: Rect) -> list[Stroke]:
    """Return the line that goes round a layer that was bypassed."""
    if state == "bypassed":
        over: tuple[Point, ...] = (
            (r.x - 2.0, r.cy), (r.x - 2.0, 2.0), (r.right + 2.0, 2.0), (r.right + 2.0, r.cy),
        )  # fmt: skip
        return [Stroke(over, "path", 1.3)]
    return []
