"""A time axis down the page: phases at its left, what happened at its right, leaders between."""

from __future__ import annotations

from collections.abc import Iterator
from math import sin

from causal.render.layout.plan import (
    Badge,
    PlacedBox,
    PlacedLink,
    PlacedText,
    Plan,
    Point,
    Rect,
    Stroke,
)
from causal.render.layout.scale import make_scale
from causal.render.layout.sizes import box_rows, heading, place_box, size_box
from causal.render.layout.table import settle
from causal.render.metrics import duration
from causal.render.scene import Box, Moment, Scene

_PHASE, _LEAD, _REACH = 132.0, 44.0, 40.0
_GAP, _TOP, _BAR = 12.0, 40.0, 12.0
_SHORTEST, _EACH, _NEAR = 300.0, 60.0, 14.0
_APART = 300.0


def lay_out_timeline(scene: Scene, *, room: float) -> Plan:
    """Return the plan of a time axis, its top left corner at 0, 0.

    Args:
        scene: Its boxes say in their slot what they are, its moments when they were.
        room: The width of the page, in pixels.
    """
    plan = _Axis(scene, room).plan()
    undated = [box for box in scene.boxes if box.slot == "undated"]
    if not undated:
        return plan
    each = max(int((min(room, max(plan.width, _APART)) + _GAP) // (_APART + _GAP)), 1)
    placed, low = box_rows(undated, _APART, each=each, step=_APART + _GAP, y=16.0, gap=_GAP)
    wide = (_APART + _GAP) * min(each, len(undated)) - _GAP
    words = heading("Not on the axis: no moment is stated")
    return plan.above(Plan(wide, low, (words,), boxes=placed), 28.0)


class _Axis:
    """The scale, the columns, and where every box settles beside the axis."""

    def __init__(self, scene: Scene, room: float) -> None:
        self.scene = scene
        self.room = room
        self.moments = {moment.box: moment for moment in scene.moments}
        self.boxes = {box.id: box for box in scene.boxes}
        self.factor = {link.source: link.target for link in scene.links}
        count = len(self._entries())
        times = [time for moment in scene.moments for time in (moment.start, moment.end)]
        rough = make_scale(times, _SHORTEST)
        phases = any(box.slot == "phase" for box in scene.boxes) or bool(rough.breaks)
        self.axis = _PHASE + _LEAD if phases else 12.0
        self.left = self.axis + _REACH
        wide = room - self.left
        self.entry = min((wide - 44.0) * 0.54, 460.0) if self.factor else min(wide, 560.0)
        self.right = self.left + self.entry + 44.0
        self.beside = min(room - self.right, 420.0)
        tall = sum(self._row(moment) + _GAP for moment in self._entries())
        self.scale = make_scale(times, max(tall * 0.92, _SHORTEST, _EACH * count * 0.9))
        self.points = self._points()

    def _points(self) -> dict[str, Point]:
        """Return where the mark of each entry stands: on the axis, or aside of the one above."""
        out: dict[str, Point] = {}
        last, aside = -_NEAR, 0.0
        for moment in self._entries():
            y = _TOP + self.scale.at(moment.start)
            aside = (aside + _NEAR) % (2 * _NEAR) if y - last < _NEAR else 0.0
            out[moment.box] = (self.axis + aside, y)
            last = y
        return out

    def _entries(self) -> list[Moment]:
        return [m for m in self.scene.moments if self.boxes[m.box].slot == "entry"]

    def _row(self, moment: Moment) -> float:
        """Return the height that an entry and the factor beside it take."""
        own = size_box(self.boxes[moment.box], self.entry)
        name = self.factor.get(moment.box)
        return own if name is None else max(own, size_box(self.boxes[name], self.beside))

    def plan(self) -> Plan:
        """Return everything placed."""
        entries, links, leaders, low = self._place_entries()
        phases, bars, deep = self._place_phases()
        strokes = [*self._line(), *bars, *leaders]
        badges = [Badge(m.kind, self.points[m.box], 6.5) for m in self._entries()]
        width = self.right + self.beside if self.factor else self.left + self.entry
        bottom = max(low, deep, _TOP + self.scale.length + 12.0)
        top = min([0.0, *(placed.rect.y - _TOP + 12.0 for placed in (*entries, *phases))])
        body = Plan(
            width,
            bottom - top,
            boxes=(*entries, *phases),
            links=tuple(links),
            strokes=tuple(strokes),
            badges=tuple(badges),
        ).moved(0.0, -top)
        heads = Plan(0.0, 0.0, texts=self._headings())
        return body.with_parts(heads, width, bottom - top)

    def _headings(self) -> tuple[PlacedText, ...]:
        places = [(0.0, "phase"), (self.left, "entry"), (self.right, "factor")]
        slots = {box.slot for box in self.scene.boxes}
        return tuple(
            heading(words, x)
            for words, (x, slot) in zip(self.scene.headings, places, strict=False)
            if slot in slots
        )

    def _place_entries(self) -> tuple[list[PlacedBox], list[PlacedLink], list[Stroke], float]:
        moments = self._entries()
        sizes = [self._row(moment) for moment in moments]
        middles = [_TOP + self.scale.at(moment.start) for moment in moments]
        wished = [middle - size / 2 for middle, size in zip(middles, sizes, strict=True)]
        placed, links, leaders, low = [], [], [], 0.0
        link_of = {link.source: link for link in self.scene.links}
        for moment, y, size in zip(moments, settle(wished, sizes, _GAP), sizes, strict=True):
            rect = Rect(self.left, y, self.entry, size)
            placed.append(place_box(self.boxes[moment.box], rect))
            at = self.points[moment.box]
            leaders.append(Stroke(_leader(at, (self.left, rect.cy)), "faint", 1.2))
            if moment.box in self.factor:
                beside = Rect(self.right, y, self.beside, size)
                placed.append(place_box(self.boxes[self.factor[moment.box]], beside))
                way = ((rect.right, rect.cy), (beside.x, rect.cy))
                links.append(PlacedLink(link_of[moment.box], way, arrow=False))
            low = max(low, y + size)
        return placed, links, leaders, low

    def _place_phases(self) -> tuple[list[PlacedBox], list[Stroke], float]:
        """Return the labels of phases and breaks, settled, and the bars they belong to."""
        boxes = [(box, self._span(box)) for box in self.scene.boxes if box.slot == "phase"]
        bar = self.axis - 18.0
        strokes: list[Stroke] = []
        for box, span in boxes:
            strokes += self._bar(bar, span, f"hue {box.hue}")
        left = [(box, (a + b) / 2, bar - _BAR / 2) for box, (a, b) in boxes]
        left += [(box, y, self.axis - 7.0) for box, y in self._breaks()]
        left.sort(key=lambda item: item[1])
        sizes = [size_box(box, _PHASE) for box, _, _ in left]
        wished = [y - size / 2 for (_, y, _), size in zip(left, sizes, strict=True)]
        placed, low = [], 0.0
        settled = settle(wished, sizes, 6.0)
        for (box, middle, reach), y, size in zip(left, settled, sizes, strict=True):
            rect = Rect(0.0, y, _PHASE, size)
            placed.append(place_box(box, rect))
            strokes.append(Stroke(_leader((reach, middle), (_PHASE, rect.cy)), "faint", 1.2))
            low = max(low, y + size)
        return placed, strokes, low

    def _breaks(self) -> list[tuple[Box, float]]:
        """Return what is said of each broken stretch, and where its middle lies."""
        return [
            (
                Box(f"break {number}", "note", duration(gap.seconds), "NOT TO SCALE"),
                _TOP + (gap.start + gap.end) / 2,
            )
            for number, gap in enumerate(self.scale.breaks)
        ]

    def _bar(self, x: float, span: tuple[float, float], tone: str) -> Iterator[Stroke]:
        """Yield the bar of a phase, dashed where the axis is broken."""
        start, end = span
        gap = min(1.5, (end - start) / 4)
        y, end = start + gap, end - gap
        for broken in self.scale.breaks:
            first, last = _TOP + broken.start + 14.0, _TOP + broken.end - 14.0
            if y < last and first < end:
                yield Stroke(((x, y), (x, first)), tone, _BAR)
                yield Stroke(((x, first), (x, last)), tone, _BAR, "3 4")
                y = last
        yield Stroke(((x, y), (x, end)), tone, _BAR)

    def _span(self, box: Box) -> tuple[float, float]:
        moment = self.moments[box.id]
        return _TOP + self.scale.at(moment.start), _TOP + self.scale.at(moment.end)

    def _line(self) -> Iterator[Stroke]:
        """Yield the axis, solid where it is to scale, waved where it is broken."""
        y = _TOP - 8.0
        for gap in self.scale.breaks:
            start, end = _TOP + gap.start + 14.0, _TOP + gap.end - 14.0
            yield Stroke(((self.axis, y), (self.axis, start)), "line", 2.0)
            yield Stroke(_wave(self.axis, start, end), "line", 2.0)
            y = end
        yield Stroke(((self.axis, y), (self.axis, _TOP + self.scale.length + 8.0)), "line", 2.0)


def _leader(start: Point, end: Point) -> tuple[Point, ...]:
    """Return a line that starts and ends level; neighbours in order never cross."""
    (x0, y0), (x1, y1) = start, end
    step = (x1 - x0) * 0.28
    return ((x0, y0), (x0 + step, y0), (x1 - step, y1), (x1, y1))


def _wave(x: float, start: float, end: float) -> tuple[Point, ...]:
    steps = 12
    return tuple(
        (x + 5.0 * sin(number / steps * 12.566), start + (end - start) * number / steps)
        for number in range(steps + 1)
    )
