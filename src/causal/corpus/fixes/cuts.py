"""The minimal cut sets of an incident over what could be fixed, as clauses of a program.

A cut set is closed when at least one of its members is fixed; the outcome is prevented when every
cut set is. Factors that cannot be fixed drop out of their cut sets, so an empty one is a way that
stays open whatever is done. Where the cut sets would be too many to list, part of the graph gets
a number of its own below zero, with cut sets of its own, which keeps the clauses exact.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapter VII.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.corpus.patterns.formulas import Drawn, Formula

__all__ = ["MOST", "Clauses", "Goal", "goal_of"]

MOST = 64
"""Beyond this many cut sets a part of the graph is named rather than multiplied out."""

Clauses = tuple[frozenset[int], ...]
"""Cut sets; each is closed by any of its members: a fix, or a named part (below zero)."""

_ALWAYS: Clauses = (frozenset(),)


@dataclass(frozen=True, slots=True)
class Goal:
    """What it takes to prevent one incident, or to make it shorter.

    Args:
        top: The cut sets of the outcome.
        parts: For each thing that made it worse, the minutes it cost and its cut sets.
        named: The cut sets of each named part.
    """

    top: Clauses
    parts: tuple[tuple[float, Clauses], ...] = ()
    named: Mapping[int, Clauses] = field(default_factory=dict)

    @property
    def fixes(self) -> frozenset[int]:
        """Every fix that plays a part."""
        families = (self.top, *(clauses for _, clauses in self.parts), *self.named.values())
        return frozenset(x for family in families for clause in family for x in clause if x >= 0)

    def closed(self, clauses: Clauses, chosen: Collection[int]) -> bool:
        """Return whether some fixes close every one of these cut sets."""
        return all(
            any(x in chosen if x >= 0 else self.closed(self.named[x], chosen) for x in clause)
            for clause in clauses
        )

    def reach(self, clause: Iterable[int]) -> frozenset[int]:
        """Return the fixes that may help to close a cut set, through named parts too."""
        found: set[int] = set()
        for x in clause:
            inner = (y for part in self.named[x] for y in part) if x < 0 else ()
            found |= self.reach(inner) if x < 0 else {x}
        return frozenset(found)


def goal_of(drawn: Drawn, fix: Mapping[str, int], held: Collection[str], most: int) -> Goal:
    """Return what it takes to prevent an incident.

    Args:
        drawn: The incident.
        fix: The fix that makes each factor false.
        held: The factors that come again whatever is fixed.
        most: How many cut sets a part may have before it is named.
    """
    return _Compiler(fix, held, most).goal(drawn)


class _Compiler:
    def __init__(self, fix: Mapping[str, int], held: Collection[str], most: int) -> None:
        self.fix, self.held, self.most = fix, held, most
        self.named: dict[int, Clauses] = {}
        self.known: dict[str, Clauses] = {}

    def goal(self, drawn: Drawn) -> Goal:
        for name in drawn.factors:  # causes come first, so that a long chain needs no deep stack
            self.factor(name, drawn.because)
        top = self.factor(OUTCOME, drawn.because)
        parts = ((minutes, self.factor(f, drawn.because)) for f, minutes in drawn.worse)
        kept = tuple((minutes, clauses) for minutes, clauses in parts if clauses != _ALWAYS)
        return Goal(top, kept, self.used((top, *(clauses for _, clauses in kept))))

    def used(self, families: Iterable[Clauses]) -> dict[int, Clauses]:
        waiting = [x for family in families for clause in family for x in clause if x < 0]
        found: dict[int, Clauses] = {}
        while waiting:
            name = waiting.pop()
            if name not in found:
                found[name] = self.named[name]
                waiting += [x for clause in found[name] for x in clause if x < 0]
        return dict(sorted(found.items()))

    def factor(self, name: str, because: Mapping[str, Formula]) -> Clauses:
        if name in self.held:
            return _ALWAYS
        if name not in self.known:
            own = (frozenset([self.fix[name]]),) if name in self.fix else _ALWAYS
            formula = because.get(name)
            causes = _ALWAYS if formula is None else self.formula(formula, because)
            self.known[name] = self.both(own, causes)
        return self.known[name]

    def formula(self, formula: Formula, because: Mapping[str, Formula]) -> Clauses:
        members = [
            self.factor(m, because) if isinstance(m, str) else self.formula(m, because)
            for m in formula.of
        ]
        # reached[j]: the ways for at least j of the members seen so far to hold
        reached: list[Clauses] = [_ALWAYS, *[()] * formula.k]
        for seen, member in enumerate(members, 1):
            least = formula.k - (len(members) - seen)  # below it, no later member makes up for it
            for j in range(min(formula.k, seen), max(least, 1) - 1, -1):
                reached[j] = self.either(reached[j], self.both(reached[j - 1], member))
        return reached[formula.k]

    def both(self, one: Clauses, other: Clauses) -> Clauses:
        if len(one) * len(other) > self.most:
            one, other = self.name(one), self.name(other)
        return _minimal(a | b for a in one for b in other)

    def either(self, one: Clauses, other: Clauses) -> Clauses:
        found = _minimal((*one, *other))
        return self.name(found) if len(found) > self.most else found

    def name(self, clauses: Clauses) -> Clauses:
        if len(clauses) < 2:
            return clauses
        number = -1 - len(self.named)
        self.named[number] = clauses
        return (frozenset([number]),)


def _minimal(clauses: Iterable[frozenset[int]]) -> Clauses:
    """Return the sets that contain no other, smallest first."""
    kept: list[frozenset[int]] = []
    for clause in sorted(set(clauses), key=lambda c: (len(c), sorted(c))):
        if not any(smaller <= clause for smaller in kept):
            kept.append(clause)
    return tuple(kept)
