"""Where links leave and reach their boxes, across the flow."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from causal.render.layout.nets import Net, Terminal
from causal.render.layout.placement import Placement
from causal.render.layout.sizes import NOTE, PILL, pill_width
from causal.render.metrics import text_width

_PITCH = 18.0
_ASIDE = 22.0
_CORNER = 8.0

Ports = dict[tuple[int, bool], float]
"""The cross position of an end of an edge: (edge, whether it is the target end)."""


@dataclass(frozen=True, slots=True)
class _Stub:
    """A line at the lower side of a box: where it goes, its net, and the ends it stands for."""

    towards: float
    net: Net
    keys: list[tuple[int, bool]]


def assign_ports(place: Placement) -> Ports:
    """Return the position of both ends of every edge.

    Lines that arrive from above meet in the middle of the box; those at its lower side are spread
    in the order of where they go, aside of any line that arrives from below in the same channel.
    """
    ports: Ports = {}
    below: dict[int, list[_Stub]] = defaultdict(list)
    above: dict[int, list[int]] = defaultdict(list)
    for net in place.nets:
        *sources, target = net.ends
        trunk, arrival = place.trunk(net), _arrival(place, net, target)
        ports |= {(end.edge, True): arrival for end in sources}
        if net.upward:
            source = sources[0].node
            side = place.center(source) - _beside_pill(place, source)
            towards = side if trunk is None else trunk
            below[target.node].append(_Stub(towards, net, [(e.edge, True) for e in sources]))
            for end in sources:
                above[end.node].append(end.edge)
        else:
            for end in sources:
                towards = arrival
                if trunk is not None and end.channel != target.channel:
                    towards = trunk
                below[end.node].append(_Stub(towards, net, [(end.edge, False)]))
    for node, stubs in sorted(below.items()):
        _spread(place, ports, node, stubs)
    for node, edges in sorted(above.items()):
        aside = _beside_pill(place, node)
        for number, edge in enumerate(edges):
            ports[edge, False] = place.center(node) - aside - 5.0 * number
    return ports


def _arrival(place: Placement, net: Net, target: Terminal) -> float:
    center = place.center(target.node)
    return center + _beside_pill(place, target.node) if net.key[1] == "worsens" else center


def _beside_pill(place: Placement, node: int) -> float:
    """Return how far from its middle a line reaches the upper side of a box clear of its join."""
    half = min(place.extents[node].cross, place.column_size[place.grid.nodes[node].column]) / 2
    join = place.pills.get(node)
    pill = 0.0 if join is None else (pill_width(join.label) if place.portrait else PILL) / 2
    return min(max(half / 2, pill + 8.0), half - 4.0)


def _spread(place: Placement, ports: Ports, node: int, stubs: list[_Stub]) -> None:
    """Set the ports of every line at the lower side of a node."""
    center = place.center(node)
    stubs = sorted(stubs, key=lambda stub: (stub.towards, stub.keys))
    last = len(stubs) - 1
    pitch = _pitch(place, node, [stub.keys[0][0] for stub in stubs])
    limit = max(place.extents[node].cross / 2 - _CORNER, 0.0)
    straight = next((i for i, stub in enumerate(stubs) if abs(stub.towards - center) <= 1.0), None)
    if straight is not None and last:
        pitch = min(pitch, limit / max(straight, last - straight))
    middle = last / 2 if straight is None else float(straight)
    shift = 0.0
    if straight is None and last % 2 == 0 and _faces_other(place, node, stubs[last // 2].net):
        side = 1 if stubs[last // 2].towards > center else -1
        shift = side * (pitch / 2 if last else min(_ASIDE, limit))
        pitch = min(pitch, (limit - abs(shift)) / max(middle, 0.5))
    for number, stub in enumerate(stubs):
        position = center + shift + pitch * (number - middle)
        ports |= dict.fromkeys(stub.keys, position)


def _pitch(place: Placement, node: int, edges: list[int]) -> float:
    room = (place.extents[node].cross - 2 * _CORNER) / max(len(edges) - 1, 1)
    labels = [place.tags[edge] for edge in edges if edge in place.tags]
    if not labels:
        return min(_PITCH, room)
    if not place.portrait:
        return min(19.0, room)
    return min(max(text_width(label, NOTE) for label in labels) + 18.0, room)


def _faces_other(place: Placement, node: int, net: Net) -> bool:
    """Whether a node below, in the same column, is reached by another net in this channel."""
    own = place.grid.nodes[node]
    return any(
        other is not net
        and not other.upward
        and place.grid.nodes[other.ends[-1].node].column == own.column
        and place.grid.nodes[other.ends[-1].node].row == own.row + 1
        for other in place.nets
    ) or any(
        other is not net
        and other.trunk == ("column", own.column)
        and other.first <= own.row <= other.last
        for other in place.nets
    )
