"""Which few canonical factors or layers, fixed, would have prevented the most.

By each incident's own cut sets, never by counting tags: a factor that stood in every incident is
worth nothing where something else would have let the failure through just the same. As in every
question of recurrence, triggers come again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from causal.corpus.fixes.covering import Covering, Weighed
from causal.corpus.fixes.cuts import MOST, Goal, goal_of
from causal.corpus.patterns.formulas import draw_all
from causal.corpus.tables.columns import MISSING
from causal.errors import CausalError, UnknownName

if TYPE_CHECKING:
    from causal.corpus.fixes.fix_report import BestFixes
    from causal.corpus.questions import Questions

__all__ = ["OVER", "WORTH", "Case", "Question", "best_fixes"]

OVER = ("factors", "layers")
WORTH = ("incidents", "minutes")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked.

    Args:
        budget: What the fixes may cost together.
        over: ``factors`` or ``layers``.
        worth: ``incidents`` or ``minutes``.
        costs: The cost of each fix; 1 where none is given.
        seconds: The time the solver may take.
        confirmed: Whether only fixing what is confirmed counts.
    """

    budget: float
    over: str
    worth: str
    costs: Mapping[str, float]
    seconds: float
    confirmed: bool = False


class Case(NamedTuple):
    """One incident as the question sees it.

    Its id, the minutes lost (where nobody stated them, those stated for what made it worse), and
    its goal.
    """

    id: str
    minutes: float
    goal: Goal


def best_fixes(corpus: Questions, question: Question) -> BestFixes:
    """Return the answer, not worked out before it is read.

    Raises:
        CausalError: The budget or a cost is negative, or `over` or `worth` is not allowed.
        UnknownName: A cost is given for something that is no fix here.
    """
    from causal.corpus.fixes.fix_report import BestFixes

    for name, value, known in (
        ("over", question.over, OVER),
        ("worth", question.worth, WORTH),
    ):
        if value not in known:
            raise CausalError(f"{name} is {' or '.join(map(repr, known))}, not {value!r}")
    if not question.budget >= 0:
        raise CausalError(f"the budget is 0 or more, not {question.budget!r}")
    names = fixes(corpus, question.over)
    for name, cost in question.costs.items():
        if name not in names:
            raise UnknownName(f"fix among the {question.over}", name, names)
        if not cost >= 0:
            raise CausalError(f"the cost of {name!r} is 0 or more, not {cost!r}")
    return BestFixes(corpus, question, names)


def fixes(corpus: Questions, over: str) -> tuple[str, ...]:
    """Return what may be fixed: canonical factors or layers of factors that are no triggers."""
    table = corpus.tables.factors
    column = "key" if over == "factors" else "layer"
    stated = zip(table.names_of(column), table.names_of("kind"), strict=True)
    return tuple(sorted({name for name, kind in stated if name is not None and kind != "trigger"}))


def cases(corpus: Questions, question: Question, names: tuple[str, ...]) -> tuple[Case, ...]:
    """Return every incident that could be explained, as the question sees it."""
    table = corpus.tables.factors
    column = table.array("key" if question.over == "factors" else "layer").tolist()
    kinds, doubts = table.names_of("kind"), table.names_of("confidence")
    number = {name: n for n, name in enumerate(names)}
    pool = corpus.tables.pool.names
    found = []
    for drawn in draw_all(corpus.tables):
        fix, held = {}, set()
        for factor, row in drawn.factors.items():
            if kinds[row] == "trigger":
                held.add(factor)
            elif column[row] != MISSING and (not question.confirmed or doubts[row] == "confirmed"):
                fix[factor] = number[pool[column[row]]]
        stated = sum(minutes for _, minutes in drawn.worse)
        lost = stated if drawn.minutes is None else max(0.0, drawn.minutes)
        found.append(Case(drawn.id, lost, goal_of(drawn, fix, held, MOST)))
    return tuple(found)


def problem(
    found: tuple[Case, ...], names: tuple[str, ...], question: Question
) -> tuple[Covering, tuple[tuple[int, ...], ...]]:
    """Return the problem, equal goals taken together, and the incidents behind each goal."""
    merged: dict[object, list[int]] = {}
    for row, case in enumerate(found):
        goal = _asked(case, question)
        alike = (goal.top, tuple(goal.named.items())) if not goal.parts else row
        merged.setdefault(alike, []).append(row)
    goals = tuple(
        Weighed(_asked(found[rows[0]], question), sum(_worth(found[r], question) for r in rows))
        for rows in merged.values()
    )
    costs = tuple(float(question.costs.get(name, 1.0)) for name in names)
    whole = question.worth == "incidents"
    covering = Covering(goals, costs, float(question.budget), whole)
    return covering, tuple(tuple(rows) for rows in merged.values())


def _asked(case: Case, question: Question) -> Goal:
    """Return the goal without what does not count: minutes where incidents are counted."""
    if question.worth == "incidents" and case.goal.parts:
        return Goal(case.goal.top, (), case.goal.named)
    return case.goal


def _worth(case: Case, question: Question) -> float:
    return 1.0 if question.worth == "incidents" else case.minutes
