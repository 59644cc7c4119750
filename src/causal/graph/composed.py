"""A family of sets held as decision diagrams: everything is counted without listing the sets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from causal.graph.composition import Composition, Part
from causal.graph.enumeration import by_size, sizes
from causal.graph.family import Family

_NEVER = 1 << 60
"""A size that no set has."""


class ComposedFamily(Family):
    """A family given by the zero-suppressed diagrams of its modules."""

    def __init__(self, whole: Composition) -> None:
        self.variables = whole.variables
        self._whole = whole

    def __iter__(self) -> Iterator[int]:
        return by_size(self._whole)

    @cached_property
    def count(self) -> int:
        """The exact number of sets."""
        _, names = self._whole.totals(1)
        return names[self._whole.parts[-1].name]

    @cached_property
    def counts_by_size(self) -> dict[int, int]:
        """The exact number of sets of each size that occurs, smallest size first."""
        return sizes(self._whole)

    @cached_property
    def counts_containing(self) -> tuple[int, ...]:
        """For each variable the exact number of sets that contain it."""
        nodes, names = self._whole.totals(1)
        contexts = [0] * self._whole.names
        contexts[self._whole.parts[-1].name] = 1
        for part, totals in zip(reversed(self._whole.parts), reversed(nodes), strict=True):
            above = [0] * len(totals)
            above[part.root] = contexts[part.name]
            for at in range(len(totals) - 1, 1, -1):
                leaf = part.leaves[part.level[at]]
                contexts[leaf] += above[at] * totals[part.high[at]]
                above[part.low[at]] += above[at]
                above[part.high[at]] += above[at] * names[leaf]
        return tuple(contexts[: self.variables])

    @cached_property
    def smallest_sizes(self) -> tuple[int | None, ...]:
        """For each variable the size of the smallest set that contains it; None when none does."""
        names = [1] * self._whole.names
        nodes = []
        for part in self._whole.parts:
            least = _least_sizes(part, names)
            names[part.name] = least[part.root]
            nodes.append(least)
        outside = [_NEVER] * self._whole.names
        outside[self._whole.parts[-1].name] = 0
        for part, least in zip(reversed(self._whole.parts), reversed(nodes), strict=True):
            above = [_NEVER] * len(least)
            above[part.root] = outside[part.name]
            for at in range(len(least) - 1, 1, -1):
                leaf, low, high = part.leaves[part.level[at]], part.low[at], part.high[at]
                outside[leaf] = min(outside[leaf], above[at] + least[high])
                above[low] = min(above[low], above[at])
                above[high] = min(above[high], above[at] + names[leaf])
        return tuple(n + 1 if n < _NEVER else None for n in outside[: self.variables])

    def contains(self, mask: int) -> bool:
        """Return whether the set `mask` is a member."""
        touched = [bool(mask >> v & 1) for v in range(self.variables)]
        touched += [False] * (self._whole.names - self.variables)
        for part in self._whole.parts:
            touched[part.name] = any(touched[leaf] for leaf in part.leaves)
            if touched[part.name] and not _accepts(part, touched):
                return False
        used = sum(
            1 << leaf for part in self._whole.parts for leaf in part.leaves if leaf < self.variables
        )
        return mask | used == used and touched[self._whole.parts[-1].name]


def _least_sizes(part: Part, names: list[int]) -> list[int]:
    """Return for each node the size of its smallest set."""
    least = [_NEVER, 0]
    for at in range(2, len(part.level)):
        with_leaf = least[part.high[at]] + names[part.leaves[part.level[at]]]
        least.append(min(least[part.low[at]], with_leaf))
    return least


def _accepts(part: Part, touched: list[bool]) -> bool:
    """Return whether exactly the touched leaves make one of the part's sets."""
    at = part.root
    for level, leaf in enumerate(part.leaves):
        here = part.level[at] == level
        if touched[leaf]:
            if not here:
                return False
            at = part.high[at]
        elif here:
            at = part.low[at]
    return at == 1
