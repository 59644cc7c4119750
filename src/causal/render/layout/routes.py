"""Which way links take through the grid: along channels between rows, alleys between columns.

Links that share a target and a role form a *net*: they meet on the way and arrive as one line,
the way wires are drawn in a circuit diagram. A net whose sources lie further up than the row
above its target runs down one *trunk*, in an alley or straight through free cells of a column.
Trunks are chosen by what they cross and by their length; then nodes of a row trade places
wherever that lowers the same cost, and trunks are chosen again.

References:
    A. Hashimoto, J. Stevens, *Wire Routing by Optimizing Channel Assignment within Large
    Apertures*, DAC 1971 (the left-edge idea); G. Sander, *Layout of Directed Hypergraphs with
    Orthogonal Hyperedges*, Graph Drawing 2003; E. Gansner et al., *A Technique for Drawing
    Directed Graphs*, IEEE TSE 19(3), 1993 (transpose).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from math import inf
from typing import TypeVar

from causal.render.layout.crossings import Wiring, place_of
from causal.render.layout.grid import Grid
from causal.render.layout.nets import Net, Trunk, make_nets

T = TypeVar("T")

__all__ = ["order_by_cost", "route"]

_ROUNDS = 2
_CROSSING = 6.0
_STRAIGHT, _OUTSIDE = 0.6, 0.4


def route(grid: Grid) -> tuple[list[Net], list[int]]:
    """Return the nets with their trunks and tracks, and how many tracks every alley needs.

    Nodes may trade places with others of their row and zone.
    """
    nets = make_nets(grid)
    if grid.sink is not None:
        _place_sink(grid, grid.sink)
    router = _Router(grid, nets)
    for _ in range(_ROUNDS):
        if not router.trade_places() | router.choose_trunks():
            break
    return nets, _tracks(grid, nets)


def _place_sink(grid: Grid, sink: int) -> None:
    """Let the last box, as wide as the picture, be reached below its nearest cause."""
    sources = [grid.nodes[e.source] for e in grid.edges if e.target == sink]
    if sources:
        nearest = max(sources, key=lambda node: (node.row, -node.zone, -node.column))
        grid.nodes[sink].column = nearest.column


class _Router:
    """The nets on the grid, the cells that are taken, and the moves that lower the cost."""

    def __init__(self, grid: Grid, nets: list[Net]) -> None:
        self.grid, self.nets = grid, nets
        self.wiring = Wiring(grid)
        self.taken = {(node.row, node.column) for node in grid.nodes}
        self.order = sorted(range(len(nets)), key=lambda n: (self._span(n), nets[n].key))
        self.touching: list[list[int]] = [[] for _ in grid.nodes]
        for number, net in enumerate(nets):
            for node in {end.node for end in net.ends}:
                self.touching[node].append(number)
        self.rank = {number: rank for rank, number in enumerate(self.order)}
        for number in self.order:
            self.place(number)

    def _span(self, number: int) -> int:
        return self.nets[number].last - self.nets[number].first

    def cells(self, net: Net) -> set[tuple[int, int]]:
        """Return the cells that a net runs straight through."""
        if net.trunk is None or net.trunk[0] == "alley":
            return set()
        return {(row, net.trunk[1]) for row in range(net.first + 1, net.last + 1)}

    def lay(self, number: int, trunk: Trunk | None) -> None:
        net = self.nets[number]
        net.trunk = trunk
        self.wiring.lay(number, net)
        self.taken |= self.cells(net)

    def lift(self, number: int) -> None:
        net = self.nets[number]
        self.wiring.lift(number, net)
        self.taken -= self.cells(net)

    def place(self, number: int, most: float = inf) -> float:
        """Lay a net where it costs least, and return that; leave it if that is not below `most`."""
        outlook = self.wiring.outlook(self.nets[number])
        offers: list[tuple[float, int, Trunk | None]] = [
            (self.length(number, trunk) + _CROSSING * outlook.least(place_of(trunk)), rank, trunk)
            for rank, trunk in enumerate(self.choices(number))
        ]
        offers = sorted(offers) or [(self.length(number, None), 0, None)]
        best: tuple[float, int, Trunk | None] = (most, -1, None)
        for least, rank, trunk in offers:
            if least >= best[0]:
                break
            place = 0 if trunk is None else place_of(trunk)
            rest = outlook.rest(place, (best[0] - least) / _CROSSING + 1e-9)
            best = min(best, (least + _CROSSING * rest, rank, trunk))
        if best[1] < 0:
            return inf
        self.lay(number, best[2])
        return best[0]

    def choices(self, number: int) -> list[Trunk]:
        """Return the ways down that are open to a net that is lifted; none within a channel."""
        net, last = self.nets[number], sum(self.grid.columns)
        if net.first == net.last:
            return []
        rows = range(net.first + 1, net.last + 1)
        target = self.grid.nodes[net.ends[-1].node].column
        columns = sorted(range(last), key=lambda c: (c != target, c))
        free = [c for c in columns if not any((row, c) in self.taken for row in rows)]
        return [("column", c) for c in free] + [("alley", a) for a in range(last + 1)]

    def length(self, number: int, trunk: Trunk | None) -> float:
        """Return how many columns a net runs across, less for a straight way down."""
        columns = [self.grid.nodes[end.node].column for end in self.nets[number].ends]
        if trunk is None:
            return sum(abs(column - columns[-1]) for column in columns)
        across = (place_of(trunk) - 1) / 2
        extra = -_STRAIGHT if trunk[0] == "column" else 0.0
        if trunk[0] == "alley" and trunk[1] in {0, sum(self.grid.columns)}:
            extra = _OUTSIDE
        return sum(abs(across - column) for column in columns) + extra

    def choose_trunks(self) -> bool:
        """Choose the trunk of every net again, the longest first; return whether any moved."""
        changed = False
        for number in reversed(self.order):
            if self._span(number):
                before = self.nets[number].trunk
                self.lift(number)
                self.place(number)
                changed |= self.nets[number].trunk != before
        return changed

    def trade_places(self) -> bool:
        """Let nodes of a row trade places, also with empty ones; return whether any did."""
        changed = False
        rows: dict[tuple[int, int], list[int]] = {}
        for number, node in enumerate(self.grid.nodes):
            rows.setdefault((node.row, node.zone), []).append(number)
        for (row, zone), here in sorted(rows.items()):
            start = self.grid.columns[0] if zone else 0
            columns = range(start, start + self.grid.columns[zone])
            if here == [self.grid.sink]:
                columns = range(sum(self.grid.columns))
            for a, b in combinations(columns, 2):
                nodes = [n for n in here if self.grid.nodes[n].column in {a, b}]
                changed |= bool(nodes) and self._trade(row, a, b, nodes)
        return changed

    def _trade(self, row: int, a: int, b: int, nodes: list[int]) -> bool:
        """Exchange what stands in two columns of a row if that costs less."""
        standing = {self.grid.nodes[n].column for n in nodes}
        if any((row, column) in self.taken for column in {a, b} - standing):
            return False
        numbers = sorted(
            {net for n in nodes for net in self.touching[n]}, key=self.rank.__getitem__
        )
        trunks = [self.nets[number].trunk for number in numbers]
        before = self._again(numbers, trunks)
        for number in numbers:
            self.lift(number)
        self._exchange(row, a, b, nodes)
        if self._anew(numbers, before - 1e-9):
            return True
        self._exchange(row, a, b, nodes)
        for number, trunk in zip(numbers, trunks, strict=True):
            self.lay(number, trunk)
        return False

    def _exchange(self, row: int, a: int, b: int, nodes: list[int]) -> None:
        """Exchange two columns of a row, whose nets are lifted."""
        for n in nodes:
            self.taken.discard((row, self.grid.nodes[n].column))
        for n in nodes:
            node = self.grid.nodes[n]
            node.column = b if node.column == a else a
            self.taken.add((row, node.column))

    def _anew(self, numbers: list[int], most: float) -> bool:
        """Lay nets where they cost least, or none if that is not below `most` together."""
        for position, number in enumerate(numbers):
            most -= self.place(number, most)
            if most <= 0.0:
                for laid in numbers[:position]:
                    self.lift(laid)
                return False
        return True

    def _again(self, numbers: list[int], trunks: list[Trunk | None]) -> float:
        """Lay nets again where they were, and return what they cost together."""
        for number in numbers:
            self.lift(number)
        cost = 0.0
        for number, trunk in zip(numbers, trunks, strict=True):
            outlook = self.wiring.outlook(self.nets[number])
            place = 0 if trunk is None else place_of(trunk)
            crossed = outlook.least(place) + outlook.rest(place)
            cost += self.length(number, trunk) + _CROSSING * crossed
            self.lay(number, trunk)
        return cost


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
