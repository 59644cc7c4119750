"""Where links leave and reach their boxes, across the flow."""

from __future__ import annotations

from collections import defaultdict

from causal.render.layout.placement import Placement
from causal.render.layout.routes import Net, Terminal
from causal.render.layout.sizes import NOTE
from causal.render.metrics import text_width

__all__ = ["Ports", "assign_ports"]

_PITCH = 18.0
_ASIDE = 22.0

Ports = dict[tuple[int, bool], float]
"""The cross position of an end of an edge: (edge, whether it is the target end)."""


def assign_ports(place: Placement) -> Ports:
    """Return the position of both ends of every edge.

    Lines that arrive meet in the middle of the box; lines that leave are spread in the order of
    where they go, aside of any line that arrives from the other side of the same channel.
    """
    ports: Ports = {}
    leaving: dict[int, list[tuple[float, Terminal, Net]]] = defaultdict(list)
    rising: dict[int, list[Terminal]] = defaultdict(list)
    for net in place.nets:
        *sources, target = net.ends
        arrival = _arrival(place, net, target)
        for end in sources:
            ports[end.edge, True] = arrival
            towards = place.trunk(net) if net.trunk else arrival
            if net.upward:
                rising[end.node].append(end)
            else:
                leaving[end.node].append((towards or arrival, end, net))
    for node, ends in sorted(leaving.items()):
        _spread(place, ports, node, ends)
    for node, terminals in sorted(rising.items()):
        quarter = place.extents[node].cross / 4
        for number, end in enumerate(terminals):
            ports[end.edge, False] = place.center(node) - quarter + 8.0 * number
    return ports


def _arrival(place: Placement, net: Net, target: Terminal) -> float:
    center = place.center(target.node)
    column = place.grid.nodes[target.node].column
    quarter = min(place.extents[target.node].cross, place.column_size[column]) / 4
    if net.upward:
        return center + quarter - 6.0
    return center + quarter if net.key[1] == "worsens" else center


def _spread(
    place: Placement, ports: Ports, node: int, ends: list[tuple[float, Terminal, Net]]
) -> None:
    """Set the ports of every line that leaves a node."""
    center = place.center(node)
    ends = sorted(ends, key=lambda item: (item[0], item[1].edge))
    pitch = _pitch(place, node, [end.edge for _, end, _ in ends])
    span = pitch * (len(ends) - 1)
    shift = 0.0
    if len(ends) == 1 and abs(ends[0][0] - center) > 1.0 and _faces_other(place, node, ends[0][2]):
        shift = _ASIDE if ends[0][0] > center else -_ASIDE
        shift = max(min(shift, place.extents[node].cross / 3), -place.extents[node].cross / 3)
    straight = next((i for i, e in enumerate(ends) if abs(e[0] - center) <= 1.0), None)
    for number, (_, end, _) in enumerate(ends):
        offset = shift - span / 2 + pitch * number
        if straight is not None:
            offset = pitch * (number - straight)
        limit = max(place.extents[node].cross / 2 - 10.0, 0.0)
        ports[end.edge, False] = center + max(min(offset, limit), -limit)


def _pitch(place: Placement, node: int, edges: list[int]) -> float:
    room = (place.extents[node].cross - 24.0) / max(len(edges) - 1, 1)
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
