"""The failure paths of a Swiss cheese as rows: how high each runs, and what it has come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from causal.render.layout.plan import Plan, Point, Strand, StrandKind
from causal.render.scene import Route, Scene

_RETURN = 30.0


@dataclass(slots=True)
class PathRows:
    """Where the paths run: their height, and of what kind they are where they have come to."""

    routes: Sequence[Route]
    ys: list[float]
    half: float
    kinds: list[StrandKind]
    after: list[str]
    xs: list[float] = field(default_factory=list)

    def strand(self, row: int, *points: Point, arrow: bool = False) -> Strand:
        """Return a piece of the path of a row, as it is where the row has come to."""
        return Strand(points, self.kinds[row], arrow, self.routes[row].id, self.after[row])

    def ahead(
        self, ys: Sequence[float], start: float, end: float, *, arrow: bool = False
    ) -> list[Strand]:
        """Return a piece of every path from one place to another."""
        return [self.strand(n, (start, y), (end, y), arrow=arrow) for n, y in enumerate(ys)]

    @property
    def tall(self) -> float:
        """How high the rows are together."""
        return self.ys[-1] - self.ys[0] + 2 * self.half if self.ys else 0.0


def append_row(plan: Plan, part: Plan, rows: PathRows) -> Plan:
    """Return both plans, the second below the first; the paths lead back to its start."""
    if not plan.height:
        return part
    number = len(rows.routes)
    gap = _RETURN + 9.0 * number
    shifted = part.moved(0.0, plan.height + gap)
    # Where the paths left the row above, and where they enter this one.
    ends = plan.trails[-number:] if number else ()
    entries = shifted.trails[:number]
    turns = []
    for at, (out, into) in enumerate(zip(ends, entries, strict=True)):
        a, b = out.points[-1], into.points[0]
        right = a[0] + 10.0 + 8.0 * (number - at)
        left = b[0] - 10.0 - 8.0 * at
        y = plan.height + gap / 2 + 9.0 * (number / 2 - at)
        way = (a, (right, a[1]), (right, y), (left, y), (left, b[1]), b)
        turns.append(replace(out, points=way))
    width = max(plan.width, shifted.width, *(max(x for x, _ in t.points) + 4.0 for t in turns))
    whole = plan.with_parts(shifted, width, shifted.height)
    return replace(
        whole,
        height=plan.height + gap + part.height,
        trails=(*plan.trails, *turns, *shifted.trails),
    )


def kind_of(route: Route, scene: Scene) -> StrandKind:
    """Return of what kind the strand of a route is where it begins."""
    if route.stops & {*route.start.boxes, *scene.roots.boxes}:
        return "spent"
    return "rest" if route.rest else "open"
