"""What a family of minimal sets answers, however it is held."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from functools import cached_property


class Family(ABC):
    """An immutable family of minimal sets of variables, each set a bitmask of variable numbers.

    Iteration yields the sets by size, then by their sorted member numbers, lazily.
    """

    variables: int

    @property
    @abstractmethod
    def count(self) -> int:
        """The exact number of sets."""

    @property
    @abstractmethod
    def counts_by_size(self) -> dict[int, int]:
        """The exact number of sets of each size that occurs, smallest size first."""

    @property
    @abstractmethod
    def smallest_sizes(self) -> tuple[int | None, ...]:
        """For each variable the size of the smallest set that contains it; None when none does."""

    @property
    @abstractmethod
    def counts_containing(self) -> tuple[int, ...]:
        """For each variable the exact number of sets that contain it."""

    @abstractmethod
    def __iter__(self) -> Iterator[int]: ...

    @abstractmethod
    def contains(self, mask: int) -> bool:
        """Return whether the set `mask` is a member."""

    def __contains__(self, mask: object) -> bool:
        return isinstance(mask, int) and self.contains(mask)

    def __bool__(self) -> bool:
        return self.count > 0

    def __repr__(self) -> str:
        return f"<Family of {self.count:,} sets over {self.variables} variables>"

    @property
    def smallest_size(self) -> int | None:
        """The size of the smallest set; None when there is no set."""
        return next(iter(self.counts_by_size), None)

    @property
    def in_every(self) -> int:
        """The variables that are in every set, as a bitmask; none when there is no set."""
        every = self.count
        counts = self.counts_containing
        return sum(1 << v for v, n in enumerate(counts) if n == every) if every else 0

    @property
    def support(self) -> int:
        """The variables that are in any set, as a bitmask."""
        return sum(1 << v for v, n in enumerate(self.counts_containing) if n)


class ListedFamily(Family):
    """A family small enough to be held as a list of bitmasks.

    Args:
        variables: How many variables there are.
        masks: The sets, in the order in which they are to be yielded.
    """

    def __init__(self, variables: int, masks: list[int]) -> None:
        self.variables = variables
        self._masks = masks

    def __iter__(self) -> Iterator[int]:
        return iter(self._masks)

    def contains(self, mask: int) -> bool:
        """Return whether the set `mask` is a member."""
        return mask in self._members

    @cached_property
    def _members(self) -> frozenset[int]:
        return frozenset(self._masks)

    @property
    def count(self) -> int:
        """The exact number of sets."""
        return len(self._masks)

    @cached_property
    def counts_by_size(self) -> dict[int, int]:
        """The exact number of sets of each size that occurs, smallest size first."""
        counts: dict[int, int] = {}
        for mask in self._masks:
            size = mask.bit_count()
            counts[size] = counts.get(size, 0) + 1
        return counts

    @cached_property
    def smallest_sizes(self) -> tuple[int | None, ...]:
        """For each variable the size of the smallest set that contains it; None when none does."""
        sizes: list[int | None] = [None] * self.variables
        met = 0
        for mask in self._masks:
            new = mask & ~met
            met |= mask
            while new:
                lowest = new & -new
                sizes[lowest.bit_length() - 1] = mask.bit_count()
                new ^= lowest
        return tuple(sizes)

    @cached_property
    def counts_containing(self) -> tuple[int, ...]:
        """For each variable the exact number of sets that contain it."""
        counts = [0] * self.variables
        for mask in self._masks:
            rest = mask
            while rest:
                lowest = rest & -rest
                counts[lowest.bit_length() - 1] += 1
                rest ^= lowest
        return tuple(counts)

    @cached_property
    def in_every(self) -> int:
        """The variables that are in every set, as a bitmask; none when there is no set."""
        common = -1 if self._masks else 0
        for mask in self._masks:
            common &= mask
        return common

    @cached_property
    def support(self) -> int:
        """The variables that are in any set, as a bitmask."""
        union = 0
        for mask in self._masks:
            union |= mask
        return union
