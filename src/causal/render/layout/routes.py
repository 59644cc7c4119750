"""Which way links take through the grid: along channels between rows, alleys between columns.

Links that share a target and a role form a *net*: they meet on the way and arrive as one line,
the way wires are drawn in a circuit diagram. A net whose sources lie further up than the row
above its target runs down one *trunk*, in an alley or straight through free cells of a column.

References:
    A. Hashimoto, J. Stevens, *Wire Routing by Optimizing Channel Assignment within Large
    Apertures*, DAC 1971 (the left-edge idea); G. Sander, *Layout of Directed Hypergraphs with
    Orthogonal Hyperedges*, Graph Drawing 2003.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from causal.render.layout.grid import Edge, Grid

T = TypeVar("T")

__all__ = ["Net", "Terminal", "order_by_cost", "route"]


@dataclass(frozen=True, slots=True)
class Terminal:
    """An end of a link: the channel it meets, its node, and whether the node lies above."""

    channel: int
    node: int
    above: bool
    edge: int


@dataclass(slots=True)
class Net:
    """Links that share their way to one target.

    Args:
        key: The target and the role, as on its edges.
        ends: Sources first, the target last.
        trunk: Where it crosses rows: ``("alley", a)``, alley `a` lying before column `a`;
            ``("column", c)``, straight through the cells of a column; None within one channel.
    """

    key: tuple[int, str]
    ends: list[Terminal]
    trunk: tuple[str, int] | None = None
    track: int = 0
    upward: bool = False

    @property
    def first(self) -> int:
        """The uppermost channel it meets."""
        return min(end.channel for end in self.ends)

    @property
    def last(self) -> int:
        """The lowest channel it meets."""
        return max(end.channel for end in self.ends)


@dataclass(slots=True)
class _Cells:
    """What stands in the cells of the grid: boxes and straight trunks."""

    taken: set[tuple[int, int]] = field(default_factory=set)

    def free(self, column: int, rows: range) -> bool:
        return all((row, column) not in self.taken for row in rows)

    def take(self, column: int, rows: range) -> None:
        self.taken.update((row, column) for row in rows)


def _terminals(grid: Grid, number: int, edge: Edge) -> tuple[Terminal, Terminal]:
    source, target = grid.nodes[edge.source].row, grid.nodes[edge.target].row
    if edge.upward:
        return (
            Terminal(source - 1, edge.source, False, number),
            Terminal(target, edge.target, True, number),
        )
    return (
        Terminal(source, edge.source, True, number),
        Terminal(target - 1, edge.target, False, number),
    )


def route(grid: Grid) -> tuple[list[Net], list[int]]:
    """Return the nets with their trunks and tracks, and how many tracks every alley needs.

    Channel `k` lies below row `k`; channel -1 above the first row.
    """
    groups: dict[tuple[int, str], list[Terminal]] = defaultdict(list)
    upward: dict[tuple[int, str], bool] = {}
    target_end: dict[tuple[int, str], Terminal] = {}
    for number, edge in enumerate(grid.edges):
        source, target = _terminals(grid, number, edge)
        groups[edge.net].append(source)
        target_end[edge.net] = target
        upward[edge.net] = edge.upward
    nets = [Net(key, [*ends, target_end[key]], upward=upward[key]) for key, ends in groups.items()]
    cells = _Cells({(node.row, node.column) for node in grid.nodes})
    for net in sorted(nets, key=lambda n: (n.last - n.first, n.key)):
        if net.first != net.last:
            net.trunk = _choose_trunk(grid, net, cells)
    return nets, _tracks(grid, nets)


def _choose_trunk(grid: Grid, net: Net, cells: _Cells) -> tuple[str, int]:
    """Return the cheapest way down: a free column of one of its ends, or an alley."""
    rows = range(net.first + 1, net.last + 1)
    columns = [grid.nodes[end.node].column for end in net.ends]
    last = sum(grid.columns)
    choices: list[tuple[float, int, tuple[str, int]]] = []
    for rank, column in enumerate(dict.fromkeys([columns[-1], *columns])):
        if cells.free(column, rows):
            cost = sum(abs(column - c) for c in columns) - 0.6
            choices.append((cost, rank, ("column", column)))
    for alley in range(last + 1):
        cost = sum(abs(alley - 0.5 - c) for c in columns)
        outside = 0.4 if alley in {0, last} else 0.0
        choices.append((cost + outside, len(columns) + alley, ("alley", alley)))
    trunk = min(choices)[2]
    if trunk[0] == "column":
        cells.take(trunk[1], rows)
    return trunk


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
