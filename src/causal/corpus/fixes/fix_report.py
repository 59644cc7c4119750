"""The answer to which few fixes would have prevented the most: plan, proof, overlap, doubt."""

from __future__ import annotations

from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING, Any

from causal.analysis.result import AS_DRAWN, Result
from causal.corpus.fixes import best_fixes as asked
from causal.corpus.fixes import fix_words
from causal.corpus.fixes.fix_uncertainty import Sensitivity, sensitivity

if TYPE_CHECKING:
    from causal.corpus.fixes.covering import Choice, Covering
    from causal.corpus.patterns.pattern import Pattern
    from causal.corpus.questions import Questions

__all__ = ["COLUMNS", "EXACT_UP_TO", "BestFixes"]

EXACT_UP_TO = 20_000
"""Beyond this many different goals the answer is greedy, with its bound."""

COLUMNS = {
    "fix": "text",
    "cost": "number",
    "adds": "number",
    "together": "number",
    "share": "number",
    "alone": "number",
    "lost_without": "number",
    "stood_in": "count",
    "prevented": "count",
    "incident_ids": "texts",
}
_CURVE = {
    "budget": "number",
    "worth": "number",
    "share": "number",
    "bound": "number",
    "proven": "bool",
    "fixes": "texts",
}
_COMPARED = {"plan": "text", "worth": "number", "share": "number", "fixes": "texts"}
_OVERLAP = {
    "a": "text",
    "b": "text",
    "alone_a": "number",
    "alone_b": "number",
    "together": "number",
    "overlap": "number",
}


