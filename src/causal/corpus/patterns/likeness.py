"""What makes two incidents alike: the canonical factors, links and layers that they share.

Each part counts by how rare it is (inverse document frequency), so that what every incident has
says nothing; likeness is the cosine of the weights.

References:
    K. Spärck Jones, *A statistical interpretation of term specificity*, Journal of Documentation
    28, 1972.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt
from typing import TYPE_CHECKING

from causal.corpus.patterns.contracted import contracted
from causal.corpus.tables.columns import MISSING

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables

__all__ = ["Likeness", "Part"]

Part = tuple[str, ...]
"""``("factor", key)``, ``("layer", name)`` or ``("link", cause, effect)``."""


@dataclass(frozen=True)
class Likeness:
    """The parts of each incident and their weights.

    Args:
        tables: The tables of the corpus.
    """

    tables: Tables

    @cached_property
    def parts(self) -> list[list[int]]:
        """The numbers of the parts of each incident, ascending; see `names`."""
        return self._read[0]

    @cached_property
    def names(self) -> list[Part]:
        """Each part, the rarest first, so that prefixes of `parts` are what tells most."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[list[list[int]], list[Part], list[int]]:
        found: list[set[Part]] = [set() for _ in range(len(self.tables.incidents))]
        pool, factors = self.tables.pool.names, self.tables.factors
        owners = factors.array("incident").tolist()
        for kind, column in (("factor", "key"), ("layer", "layer")):
            for owner, code in zip(owners, factors.array(column).tolist(), strict=True):
                if code != MISSING:
                    found[owner].add((kind, pool[code]))
        for incident, links, _ in contracted(self.tables, "factors"):
            found[incident].update(("link", *pair) for pair in links)
        count: dict[Part, int] = {}
        for parts in found:
            for part in parts:
                count[part] = count.get(part, 0) + 1
        names = sorted(count, key=lambda part: (count[part], part))
        number = {part: n for n, part in enumerate(names)}
        numbered = [sorted(number[part] for part in parts) for parts in found]
        return numbered, names, [count[part] for part in names]

    @cached_property
    def weights(self) -> list[float]:
        """The weight of each part: the logarithm of one in how many incidents has it."""
        return [log(len(self.parts) / count) for count in self._read[2]]

    @cached_property
    def lengths(self) -> list[float]:
        """The length of each incident's vector of weights."""
        return [sqrt(sum(self.weights[p] ** 2 for p in parts)) for parts in self.parts]

    @cached_property
    def holders(self) -> list[list[int]]:
        """The incidents that have each part, ascending."""
        found: list[list[int]] = [[] for _ in self.names]
        for row, parts in enumerate(self.parts):
            for part in parts:
                found[part].append(row)
        return found

    def nearest(self, row: int) -> dict[int, float]:
        """Return every other incident that shares a part that tells, with the cosine."""
        dots: dict[int, float] = {}
        for part in self.parts[row]:
            square = self.weights[part] ** 2
            if square:
                for other in self.holders[part]:
                    dots[other] = dots.get(other, 0.0) + square
        dots.pop(row, None)
        return {o: dot / (self.lengths[row] * self.lengths[o]) for o, dot in dots.items()}

    def shared(self, one: int, other: int) -> list[int]:
        """Return the parts that two incidents share, those that weigh most first."""
        return sorted(set(self.parts[one]) & set(self.parts[other]))
