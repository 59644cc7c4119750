"""Layered swim lanes: causes before effects, a band for every layer, links in channels between.

Bands are *stacked* one below the other, in the order a failure meets them, or laid *beside* each
other, each round its own boxes wherever its row is. Stacked bands read like a list and suit a small
incident; a larger one would send most lines down the whole page.
"""

from __future__ import annotations

from dataclasses import dataclass

from causal.render.layout.channels import Channel, lay_tracks
from causal.render.layout.columns import assign_columns
from causal.render.layout.grid import Grid, make_grid
from causal.render.layout.lanes import name_height, place_bands
from causal.render.layout.nets import Net, Terminal
from causal.render.layout.packing import pack_bands
from causal.render.layout.patches import name_room, place_patches
from causal.render.layout.placement import LENGTH, RIM, STEM, Placement, measure
from causal.render.layout.plan import PlacedBox, PlacedJoin, PlacedLink, PlacedText, Plan, Point
from causal.render.layout.ports import Ports, assign_ports
from causal.render.layout.routes import route
from causal.render.layout.rows import assign_rows
from causal.render.layout.sizes import NOTE, PILL, pill_width, place_box
from causal.render.metrics import shorten, text_width
from causal.render.scene import Join, Scene

__all__ = ["lay_out_layers"]