class BestFixes(Result):
    """The answer of `Corpus.best_fixes`; read-only, and solved when it is first read.

    Args:
        corpus: The incidents.
        question: What was asked.
        names: What may be fixed.
    """

    def __init__(self, corpus: Questions, question: asked.Question, names: tuple[str, ...]) -> None:
        self.__dict__.update(corpus=corpus, question=question, available=names)

    corpus: Questions
    question: asked.Question
    available: tuple[str, ...]

    @cached_property
    def cases(self) -> tuple[asked.Case, ...]:
        """The incidents that could be explained, as the question sees them."""
        return asked.cases(self.corpus, self.question, self.available)

    @cached_property
    def _problem(self) -> tuple[Covering, tuple[tuple[int, ...], ...]]:
        return asked.problem(self.cases, self.available, self.question)

    @cached_property
    def _choice(self) -> Choice:
        return self._solve(self._problem[0], self.question.seconds)

    def _solve(self, covering: Covering, seconds: float) -> Choice:
        exact = seconds > 0 and len(covering.goals) <= EXACT_UP_TO
        return covering.best(seconds) if exact else covering.greedy

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        over = "canonical factors" if self.question.over == "factors" else "layers"
        return f"Best fixes among {len(self.available)} {over}, budget {self.question.budget:g}"

    @cached_property
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
    def worth(self) -> float:
        """Incidents prevented, or minutes spared, by all of them together."""
        return self._choice.worth

    @property
    def of(self) -> float:
        """All that could be prevented or spared: incidents explained, or their minutes."""
        return sum(goal.worth for goal in self._problem[0].goals)

    @property
    def bound(self) -> float:
        """What no choice within the budget is worth more than."""
        return self._choice.bound

    @property
    def optimal(self) -> bool:
        """Whether it is proven that no choice within the budget is worth more."""
        return self._choice.proven

    @property
    def gap(self) -> float:
        """How much more, as a share of the bound, another choice might be worth; 0 is a proof."""
        return 0.0 if self.optimal or not self.bound else 1 - self.worth / self.bound

    @property
    def cost(self) -> float:
        """What they cost together."""
        return sum(self._cost(name) for name in self.chosen)

    def _cost(self, name: str) -> float:
        return float(self.question.costs.get(name, 1.0))

    def value(self, fixes: tuple[str, ...] | list[str]) -> float:
        """Return what any fixes are worth together, whatever they cost."""
        return self._problem[0].value([self.available.index(name) for name in fixes])

    def prevented(self, *fixes: str) -> tuple[str, ...]:
        """Return the ids of the incidents that some fixes together would have prevented."""
        chosen = [self.available.index(name) for name in fixes]
        covering, behind = self._problem
        rows = sorted(row for goal in covering.met(chosen) for row in behind[goal])
        return tuple(self.cases[row].id for row in rows)

    @cached_property
    def frame(self) -> Pattern:
        """One row per fix, in the order in which each adds most to those before.

        Columns: ``fix, cost``; ``adds`` to those before it, ``together`` with them, ``share`` of
        all there is; ``alone``, were it the only one; ``lost_without``, were it left out;
        ``stood_in`` (incidents that name it), ``prevented`` and ``incident_ids`` (what this and
        those before it prevent and those before it did not). ``attrs`` holds ``words, warnings,
        worth, of, bound, optimal``.
        """
        from causal.corpus.patterns.pattern import pattern

        rows, before, ids = [], 0.0, set[str]()
        for count, name in enumerate(self.chosen, 1):
            now = self.value(self.chosen[:count])
            fresh = [i for i in self.prevented(*self.chosen[:count]) if i not in ids]
            ids.update(fresh)
            rest = [other for other in self.chosen if other != name]
            rows.append(
                {
                    "fix": name,
                    "cost": self._cost(name),
                    "adds": now - before,
                    "together": now,
                    "share": now / self.of if self.of else 0.0,
                    "alone": self.value([name]),
                    "lost_without": self.worth - self.value(rest),
                    "stood_in": self._stood[name],
                    "prevented": len(fresh),
                    "incident_ids": tuple(fresh),
                }
            )
            before = now
        facts = {"worth": self.worth, "of": self.of, "bound": self.bound}
        return pattern(
            COLUMNS, rows, words=self.words, warnings=self.warnings, optimal=self.optimal, **facts
        )

    @cached_property
    def _stood(self) -> dict[str, int]:
        """In how many incidents each fix is named, trigger or not: the tags one would count."""
        column = "key" if self.question.over == "factors" else "layer"
        table = self.corpus.tables.factors
        pairs = set(zip(table.names_of(column), table.array("incident").tolist(), strict=True))
        found = dict.fromkeys(self.available, 0)
        for name, _ in pairs:
            if name is not None and name in found:
                found[name] += 1
        return found

    @cached_property
    def curve(self) -> Pattern:
        """The best for every whole budget up to the one given, each solved anew.

        Columns: ``budget, worth, share`` (of all there is), ``bound, proven, fixes``. The time
        given for one is shared among all.
        """
        from dataclasses import replace

        from causal.corpus.patterns.pattern import pattern

        covering, rows = self._problem[0], []
        budgets = [float(b) for b in range(1, int(self.question.budget) + 1)]
        for budget in budgets:
            last = budget == self.question.budget
            each = self.question.seconds / len(budgets)
            choice = self._choice if last else self._solve(replace(covering, budget=budget), each)
            rows.append(
                {
                    "budget": budget,
                    "worth": choice.worth,
                    "share": choice.worth / self.of if self.of else 0.0,
                    "bound": choice.bound,
                    "proven": choice.proven,
                    "fixes": tuple(sorted(self.available[fix] for fix in choice.chosen)),
                }
            )
        return pattern(_CURVE, rows, words=self.words, warnings=self.warnings)

    @cached_property
    def compared(self) -> Pattern:
        """What this plan is worth against two easier ones: greedy, and the most frequent tags.

        Columns: ``plan`` (best, greedy, most frequent), ``worth, share, fixes``.
        """
        from causal.corpus.patterns.pattern import pattern

        covering = self._problem[0]
        order = sorted(
            range(len(self.available)), key=lambda f: (-self._stood[self.available[f]], f)
        )
        plans = {
            "best": tuple(self.available.index(name) for name in self.chosen),
            "greedy": covering.greedy.chosen,
            "most frequent": covering.spend(order),
        }
        rows = [
            {
                "plan": plan,
                "worth": (worth := covering.value(fixes)),
                "share": worth / self.of if self.of else 0.0,
                "fixes": tuple(self.available[fix] for fix in fixes),
            }
            for plan, fixes in plans.items()
        ]
        return pattern(_COMPARED, rows, words=self.words, warnings=self.warnings)

    @cached_property
    def overlap(self) -> Pattern:
        """Each pair of the fixes: what both prevent, or what only the two together do.

        Columns: ``a, b, alone_a, alone_b, together, overlap`` (what is gained by either alone;
        below 0 what only both together gain).
        """
        from causal.corpus.patterns.pattern import pattern

        alone = {name: self.value([name]) for name in self.chosen}
        rows = []
        for a, b in combinations(self.chosen, 2):
            both = self.value([a, b])
            worth = {"alone_a": alone[a], "alone_b": alone[b], "together": both}
            rows.append({"a": a, "b": b, **worth, "overlap": alone[a] + alone[b] - both})
        return pattern(_OVERLAP, rows, words=self.words, warnings=self.warnings)

    @cached_property
    def doubt(self) -> Sensitivity:
        """What hangs on facts nobody has confirmed.

        Raises:
            MissingExtra: SciPy is not installed.
        """
        return sensitivity(self)

    @property
    def words(self) -> str:
        """What it says, in a few sentences."""
        return fix_words.words(self)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be known before believing it."""
        return fix_words.warnings(self)

    def sentences(self) -> list[str]:
        """Return what it says and what to mind, the caveat last."""
        return [self.words, *self.warnings, AS_DRAWN]

    def to_frame(self) -> Pattern:
        """Return the fixes as a table, the same as `frame`."""
        return self.frame

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return {
            "over": self.question.over,
            "counted": self.question.worth,
            "budget": self.question.budget,
            "chosen": list(self.chosen),
            "cost": self.cost,
            "worth": self.worth,
            "of": self.of,
            "bound": self.bound,
            "optimal": self.optimal,
            "prevented": list(self.prevented(*self.chosen)),
            "warnings": list(self.warnings),
            "caveat": AS_DRAWN,
        }
