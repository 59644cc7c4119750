"""What it takes to prevent each incident: its minimal cut sets over what could be fixed.

A cut set is closed when at least one of its members is fixed; the outcome is prevented when every
cut set is. Factors that cannot be fixed drop out of their cut sets, so an empty one is a failure
path that stays open whatever is done.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981, chapter VII.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from causal.corpus.tables.networks import Drawn
from causal.errors import NotFinished
from causal.graph.bitsets import listed
from causal.graph.budget import Clock
from causal.graph.families import minimal_sets
from causal.graph.network import Gate, Network, joined

Clauses = tuple[frozenset[int], ...]
"""Cut sets; each is closed by any of the fixes in it."""

_ALWAYS: Clauses = (frozenset(),)


@dataclass(frozen=True, slots=True)
class Goal:
    """What it takes to prevent one incident, or to make it shorter.

    Args:
        top: The cut sets of the outcome.
        parts: For each thing that made it worse, the minutes it cost and its cut sets.
    """

    top: Clauses
    parts: tuple[tuple[float, Clauses], ...] = ()

    @property
    def fixes(self) -> frozenset[int]:
        """Every fix that plays a part."""
        families = (self.top, *(clauses for _, clauses in self.parts))
        return frozenset(x for family in families for clause in family for x in clause)


def closed(clauses: Clauses, chosen: Collection[int]) -> bool:
    """Return whether some fixes close every one of these cut sets."""
    return all(not clause.isdisjoint(chosen) for clause in clauses)


def goal_of(
    drawn: Drawn,
    fix: Mapping[int, int],
    held: Collection[int],
    worse: Collection[tuple[int, float]],
    clock: Clock,
    *,
    quick: bool = False,
) -> Goal:
    """Return what it takes to prevent an incident.

    Args:
        drawn: The incident.
        fix: By the number of a factor, the fix that makes it false.
        held: The factors that come again whatever is fixed.
        worse: Factors that made it worse, and the minutes each cost.
        clock: The time and memory there is.
        quick: Whether to give up where the sets cannot be listed at once.

    Raises:
        NotFinished: There are more cut sets than are listed, or too little time.
    """
    most = 1000 if clock.budget.max_sets is None else clock.budget.max_sets
    engine = None if quick else clock

    def clauses_of(node: int) -> Clauses:
        return _clauses(
            _over_fixes(drawn, node, fix, held), sorted(set(fix.values())), engine, most
        )

    parts = ((minutes, clauses_of(drawn.nodes[factor])) for factor, minutes in worse)
    kept = tuple((minutes, clauses) for minutes, clauses in parts if clauses != _ALWAYS)
    return Goal(clauses_of(drawn.network.top), kept)


def _clauses(network: Network | bool, fixes: list[int], clock: Clock | None, most: int) -> Clauses:
    """Return the minimal cut sets of a network whose variables are fixes, by their numbers."""
    if isinstance(network, bool):
        return _ALWAYS if network else ()
    sets = listed(network, most)
    if sets is None:
        family = None if clock is None else minimal_sets(network, budget=clock)
        if family is None or family.count > most:
            raise NotFinished(f"more than {most:,} minimal cut sets; allow more with max_sets=...")
        sets = list(family)
    return tuple(frozenset(fixes[n] for n in _members(mask)) for mask in sorted(sets))


def _over_fixes(
    drawn: Drawn, node: int, fix: Mapping[int, int], held: Collection[int]
) -> Network | bool:
    """Return the function of a node with a variable per fix; what cannot be fixed is true."""
    place = {number: n for n, number in enumerate(sorted(set(fix.values())))}
    count = len(place)
    again = {drawn.nodes[n] for n in held}
    became: list[int | bool] = [
        place[fix[v]] if v in fix else True for v in range(drawn.network.variables)
    ]
    gates: list[Gate] = []
    for number, gate in enumerate(drawn.network.gates, len(became)):
        inputs = [became[i] for i in gate.inputs]
        became.append(number in again or joined(gate.k, inputs, gates, count))
    top = True if node in again else became[node]
    return top if isinstance(top, bool) else Network(count, tuple(gates), top)


def _members(mask: int) -> list[int]:
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found
