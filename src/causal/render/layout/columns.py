"""Which column every node stands in, so that links are short and seldom cross.

Rows are swept in turn: every two places of a row, filled or empty, are exchanged when that
lowers the cost of the links that lead to them.

References:
    P. Eades, N. Wormald, *Edge Crossings in Drawings of Bipartite Graphs*, Algorithmica 11, 1994;
    E. Gansner et al., *A Technique for Drawing Directed Graphs*, IEEE TSE 19(3), 1993 (transpose).
"""

from __future__ import annotations

from collections import defaultdict

from causal.render.layout.grid import Grid

__all__ = ["assign_columns"]

_SWEEPS = 6
_CROSSING = 2.0
_DETOUR = 1.0


def assign_columns(grid: Grid) -> None:
    """Set the column of every node and the number of columns of both zones."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for number, node in enumerate(grid.nodes):
        cells[node.row, node.zone].append(number)
    for zone in (0, 1):
        grid.columns[zone] = max((len(c) for (_, z), c in cells.items() if z == zone), default=0)
    _Sweeper(grid, cells).run()


class _Sweeper:
    """The places of every row and the cost of the links between them."""

    def __init__(self, grid: Grid, cells: dict[tuple[int, int], list[int]]) -> None:
        self.grid = grid
        self.places: dict[tuple[int, int], list[int | None]] = {}
        for (row, zone), here in sorted(cells.items()):
            places: list[int | None] = [*here]
            places += [None] * (grid.columns[zone] - len(here))
            self.places[row, zone] = places
        self.column = [0] * len(grid.nodes)
        self.touching: list[list[int]] = [[] for _ in grid.nodes]
        for number, edge in enumerate(grid.edges):
            self.touching[edge.source].append(number)
            self.touching[edge.target].append(number)
        for key in self.places:
            self._number(key)
        self.rivals = [self._rivals(number) for number in range(len(grid.edges))]

    def _number(self, key: tuple[int, int]) -> None:
        first = self.grid.columns[0] if key[1] else 0
        for place, node in enumerate(self.places[key]):
            if node is not None:
                self.column[node] = first + place

    def _rivals(self, number: int) -> list[int]:
        """Return the edges that start or end in the same row, the likeliest to cross this one."""
        nodes, edge = self.grid.nodes, self.grid.edges[number]
        top, bottom = nodes[edge.source].row, nodes[edge.target].row
        return [
            n
            for n, e in enumerate(self.grid.edges)
            if n != number
            and e.net != edge.net
            and (nodes[e.source].row == top or nodes[e.target].row == bottom)
        ]

    def _cost(self, nodes: tuple[int | None, ...]) -> float:
        numbers = {e for n in nodes if n is not None for e in self.touching[n]}
        cost = 0.0
        for number in sorted(numbers):
            edge = self.grid.edges[number]
            if edge.target == self.grid.sink:
                continue
            a, b = self.column[edge.source], self.column[edge.target]
            cost += abs(a - b)
            if a == b and self._blocked(edge.source, edge.target):
                cost += _DETOUR
            for rival in self.rivals[number]:
                other = self.grid.edges[rival]
                c, d = self.column[other.source], self.column[other.target]
                if (a - c) * (b - d) < 0:
                    cost += _CROSSING
        return cost

    def _blocked(self, source: int, target: int) -> bool:
        """Whether a box stands between two nodes of the same column."""
        nodes = self.grid.nodes
        zone, column = nodes[source].zone, self.column[source]
        place = column - (self.grid.columns[0] if zone else 0)
        low, high = sorted((nodes[source].row, nodes[target].row))
        return any(
            self.places.get((row, zone), [None] * (place + 1))[place] is not None
            for row in range(low + 1, high)
        )

    def run(self) -> None:
        """Sweep down and up until nothing improves, then record the columns."""
        keys = sorted(self.places)
        for sweep in range(_SWEEPS):
            changed = [self._improve(key) for key in (keys if sweep % 2 else keys[::-1])]
            if not any(changed):
                break
        for node, column in zip(self.grid.nodes, self.column, strict=True):
            node.column = column
        if self.grid.sink is not None:
            self._place_sink(self.grid.sink)

    def _place_sink(self, sink: int) -> None:
        """Let the last box, as wide as the picture, be reached below its nearest cause."""
        sources = [self.grid.nodes[e.source] for e in self.grid.edges if e.target == sink]
        if sources:
            nearest = max(sources, key=lambda node: (node.row, -node.zone, -node.column))
            self.grid.nodes[sink].column = nearest.column

    def _improve(self, key: tuple[int, int]) -> bool:
        places = self.places[key]
        improved = False
        for left in range(len(places)):
            for right in range(left + 1, len(places)):
                pair = places[left], places[right]
                if pair == (None, None):
                    continue
                before = self._cost(pair)
                places[left], places[right] = pair[1], pair[0]
                self._number(key)
                if self._cost(pair) < before - 1e-9:
                    improved = True
                else:
                    places[left], places[right] = pair
                    self._number(key)
        return improved
