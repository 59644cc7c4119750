"""A bow tie: across a slide from left to right, or down a page.

A row for each failure path (a column of the page where it runs down) with the barriers it passed;
a barrier that neighbouring paths share is one box. Threats fan in before them; what made it worse
and what it cost fan out after the outcome.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causal.render.layout.bowtie_costs import COST, with_costs, with_others
from causal.render.layout.plan import (
    Badge,
    Draft,
    PlacedLink,
    Plan,
    Point,
    Rect,
)
from causal.render.layout.sizes import PILL, heading, pill_width, place_box, place_pill, size_box
from causal.render.layout.strand_grid import Grid, make_grid, runs
from causal.render.scene import Box, Link, Mark, Route, Scene, Start

_TOP, _GAP, _STEP, _FAN = 26.0, 12.0, 28.0, 16.0
_NARROW, _WIDE, _END = 136.0, 196.0, 168.0
_STRIP = 420.0


def lay_out_bowtie(scene: Scene, *, portrait: bool, room: float) -> Plan:
    """Return the plan of a bow tie, its top left corner at 0, 0.

    Args:
        scene: Its boxes say in their slot what they are.
        portrait: Whether the failure runs down the page; otherwise it runs to the right.
        room: The width of the page, in pixels.
    """
    boxes = {box.id: box for box in scene.boxes}
    before = [box for box in scene.boxes if box.slot == "before"]
    layers = list(dict.fromkeys(box.band or "" for box in before))
    band_of = {box.id: box.band or "" for box in before}
    grid = make_grid([route.through for route in scene.routes], band_of, layers)
    routes = [scene.routes[index] for index in grid.order]
    drawing = _Bowtie(scene, boxes, routes, grid, room)
    (drawing.down if portrait else drawing.across)()
    plan = drawing.plan()
    after = [box for box in scene.boxes if box.slot in {"after", "cost"}]
    if after:
        outcome = drawing.rects["outcome"]
        plan = with_costs(scene, plan, outcome, portrait=portrait, room=room)
    return with_others(scene, plan, room)


@dataclass(slots=True)
class _Bowtie:
    """Everything up to the outcome; `along` is the way of the failure, `aside` across it."""

    scene: Scene
    boxes: dict[str, Box]
    routes: Sequence[Route]
    grid: Grid
    room: float
    rects: dict[str, Rect] = field(default_factory=dict)
    out: Draft = field(default_factory=Draft)

    def plan(self) -> Plan:
        """Return what was placed."""
        self.out.texts.append(heading(self.scene.headings[0]))
        rects = [box.rect for box in self.out.boxes] + [join.rect for join in self.out.joins]
        points = [point for link in self.out.links for point in link.points]
        width = max([*(r.right for r in rects), *(x for x, _ in points)], default=0.0)
        height = max([*(r.bottom for r in rects), *(y for _, y in points)], default=0.0)
        return self.out.plan(width, height)

    def _put(self, name: str, rect: Rect) -> None:
        self.rects[name] = rect
        self._set(self.boxes[name], rect)

    def _set(self, box: Box, rect: Rect) -> None:
        self.out.boxes.append(place_box(box, rect))
        if "alone" in box.marks:
            self.out.badges.append(Badge("alone", (rect.x + 19.0, rect.y + 15.0), 6.0))

    # Across: rows below each other.

    def across(self) -> None:
        """Place the paths as rows."""
        count = len(self.grid.columns)
        ends = _END + _STEP
        lead = sum(
            _END + 4 * _FAN
            for there in (self.scene.roots.boxes, any(r.start.boxes for r in self.routes))
            if there
        )
        costs = COST + 260.0 if any(b.slot == "after" for b in self.scene.boxes) else COST + 40.0
        free = (self.room - lead - ends - costs) / max(count, 1) - _STEP
        width = min(max(free, _NARROW), _WIDE)
        tall = self._row_heights(width)
        tops = [_TOP + sum(tall[:n]) + _GAP * n for n in range(len(tall))]
        mids = [top + size / 2 for top, size in zip(tops, tall, strict=True)]
        x = 0.0
        middle = (mids[0] + mids[-1]) / 2 if mids else _TOP + 48.0
        outs: list[list[tuple[str, Point]]] = [[] for _ in self.routes]
        if self.scene.roots.boxes:
            source, x = self._stack_across("roots", self.scene.roots, x, middle)
            for out in outs:
                out.append(source)
            x += 2 * _FAN
        if any(route.start.boxes for route in self.routes):
            x = self._starts_across(x, mids, outs)
        for column in self.grid.columns:
            for first, final in runs(tuple(column.passed)):
                rows = range(first, final + 1)
                for name in dict.fromkeys(column.passed[row] for row in rows):
                    for a, b in runs([row for row in rows if column.passed[row] == name]):
                        rect = Rect(x, tops[a], width, tops[b] + tall[b] - tops[a])
                        if a == b:
                            high = max(size_box(self.boxes[name], width), min(tall[a], 84.0))
                            rect = Rect(x, mids[a] - high / 2, width, high)
                        self._put(name, rect) if name not in self.rects else self._again(name, rect)
            for row, name in column.passed.items():
                self._pass(row, name, mids[row], outs, axis=1)
            x += width + _STEP
        outcome = self.boxes["outcome"]
        high = max(size_box(outcome, _END), (mids[-1] - mids[0] + 60.0) if mids else 0.0, 84.0)
        self._put("outcome", Rect(x, middle - high / 2, _END, high))
        for row in range(len(self.routes)):
            self._pass(row, "outcome", mids[row], outs, axis=1)

    def _row_heights(self, width: float) -> list[float]:
        """Return how high each row has to be for its starts and its boxes."""
        tall = [max(self._stack_height(route.start, _END) + 8.0, 60.0) for route in self.routes]
        for column in self.grid.columns:
            for name in column.boxes:
                mine = [row for row, there in column.passed.items() if there == name]
                for first, final in runs(mine):
                    need = size_box(self.boxes[name], width)
                    have = sum(tall[first : final + 1]) + _GAP * (final - first)
                    tall[final] += max(need - have, 0.0)
        roots = self._stack_height(self.scene.roots, _END)
        have = sum(tall) + _GAP * (len(tall) - 1)
        if tall and roots > have:
            tall = [size + (roots - have) / len(tall) for size in tall]
        return tall

    def _stack_height(self, start: Start, width: float) -> float:
        sizes = [size_box(self.boxes[name], width) for name in start.boxes]
        return sum(sizes) + _GAP * max(len(sizes) - 1, 0)

    def _again(self, name: str, rect: Rect) -> None:
        """Place a box once more, where rows between its own do not pass it."""
        number = sum(placed.box.id.split(" again ")[0] == name for placed in self.out.boxes)
        box = replace(self.boxes[name], id=f"{name} again {number}")
        self._set(box, rect)
        self.rects[box.id] = rect

    def _rect_of(self, name: str, at: float, axis: int) -> tuple[str, Rect]:
        """Return the box of this name that lies at a place across the way."""
        for key, rect in self.rects.items():
            if key.split(" again ")[0] == name or key == name:
                low, high = (rect.y, rect.bottom) if axis else (rect.x, rect.right)
                if low - 0.1 <= at <= high + 0.1:
                    return key, rect
        return name, self.rects[name]

    def _pass(
        self, row: int, name: str, at: float, outs: list[list[tuple[str, Point]]], *, axis: int
    ) -> None:
        """Draw the way of a row up to a box; `axis` is 1 where the paths run to the right."""
        key, rect = self._rect_of(name, at, axis)
        end, out = ((rect.x, at), (rect.right, at)) if axis else ((at, rect.y), (at, rect.bottom))
        for source, point in outs[row]:
            self.out.links.append(self._link(row, source, key, _way(point, end, axis)))
        outs[row] = [(key, out)]

    def _link(self, row: int, source: str, target: str, way: tuple[Point, ...]) -> PlacedLink:
        route = self.routes[row]
        passed: list[str] = []
        for name in (*self.scene.roots.boxes, *route.start.boxes, *route.through):
            passed.append(name)
            if name == source.split(" again ", maxsplit=1)[0] or name == source:
                break
        else:
            passed = [*self.scene.roots.boxes]
            if source != "start roots":
                passed += route.start.boxes
        spent = bool(route.stops & set(passed))
        marks: tuple[Mark, ...] = ("gone",) if spent else ("remaining",)
        if route.rest and not spent:
            marks = (*marks, "several")
        return PlacedLink(Link(source, target, "passes", marks=marks), way, route=route.id)

    def _stack_across(
        self, name: str, start: Start, x: float, middle: float
    ) -> tuple[tuple[str, Point], float]:
        """Place starts below each other with their pill; return where the way leaves them."""
        y = middle - self._stack_height(start, _END) / 2
        middles = []
        for one in start.boxes:
            size = size_box(self.boxes[one], _END)
            self._put(one, Rect(x, y, _END, size))
            middles.append((one, y + size / 2))
            y += size + _GAP
        right = x + _END
        if not start.join:
            return (start.boxes[0], (right, middle)), right
        wide = pill_width(start.join)
        pill = Rect(right + 2 * _FAN, middle - PILL / 2, wide, PILL)
        self._pill(name, pill)
        for one, at in middles:
            way = _way((right, at), (pill.x, middle), 1)
            self.out.links.append(
                PlacedLink(Link(one, f"start {name}", "passes", marks=("remaining",)), way, False)
            )
        return (f"start {name}", (pill.right, middle)), pill.right

    def _pill(self, name: str, pill: Rect) -> None:
        join = next(j for j in self.scene.joins if j.id == f"start {name}")
        self.out.joins.append(place_pill(join, pill))

    def _starts_across(
        self, x: float, mids: list[float], outs: list[list[tuple[str, Point]]]
    ) -> float:
        right = x
        for row, route in enumerate(self.routes):
            if not route.start.boxes:
                continue
            coming = list(outs[row])
            source, end = self._stack_across(route.id, route.start, x, mids[row])
            self._lead_in(row, coming, route.start.boxes, axis=1)
            outs[row] = [source]
            right = max(right, end)
        return right + _STEP

    def _lead_in(
        self, row: int, coming: list[tuple[str, Point]], names: Sequence[str], *, axis: int
    ) -> None:
        """Draw the way from what every path starts from to what this one starts from."""
        for origin, point in coming:
            for name in names:
                rect = self.rects[name]
                end = (rect.x, rect.cy) if axis else (rect.cx, rect.y)
                self.out.links.append(self._link(row, origin, name, _way(point, end, axis)))

    # Down: rows beside each other.

    def down(self) -> None:
        """Place the paths as strips beside each other."""
        count = max(len(self.routes), 1)
        strip = min((self.room - _GAP * (count - 1)) / count, _STRIP)
        lefts = [(strip + _GAP) * n for n in range(count)]
        mids = [left + strip / 2 for left in lefts]
        width = lefts[-1] + strip
        y = _TOP - 6.0
        middle = width / 2
        outs: list[list[tuple[str, Point]]] = [[] for _ in self.routes]
        if self.scene.roots.boxes:
            source, y = self._stack_down("roots", self.scene.roots, middle, min(width, 320.0), y)
            for out in outs:
                out.append(source)
            y += 2 * _FAN
        if any(route.start.boxes for route in self.routes):
            y = self._starts_down(y, mids, strip, outs)
        for column in self.grid.columns:
            tall = 0.0
            for name in column.boxes:
                for a, b in runs([row for row, one in column.passed.items() if one == name]):
                    tall = max(tall, size_box(self.boxes[name], lefts[b] + strip - lefts[a]))
            for name in column.boxes:
                for a, b in runs([row for row, one in column.passed.items() if one == name]):
                    rect = Rect(lefts[a], y, lefts[b] + strip - lefts[a], tall)
                    self._put(name, rect) if name not in self.rects else self._again(name, rect)
            for row, name in column.passed.items():
                self._pass(row, name, mids[row], outs, axis=0)
            y += tall + _STEP
        size = size_box(self.boxes["outcome"], width)
        self._put("outcome", Rect(0.0, y, width, size))
        for row in range(len(self.routes)):
            self._pass(row, "outcome", mids[row], outs, axis=0)

    def _stack_down(
        self, name: str, start: Start, middle: float, room: float, y: float
    ) -> tuple[tuple[str, Point], float]:
        """Place starts below each other; a bus at their side leads to the pill below them."""
        several = bool(start.join)
        wide = room - 3 * _FAN if several else min(room, 260.0)
        left = middle - room / 2 if several else middle - wide / 2
        sides = []
        for one in start.boxes:
            size = size_box(self.boxes[one], wide)
            self._put(one, Rect(left, y, wide, size))
            sides.append((one, y + size / 2))
            y += size + _GAP
        if not several:
            return (start.boxes[0], (middle, y - _GAP)), y - _GAP
        pill = Rect(middle - pill_width(start.join) / 2, y + 4.0, pill_width(start.join), PILL)
        self._pill(name, pill)
        bend = left + wide + _FAN
        for one, at in sides:
            way = ((left + wide, at), (bend, at), (bend, pill.cy), (pill.right, pill.cy))
            self.out.links.append(
                PlacedLink(Link(one, f"start {name}", "passes", marks=("remaining",)), way, False)
            )
        return (f"start {name}", (middle, pill.bottom)), pill.bottom

    def _starts_down(
        self, y: float, mids: list[float], strip: float, outs: list[list[tuple[str, Point]]]
    ) -> float:
        low = y
        for row, route in enumerate(self.routes):
            if not route.start.boxes:
                continue
            coming = list(outs[row])
            source, end = self._stack_down(route.id, route.start, mids[row], strip, y)
            self._lead_in(row, coming, route.start.boxes[:1], axis=0)
            outs[row] = [source]
            low = max(low, end)
        return low + _STEP


def _way(start: Point, end: Point, axis: int) -> tuple[Point, ...]:
    """Return a way in straight pieces that bends soon after its start, if it must.

    Args:
        start: Where it begins.
        end: Where it ends.
        axis: 1 where the paths run to the right, 0 where they run down.
    """
    if axis:
        if abs(start[1] - end[1]) <= 0.1:
            return (start, (end[0], start[1]))
        bend = start[0] + _FAN
        return (start, (bend, start[1]), (bend, end[1]), end)
    if abs(start[0] - end[0]) <= 0.1:
        return (start, (start[0], end[1]))
    bend = start[1] + _FAN
    return (start, (start[0], bend), (end[0], bend), end)
