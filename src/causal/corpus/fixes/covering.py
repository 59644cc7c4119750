"""Which few fixes close the most: greedy with a bound, and exact by mixed-integer programming.

One variable per fix, one per goal that can be at most 1 and at most the sum of each of its cut
sets. Only the fixes need to be whole numbers: with them fixed, every goal is at its best a minimum
of sums cut off at 1.

References:
    Q. Huangfu, J. Hall, *Parallelizing the dual revised simplex method*, Mathematical Programming
    Computation 10, 2018 (HiGHS).
    J. Leskovec et al., *Cost-effective outbreak detection in networks*, KDD 2007 (the bound that
    any choice gives on the best one).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.corpus.fixes.cut_sets import closed
from causal.libraries import numpy

if TYPE_CHECKING:
    from causal.corpus.fixes.cut_sets import Clauses, Goal

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Weighed:
    """A goal, and what preventing it counts for."""

    goal: Goal
    weight: float

    def value(self, chosen: Collection[int]) -> float:
        """Return what some fixes gain of it: all, or what they make it shorter by."""
        if not self.weight:
            return 0.0
        if closed(self.goal.top, chosen):
            return self.weight
        mitigated = sum(m for m, clauses in self.goal.parts if closed(clauses, chosen))
        return min(self.weight, mitigated)

    def hopes(self) -> list[tuple[float, frozenset[int]]]:
        """Return gains, each with the fixes any of which may bring it: never less than `value`.

        A goal is met when each of its cut sets is closed, so at most the share that is closed.
        """
        top, found = self.goal.top, []
        if top and all(top):
            found += [(self.weight / len(top), clause) for clause in top]
        for minutes, clauses in self.goal.parts:
            if all(clauses):
                found += [(minutes / len(clauses), clause) for clause in clauses]
        return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Some fixes, what they gain, and what no choice within the budget can exceed."""

    chosen: tuple[int, ...]
    objective: float
    bound: float

    @property
    def proven(self) -> bool:
        """Whether nothing better is possible."""
        return self.bound <= self.objective + _SLACK * max(1.0, abs(self.objective))


@dataclass(frozen=True)
class Covering:
    """The problem: goals, the cost of each fix, the budget.

    Args:
        goals: What can be gained.
        costs: The cost of each fix, 0 or more.
        budget: What the chosen fixes may cost together.
        whole: Whether every weight is a whole number, so that a bound may be rounded down.
    """

    goals: tuple[Weighed, ...]
    costs: tuple[float, ...]
    budget: float
    whole: bool = field(default=False)

    def value(self, chosen: Collection[int]) -> float:
        """Return what some fixes gain together."""
        touched = sorted({g for fix in chosen for g in self.touching[fix]})
        return sum(self.goals[g].value(chosen) for g in touched)

    def met(self, chosen: Collection[int]) -> list[int]:
        """Return the goals that some fixes meet in full."""
        return [number for number, goal in enumerate(self.goals) if closed(goal.goal.top, chosen)]

    @cached_property
    def touching(self) -> list[list[int]]:
        """The goals that each fix plays a part in."""
        found: list[list[int]] = [[] for _ in self.costs]
        for number, goal in enumerate(self.goals):
            for fix in goal.goal.fixes:
                found[fix].append(number)
        return found

    @cached_property
    def hopes(self) -> list[list[tuple[float, frozenset[int]]]]:
        """Of each goal, what `Weighed.hopes` says."""
        return [goal.hopes() for goal in self.goals]

    def bound(self, chosen: Collection[int]) -> float:
        """Return what no choice within the budget gains more than, as seen from this one."""
        taken, base = set(chosen), 0.0
        gains = [0.0] * len(self.costs)
        for hopes in self.hopes:
            for gain, fixes in hopes:
                if taken.isdisjoint(fixes):
                    for fix in fixes:
                        gains[fix] += gain
                else:
                    base += gain
        return min(base + self._fill(gains), self.most)

    @cached_property
    def most(self) -> float:
        """What all fixes together gain, whatever they cost."""
        return self.value(frozenset(range(len(self.costs))))

    def _fill(self, gains: Sequence[float]) -> float:
        """Return the most that separate gains add up to within the budget, parts allowed."""
        left, total = self.budget, 0.0
        ranked = sorted(
            (fix for fix in range(len(gains)) if gains[fix]),
            key=lambda fix: (-gains[fix] / self.costs[fix] if self.costs[fix] else -1e300, fix),
        )
        for fix in ranked:
            cost = self.costs[fix]
            share = 1.0 if cost <= left else left / cost
            total += gains[fix] * share
            left -= cost * share
            if left <= 0:
                break
        return total

    def spend(self, order: Sequence[int]) -> tuple[int, ...]:
        """Return the fixes of an order that fit the budget, taken one after another."""
        left, taken = self.budget, []
        for fix in order:
            if self.costs[fix] <= left + _SLACK:
                taken.append(fix)
                left -= self.costs[fix]
        return tuple(taken)

    @cached_property
    def greedy(self) -> Choice:
        """The fixes taken one by one, each the most gain for its cost."""
        chosen = _greedy(self)
        prefixes = (chosen[:n] for n in range(len(chosen) + 1))
        bound = min(self.bound(prefix) for prefix in prefixes)
        return Choice(chosen, self.value(chosen), self._rounded(bound))

    def _rounded(self, bound: float) -> float:
        return float(int(bound + 1e-6)) if self.whole else bound

    def best(self, seconds: float) -> Choice:
        """Return the best choice, or the best found in time with the bound on any other."""
        fallback = self.greedy
        if fallback.proven:
            return fallback
        found, bound = _Program(self).solve(seconds, fallback)
        bound = min(fallback.bound, self._rounded(bound))
        objective = self.value(found)
        chosen = found if objective > fallback.objective else fallback.chosen
        objective = max(objective, fallback.objective)
        return Choice(chosen, objective, max(objective, bound))


