"""A ladder of boxes, one below the other, for a chain of answers; a tree is indented."""

from __future__ import annotations

from causal.render.layout.plan import PlacedLink, PlacedText, Plan, Point, Rect
from causal.render.layout.sizes import place_box, size_box
from causal.render.scene import Scene

_WIDTH, _GAP, _INDENT, _BETWEEN = 204.0, 26.0, 16.0, 14.0


def lay_out_ladder(scene: Scene, room: float = _WIDTH) -> Plan:
    """Return the plan of the panel of a scene, its top left corner at 0, 0.

    A box with one box below it goes straight on; branches are indented under their parent. Boxes
    that no line joins stand beside each other as far as the room allows.
    """
    columns = int((room + _GAP) // (_WIDTH + _GAP))
    if columns > 1 and scene.panel and not scene.panel_links:
        return _in_rows(scene, columns)
    below: dict[str, list[str]] = {}
    parent: dict[str, str] = {}
    for link in scene.panel_links:
        below.setdefault(link.source, []).append(link.target)
        parent[link.target] = link.source
    depth: dict[str, int] = {}
    rects: dict[str, Rect] = {}
    heading, y = _heading(scene)
    placed = []
    for box in scene.panel:
        over = parent.get(box.id)
        forks = over is not None and len(below[over]) > 1
        depth[box.id] = min((depth[over] if over is not None else 0) + forks, 5)
        indent = _INDENT * depth[box.id]
        height = size_box(box, _WIDTH - indent)
        rects[box.id] = Rect(indent, y, _WIDTH - indent, height)
        placed.append(place_box(box, rects[box.id]))
        y += height + _GAP
    links = tuple(
        PlacedLink(link, _rung(rects[link.source], rects[link.target]))
        for link in scene.panel_links
    )
    return Plan(_WIDTH, max(y - _GAP, 0.0), texts=heading, boxes=tuple(placed), links=links)


def _in_rows(scene: Scene, columns: int) -> Plan:
    texts, y = _heading(scene)
    placed = []
    for start in range(0, len(scene.panel), columns):
        row = scene.panel[start : start + columns]
        tall = max(size_box(box, _WIDTH) for box in row)
        for number, box in enumerate(row):
            placed.append(place_box(box, Rect(number * (_WIDTH + _GAP), y, _WIDTH, tall)))
        y += tall + _BETWEEN
    wide = min(len(scene.panel), columns) * (_WIDTH + _GAP) - _GAP
    return Plan(wide, y - _BETWEEN, texts=texts, boxes=tuple(placed))


def _heading(scene: Scene) -> tuple[tuple[PlacedText, ...], float]:
    words = scene.headings[2]
    if not words:
        return (), 0.0
    return (PlacedText((words,), 0.0, 2.0, 11.5, 15.0, bold=True, tone="muted"),), 24.0


def _rung(above: Rect, under: Rect) -> tuple[Point, ...]:
    if above.x == under.x:
        return ((above.cx, above.bottom), (under.cx, under.y))
    x = above.x + _INDENT / 2
    return ((x, above.bottom), (x, under.cy), (under.x, under.cy))
