"""Diagrams of modules that stand for one another: the compact result of solving a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.graph.budget import Clock


@dataclass(frozen=True, slots=True)
class Part:
    """The diagram of one module, its nodes in order, branches before the nodes that use them.

    Nodes 0 and 1 are the constants; the lists start with an entry for each of them.

    Args:
        name: The number other parts know it by; not below the number of variables.
        leaves: For each level, top first, the variable or part it stands for.
        level: For each node its level; that of the constants is ``len(leaves)``.
        low: For each node its branch without the leaf.
        high: For each node its branch with the leaf.
        root: The node that is the whole.
    """

    name: int
    leaves: tuple[int, ...]
    level: Sequence[int]
    low: Sequence[int]
    high: Sequence[int]
    root: int

    def totals(self, leaf: Sequence[int], clock: Clock | None = None) -> list[int]:
        """Return for each node the sum over its sets of the product of their leaves' values.

        Raises:
            NotFinished: The clock has run out.
        """
        value = [leaf[name] for name in self.leaves]
        level, low, high = self.level, self.low, self.high
        found = [0, 1]
        for at in range(2, len(level)):
            found.append(found[low[at]] + found[high[at]] * value[level[at]])
            if clock is not None and not at & 63:
                clock.check()
        return found

    def with_leaf(self, leaf: int, *, keep: bool) -> Part:
        """Return only the sets that hold `leaf`, which they lose unless `keep`."""
        return self._rebuilt(leaf, held=True, keep=keep)

    def without_leaf(self, leaf: int) -> Part:
        """Return only the sets that do not hold `leaf`."""
        return self._rebuilt(leaf, held=False, keep=False)

    def _rebuilt(self, leaf: int, *, held: bool, keep: bool) -> Part:
        wanted = self.leaves.index(leaf)
        level = [len(self.leaves)] * 2
        low, high = [0, 1], [0, 1]
        known: dict[tuple[int, int, int], int] = {}

        def node(at: int, lo: int, hi: int) -> int:
            if not hi:
                return lo
            found = known.setdefault((at, lo, hi), len(level))
            if found == len(level):
                level.append(at)
                low.append(lo)
                high.append(hi)
            return found

        # A node below the leaf's level is kept; reaching it from above skips the leaf.
        whole = [0, 1]
        skipping = [0, 0] if held else [0, 1]
        for at in range(2, len(self.level)):
            here, lo, hi = self.level[at], self.low[at], self.high[at]
            if here > wanted:
                whole.append(node(here, whole[lo], whole[hi]))
                skipping.append(0 if held else whole[at])
                continue
            whole.append(0)
            if here < wanted:
                skipping.append(node(here, skipping[lo], skipping[hi]))
            elif not held:
                skipping.append(whole[lo])
            else:
                skipping.append(node(here, 0, whole[hi]) if keep else whole[hi])
        return Part(self.name, self.leaves, level, low, high, skipping[self.root])


@dataclass(frozen=True, slots=True)
class Composition:
    """The parts of a network, inner ones first; the last is the whole.

    Args:
        variables: How many variables the network has.
        names: How many numbers variables and parts are known by.
        parts: Each part after the parts it reads.
        clock: The time and the memory that what is asked of it may take; None for no limit.
    """

    variables: int
    names: int
    parts: tuple[Part, ...]
    clock: Clock | None = field(default=None, compare=False)

    def totals(self, variable: int) -> tuple[list[list[int]], list[int]]:
        """Return the totals of every part's nodes and of every name, each variable worth the same.

        Args:
            variable: The value of a variable: 1 counts sets; ``1 << bits`` counts them by size,
                one coefficient per `bits` bits.
        """
        names = [variable] * self.names
        nodes = []
        for part in self.parts:
            totals = part.totals(names, self.clock)
            names[part.name] = totals[part.root]
            nodes.append(totals)
        return nodes, names

    def holding(self, variable: int) -> Composition | None:
        """Return the sets that hold `variable`, without it; None when there is none."""
        return self._restricted(variable, held=True)

    def lacking(self, variable: int) -> Composition | None:
        """Return the sets that do not hold `variable`; None when there is none."""
        return self._restricted(variable, held=False)

    def _restricted(self, variable: int, *, held: bool) -> Composition | None:
        if self.clock is not None:
            self.clock.check()
        parts = list(self.parts)
        leaf = variable
        for position, part in enumerate(parts):
            if leaf not in part.leaves:
                continue
            if held:
                parts[position] = part.with_leaf(leaf, keep=leaf != variable)
            else:
                parts[position] = part.without_leaf(leaf)
            leaf = part.name
            # What is left of an inner module is still needed whole, or not at all.
            if (parts[position].root == 0) == held:
                break
        if leaf == variable:
            return None if held else self
        if parts[-1].root == 0 or (held and leaf != parts[-1].name):
            return None
        return Composition(self.variables, self.names, tuple(parts), self.clock)