def _greedy(problem: Covering) -> tuple[int, ...]:
    """Return the fixes within the budget, each time the one that gains most for its cost.

    Where no single fix gains anything, because only several together would close what is open, the
    one that closes the largest share of what is open goes first.
    """
    state = _Greedy(problem)
    left = problem.budget
    while (fix := state.next(left)) is not None:
        left -= problem.costs[fix]
        state.take(fix)
    return tuple(state.chosen)


class _Greedy:
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


class _Program:
    """The problem as rows over fixes, then goals and their parts."""

    def __init__(self, problem: Covering) -> None:
        self.problem = problem
        self.gain = [0.0] * len(problem.costs)
        self.rows: list[tuple[dict[int, float], float]] = []
        for weighed in problem.goals:
            if weighed.weight:
                self._goal(weighed)

    def _column(self, gain: float = 0.0) -> int:
        self.gain.append(gain)
        return len(self.gain) - 1

    def _goal(self, weighed: Weighed) -> None:
        goal = weighed.goal
        top: int | None = None
        if all(goal.top):
            top = self._column(0.0 if goal.parts else weighed.weight)
            self._at_most(top, goal.top)
        if not goal.parts:
            return
        saved = self._column(weighed.weight)
        row = {saved: 1.0} | ({} if top is None else {top: -1.0})
        for minutes, clauses in goal.parts:
            part = self._column()
            self._at_most(part, clauses)
            row[part] = -minutes / weighed.weight
        self.rows.append((row, 0.0))

    def _at_most(self, head: int, clauses: Clauses) -> None:
        self.rows += [({head: 1.0} | dict.fromkeys(clause, -1.0), 0.0) for clause in clauses]

    def solve(self, seconds: float, known: Choice) -> tuple[tuple[int, ...], float]:
        """Return the best fixes found and the bound on any other."""
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_array

        problem, count = self.problem, len(self.gain)
        spent = {fix: cost for fix, cost in enumerate(problem.costs) if cost}
        rows = [*self.rows, (spent, problem.budget)] if spent else self.rows
        data = [(i, j, v) for i, (row, _) in enumerate(rows) for j, v in row.items()]
        i, j, v = zip(*data, strict=True)
        matrix = csr_array((v, (i, j)), shape=(len(rows), count))
        whole = numpy.zeros(count)
        whole[: len(problem.costs)] = 1
        # Among whole numbers, less than one below the bound is the bound.
        enough = 0.999 / max(known.bound, 1.0) if problem.whole else 0.0
        options: dict[str, Any] = {"time_limit": max(seconds, 0.1), "mip_rel_gap": enough}
        found = milp(
            -numpy.array(self.gain),
            integrality=whole,
            bounds=Bounds(0, 1),
            constraints=LinearConstraint(
                matrix, -numpy.inf, numpy.array([most for _, most in rows])
            ),
            options=options,
        )
        bound = -float(found.mip_dual_bound) if found.mip_dual_bound is not None else known.bound
        if found.x is None:
            return (), bound
        chosen = tuple(fix for fix in range(len(problem.costs)) if found.x[fix] > 0.5)
        return chosen, bound
