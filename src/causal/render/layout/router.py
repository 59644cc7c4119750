"""Laying nets on a grid, each where it costs least, and moving nodes where that costs less."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import inf

from causal.render.layout.crossings import Wiring, place_of
from causal.render.layout.grid import Grid
from causal.render.layout.nets import Net, Trunk

_CROSSING = 8.0
_STRAIGHT, _OUTSIDE, _REMARK = 0.6, 0.4, 0.3


class Router:
    """The nets on the grid, the cells that are taken, and the moves that lower the cost."""

    def __init__(self, grid: Grid, nets: list[Net]) -> None:
        self.grid, self.nets = grid, nets
        self.wiring = Wiring(grid)
        self._columns = sum(grid.columns)
        self._taken = [0] * self._columns
        for node in grid.nodes:
            self._taken[node.column] |= 1 << node.row
        self._order = sorted(range(len(nets)), key=lambda n: (nets[n].span, nets[n].key))
        self._rank = {number: rank for rank, number in enumerate(self._order)}
        self._touching: list[list[int]] = [[] for _ in grid.nodes]
        for number, net in enumerate(nets):
            for end in {end.node for end in net.ends}:
                self._touching[end].append(number)
        for number in self._order:
            self._place(number)

    def choose_trunks(self) -> bool:
        """Choose the trunk of every net again, the longest first; return whether any moved."""
        changed = False
        for number in reversed(self._order):
            if self.nets[number].span:
                before = self.nets[number].trunk
                self._lift(number)
                self._place(number)
                changed |= self.nets[number].trunk != before
        return changed

    def attempt(self, moves: Mapping[int, int]) -> bool:
        """Move nodes to other columns of their rows if that costs less; return whether it does.

        Args:
            moves: The new column of every node that moves.
        """
        touched = {net for n in moves for net in self._touching[n]}
        numbers = sorted(touched, key=self._rank.__getitem__)
        trunks = [self.nets[number].trunk for number in numbers]
        before = sum(self._lifted(number) for number in reversed(numbers))
        own = self._exchange(moves)
        if own:
            if self._anew(numbers, before - 1e-9):
                return True
            self._exchange(own)
        for number, trunk in zip(numbers, trunks, strict=True):
            self._lay(number, trunk)
        return False

    def crossed(self) -> float:
        """Return how often the nets cross one another."""
        found = 0.0
        for number in reversed(self._order):
            found += self._lifted(number) - self._length(number, self.nets[number].trunk)
        for number in self._order:
            self._lay(number, self.nets[number].trunk)
        return found / _CROSSING

    def _lay(self, number: int, trunk: Trunk | None) -> None:
        net = self.nets[number]
        net.trunk = trunk
        self.wiring.lay(number, net)
        if trunk is not None and trunk[0] == "column":
            self._taken[trunk[1]] |= net.rows

    def _lift(self, number: int) -> None:
        net = self.nets[number]
        self.wiring.lift(number, net)
        if net.trunk is not None and net.trunk[0] == "column":
            self._taken[net.trunk[1]] &= ~net.rows

    def _lifted(self, number: int) -> float:
        """Lift a net, and return what it cost beside those that are laid."""
        net = self.nets[number]
        self._lift(number)
        outlook = self.wiring.outlook(net)
        place = 0 if net.trunk is None else place_of(net.trunk)
        crossed = outlook.least(place) + outlook.rest(place)
        return self._length(number, net.trunk) + _CROSSING * crossed

    def _place(self, number: int, most: float = inf) -> float:
        """Lay a net where it costs least, and return that; leave it if that is not below `most`."""
        outlook = self.wiring.outlook(self.nets[number])
        offers = self._offers(number)
        ranked = sorted(
            (length + _CROSSING * outlook.least(max(place, 0)), rank, place)
            for rank, (length, place) in enumerate(offers)
        )
        best = (most, -1, -1)
        for least, rank, place in ranked:
            if least >= best[0]:
                break
            rest = outlook.rest(max(place, 0), (best[0] - least) / _CROSSING + 1e-9)
            best = min(best, (least + _CROSSING * rest, rank, place))
        if best[1] < 0:
            return inf
        place = best[2]
        trunk = None if place < 0 else ("column" if place % 2 else "alley", place // 2)
        self._lay(number, trunk)
        return best[0]

    def _offers(self, number: int) -> list[tuple[float, int]]:
        """Return the length and the place of every way down that is open to a lifted net.

        The place is -1 for the one way within a channel.
        """
        net = self.nets[number]
        columns = self._ends(net)
        if not net.span:
            return [(self._length(number, None), -1)]
        lengths, target, rows = self._lengths(net, columns), columns[-1], net.rows
        free = [2 * c + 1 for c, taken in enumerate(self._taken) if not taken & rows]
        straight = 2 * target + 1
        if straight in free:
            free.remove(straight)
            free.insert(0, straight)
        places = [*free, *range(0, 2 * self._columns + 1, 2)]
        return [(lengths[place], place) for place in places]

    def _length(self, number: int, trunk: Trunk | None) -> float:
        """Return how many columns a net runs across, less for a straight way down."""
        net = self.nets[number]
        columns = self._ends(net)
        if trunk is None:
            return _pull(net) * sum(abs(column - columns[-1]) for column in columns)
        return self._lengths(net, columns)[place_of(trunk)]

    def _lengths(self, net: Net, columns: tuple[int, ...]) -> tuple[float, ...]:
        return _lengths(columns, self._columns, _pull(net))

    def _ends(self, net: Net) -> tuple[int, ...]:
        """Return the columns that a net has to reach, its target's last."""
        nodes = self.grid.nodes
        return tuple([nodes[end.node].column for end in net.ends])

    def _exchange(self, moves: Mapping[int, int]) -> dict[int, int]:
        """Move nodes, whose nets are lifted, and return the moves that lead back.

        Nothing moves, and nothing is returned, where another node or a trunk is in the way.
        """
        nodes = self.grid.nodes
        own = {n: nodes[n].column for n in moves}
        for n, column in own.items():
            self._taken[column] &= ~(1 << nodes[n].row)
        blocked = any(self._taken[column] >> nodes[n].row & 1 for n, column in moves.items())
        for n, column in (own if blocked else moves).items():
            nodes[n].column = column
            self._taken[column] |= 1 << nodes[n].row
        return {} if blocked else own

    def _anew(self, numbers: list[int], most: float) -> bool:
        """Lay nets where they cost least, or none if that is not below `most` together."""
        for position, number in enumerate(numbers):
            most -= self._place(number, most)
            if most <= 0.0:
                for laid in numbers[:position]:
                    self._lift(laid)
                return False
        return True


def _pull(net: Net) -> float:
    """Return how much the length of a net counts: a side remark lets causes run straight."""
    return _REMARK if net.key[1] == "worsens" else 1.0


@lru_cache(maxsize=4096)
def _lengths(columns: tuple[int, ...], count: int, pull: float) -> tuple[float, ...]:
    """Return for every place how many columns a net with its trunk there runs across."""
    out = []
    for place in range(2 * count + 1):
        extra = -_STRAIGHT if place % 2 else _OUTSIDE * (place in {0, 2 * count})
        across = sum(abs((place - 1) / 2 - column) for column in columns)
        out.append(pull * across + extra)
    return tuple(out)
