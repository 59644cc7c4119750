"""Five whys as chance: every chain the graph admits, counted and weighed without listing them.

A chain starts at the outcome and answers each *why* with one of the direct causes, until it
reaches a basic factor; *worsened by* is no answer. When each why picks one of the distinct direct
causes at random, where a chain ends and how much it sees is a matter of luck.

References:
    A. J. Card, *The problem with '5 whys'*, BMJ Quality & Safety 26, 2017: 671-677.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from causal.graph.structure import Structure
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.model import Incident

FIVE = 5


@dataclass(frozen=True, slots=True)
class Chains:
    """All single chains of a graph.

    Args:
        count: How many there are, exactly.
        ends: For each basic factor the chance that a random chain ends there.
        coverage: The expected share of the factors that a random chain sees.
        ends_at_five: Where a random chain stands after five whys (or at its end, if sooner).
        coverage_at_five: The expected share of the factors seen in the first five answers.
        longest: The number of whys of the longest chain.
    """

    count: int
    ends: Mapping[str, float]
    coverage: float
    ends_at_five: Mapping[str, float]
    coverage_at_five: float
    longest: int


def random_chains(incident: Incident, structure: Structure) -> Chains:
    """Return the figures of all single chains, exact until they are turned into floats.

    Args:
        incident: The incident.
        structure: Its compiled structure function.
    """
    causes = incident.leading_to_outcome
    effects_first = list(causes)[::-1]
    ways = {OUTCOME: 1}
    reach = {OUTCOME: Fraction(1)}
    length = {OUTCOME: 0}
    for factor in effects_first:
        below = causes[factor]
        for cause in below:
            ways[cause] = ways.get(cause, 0) + ways[factor]
            reach[cause] = reach.get(cause, Fraction(0)) + reach[factor] / len(below)
            length[cause] = max(length.get(cause, 0), length[factor] + 1)
    total = len(structure.factors)
    seen_in_five, standing = _first_five(causes)
    return Chains(
        count=sum(ways[factor] for factor in structure.basic),
        ends=_by_chance({factor: reach[factor] for factor in structure.basic}),
        coverage=float((sum(reach.values()) - 1) / total),
        ends_at_five=_by_chance(standing),
        coverage_at_five=float(seen_in_five / total),
        longest=max(length.values()),
    )


def _first_five(
    causes: Mapping[str, tuple[str, ...]],
) -> tuple[Fraction, dict[str, Fraction]]:
    """Return the expected number of factors seen in five whys, and where chains then stand."""
    standing: dict[str, Fraction] = {}
    walking = {OUTCOME: Fraction(1)}
    seen = Fraction(0)
    for _ in range(FIVE):
        following: dict[str, Fraction] = {}
        for factor, chance, cause in _steps(causes, walking):
            if cause is None:
                standing[factor] = standing.get(factor, Fraction(0)) + chance
            else:
                seen += chance
                following[cause] = following.get(cause, Fraction(0)) + chance
        walking = following
    for factor, chance in walking.items():
        standing[factor] = standing.get(factor, Fraction(0)) + chance
    return seen, standing


def _steps(
    causes: Mapping[str, tuple[str, ...]], walking: Mapping[str, Fraction]
) -> Iterator[tuple[str, Fraction, str | None]]:
    for factor, chance in walking.items():
        below = causes[factor]
        if not below:
            yield factor, chance, None
        for cause in below:
            yield factor, chance / len(below), cause


def _by_chance(chances: Mapping[str, Fraction]) -> dict[str, float]:
    """Return chances as floats, the likeliest first, then by name."""
    ordered = sorted(chances.items(), key=lambda item: (-item[1], item[0]))
    return {factor: float(chance) for factor, chance in ordered}
