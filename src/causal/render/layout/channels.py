"""Which track every line takes in the channel between two rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from causal.graph.budget import tick
from causal.render.layout.placement import Placement
from causal.render.layout.ports import Ports
from causal.render.layout.routes import order_by_cost

_NEAR = 7.0
_OVERLAP = 50


@dataclass(slots=True)
class Run:
    """The part of a net in one channel: where it comes from above, where it leaves below."""

    key: tuple[int, str]
    up: list[float]
    down: list[float]

    @property
    def low(self) -> float:
        """Where it starts across the flow."""
        return min(self.up + self.down)

    @property
    def high(self) -> float:
        """Where it ends across the flow."""
        return max(self.up + self.down)


@dataclass(slots=True)
class Channel:
    """The tracks of a channel: of every net that bends in it, by the key of the net."""

    track: dict[tuple[int, str], int] = field(default_factory=dict)
    tracks: int = 0


def lay_tracks(place: Placement, ports: Ports) -> list[Channel]:
    """Return the channels, from the one above the first row to the one below the last."""
    runs: list[list[Run]] = [[] for _ in range(place.grid.rows + 1)]
    for net in place.nets:
        trunk = place.trunk(net)
        for channel in sorted({end.channel for end in net.ends}):
            run = Run(net.key, [], [])
            for end in net.ends:
                if end.channel == channel:
                    is_target = end is net.ends[-1]
                    edge = net.ends[0].edge if is_target else end.edge
                    lines = len(net.ends) - 1 if is_target else 1
                    (run.up if end.above else run.down).extend([ports[edge, is_target]] * lines)
            if trunk is not None:
                above, below = net.shared(channel)
                run.up.extend([trunk] * above * (channel > net.first))
                run.down.extend([trunk] * below * (channel < net.last))
            if run.high - run.low > 0.5:
                runs[channel + 1].append(run)
    return [lay_channel(here) for here in runs]


def lay_channel(runs: Sequence[Run]) -> Channel:
    """Return the tracks of runs that share a channel: few crossings, none on another."""
    channel = Channel()
    first = sorted(runs, key=lambda r: (r.low, r.high, r.key))
    costs = []
    for upper in first:
        tick()
        costs.append([_above(upper, lower) for lower in first])
    places = order_by_cost(range(len(first)), lambda a, b: costs[a][b])
    order = [first[place] for place in _without_overlaps(places, costs)]
    for position, run in enumerate(order):
        before = [
            channel.track[other.key]
            for other in order[:position]
            if other.low < run.high + _NEAR and run.low < other.high + _NEAR
        ]
        channel.track[run.key] = 1 + max(before, default=-1)
    channel.tracks = 1 + max(channel.track.values(), default=-1)
    return channel


def _without_overlaps(order: list[int], costs: list[list[int]]) -> list[int]:
    """Return the runs with single ones moved wherever that lets fewer lie on one another.

    Args:
        order: The numbers of the runs, from the top track down.
        costs: What it costs to have one run above another.
    """
    total = sum(costs[a][b] for i, a in enumerate(order) for b in order[i + 1 :])
    for run in list(order):
        if total < _OVERLAP:
            break
        rest = [other for other in order if other != run]
        change, best = 0, (0, 0)
        for place, other in enumerate(rest, 1):
            change += costs[other][run] - costs[run][other]
            best = min(best, (change, place))
        own = order.index(run)
        here = sum(costs[o][run] - costs[run][o] for o in order[:own])
        if best[0] < here:
            rest.insert(best[1], run)
            order, total = rest, total + best[0] - here
    return order


def _above(upper: Run, lower: Run) -> int:
    """Return the crossings, and the overlaps weighed heavily, of `upper` above `lower`."""
    cost = sum(lower.low < x < lower.high for x in upper.down)
    cost += sum(upper.low < x < upper.high for x in lower.up)
    return cost + _OVERLAP * sum(abs(x - y) < _NEAR for x in upper.down for y in lower.up)
