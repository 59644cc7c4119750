"""The sets of a composition one by one, smallest first, without holding many at a time."""

from __future__ import annotations

from collections.abc import Iterator

from causal.graph.bitsets import ordered
from causal.graph.composition import Composition, Part

SORTED_AT_ONCE = 100_000
"""Groups whose sets have at most this many members together are listed and sorted; larger ones are
split by a member."""


def sizes(whole: Composition) -> dict[int, int]:
    """Return how many sets of each size there are, smallest size first."""
    bits = _coefficient_bits(whole)
    _, totals = whole.totals(1 << bits)
    rest = totals[whole.parts[-1].name]
    mask = (1 << bits) - 1
    found = {}
    size = 0
    while rest:
        if rest & mask:
            found[size] = rest & mask
        rest >>= bits
        size += 1
    return found


def by_size(whole: Composition) -> Iterator[int]:
    """Yield every set as a bitmask, by size, then by its sorted member numbers."""
    for size in sizes(whole):
        yield from _group(whole, 0, 0, size)


def _coefficient_bits(whole: Composition) -> int:
    """Return how many bits hold any number of sets that occurs in the composition."""
    nodes, _ = whole.totals(1)
    return max(max(totals) for totals in nodes).bit_length() + 1


def _group(whole: Composition, chosen: int, first: int, size: int) -> Iterator[int]:
    """Yield the sets of `size` further variables, each united with `chosen`, in order."""
    rest: Composition | None = whole
    listing = _Listing(whole)
    if listing.count(size) * max(size, 1) <= SORTED_AT_ONCE:
        found = (chosen | mask for mask in _timed(whole, listing.of_size(size)))
        yield from ordered(found, whole.variables)
        return
    for variable in range(first, whole.variables):
        if rest is None:
            return
        holding = rest.holding(variable)
        if holding is not None:
            yield from _group(holding, chosen | 1 << variable, variable + 1, size - 1)
            rest = rest.lacking(variable)


def _timed(whole: Composition, masks: Iterator[int]) -> Iterator[int]:
    """Yield the masks while the clock of the composition runs."""
    for mask in masks:
        if whole.clock is not None:
            whole.clock.check()
        yield mask


class _Listing:
    """All sets of one size of a composition, found without a false step."""

    def __init__(self, whole: Composition) -> None:
        self._whole = whole
        self._bits = _coefficient_bits(whole)
        self._mask = (1 << self._bits) - 1
        nodes, names = whole.totals(1 << self._bits)
        self._totals = {part.name: totals for part, totals in zip(whole.parts, nodes, strict=True)}
        self._names = names
        self._parts = {part.name: part for part in whole.parts}

    def _coefficient(self, total: int, size: int) -> int:
        return total >> size * self._bits & self._mask

    def count(self, size: int) -> int:
        """Return how many sets there are of the size."""
        return self._coefficient(self._names[self._whole.parts[-1].name], size)

    def of_size(self, size: int) -> Iterator[int]:
        """Yield the sets of the size, in no particular order."""
        return self._leaf(self._whole.parts[-1].name, size)

    def _leaf(self, name: int, size: int) -> Iterator[int]:
        part = self._parts.get(name)
        if part is not None:
            return self._below(part, part.root, size)
        return iter((1 << name,) if size == 1 else ())

    def _below(self, part: Part, at: int, size: int) -> Iterator[int]:
        totals = self._totals[part.name]
        if at < 2:
            if at == 1 and size == 0:
                yield 0
            return
        if self._coefficient(totals[part.low[at]], size):
            yield from self._below(part, part.low[at], size)
        leaf = part.leaves[part.level[at]]
        for inner in range(size + 1):
            if not self._coefficient(self._names[leaf], inner):
                continue
            if not self._coefficient(totals[part.high[at]], size - inner):
                continue
            for rest in self._below(part, part.high[at], size - inner):
                for own in self._leaf(leaf, inner):
                    yield rest | own
