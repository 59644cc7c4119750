"""A bow tie: across a slide from left to right, or down a page.

The way of the failure runs along one axis through every barrier it passed; threats fan in before
it, costs fan out after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from causal.render.layout.plan import PlacedBox, PlacedLink, PlacedText, Plan, Point, Rect
from causal.render.layout.sizes import place_box, size_box
from causal.render.scene import Box, Scene

__all__ = ["lay_out_bowtie"]

_TOP, _GAP, _FAN, _STEP = 26.0, 12.0, 44.0, 30.0
_DROP = 34.0
_NARROW, _WIDE, _END = 132.0, 190.0, 168.0


def lay_out_bowtie(scene: Scene, *, portrait: bool, room: float) -> Plan:
    """Return the plan of a bow tie, its top left corner at 0, 0.

    Args:
        scene: Its boxes say in their slot what they are.
        portrait: Whether the failure runs down the page; otherwise it runs to the right.
        room: The width of the page, in pixels.
    """
    parts = {slot: [box for box in scene.boxes if box.slot == slot] for slot in _SLOTS}
    return _down(scene, parts, room) if portrait else _across(scene, parts, room)


_SLOTS = ("threat", "before", "outcome", "after", "cost", "held")
Parts = dict[str, list[Box]]


def _across(scene: Scene, parts: Parts, room: float) -> Plan:
    """Return the bow tie with its way from left to right."""
    chain = [*parts["before"], *parts["outcome"], *parts["after"]]
    fans = sum(_END + _FAN for slot in ("threat", "cost") if parts[slot])
    free = (room - fans - _END - _STEP * (len(chain) - 1)) / max(len(chain) - 1, 1)
    width = min(max(free, _NARROW), _WIDE)
    sizes = [_END if box.slot == "outcome" else width for box in chain]
    heights = [max(size_box(box, w), 84.0) for box, w in zip(chain, sizes, strict=True)]
    ends = {slot: [size_box(box, _END) for box in parts[slot]] for slot in ("threat", "cost")}
    tall = max([*heights, *(sum(s) + _GAP * (len(s) - 1) for s in ends.values())])
    axis = _TOP + tall / 2
    x = 0.0
    rects: dict[str, Rect] = {}
    starts: dict[str, float] = {}
    for slot in ("threat", "chain", "cost"):
        if slot == "chain":
            for box, w, h in zip(chain, sizes, heights, strict=True):
                starts.setdefault(box.slot, x)
                rects[box.id] = Rect(x, axis - h / 2, w, h)
                x += w + _STEP
            x -= _STEP
        elif parts[slot]:
            x += _FAN if slot == "cost" else 0.0
            starts[slot] = x
            rects |= _stack(parts[slot], ends[slot], x, axis)
            x += _END + (_FAN if slot == "threat" else 0.0)
    texts = [_heading(scene, slot, at, 4.0) for slot, at in starts.items() if slot != "outcome"]
    links = _links(scene, rects, portrait=False)
    boxes = [place_box(box, rects[box.id]) for box in scene.boxes if box.id in rects]
    plan = Plan(x, _TOP + tall, texts=tuple(texts), boxes=tuple(boxes), links=tuple(links))
    return _with_held(scene, parts["held"], plan, width)


def _stack(boxes: Sequence[Box], sizes: Sequence[float], x: float, axis: float) -> dict[str, Rect]:
    y = axis - (sum(sizes) + _GAP * (len(sizes) - 1)) / 2
    out = {}
    for box, size in zip(boxes, sizes, strict=True):
        out[box.id] = Rect(x, y, _END, size)
        y += size + _GAP
    return out


def _down(scene: Scene, parts: Parts, room: float) -> Plan:
    """Return the bow tie with its way from top to bottom."""
    width = min(room, 560.0)
    room = min(room, 860.0)
    rects: dict[str, Rect] = {}
    texts: list[PlacedText] = []
    y = 0.0
    for slot in ("threat", "before", "outcome", "after", "cost"):
        boxes = parts[slot]
        if not boxes:
            continue
        if slot != "outcome":
            # What it cost is said above the line that fans out, and clear of it.
            texts.append(_heading(scene, slot, 0.0, y + (-10.0 if slot == "cost" else 4.0)))
        if slot in {"threat", "cost"}:
            y += _TOP - 6.0 if slot == "threat" else 26.0
            found, y = _row(boxes, room, y)
            rects |= found
            y += _FAN
            continue
        for box in boxes:
            size = size_box(box, room if slot == "outcome" else width)
            span = room if slot == "outcome" else width
            rects[box.id] = Rect((room - span) / 2, y, span, size)
            y += size + _STEP
    links = _links(scene, rects, portrait=True)
    placed: list[PlacedBox] = [place_box(b, rects[b.id]) for b in scene.boxes if b.id in rects]
    low = max(rect.bottom for rect in rects.values())
    plan = Plan(room, low, texts=tuple(texts), boxes=tuple(placed), links=tuple(links))
    return _with_held(scene, parts["held"], plan, 200.0)


def _row(boxes: Sequence[Box], room: float, y: float) -> tuple[dict[str, Rect], float]:
    """Return boxes beside each other in the middle of the page, and where they end."""
    each = min(len(boxes), max(int((room + _GAP) // (_NARROW + _GAP)), 1))
    width = min((room - _GAP * (each - 1)) / each, 240.0)
    tall = max(size_box(box, width) for box in boxes)
    out: dict[str, Rect] = {}
    for start in range(0, len(boxes), each):
        here = boxes[start : start + each]
        x = (room - width * len(here) - _GAP * (len(here) - 1)) / 2
        for box in here:
            out[box.id] = Rect(x, y, width, tall)
            x += width + _GAP
        y += tall + _GAP
    return out, y - _GAP


def _heading(scene: Scene, slot: str, x: float, y: float) -> PlacedText:
    words = dict(zip(("threat", "before", "after", "cost", "held"), scene.headings, strict=True))
    return PlacedText((words[slot],), x, y, 11.5, 15.0, bold=True, tone="muted")


def _links(scene: Scene, rects: dict[str, Rect], *, portrait: bool) -> list[PlacedLink]:
    """Return the links: straight along the way, fanned from threats and to costs."""
    out = []
    drop = _DROP if portrait else _FAN / 2
    for link in scene.links:
        a, b = rects[link.source], rects[link.target]
        start: Point = (a.cx, a.bottom) if portrait else (a.right, a.cy)
        end: Point = (b.cx, b.y) if portrait else (b.x, b.cy)
        axis = 1 if portrait else 0
        fan = next(box for box in scene.boxes if box.id == link.target).slot == "cost"
        turn = start[axis] + drop if fan else end[axis] - _FAN / 2
        if portrait:
            way = (start, (start[0], turn), (end[0], turn), end)
        else:
            way = (start, (turn, start[1]), (turn, end[1]), end)
        out.append(PlacedLink(link, way))
    return out


def _with_held(scene: Scene, held: Sequence[Box], plan: Plan, width: float) -> Plan:
    """Return the plan with the layers that held in rows below it."""
    if not held:
        return plan
    each = max(int((plan.width + _GAP) // (width + _GAP)), 1)
    y, placed = 16.0, []
    for start in range(0, len(held), each):
        row = held[start : start + each]
        tall = max(size_box(box, width) for box in row)
        placed += [
            place_box(box, Rect((width + _GAP) * number, y, width, tall))
            for number, box in enumerate(row)
        ]
        y += tall + _GAP
    below = Plan(plan.width, y - _GAP, (_heading(scene, "held", 0.0, 4.0),), boxes=tuple(placed))
    return plan.above(below, 28.0)
