"""What is counted in a picture, the same way for every engine.

A *crossing* is a point where two lines cross one another: each runs on both sides of the other.
Lines that share an end are counted like all others, but not within 4 pixels of the box they share.
Where lines run on top of one another, as a bundle that several causes share, they do not cross; a
line that crosses a bundle of three crosses three lines (*crossings*), in one point that a reader
sees (*seen*: crossings closer than 3 pixels are one).

A *bend* is a corner that is left when a line is simplified to within 3 pixels, so that curves and
straight pieces are told by the same rule.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from picture import Line, Picture, Point

from causal.render.layout.plan import Rect

__all__ = ["bends", "crossings", "merged", "outside", "overlaps", "pierced"]

NEAR_END, SAME_POINT, SLACK = 4.0, 3.0, 3.0


def crossings(picture: Picture) -> list[Point]:
    """Return a point for every crossing of two lines."""
    found = []
    lines = [(line, _pieces(line), _bounds(line)) for line in picture.lines]
    for (one, a, box_a), (other, b, box_b) in combinations(lines, 2):
        if not _touch(box_a, box_b):
            continue
        shared = [picture.boxes[e] for e in {one.source, one.target} & {other.source, other.target}]
        found += [
            point
            for point in _cross_points(a, b)
            if not any(_distance(point, rect) < NEAR_END for rect in shared)
        ]
    return found


def merged(points: list[Point]) -> int:
    """Return how many points a reader sees: those closer than 3 pixels are one."""
    kept: list[Point] = []
    for x, y in sorted(points):
        if not any(abs(x - a) < SAME_POINT and abs(y - b) < SAME_POINT for a, b in kept):
            kept.append((x, y))
    return len(kept)


def bends(picture: Picture) -> int:
    """Return the corners of all lines, each simplified to within 3 pixels."""
    return sum(len(_simplified(list(line.points), SLACK)) - 2 for line in picture.lines)


def overlaps(picture: Picture) -> int:
    """Return how many pairs lie on one another: boxes, bands, a box and a band not its own."""
    boxes, bands = list(picture.boxes.items()), list(picture.bands.items())
    found = sum(a.overlaps(b) for (_, a), (_, b) in combinations(boxes, 2))
    found += sum(a.overlaps(b) for (_, a), (_, b) in combinations(bands, 2))
    found += sum(
        rect.overlaps(band)
        for box, rect in boxes
        for name, band in bands
        if picture.home.get(box) != name
    )
    return found + sum(name.overlaps(rect) for name in picture.names.values() for _, rect in boxes)


def pierced(picture: Picture) -> int:
    """Return how often a line runs through a box that is not its own, or through a band's name."""
    found = 0
    for line in picture.lines:
        pieces, own = _pieces(line), {line.source, line.target}
        others = [rect for box, rect in picture.boxes.items() if box not in own]
        for rect in (*others, *picture.names.values()):
            found += any(_runs_through(a, b, rect) for a, b in pieces)
    return found


def outside(picture: Picture) -> int:
    """Return how many names of bands leave their band."""
    return sum(not picture.bands[b].contains(name, 1.0) for b, name in picture.names.items())


def _pieces(line: Line) -> list[tuple[Point, Point]]:
    points = _simplified(list(line.points), 0.01)
    return list(pairwise(points))


def _bounds(line: Line) -> Rect:
    xs, ys = [x for x, _ in line.points], [y for _, y in line.points]
    return Rect(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def _touch(a: Rect, b: Rect) -> bool:
    return a.x <= b.right and b.x <= a.right and a.y <= b.bottom and b.y <= a.bottom


def _side(a: Point, b: Point, p: Point) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _cross_points(one: list[tuple[Point, Point]], other: list[tuple[Point, Point]]) -> list[Point]:
    found = []
    for a, b in one:
        low_x, high_x = min(a[0], b[0]), max(a[0], b[0])
        low_y, high_y = min(a[1], b[1]), max(a[1], b[1])
        for c, d in other:
            if max(c[0], d[0]) < low_x or min(c[0], d[0]) > high_x:
                continue
            if max(c[1], d[1]) < low_y or min(c[1], d[1]) > high_y:
                continue
            s, t = _side(a, b, c), _side(a, b, d)
            u, v = _side(c, d, a), _side(c, d, b)
            if s * t < 0 and u * v < 0:
                share = s / (s - t)
                found.append((c[0] + share * (d[0] - c[0]), c[1] + share * (d[1] - c[1])))
    return found


def _distance(p: Point, rect: Rect) -> float:
    dx = max(rect.x - p[0], 0.0, p[0] - rect.right)
    dy = max(rect.y - p[1], 0.0, p[1] - rect.bottom)
    return max(dx, dy)


def _simplified(points: list[Point], slack: float) -> list[Point]:
    """Return a line without the points that lie within `slack` of it (Douglas and Peucker)."""
    if len(points) < 3:
        return points
    (ax, ay), (bx, by) = points[0], points[-1]
    long = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
    far, at = 0.0, 0
    for number, (x, y) in enumerate(points[1:-1], 1):
        if long:
            away = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / long
        else:
            away = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
        if away > far:
            far, at = away, number
    if far <= slack:
        return [points[0], points[-1]]
    return _simplified(points[: at + 1], slack)[:-1] + _simplified(points[at:], slack)


def _runs_through(a: Point, b: Point, rect: Rect) -> bool:
    """Whether a piece of a line enters the inside of a rectangle, 1 pixel in (Liang and Barsky)."""
    low, high = 0.0, 1.0
    for at, step, least, most in (
        (a[0], b[0] - a[0], rect.x + 1, rect.right - 1),
        (a[1], b[1] - a[1], rect.y + 1, rect.bottom - 1),
    ):
        if abs(step) < 1e-9:
            if not least < at < most:
                return False
            continue
        ends = sorted(((least - at) / step, (most - at) / step))
        low, high = max(low, ends[0]), min(high, ends[1])
    return low < high
