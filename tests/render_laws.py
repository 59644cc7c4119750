"""What must hold of every plan, whatever was drawn; each law returns the breaches it found."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from causal.render.layout.plan import PlacedText, Plan, Point, Rect
from causal.render.metrics import text_width

__all__ = ["breaches", "text_rect"]

_AGAIN = "\x00"


def text_rect(text: PlacedText) -> Rect:
    """Return the rectangle that the letters of a text fill."""
    width = max((text_width(line, text.size, bold=text.bold) for line in text.lines), default=0.0)
    start = {"start": 0.0, "middle": width / 2, "end": width}[text.anchor]
    top = text.y - text.size * 0.74
    height = text.leading * (len(text.lines) - 1) + text.size * 0.95
    return Rect(text.x - start, top, width, height)


def _on_edge(point: Point, rect: Rect) -> bool:
    x, y = point
    inside = rect.x - 0.1 <= x <= rect.right + 0.1 and rect.y - 0.1 <= y <= rect.bottom + 0.1
    at_side = min(abs(x - rect.x), abs(x - rect.right), abs(y - rect.y), abs(y - rect.bottom))
    return inside and at_side < 0.2


def _crosses(a: Point, b: Point, rect: Rect) -> bool:
    """Whether an upright or level segment runs through the inside of a rectangle."""
    low_x, high_x = sorted((a[0], b[0]))
    low_y, high_y = sorted((a[1], b[1]))
    return (
        low_x < rect.right - 0.6
        and high_x > rect.x + 0.6
        and low_y < rect.bottom - 0.6
        and high_y > rect.y + 0.6
    )


def breaches(plan: Plan) -> list[str]:
    """Return every breach of a law in words."""
    found = [*_overlaps(plan), *_ends(plan), *_passages(plan), *_words(plan), *_canvas(plan)]
    return [*found, *_arrivals(plan), *_bare_words(plan)]


def _shapes(plan: Plan) -> dict[str, Rect]:
    """Return every shape by its name; a box drawn again has its number behind it."""
    shapes: dict[str, Rect] = {}
    for placed in plan.boxes:
        name, number = placed.box.id, 1
        while name in shapes:
            number += 1
            name = f"{placed.box.id}{_AGAIN}{number}"
        shapes[name] = placed.rect
    return shapes | {placed.join.id: placed.rect for placed in plan.joins}


def _all_of(shapes: dict[str, Rect], name: str) -> list[Rect]:
    return [rect for key, rect in shapes.items() if key.partition(_AGAIN)[0] == name]


def _overlaps(plan: Plan) -> Iterator[str]:
    shapes = _shapes(plan)
    tags = {f"tag {i}": placed.tag for i, placed in enumerate(plan.links) if placed.tag}
    for (one, a), (other, b) in combinations((shapes | tags).items(), 2):
        if a.overlaps(b):
            yield f"{one} overlaps {other}"
    for a, b in combinations(plan.bands, 2):
        if a.rect.overlaps(b.rect):
            yield f"band {a.band.id} overlaps band {b.band.id}"
    bands = {placed.band.id: placed.rect for placed in plan.bands}
    for placed in plan.boxes:
        for band, rect in bands.items():
            if band == placed.box.band and not rect.contains(placed.rect):
                yield f"{placed.box.id} leaves its band"
            if band != placed.box.band and rect.overlaps(placed.rect):
                yield f"{placed.box.id} lies in band {band}"


def _ends(plan: Plan) -> Iterator[str]:
    shapes = _shapes(plan)
    for placed in plan.links:
        sources = _all_of(shapes, placed.link.source)
        if not any(_on_edge(placed.points[0], rect) for rect in sources):
            yield f"a link does not start on {placed.link.source}"
        targets = _all_of(shapes, placed.link.target)
        targets += [shapes[j.join.target] for j in plan.joins if j.join.id == placed.link.target]
        if not any(_on_edge(placed.points[-1], rect) for rect in targets):
            yield f"a link does not end on {placed.link.target}"


def _passages(plan: Plan) -> Iterator[str]:
    shapes = _shapes(plan)
    names = [text_rect(text) for band in plan.bands for text in band.texts]
    for placed in plan.links:
        own = {placed.link.source, placed.link.target}
        for a, b in zip(placed.points, placed.points[1:], strict=False):
            if a[0] != b[0] and a[1] != b[1]:
                yield "a link runs askew"
            for name, rect in shapes.items():
                if name.partition(_AGAIN)[0] not in own and _crosses(a, b, rect):
                    yield f"{placed.link.source} -> {placed.link.target} runs through {name}"
            if any(_crosses(a, b, rect) for rect in names):
                yield f"{placed.link.source} -> {placed.link.target} runs through a band's name"
            for other in plan.links:
                home = shapes[other.link.source]
                foreign = other.link.source != placed.link.source
                foreign = foreign and not _on_edge(placed.points[-1], home)
                if other.tag and foreign and _crosses(a, b, other.tag):
                    yield f"{placed.link.source} -> {placed.link.target} runs through a tag"


def _words(plan: Plan) -> Iterator[str]:
    for placed in plan.boxes:
        for text in placed.texts:
            if not placed.rect.contains(text_rect(text)):
                yield f"words leave {placed.box.id}"
        for one, other in combinations(placed.texts, 2):
            if text_rect(one).overlaps(text_rect(other)):
                yield f"words overlap in {placed.box.id}"
    for band in plan.bands:
        for text in band.texts:
            if not band.rect.contains(text_rect(text)):
                yield f"the name of band {band.band.id} leaves it"
    for join in plan.joins:
        if not join.rect.contains(text_rect(join.text)):
            yield f"words leave {join.join.id}"
    for link in plan.links:
        if link.tag and link.text and not link.tag.contains(text_rect(link.text)):
            yield "words leave a tag"


def _canvas(plan: Plan) -> Iterator[str]:
    page = Rect(0, 0, plan.width, plan.height)
    parts = [*_shapes(plan).values(), *(band.rect for band in plan.bands)]
    parts += [text_rect(text) for text in plan.texts]
    parts += [text_rect(entry.text) for entry in plan.legend]
    parts += [Rect(x, y, 0, 0) for link in plan.links for x, y in link.points]
    parts += [Rect(x, y, 0, 0) for stroke in plan.strokes for x, y in stroke.points]
    parts += [Rect(*badge.at, 0, 0) for badge in plan.badges]
    for piece in plan.slices:
        r = piece.rect
        parts.append(Rect(r.x - piece.depth, r.y - piece.rise - 6, r.w + 10, r.h + piece.rise))
    for part in parts:
        if not page.contains(part):
            yield f"{part} leaves the page"


def _arrivals(plan: Plan) -> Iterator[str]:
    """Lines that leave different boxes must not lie on one another unless they meet at one end."""
    segments = [
        (placed, a, b)
        for placed in plan.links
        for a, b in zip(placed.points, placed.points[1:], strict=False)
    ]
    for (one, a, b), (other, c, d) in combinations(segments, 2):
        same = one.link.target == other.link.target and one.link.role == other.link.role
        joined = {one.link.role, other.link.role} <= {"cause", "join"}
        same = same or (one.link.target == other.link.target and joined)
        fans = one.link.role == other.link.role == "passes"
        same = same or (fans and one.link.source == other.link.source)
        rungs = one.link.role == other.link.role == "because"
        if same or one is other or rungs:
            continue
        if _lie_on_each_other(a, b, c, d):
            yield f"{one.link.source} and {other.link.source} share a line to different ends"


def _lie_on_each_other(a: Point, b: Point, c: Point, d: Point) -> bool:
    for axis in (0, 1):
        flat = abs(a[axis] - b[axis]) < 0.1 and abs(c[axis] - d[axis]) < 0.1
        if flat and abs(a[axis] - c[axis]) < 2.0:
            low = max(min(a[1 - axis], b[1 - axis]), min(c[1 - axis], d[1 - axis]))
            high = min(max(a[1 - axis], b[1 - axis]), max(c[1 - axis], d[1 - axis]))
            if high - low > 4.0:
                return True
    return False


def _bare_words(plan: Plan) -> Iterator[str]:
    """Words outside boxes neither lie on one another nor on a box."""
    rects = [text_rect(text) for text in plan.texts if text.lines]
    for one, other in combinations(rects, 2):
        if one.overlaps(other):
            yield f"words at {one.x:.0f}, {one.y:.0f} lie on words at {other.x:.0f}, {other.y:.0f}"
    for rect in rects:
        for name, shape in _shapes(plan).items():
            if rect.overlaps(shape):
                yield f"words at {rect.x:.0f}, {rect.y:.0f} lie on {name}"
