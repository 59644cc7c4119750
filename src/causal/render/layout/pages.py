"""A plan that is taller than the page, cut into continuation pages between its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from causal.render.layout.plan import (
    PlacedBand,
    PlacedJoin,
    PlacedLink,
    PlacedText,
    Plan,
    Point,
    Rect,
    Slice,
)
from causal.render.metrics import shorten

__all__ = ["cut", "cuts"]

_HEAD, _FOOT, _WORDS = 30.0, 24.0, 11.0
_MARGIN = 20.0
_NEAR = 40.0
"""How far below a join what it leads to stays on its page."""
_NAMED = 84.0
"""How far above a slice its name, and how many of its holes were needed, stand at most."""
_LEAST = 0.35
"""How full a page is at least that ends where no line has to be cut."""
_BEGUN = 0.2
"""How much of a page the first part of a plan takes at least, where other things stand above."""


def cut(plan: Plan, tall: float, title: str, first: float | None = None) -> list[Plan]:
    """Return a plan as pages, each at most `tall` pixels high, with nothing cut in two but lines.

    Args:
        plan: The whole picture.
        tall: The height of a page, in pixels of the plan.
        title: What every page but the first names at its top.
        first: The height that is left on the page it begins on, where it is a part of a document.
            The words of its pages then give no numbers, since the document has its own.
    """
    edges = cuts(plan, tall, first)
    if len(edges) == 2:
        return [plan]
    many = len(edges) - 1
    said = shorten(title, plan.width - 190.0, _WORDS, bold=True)
    heads, feet = [f"{said} (continued)"] * many, ["continued on the next page"] * many
    if first is None:
        heads = [f"{said} (page {number} of {many})" for number in range(1, many + 1)]
        feet = [f"continued on page {number} of {many}" for number in range(2, many + 2)]
    heads[0] = feet[-1] = ""
    return [
        _worded(_page(plan, top, bottom, _HEAD if head else 0.0), head, foot)
        for (top, bottom), head, foot in zip(pairwise(edges), heads, feet, strict=True)
    ]


def cuts(plan: Plan, tall: float, first: float | None = None) -> list[float]:
    """Return the heights between which each page lies, from the top to the bottom.

    On a page of which little is left the plan begins only where a part of it fits there.
    """
    edges = [0.0]
    if plan.height <= (tall if first is None else first) + 1.0:
        return [*edges, plan.height]
    spans = sorted(_spans(plan))
    if first is not None and first < tall:
        edge = _edge(spans, 0.0, first - _FOOT)
        clear = not any(low < edge < high for low, high in spans)
        edges += [edge] * (clear and edge > _BEGUN * tall)
    lines = [(min(y), max(y)) for link in plan.links for y in [[y for _, y in link.points]]]
    while plan.height - edges[-1] > tall - (_HEAD if len(edges) > 1 else 0.0):
        room = tall - _FOOT - (_HEAD if len(edges) > 1 else 0.0)
        low = edges[-1] + room
        whole = _edge([*spans, *lines], edges[-1], low)
        full = low > whole > edges[-1] + _LEAST * room
        edges.append(whole if full else _edge(spans, edges[-1], low))
    return [*edges, plan.height]


def _edge(spans: list[tuple[float, float]], top: float, lowest: float) -> float:
    """Return the lowest height that no part spans, or that asked for where there is none."""
    y = lowest
    while crossing := [low for low, high in spans if low < y < high]:
        y = min(crossing)
    return y if y > top + 60.0 else lowest


def _spans(plan: Plan) -> Iterator[tuple[float, float]]:
    """Yield the top and bottom of each part that must stay whole."""
    rects = [box.rect for box in plan.boxes] + [_above(join, plan) for join in plan.joins]
    rects += [entry.rect for entry in plan.legend]
    rects += [link.tag for link in plan.links if link.tag is not None]
    # Less than half of what lies between two boxes of a stack, so that it can be cut there.
    yield from ((rect.y - 5.0, rect.bottom + 5.0) for rect in rects)
    for piece in plan.slices:
        rise = abs(piece.rise)
        low = max([piece.rect.bottom + rise, *_words_below(piece, plan)])
        yield piece.rect.y - rise - piece.depth - 4.0, low + 4.0
    for text in (*plan.texts, *(t for band in plan.bands for t in band.texts)):
        # A heading stays with what it is the heading of.
        heads = text.bold and text.tone != "bad" and text.anchor == "start"
        below = 44.0 if heads else 6.0
        yield text.y - text.size - 4.0, text.y + text.leading * (len(text.lines) - 1) + below
    yield from ((badge.at[1] - badge.size, badge.at[1] + badge.size) for badge in plan.badges)


def _words_below(piece: Slice, plan: Plan) -> Iterator[float]:
    """Yield where the words end that stand below a slice, down to the next slice."""
    x, top = piece.rect.cx, piece.rect.bottom
    below = (s.rect.y for s in plan.slices if s.rect.y > top and s.rect.cx == x)
    end = min(below, default=1e9) - _NAMED
    for text in plan.texts:
        if text.anchor == "middle" and text.x == x and top < text.y < end:
            yield text.y + text.leading * (len(text.lines) - 1)


def _above(join: PlacedJoin, plan: Plan) -> Rect:
    """Return the rectangle of a join, down to what it leads to where that is just below it."""
    low = join.rect.bottom
    found = [one.rect.y for one in plan.boxes if one.box.id == join.join.target]
    found += [one.rect.y for one in plan.joins if one.join.id == join.join.target]
    below = min((y for y in found if low <= y < low + _NEAR), default=low)
    return Rect(join.rect.x, join.rect.y, join.rect.w, below - join.rect.y)


def _page(plan: Plan, top: float, bottom: float, head: float) -> Plan:
    """Return what lies between two heights, below `head` pixels for the title."""

    def here(y: float) -> bool:
        return top <= y < bottom

    def within(points: tuple[Point, ...]) -> list[tuple[Point, ...]]:
        return list(_clipped(points, top, bottom))

    kept = replace(
        plan,
        texts=tuple(text for text in plan.texts if here(text.y - text.size * 0.5)),
        bands=tuple(_band(band, top, bottom) for band in plan.bands if _meets(band, top, bottom)),
        boxes=tuple(box for box in plan.boxes if here(box.rect.cy)),
        joins=tuple(join for join in plan.joins if here(join.rect.cy)),
        links=tuple(part for link in plan.links for part in _link(link, top, bottom)),
        slices=tuple(piece for piece in plan.slices if here(piece.rect.cy)),
        trails=tuple(
            replace(trail, points=points, arrow=trail.arrow and points[-1] == trail.points[-1])
            for trail in plan.trails
            for points in within(trail.points)
        ),
        strokes=tuple(
            replace(stroke, points=points, arrow=stroke.arrow and points[-1] == stroke.points[-1])
            for stroke in plan.strokes
            for points in within(stroke.points)
        ),
        badges=tuple(badge for badge in plan.badges if here(badge.at[1])),
        legend=(),
    )
    dy = head - top
    legend = tuple(
        replace(entry, rect=entry.rect.moved(0.0, dy), text=entry.text.moved(0.0, dy))
        for entry in plan.legend
        if here(entry.rect.cy)
    )
    return replace(kept.moved(0.0, dy), height=bottom - top + head, legend=legend)


def _worded(page: Plan, head: str, foot: str) -> Plan:
    """Return a page under what it continues and over where it goes on."""
    words, height = list(page.texts), page.height
    if head:
        words.append(_line(head, 18.0, bold=True))
    if foot:
        height += _FOOT
        words.append(_line(foot, height - 8.0))
    return replace(page, height=height, texts=tuple(words))


def _line(words: str, y: float, *, bold: bool = False) -> PlacedText:
    return PlacedText((words,), _MARGIN, y, _WORDS, _WORDS, bold, "muted")


def _meets(band: PlacedBand, top: float, bottom: float) -> bool:
    return band.rect.y < bottom and band.rect.bottom > top


def _band(band: PlacedBand, top: float, bottom: float) -> PlacedBand:
    y, low = max(band.rect.y, top), min(band.rect.bottom, bottom)
    texts = tuple(text for text in band.texts if top <= text.y - text.size * 0.5 < bottom)
    return replace(band, rect=Rect(band.rect.x, y, band.rect.w, low - y), texts=texts)


def _link(link: PlacedLink, top: float, bottom: float) -> Iterator[PlacedLink]:
    """Yield the parts of a line between two heights; its tag stands on one of them."""
    tag = link.tag if link.tag is not None and top <= link.tag.cy < bottom else None
    text = link.text if tag is not None else None
    for points in _clipped(link.points, top, bottom):
        arrow = link.arrow and points[-1] == link.points[-1]
        yield replace(link, points=points, arrow=arrow, tag=tag, text=text)
        tag = text = None


def _clipped(points: tuple[Point, ...], top: float, bottom: float) -> Iterator[tuple[Point, ...]]:
    """Yield the parts of a line that lie between two heights, each in its direction."""
    part: list[Point] = []
    for one, other in pairwise(points):
        inside = _inside(one, other, top, bottom)
        if inside is None:
            continue
        start, end = inside
        if part and part[-1] != start:
            yield tuple(part)
            part = []
        part = [*part, end] if part else [start, end]
        if end != other:
            yield tuple(part)
            part = []
    if part:
        yield tuple(part)


def _inside(one: Point, other: Point, top: float, bottom: float) -> tuple[Point, Point] | None:
    low, high = sorted((one[1], other[1]))
    if high < top or low > bottom or (low == high and not top <= low < bottom):
        return None

    def at(y: float) -> Point:
        share = (y - one[1]) / (other[1] - one[1])
        return (one[0] + (other[0] - one[0]) * share, y)

    def kept(point: Point) -> Point:
        return at(top) if point[1] < top else at(bottom) if point[1] > bottom else point

    start, end = kept(one), kept(other)
    return None if start == end else (start, end)
