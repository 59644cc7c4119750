"""A drawing as plain geometry, whoever laid it out: rectangles and lines, y pointing down."""

from __future__ import annotations

from dataclasses import dataclass

from causal.render.layout.plan import Rect

__all__ = ["Line", "Picture", "bezier"]

Point = tuple[float, float]
STEPS = 8


@dataclass(frozen=True)
class Line:
    """A link as drawn: a polyline, its curves cut into short pieces."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass
class Picture:
    """Boxes (joins are boxes too), bands with their names, lines; `home` tells a box's band."""

    boxes: dict[str, Rect]
    bands: dict[str, Rect]
    names: dict[str, Rect]
    home: dict[str, str]
    lines: list[Line]
    overflow: int = 0
    milliseconds: float = 0.0

    @property
    def extent(self) -> tuple[float, float]:
        """Return the width and the height of what holds every part."""
        rects = [*self.boxes.values(), *self.bands.values(), *self.names.values()]
        points = [point for line in self.lines for point in line.points]
        xs = [x for r in rects for x in (r.x, r.right)] + [x for x, _ in points]
        ys = [y for r in rects for y in (r.y, r.bottom)] + [y for _, y in points]
        return max(xs) - min(xs), max(ys) - min(ys)


def bezier(controls: list[Point]) -> tuple[Point, ...]:
    """Return a chain of cubic Bezier curves (1 + 3n control points) cut into pieces."""
    points = [controls[0]]
    for at in range(0, len(controls) - 3, 3):
        a, b, c, d = controls[at : at + 4]
        for step in range(1, STEPS + 1):
            t = step / STEPS
            w = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            points.append(
                (
                    w[0] * a[0] + w[1] * b[0] + w[2] * c[0] + w[3] * d[0],
                    w[0] * a[1] + w[1] * b[1] + w[2] * c[1] + w[3] * d[1],
                )
            )
    return tuple(points)
