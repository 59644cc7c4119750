"""A plan of fixes: what was asked, the problem it comes to, and what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from causal.analysis.result import Result, part
from causal.corpus.fixes import fix_cases as asked

if TYPE_CHECKING:
    from causal.corpus.fixes.covering import Choice, Covering
    from causal.corpus.patterns.asked import Asked
    from causal.graph.budget import Clock

EXACT_UP_TO = 20_000
"""Beyond this many different goals the answer is greedy, with its bound."""

_Problem = tuple["Covering", tuple[tuple[int, ...], ...]]


class Plan(Result):
    """Which few fixes would have prevented the most; read-only, solved when it is first read.

    Args:
        corpus: The incidents.
        question: What was asked.
        names: What may be fixed.
        clock: The time and memory there is.
    """

    def __init__(
        self, corpus: Asked, question: asked.Question, names: tuple[str, ...], clock: Clock
    ) -> None:
        self.__dict__.update(corpus=corpus, question=question, available=names, clock=clock)

    corpus: Asked
    question: asked.Question
    available: tuple[str, ...]

    @part
    def _cases(self) -> tuple[tuple[asked.Case, ...], tuple[int, ...]]:
        return asked.cases(self.corpus.tables, self.question, self.available, self.clock)

    @property
    def cases(self) -> tuple[asked.Case, ...]:
        """The incidents that could be explained, as the question sees them."""
        found: tuple[asked.Case, ...] = self._cases[0]
        return found

    @property
    def not_finished(self) -> tuple[str, ...]:
        """The ids of incidents left out: their cut sets were too many, or the time was over."""
        return tuple(self.corpus.tables.ids[row] for row in self._cases[1])

    @part
    def _problem(self) -> _Problem:
        return asked.problem(self.cases, self.available, self.question, optimistic=False)

    @part
    def _optimistic(self) -> _Problem:
        if all(case.goal is case.optimistic for case in self.cases):
            same: _Problem = self._problem
            return same
        return asked.problem(self.cases, self.available, self.question, optimistic=True)

    @part
    def _choice(self) -> Choice:
        return self._solve(self._problem[0], 1)

    def _solve(self, covering: Covering, parts: int) -> Choice:
        left = self.clock.left
        seconds = 3600.0 if left is None else left / parts
        exact = self.question.exact and seconds > 0 and len(covering.goals) <= EXACT_UP_TO
        return covering.best(seconds) if exact else covering.greedy

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        over = "canonical factors" if self.question.over == "factors" else "layers"
        return f"Best fixes among {len(self.available)} {over}, limit {self.question.limit:g}"

    @part
    def chosen(self) -> tuple[str, ...]:
        """What to fix, in the order in which each adds most to those before."""
        covering, left = self._problem[0], list(self._choice.chosen)
        taken: list[int] = []
        while left:
            base = covering.value(taken)
            best = max(left, key=lambda f: (round(covering.value([*taken, f]) - base, 9), -f))
            taken.append(best)
            left.remove(best)
        return tuple(self.available[fix] for fix in taken)

    @property
    def objective(self) -> float:
        """Incidents prevented, or minutes mitigated, by all of them together, at the least.

        That is however causes combined of which it is only stated that they contributed.
        """
        return float(self._choice.objective)

    @property
    def objective_high(self) -> float:
        """The same at the most: more only where it depends on how causes combined."""
        return float(self._optimistic[0].value(self._numbers(self.chosen)))

    @property
    def total(self) -> float:
        """All that could be prevented or mitigated: incidents explained, or their minutes."""
        return float(sum(goal.weight for goal in self._problem[0].goals))

    @property
    def bound(self) -> float:
        """What no choice within the limit exceeds."""
        return float(self._choice.bound)

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no choice within the limit does better."""
        return bool(self._choice.proven)

    @property
    def gap(self) -> float:
        """How much better, as a share of the bound, another choice might do; 0 is a proof."""
        return 0.0 if self.optimal or not self.bound else 1 - self.objective / self.bound

    @property
    def cost(self) -> float:
        """What they cost together."""
        return sum(self._cost(name) for name in self.chosen)

    def _cost(self, name: str) -> float:
        return float(self.question.costs.get(name, 1.0))

    def _share(self, value: float) -> float:
        return value / self.total if self.total else 0.0

    def _numbers(self, fixes: Sequence[str]) -> list[int]:
        return [self.available.index(name) for name in fixes]

    def value(self, fixes: Sequence[str]) -> float:
        """Return what any fixes prevent or mitigate together, whatever they cost."""
        return float(self._problem[0].value(self._numbers(fixes)))

    def prevented(self, *fixes: str) -> tuple[str, ...]:
        """Return the ids of the incidents that some fixes together would have prevented."""
        covering, behind = self._problem
        numbers = sorted(n for goal in covering.met(self._numbers(fixes)) for n in behind[goal])
        return tuple(self.corpus.tables.ids[self.cases[n].row] for n in numbers)
