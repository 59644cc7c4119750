"""A family of minimal sets of factors, counted exactly and listed as far as asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from causal.graph.budget import Clock
from causal.graph.families import Family
from causal.graph.structure import Structure

__all__ = ["FactorSets"]


class FactorSets:
    """Minimal sets of names: exact counts without enumeration, and the first sets in order.

    Sets come by size, then by name. `listed` holds at most `max_sets` of them; `complete` tells
    whether these are all.
    """

    def __init__(self, structure: Structure, family: Family, clock: Clock) -> None:
        self._structure = structure
        self.family = family
        self.max_sets = clock.budget.max_sets
        self._clock = clock

    @property
    def count(self) -> int:
        """The exact number of sets."""
        return self.family.count

    @property
    def counts_by_size(self) -> dict[int, int]:
        """The exact number of sets of each size, smallest first."""
        return self.family.counts_by_size

    @property
    def complete(self) -> bool:
        """Whether `listed` holds every set."""
        return self.max_sets is None or self.count <= self.max_sets

    @cached_property
    def listed(self) -> tuple[frozenset[str], ...]:
        """The sets, at most `max_sets` of them."""
        named = self._structure.named
        return tuple(named(mask) for mask in islice(self.family, self.max_sets))

    @cached_property
    def smallest_containing(self) -> dict[str, int | None]:
        """For each name the size of the smallest set that contains it, None when none does."""
        return dict(zip(self._structure.names, self.family.smallest_sizes, strict=True))

    def __iter__(self) -> Iterator[frozenset[str]]:
        """Yield every set lazily, however many there are."""
        return (self._structure.named(mask) for mask in self.family)
