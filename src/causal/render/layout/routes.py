"""Which way links take through the grid: along channels between rows, alleys between columns.

Links that share a target and a role form a *net*: they meet on the way and arrive as one line,
the way wires are drawn in a circuit diagram. A net whose sources lie further up than the row
above its target runs down one *trunk*, in an alley or straight through free cells of a column.
Trunks are chosen by what they cross and by their length; then nodes of a row trade places
wherever that lowers the same cost, and trunks are chosen again.

References:
    A. Hashimoto, J. Stevens, *Wire Routing by Optimizing Channel Assignment within Large
    Apertures*, DAC 1971 (the left-edge idea); G. Sander, *Layout of Directed Hypergraphs with
    Orthogonal Hyperedges*, Graph Drawing 2003.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from causal.render.layout.grid import Grid
from causal.render.layout.nets import Net, make_nets
from causal.render.layout.router import Router
from causal.render.layout.trades import trade_bands, trade_places

T = TypeVar("T")

_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Routes:
    """The nets with their trunks and tracks.

    Args:
        nets: The nets.
        alleys: How many tracks every alley needs.
        crossed: About how often the nets cross, as a reader sees them.
    """

    nets: list[Net]
    alleys: list[int]
    crossed: float


def route(grid: Grid) -> Routes:
    """Return the way that the links of a grid take.

    Nodes may trade places with others of their row and zone, and bands that are not stacked with
    those of other zones.
    """
    nets = make_nets(grid)
    if grid.sink is not None:
        _place_sink(grid, grid.sink)
    router = Router(grid, nets)
    for _ in range(_ROUNDS):
        moved = trade_places(router)
        if not grid.stacked:
            moved |= trade_bands(router)
        if not moved | router.choose_trunks():
            break
    return Routes(nets, _tracks(grid, nets), router.crossed())


def _place_sink(grid: Grid, sink: int) -> None:
    """Let the last box, as wide as the picture, be reached below its nearest cause."""
    sources = [grid.nodes[e.source] for e in grid.edges if e.target == sink]
    if sources:
        nearest = max(sources, key=lambda node: (node.row, -node.zone, -node.column))
        grid.nodes[sink].column = nearest.column


def _tracks(grid: Grid, nets: list[Net]) -> list[int]:
    """Give every trunk in an alley its track, and return how many each alley needs."""
    needed = [0] * (sum(grid.columns) + 1)
    for alley in range(len(needed)):
        here = [net for net in nets if net.trunk == ("alley", alley)]
        here = order_by_cost(here, partial(_beside, grid, alley))
        for position, net in enumerate(here):
            before = [
                other.track
                for other in here[:position]
                if other.first <= net.last and net.first <= other.last
            ]
            net.track = 1 + max(before, default=-1)
            needed[alley] = max(needed[alley], net.track + 1)
    return needed


def _beside(grid: Grid, alley: int, left: Net, right: Net) -> int:
    """Return how many crossings it costs to put `left` before `right` in an alley."""
    cost = 0
    for end in left.ends:
        if grid.nodes[end.node].column >= alley and right.first <= end.channel <= right.last:
            cost += 1
    for end in right.ends:
        if grid.nodes[end.node].column < alley and left.first <= end.channel <= left.last:
            cost += 1
    return cost


def order_by_cost(items: Sequence[T], cost: Callable[[T, T], int]) -> list[T]:
    """Return the items so ordered that no exchange of neighbours lowers the summed cost."""
    order = list(items)
    for _ in range(len(order)):
        changed = False
        for i in range(len(order) - 1):
            if cost(order[i + 1], order[i]) < cost(order[i], order[i + 1]):
                order[i], order[i + 1] = order[i + 1], order[i]
                changed = True
        if not changed:
            break
    return order