_AFTER, _LANE, _BEFORE, _BEFORE_INSIDE = 13.0, 11.0, 29.0, 20.0
_TAG_HEIGHT = 17.0
_SHORTEST = 122.0
_FEW, _MANY, _PER_CROSSING = 15, 26, 40.0


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A plan, its number of rows, and about how often its lines cross."""

    plan: Plan
    rows: int
    crossed: float

    def cost(self, room: float) -> float:
        """Return its crossings, and what it is too wide, told in crossings."""
        return self.crossed + max(self.plan.width - room, 0.0) / _PER_CROSSING


def lay_out_layers(
    scene: Scene, *, portrait: bool, room: float, stacked: bool | None = None
) -> Plan:
    """Return the plan of the boxes, bands and links of a scene, its top left corner at 0, 0.

    Args:
        scene: What is drawn.
        portrait: Whether causes run down the page; otherwise they run to the right.
        room: The width of the page, in pixels; kept to wherever words allow.
        stacked: Whether bands lie one below the other; None for whatever crosses less.
    """
    if stacked is None and not scene.ordered and len(scene.bands) > 1:
        return _better(scene, portrait=portrait, room=room).plan
    return _fitted(scene, portrait=portrait, room=room, stacked=stacked is not False).plan


def _better(scene: Scene, *, portrait: bool, room: float) -> _Attempt:
    """Return the attempt whose lines cross less: for few boxes stacked bands, if it is even."""
    if len(scene.boxes) > _FEW:
        beside = _fitted(scene, portrait=portrait, room=room, stacked=False)
        if beside.plan.width <= room or len(scene.boxes) > _MANY:
            return beside
        stacked = _fitted(scene, portrait=portrait, room=room, stacked=True)
        return min(beside, stacked, key=lambda attempt: attempt.cost(room))
    stacked = _fitted(scene, portrait=portrait, room=room, stacked=True)
    if not stacked.cost(room):
        return stacked
    beside = _fitted(scene, portrait=portrait, room=room, stacked=False)
    return min(stacked, beside, key=lambda attempt: attempt.cost(room))


def _fitted(scene: Scene, *, portrait: bool, room: float, stacked: bool) -> _Attempt:
    """Return an attempt; in landscape with narrower boxes if it would be too wide."""
    first = _lay_out(scene, portrait=portrait, room=room, length=LENGTH, stacked=stacked)
    if portrait or first.plan.width <= room:
        return first
    length = max(LENGTH - (first.plan.width - room) / max(first.rows, 1), _SHORTEST)
    return _lay_out(scene, portrait=portrait, room=room, length=length, stacked=stacked)


def _lay_out(
    scene: Scene, *, portrait: bool, room: float, length: float, stacked: bool
) -> _Attempt:
    """Return one attempt; boxes of a landscape are `length` wide."""
    grid = make_grid(scene, stacked=stacked)
    assign_rows(grid, _capacity(grid, portrait))
    if not stacked:
        pack_bands(grid)
    assign_columns(grid)
    routes = route(grid)
    nets, alleys = routes.nets, routes.alleys
    place = measure(scene, grid, nets, alleys, portrait=portrait, room=room, length=length)
    ports = assign_ports(place)
    channels = lay_tracks(place, ports)
    flow = _place_rows(place, channels)
    breadth = place.cross_end
    width, height = (breadth, flow) if portrait else (flow, breadth)
    plan = Plan(
        width,
        height,
        texts=_headings(place),
        bands=(
            place_bands(place, channels, lane=_LANE, after=_AFTER)
            if stacked
            else place_patches(place)
        ),
        boxes=tuple(_boxes(place)),
        joins=tuple(_joins(place)),
        links=tuple(_links(place, ports, channels)),
    )
    return _Attempt(plan, grid.rows, routes.crossed)


def _headings(place: Placement) -> tuple[PlacedText, ...]:
    """Return the words over the open and over the banded columns of a portrait."""
    grid = place.grid
    if not (place.portrait and grid.stacked and grid.bands and grid.columns[0]):
        return ()
    starts = (place.column_start[0], place.strip_start)
    return tuple(
        PlacedText((words,), x, 2.0, 11.5, 15.0, bold=True, tone="muted")
        for words, x in zip(place.scene.headings, starts, strict=False)
        if words
    )


def _capacity(grid: Grid, portrait: bool) -> tuple[int, ...]:
    """Return how many nodes of each zone a row may hold."""
    if not grid.stacked:
        return (2, *[1] * grid.bands)
    if not portrait:
        return (3, 5)
    loose = sum(node.zone == 0 for node in grid.nodes)
    if not loose or not grid.bands:
        return (4, 4)
    chain = _longest_open_chain(grid)
    return (1, 3) if loose <= 1.6 * chain else (2, 2)


def _longest_open_chain(grid: Grid) -> int:
    lengths = [int(node.zone == 0) for node in grid.nodes]
    for _ in grid.nodes:
        before = list(lengths)
        for edge in grid.edges:
            own = int(grid.nodes[edge.target].zone == 0)
            lengths[edge.target] = max(lengths[edge.target], lengths[edge.source] + own)
        if lengths == before or max(lengths) > len(lengths):
            break
    return max(lengths, default=1)


def _place_rows(place: Placement, channels: list[Channel]) -> float:
    """Set where every row lies along the flow, and return the whole length."""
    flow = _space_above(place, channels[0])
    for row in range(place.grid.rows):
        here = [e for e, n in zip(place.extents, place.grid.nodes, strict=True) if n.row == row]
        lead = max((e.before + e.body / 2 for e in here), default=0.0)
        trail = max((e.body / 2 + e.after for e in here), default=0.0)
        if place.grid.stacked:
            bands = {n.band for n in place.grid.nodes if n.row == row and n.band is not None}
            name = max((name_height(place.scene.bands[b], place) / 2 for b in bands), default=0.0)
            lead, trail = max(lead, name), max(trail, name)
        place.row_start.append(flow)
        place.row_middle.append(flow + lead)
        place.row_end.append(flow + lead + trail)
        flow += lead + trail
        if row < place.grid.rows - 1:
            flow += _AFTER + _LANE * channels[row + 1].tracks + _before(place, row + 1)
    last = channels[place.grid.rows]
    return flow + (_AFTER + _LANE * last.tracks if last.tracks else 0.0)


def _before(place: Placement, row: int) -> float:
    """Return the room before a row: more where a band starts or ends."""
    if not place.grid.stacked:
        return _BEFORE_INSIDE + name_room(place, row)
    bands = [n.band for n in place.grid.nodes if n.band is not None and n.row in {row - 1, row}]
    inside = any(n.band in bands for n in place.grid.nodes if n.row == row) and len(set(bands)) == 1
    both = inside and all(
        any(n.row == r and n.band == bands[0] for n in place.grid.nodes) for r in (row - 1, row)
    )
    return _BEFORE if bands and not both else _BEFORE_INSIDE


def _space_above(place: Placement, channel: Channel) -> float:
    if not place.grid.stacked:
        return _LANE * channel.tracks + RIM + name_room(place, 0)
    first_is_banded = any(n.row == 0 and n.band is not None for n in place.grid.nodes)
    return (
        _LANE * channel.tracks
        + (12.0 if first_is_banded else 0.0)
        + (12.0 if _headings(place) else 0.0)
    )


def track_position(place: Placement, channels: list[Channel], channel: int, net: Net) -> float:
    """Return where along the flow a net runs across in a channel."""
    track = channels[channel + 1].track[net.key]
    if channel < 0:
        return _LANE * track + 2.0
    return place.row_end[channel] + _AFTER + _LANE * (track + 0.5)


def _boxes(place: Placement) -> list[PlacedBox]:
    out = []
    for number, node in enumerate(place.grid.nodes):
        if not node.is_join:
            start, end = place.body(number)
            rect = place.rect(start, place.start(number), end - start, place.extents[number].cross)
            out.append(place_box(place.boxes[node.id], rect))
    return out


def _joins(place: Placement) -> list[PlacedJoin]:
    out = []
    free = {join.id: join for join in place.scene.joins}
    for number, node in enumerate(place.grid.nodes):
        start, _ = place.body(number)
        if node.is_join:
            out.append(_pill(place, free[node.id], start, number, ()))
        elif number in place.pills:
            join = place.pills[number]
            long = PILL if place.portrait else pill_width(join.label)
            center = place.center(number)
            stem = (place.point(start - STEM, center), place.point(start, center))
            out.append(_pill(place, join, start - STEM - long, number, stem))
    return out


def _pill(
    place: Placement, join: Join, start: float, node: int, stem: tuple[Point, ...]
) -> PlacedJoin:
    width = pill_width(join.label)
    along, across = (PILL, width) if place.portrait else (width, PILL)
    rect = place.rect(start, place.center(node) - across / 2, along, across)
    text = PlacedText(
        (join.label,), rect.cx, rect.cy + NOTE * 0.35, NOTE, NOTE, True, "ink", "middle"
    )
    return PlacedJoin(join, rect, text, stem)


def _links(place: Placement, ports: Ports, channels: list[Channel]) -> list[PlacedLink]:
    out = []
    joins = {join.id for join in place.scene.joins}
    for net in place.nets:
        for end in net.ends[:-1]:
            link = place.scene.links[place.grid.edges[end.edge].link]
            points = _way(place, ports, channels, net, end)
            arrow = link.target not in joins or net.upward
            placed = PlacedLink(link, points, arrow)
            out.append(_tagged(place, placed, ports[end.edge, False], end))
    return out


def _way(
    place: Placement, ports: Ports, channels: list[Channel], net: Net, end: Terminal
) -> tuple[Point, ...]:
    """Return the corners of a link from its source to its target."""
    target = net.ends[-1]
    start, finish = ports[end.edge, False], ports[end.edge, True]
    trunk = place.trunk(net)
    way = [(_leave(place, end), start)]
    if end.channel == target.channel and abs(start - finish) > 0.5:
        flow = track_position(place, channels, end.channel, net)
        way += [(flow, start), (flow, finish)]
    elif end.channel != target.channel and trunk is not None:
        for channel, a, b in ((end.channel, start, trunk), (target.channel, trunk, finish)):
            if abs(a - b) > 0.5:
                flow = track_position(place, channels, channel, net)
                way += [(flow, way[-1][1]), (flow, b)]
    nearly = way[-1][1] if abs(way[-1][1] - finish) <= 0.5 else finish
    way.append((_arrive(place, net, target), nearly))
    return tuple(place.point(flow, cross) for flow, cross in way)


def _leave(place: Placement, end: Terminal) -> float:
    return place.body(end.node)[1 if end.above else 0]


def _arrive(place: Placement, net: Net, target: Terminal) -> float:
    start, finish = place.body(target.node)
    if net.upward:
        return finish
    if target.node in place.pills and net.key[1] == "cause":
        return start - place.extents[target.node].before
    return start


def _tagged(place: Placement, placed: PlacedLink, port: float, end: Terminal) -> PlacedLink:
    """Return the link with its label on the way out of its source."""
    label = placed.link.label
    if not label or not end.above:
        return placed
    node = end.node
    siblings = sum(e.source == node and i in place.tags for i, e in enumerate(place.grid.edges))
    room = place.extents[node].cross / siblings - 6.0 if place.portrait else 400.0
    label = shorten(label, room - 10.0, NOTE)
    width = text_width(label, NOTE) + 10.0
    along, across = (_TAG_HEIGHT, width) if place.portrait else (width, _TAG_HEIGHT)
    slack = max(place.extents[node].cross - across, 0.0)
    start = min(max(port - across / 2, place.start(node)), place.start(node) + slack)
    rect = place.rect(place.body(node)[1] + 6.0, start, along, across)
    text = PlacedText((label,), rect.cx, rect.cy + NOTE * 0.35, NOTE, NOTE, False, "ink", "middle")
    return PlacedLink(placed.link, placed.points, placed.arrow, rect, text)
