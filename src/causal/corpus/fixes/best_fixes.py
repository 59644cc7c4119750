"""The answer to which few fixes would have prevented the most: plan, proof and overlap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import AS_DRAWN, clock_of, part
from causal.corpus.fixes import fix_cases as asked
from causal.corpus.fixes import fix_words
from causal.corpus.fixes.fix_uncertainty import Sensitivity, sensitivity
from causal.corpus.fixes.plan import Plan
from causal.corpus.patterns.asked import Asked, columns, pattern
from causal.corpus.tables.contracted import COLUMN
from causal.errors import CausalError, UnknownName
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.patterns.pattern import Pattern
    from causal.graph.budget import Budget

COLUMNS = columns(
    "text: fix; number: cost adds together share alone lost_without; count: stood_in prevented; "
    "texts: incident_ids"
)
_CURVE = columns("number: limit objective share bound; bool: proven; texts: fixes")
_COMPARED = columns("text: plan; number: objective share; texts: fixes")
_OVERLAP = columns("text: a b; number: alone_a alone_b together overlap")


class BestFixes(Plan):
    """The answer of `Corpus.best_fixes`; read-only, and solved when it is first read."""

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
