"""A family of minimal sets of factors, counted exactly and listed as far as asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice

from causal.errors import NotFinished
from causal.graph.budget import Clock
from causal.graph.diagram import deep_recursion
from causal.graph.families import Family
from causal.graph.structure import Structure


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

    @cached_property
    def count(self) -> int:
        """The exact number of sets.

        Raises:
            NotFinished: The time is over.
        """
        with self._clock.work():
            return self.family.count

    @cached_property
    def counts_by_size(self) -> dict[int, int]:
        """The exact number of sets of each size, smallest first.

        Raises:
            NotFinished: The time is over.
        """
        with self._clock.work():
            return self.family.counts_by_size

    @property
    def complete(self) -> bool:
        """Whether `listed` holds every set."""
        return len(self.listed) == self.count

    @cached_property
    def listed(self) -> tuple[frozenset[str], ...]:
        """The sets, at most `max_sets` of them, and as many as half the time that is left allows.

        Raises:
            NotFinished: Not even one was found in that time.
        """
        found: list[frozenset[str]] = []
        try:
            with self._clock.lease(0.5), deep_recursion(2 * self.family.variables):
                for mask in islice(self.family, self.max_sets):
                    found.append(self._structure.named(mask))
                    self._clock.check()
        except NotFinished:
            if not found:
                raise
        return tuple(found)

    @cached_property
    def smallest_containing(self) -> dict[str, int | None]:
        """For each name the size of the smallest set that contains it, None when none does."""
        with self._clock.work():
            return dict(zip(self._structure.names, self.family.smallest_sizes, strict=True))

    def __iter__(self) -> Iterator[frozenset[str]]:
        """Yield every set lazily, however many there are, on the clock of the answer."""
        masks = iter(self.family)
        while True:
            with self._clock.work(), deep_recursion(2 * self.family.variables):
                mask = next(masks, None)
            if mask is None:
                return
            yield self._structure.named(mask)
