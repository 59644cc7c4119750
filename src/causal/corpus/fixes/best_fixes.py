"""The answer to which few fixes would have prevented the most: plan, proof and overlap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import AS_DRAWN, Result, clock_of, part
from causal.corpus.fixes import fix_cases as asked
from causal.corpus.fixes import fix_words
from causal.corpus.fixes.fix_uncertainty import Sensitivity, sensitivity
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.tables.contracted import COLUMN
from causal.errors import CausalError, UnknownName
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.fixes.covering import Choice, Covering
    from causal.corpus.patterns.pattern import Pattern
    from causal.graph.budget import Budget, Clock

EXACT_UP_TO = 20_000
"""Beyond this many different goals the answer is greedy, with its bound."""

COLUMNS = columns(
    "text: fix; number: cost adds together share alone lost_without; count: stood_in prevented; "
    "texts: incident_ids"
)
_CURVE = columns("number: limit objective share bound; bool: proven; texts: fixes")
_COMPARED = columns("text: plan; number: objective share; texts: fixes")
_OVERLAP = columns("text: a b; number: alone_a alone_b together overlap")

_Problem = tuple["Covering", tuple[tuple[int, ...], ...]]


class BestFixes(Result):
    """The answer of `Corpus.best_fixes`; read-only, and solved when it is first read.

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

    @part
    def frame(self) -> Pattern:
        """One row per fix, in the order in which each adds most to those before.

        Columns: ``fix, cost``; ``adds`` to those before it, ``together`` with them, ``share`` of
        all there is; ``alone``, were it the only one; ``lost_without``, were it left out;
        ``stood_in`` (incidents that name it), ``prevented`` and ``incident_ids`` (what this and
        those before it prevent and those before it did not). ``attrs`` holds ``words, warnings,
        objective, objective_high, total, bound, optimal``.
        """
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
                    "share": self._share(now),
                    "alone": self.value([name]),
                    "lost_without": self.objective - self.value(rest),
                    "stood_in": self._stood[name],
                    "prevented": len(fresh),
                    "incident_ids": tuple(fresh),
                }
            )
            before = now
        names = ("objective", "objective_high", "total", "bound", "optimal")
        return self._table(COLUMNS, rows, **{name: getattr(self, name) for name in names})

    def _table(self, columns: dict[str, str], rows: list[dict[str, Any]], **attrs: Any) -> Pattern:
        return pattern(columns, rows, words=self.words, warnings=self.warnings, **attrs)

    @part
    def _stood(self) -> dict[str, int]:
        """In how many incidents each fix is named, trigger or not: the tags one would count."""
        table = self.corpus.tables.factors
        names = table.names_of(COLUMN[self.question.over])
        found = dict.fromkeys(self.available, 0)
        for name, _ in set(zip(names, table.array("incident").tolist(), strict=True)):
            if name is not None and name in found:
                found[name] += 1
        return found

    @part
    def curve(self) -> Pattern:
        """The best for every whole limit up to the one given, each solved anew.

        Columns: ``limit, objective, share`` (of all there is), ``bound, proven, fixes``. What is
        left of the time is shared among all.
        """
        covering, rows = self._problem[0], []
        limits = [float(b) for b in range(1, int(self.question.limit) + 1)]
        for done, limit in enumerate(limits):
            last = limit == self.question.limit
            choice = (
                self._choice
                if last
                else self._solve(replace(covering, budget=limit), len(limits) - done)
            )
            rows.append(
                {
                    "limit": limit,
                    "objective": choice.objective,
                    "share": self._share(choice.objective),
                    "bound": choice.bound,
                    "proven": choice.proven,
                    "fixes": tuple(sorted(self.available[fix] for fix in choice.chosen)),
                }
            )
        return self._table(_CURVE, rows)

    @part
    def compared(self) -> Pattern:
        """What this plan does against two easier ones: greedy, and the most frequent tags.

        Columns: ``plan`` (best, greedy, most frequent), ``objective, share, fixes``.
        """
        covering = self._problem[0]
        order = sorted(
            range(len(self.available)), key=lambda f: (-self._stood[self.available[f]], f)
        )
        plans = {
            "best": tuple(self._numbers(self.chosen)),
            "greedy": covering.greedy.chosen,
            "most frequent": covering.spend(order),
        }
        rows = [
            {
                "plan": plan,
                "objective": (value := covering.value(fixes)),
                "share": self._share(value),
                "fixes": tuple(self.available[fix] for fix in fixes),
            }
            for plan, fixes in plans.items()
        ]
        return self._table(_COMPARED, rows)

    @part
    def overlap(self) -> Pattern:
        """Each pair of the fixes: what both prevent, or what only the two together do.

        Columns: ``a, b, alone_a, alone_b, together, overlap`` (what is gained by either alone;
        below 0 what only both together gain).
        """
        alone = {name: self.value([name]) for name in self.chosen}
        rows = []
        for a, b in combinations(self.chosen, 2):
            both = self.value([a, b])
            gains = {"alone_a": alone[a], "alone_b": alone[b], "together": both}
            rows.append({"a": a, "b": b, **gains, "overlap": alone[a] + alone[b] - both})
        return self._table(_OVERLAP, rows)

    @part
    def uncertainty(self) -> Sensitivity:
        """What depends on facts nobody has confirmed."""
        return sensitivity(self)

    @part
    def cautious(self) -> BestFixes:
        """The same question when fixing an unconfirmed factor counts for nothing."""
        question = replace(self.question, confirmed=True)
        return BestFixes(self.corpus, question, self.available, self.clock)

    @property
    def words(self) -> str:
        """What it says, in a few sentences."""
        return fix_words.words(self)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What must be known before believing it."""
        return fix_words.warnings(self)

    def sentences(self) -> list[str]:
        """Return what it says and what to note, the caveat last."""
        return [self.words, *self.warnings, AS_DRAWN]

    def to_frame(self) -> Pattern:
        """Return one row per fix; see `frame`."""
        found: Pattern = self.frame
        return found

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        names = ("cost", "objective", "objective_high", "total", "bound", "optimal")
        return {
            "over": self.question.over,
            "counted": self.question.objective,
            "limit": self.question.limit,
            "chosen": list(self.chosen),
            **{name: getattr(self, name) for name in names},
            "prevented": list(self.prevented(*self.chosen)),
            "not_finished": list(self.not_finished),
            "warnings": list(self.warnings),
            "caveat": AS_DRAWN,
        }


def best_fixes(
    corpus: Asked,
    limit: float = 5,
    *,
    over: Literal["factors", "layers"] = "factors",
    objective: Literal["incidents", "minutes"] = "incidents",
    costs: Mapping[str, float] | None = None,
    exact: bool = True,
    budget: Budget | None = None,
) -> BestFixes:
    """Return which few fixes would have prevented the most, by each incident's own cut sets.

    A fix makes every case of a canonical factor false, or closes every gap in a layer;
    triggers come again. Exact, with proof of optimality, up to thousands of incidents; greedy
    with a bound beyond. The answer has ``chosen, objective, objective_high, total, optimal,
    bound, frame`` (one row per fix), ``curve`` (the best for each smaller limit), ``compared``
    (with greedy, and with the most frequent tags), ``overlap``, ``uncertainty`` (what depends
    on unconfirmed facts), ``not_finished`` and ``prevented(*fixes)`` (ids of incidents).

    Args:
        corpus: The incidents.
        limit: What the fixes may cost together.
        over: ``factors`` (canonical ones, by key) or ``layers``.
        objective: ``incidents`` prevented, or ``minutes`` mitigated: those of incidents
            prevented, and of the others what authors said an amplifier that is gone had cost,
            at most the minutes lost.
        costs: The cost of each fix; 1 where none is given.
        exact: Whether to look for the best and its proof; else the greedy choice and a bound.
        budget: The limits of the answer, by default `Budget()`.

    Raises:
        CausalError: The limit or a cost is negative, or `over` or `objective` is not allowed.
        UnknownName: A cost is given for something that is no fix here.
    """
    question = asked.Question(limit, over, objective, dict(asked.costs_of(costs)), exact)
    for name, value, known in (
        ("over", question.over, COLUMN),
        ("objective", question.objective, asked.OBJECTIVES),
    ):
        if value not in tuple(known):
            raise CausalError(f"{name} is {' or '.join(map(repr, known))}, not {value!r}")
    expect_number(question.limit, "limit", 0.0)
    names = asked.fixes(corpus.tables, question.over)
    for name in question.costs:
        if name not in names:
            raise UnknownName(f"fix among the {question.over}", name, names)
    return BestFixes(corpus, question, names, clock_of(budget))
