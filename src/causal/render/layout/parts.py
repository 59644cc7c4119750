"""The boxes, joins and links of a measured grid, read off as they stand on the page."""

from __future__ import annotations

from dataclasses import replace

from causal.render.layout.channels import Channel
from causal.render.layout.flow import track_position
from causal.render.layout.nets import Net, Terminal
from causal.render.layout.placement import STEM, Placement
from causal.render.layout.plan import PlacedBox, PlacedJoin, PlacedLink, PlacedText, Point
from causal.render.layout.ports import Ports
from causal.render.layout.sizes import NOTE, PILL, pill_width, place_box, place_pill
from causal.render.metrics import shorten, text_width
from causal.render.scene import Join

_TAG_HEIGHT = 17.0


def boxes(place: Placement) -> list[PlacedBox]:
    """Return every box with its words, where it stands."""
    out = []
    for number, node in enumerate(place.grid.nodes):
        if not node.is_join:
            start, end = place.body(number)
            rect = place.rect(start, place.start(number), end - start, place.extents[number].cross)
            out.append(place_box(place.boxes[node.id], rect))
    return out


def joins(place: Placement) -> list[PlacedJoin]:
    """Return every join: those that stand alone, and those that sit on the box they lead to."""
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
    return replace(place_pill(join, rect, NOTE * 0.35), stem=stem)


def links(place: Placement, ports: Ports, channels: list[Channel]) -> list[PlacedLink]:
    """Return every link with its corners, and its label on the way out of its source."""
    out = []
    joins = {join.id for join in place.scene.joins}
    for net in place.nets:
        for end in net.ends[:-1]:
            link = place.scene.links[place.grid.edges[end.edge].link]
            points = _way(place, ports, channels, net, end)
            arrow = link.target not in joins or net.upward
            placed = PlacedLink(link, points, arrow)
            out.append(_tagged(place, placed, ports[end.edge, False], end))
    return _tags_apart(out)


def _tags_apart(found: list[PlacedLink]) -> list[PlacedLink]:
    """Return the links without labels that would cover another: a line keeps its look and title."""
    out: list[PlacedLink] = []
    for placed in found:
        tag = placed.tag
        covered = tag is not None and any(o.tag and tag.overlaps(o.tag) for o in out)
        out.append(replace(placed, tag=None, text=None) if covered else placed)
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
