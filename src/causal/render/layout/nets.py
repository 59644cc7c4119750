"""Nets: links that share a target and a role, and their way to it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from causal.render.layout.grid import Edge, Grid

Trunk = tuple[str, int]
"""Where a net crosses rows: ``("alley", a)``, alley `a` lying before column `a`, or
``("column", c)``, straight through the cells of a column."""


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
        upward: Whether it leads against the flow.
        trunk: Where it crosses rows; None within one channel.
        track: Which of the tracks of its alley the trunk takes.
        first: The uppermost channel it meets.
        last: The lowest channel it meets.
        rows: The rows that its trunk passes, a bit each.
        weight: What it counts to cross it, in channels where three of its links or more run.
    """

    key: tuple[int, str]
    ends: list[Terminal]
    upward: bool = False
    trunk: Trunk | None = None
    track: int = 0
    first: int = 0
    last: int = 0

    rows: int = 0
    weight: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the channels it meets, the rows between as bits, and what it counts to cross it."""
        channels = [end.channel for end in self.ends]
        self.first, self.last = min(channels), max(channels)
        lines = Counter(channels[:-1]) | Counter({channels[-1]: len(channels) - 1})
        self.weight = {channel: 2 for channel, many in lines.items() if many > 2}
        self.rows = (2 << self.last) - (2 << self.first) if self.last >= 0 else 0

    @property
    def span(self) -> int:
        """How many rows it passes."""
        return self.last - self.first

    def shared(self, channel: int) -> tuple[int, int]:
        """Return how many links share the trunk just above and just below a channel."""
        *sources, target = self.ends
        before = sum(end.channel < channel for end in sources)
        at = sum(end.channel == channel for end in sources)
        after = len(sources) - before - at
        return (
            before if channel <= target.channel else at + after,
            before + at if channel < target.channel else after,
        )


def make_nets(grid: Grid) -> list[Net]:
    """Return the nets of a grid whose rows are known.

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
    return [Net(key, [*ends, target_end[key]], upward[key]) for key, ends in groups.items()]


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
