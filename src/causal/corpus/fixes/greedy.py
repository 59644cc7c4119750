"""Fixes taken one by one: each time the one that gains most for its cost.

Where no single fix gains anything, because only several together would close what is open, the
one that closes the largest share of what is open goes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from causal.corpus.fixes.covering import Covering

__all__ = ["greedy"]


def greedy(problem: Covering) -> tuple[int, ...]:
    """Return the fixes in the order they were taken, within the budget."""
    state = _State(problem)
    left = problem.budget
    while (fix := state.next(left)) is not None:
        left -= problem.costs[fix]
        state.take(fix)
    return tuple(state.chosen)


class _State:
    """What is chosen, and what each further fix would gain, kept up to date goal by goal."""

    def __init__(self, problem: Covering) -> None:
        self.problem = problem
        self.chosen: list[int] = []
        self.gain = [0.0] * len(problem.costs)
        self.hope = [0.0] * len(problem.costs)
        self.given: list[list[tuple[int, float, float]]] = [[] for _ in problem.goals]
        for number in range(len(problem.goals)):
            self._count(number)

    def next(self, left: float) -> int | None:
        """Return the fix to take with what is left of the budget, None when none is of use."""
        costs = self.problem.costs
        taken = set(self.chosen)
        able = [
            fix
            for fix, hope in enumerate(self.hope)
            if hope > 1e-9 and fix not in taken and costs[fix] <= left + 1e-9
        ]
        rate = {fix: 1 / costs[fix] if costs[fix] else 1e9 for fix in able}
        return max(
            able,
            key=lambda f: (round(self.gain[f] * rate[f], 6), round(self.hope[f] * rate[f], 6), -f),
            default=None,
        )

    def take(self, fix: int) -> None:
        self.chosen.append(fix)
        for number in self.problem.touching[fix]:
            self._count(number)

    def _count(self, number: int) -> None:
        """Work out anew what a goal lends to the gain of each fix."""
        for fix, gain, hope in self.given[number]:
            self.gain[fix] -= gain
            self.hope[fix] -= hope
        goal, chosen = self.problem.goals[number], set(self.chosen)
        hopes: dict[int, float] = {}
        value = goal.value(chosen)
        if value < goal.weight:
            for gain, fixes in self.problem.hopes[number]:
                if chosen.isdisjoint(fixes):
                    for fix in fixes:
                        hopes[fix] = hopes.get(fix, 0.0) + gain
        self.given[number] = [
            (fix, goal.value(chosen | {fix}) - value, hope) for fix, hope in sorted(hopes.items())
        ]
        for fix, gain, hope in self.given[number]:
            self.gain[fix] += gain
            self.hope[fix] += hope
