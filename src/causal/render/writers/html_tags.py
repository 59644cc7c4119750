"""Where on the page the words stand that a box does not happen, so that they cover nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from causal.render.layout.plan import PlacedText, Plan, Rect
from causal.render.metrics import text_width
from causal.render.scene import Box
from causal.render.writers.svg_parts import number
from causal.render.writers.svg_plugs import plugs_of

_SIZE, _TALL = 10.5, 16.0
_MARK = 16.0


def gone_words(box: Box) -> str:
    """Return what is said of a box that a state does away with."""
    return "gap closed" if box.role == "layer" else "does not happen"


def tag_elements(plan: Plan) -> list[str]:
    """Return for each box the SVG of its tag: the words, or a cross where these lack room."""
    taken = list(_taken(plan))
    out = []
    for placed in plan.boxes:
        rect = placed.rect
        words = gone_words(placed.box)
        places = (place for place in _places(rect, words) if _is_free(place, taken, plan))
        corner = Rect(rect.right - _MARK - 1.0, rect.y + 1.0, _MARK, _MARK)
        out.append(_element(next(places, corner), words))
    return out


def _places(rect: Rect, words: str) -> Iterator[Rect]:
    """Yield where the tag may stand: in the box, on its edges, beside it; the mark last."""
    wide = text_width(words, _SIZE, bold=True) + 14.0
    for w, h in ((wide, _TALL), (_MARK, _MARK)):
        xs = (rect.right - w - 3.0, rect.x + 3.0, rect.cx - w / 2)
        for y in (rect.bottom - h - 2.0, rect.y + 2.0, rect.y - h / 2, rect.bottom - h / 2):
            yield from (Rect(x, y, w, h) for x in xs)
        for y in (rect.bottom + 3.0, rect.y - h - 3.0):
            yield from (Rect(x, y, w, h) for x in xs)
        yield from (Rect(x, rect.cy - h / 2, w, h) for x in (rect.right + 3.0, rect.x - w - 3.0))


def _is_free(place: Rect, taken: Sequence[Rect], plan: Plan) -> bool:
    inside = place.x >= 0.0 and place.right <= plan.width
    inside = inside and place.y >= 0.0 and place.bottom <= plan.height
    if not inside or any(place.overlaps(other) for other in taken):
        return False
    # Inside a box only that of its own, and of others not even the edge.
    return sum(place.overlaps(box.rect) for box in plan.boxes) <= 1


def _taken(plan: Plan) -> Iterator[Rect]:
    """Yield what a tag must not cover: words, joins, holes and lines."""
    for text in plan.every_text():
        yield from _lines(text)
    for placed in plan.boxes:
        sides = (placed.rect.right, placed.rect.x)
        for _, x in zip(plugs_of(placed.box.marks), sides, strict=False):
            yield Rect(x - 11.0, placed.rect.y - 11.0, 22.0, 22.0)
    yield from (Rect(band.rect.x, band.rect.y, 6.0, band.rect.h) for band in plan.bands)
    yield from (join.rect for join in plan.joins)
    yield from (link.tag for link in plan.links if link.tag is not None)
    for piece in plan.slices:
        yield from (
            Rect(hole.x - hole.rx, hole.y - hole.ry, 2 * hole.rx, 2 * hole.ry)
            for hole in piece.holes
        )
    ways = [link.points for link in plan.links] + [trail.points for trail in plan.trails]
    ways += [join.stem for join in plan.joins]
    ways += [s.points for piece in plan.slices for s in (*piece.behind, *piece.front)]
    for way in ways:
        for (x1, y1), (x2, y2) in pairwise(way):
            x, y = min(x1, x2) - 3.0, min(y1, y2) - 3.0
            yield Rect(x, y, abs(x2 - x1) + 6.0, abs(y2 - y1) + 6.0)


def _lines(text: PlacedText) -> Iterator[Rect]:
    for at, line in enumerate(text.lines):
        wide = text_width(line, text.size, bold=text.bold)
        x = text.x - {"start": 0.0, "middle": wide / 2, "end": wide}[text.anchor]
        yield Rect(x, text.y + at * text.leading - text.size * 0.85, wide, text.size * 1.1)


def _element(place: Rect, said: str) -> str:
    x, y, w, h = map(number, (place.x, place.y, place.w, place.h))
    ground = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" rx="8"/>'
    if place.w == _MARK:
        arm = _MARK / 2 - 4.0
        a, b = f"{number(2 * arm)} {number(2 * arm)}", f"{number(-2 * arm)} {number(2 * arm)}"
        left, right = number(place.cx - arm), number(place.cx + arm)
        top = number(place.cy - arm)
        words = f'<path d="M{left} {top}l{a}M{right} {top}l{b}"/>'
    else:
        words = f'<text x="{number(place.cx)}" y="{number(place.y + 11.8)}">{said}</text>'
    return f'<g class="tag">{ground}{words}</g>'
