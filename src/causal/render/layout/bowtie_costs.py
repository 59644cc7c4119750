"""After the outcome of a bow tie: what made it worse, what it cost, and layers off every path."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from causal.render.layout.plan import Draft, PlacedLink, Plan, Point, Rect
from causal.render.layout.sizes import box_rows, heading, place_box, size_box
from causal.render.scene import Box, Link, Scene

COST = 190.0
_TOP, _GAP, _STEP = 26.0, 12.0, 28.0
_RAISER, _OTHER = 230.0, 200.0


def with_costs(scene: Scene, plan: Plan, outcome: Rect, *, portrait: bool, room: float) -> Plan:
    """Return the plan with what made it worse, and what it cost, fanned out from the outcome."""
    costs = [box for box in scene.boxes if box.slot == "cost"]
    ends = {(link.source, link.target) for link in scene.links}
    raisers = {
        cost.id: [b for b in scene.boxes if b.slot == "after" and (b.id, cost.id) in ends]
        for cost in costs
    }
    left = (outcome.x if portrait else outcome.right) + 44.0
    wide = 0.0
    if any(raisers.values()):
        wide = min(room - left - COST - _STEP, 420.0) if portrait else _RAISER
    fan = _Fan(outcome, portrait, left, wide)
    groups = [_Group(cost, raisers[cost.id], wide) for cost in costs]
    total = sum(group.tall for group in groups) + _GAP * (len(groups) - 1)
    top = outcome.bottom + 62.0 if portrait else max(outcome.cy - total / 2, _TOP)
    y = top
    for group in groups:
        fan.place(group, y)
        y += group.tall + _GAP
    at = outcome.bottom + 40.0 if portrait else 4.0
    if not portrait and top > _TOP + 6.0:
        at = top - 12.0
    fan.out.texts.append(heading(scene.headings[1], left, at))
    part = fan.out.plan(fan.cost_x + COST, top + total)
    return plan.with_parts(part, part.width, part.height)


@dataclass(slots=True)
class _Group:
    """A cost with what raised it."""

    cost: Box
    raisers: Sequence[Box]
    wide: float

    @property
    def sizes(self) -> list[float]:
        return [size_box(box, self.wide) for box in self.raisers]

    @property
    def stack(self) -> float:
        return sum(self.sizes) + _GAP * max(len(self.raisers) - 1, 0)

    @property
    def tall(self) -> float:
        return max(self.stack, size_box(self.cost, COST))


@dataclass(slots=True)
class _Fan:
    """Places groups below each other and the lines to them."""

    outcome: Rect
    portrait: bool
    left: float
    wide: float
    out: Draft = field(default_factory=Draft)

    @property
    def cost_x(self) -> float:
        return self.left + (self.wide + _STEP if self.wide else 0.0)

    def place(self, group: _Group, y: float) -> None:
        """Place a cost and what raised it at a height."""
        size = size_box(group.cost, COST)
        rect = Rect(self.cost_x, y + (group.tall - size) / 2, COST, size)
        self.out.boxes.append(place_box(group.cost, rect))
        at = y + (group.tall - group.stack) / 2
        for box, high in zip(group.raisers, group.sizes, strict=True):
            there = Rect(self.left, at, self.wide, high)
            self.out.boxes.append(place_box(box, there))
            self._from_outcome(box.id, there)
            bend = self.cost_x - _STEP / 2
            end = (rect.x, rect.cy)
            way: tuple[Point, ...] = (
                (there.right, there.cy),
                (bend, there.cy),
                (bend, rect.cy),
                end,
            )
            if abs(there.cy - rect.cy) < 0.1:
                way = ((there.right, there.cy), (rect.x, there.cy))
            self.out.links.append(PlacedLink(Link(box.id, group.cost.id, "passes"), way))
            at += high + _GAP
        if not group.raisers:
            self._from_outcome(group.cost.id, rect)

    def _from_outcome(self, box: str, rect: Rect) -> None:
        out, end = self.outcome, (rect.x, rect.cy)
        start = (out.x + 16.0, out.bottom) if self.portrait else (out.right, out.cy)
        bend = start[0] + (0.0 if self.portrait else 22.0)
        way: tuple[Point, ...] = (start, (bend, start[1]), (bend, end[1]), end)
        if not self.portrait and abs(start[1] - end[1]) < 0.1:
            way = (start, (rect.x, start[1]))
        self.out.links.append(PlacedLink(Link("outcome", box, "passes"), way))


def with_others(scene: Scene, plan: Plan, room: float) -> Plan:
    """Return the plan with the layers that no path ran through in rows below it."""
    others = [box for box in scene.boxes if box.slot == "other"]
    if not others:
        return plan
    pitch = _OTHER + _GAP
    each = max(int((max(plan.width, min(room, 640.0)) + _GAP) // pitch), 1)
    placed, low = box_rows(others, _OTHER, each=each, step=pitch, y=16.0, gap=_GAP)
    wide = pitch * min(each, len(others)) - _GAP
    below = Plan(wide, low, (heading(scene.headings[2]),), boxes=placed)
    return plan.above(below, 28.0)
