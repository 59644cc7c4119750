"""What the best fixes are chosen from: what may be fixed, and each incident as asked about.

By each incident's own cut sets, never by counting tags: a factor that stood in every incident
gains nothing where something else would have let the failure through just the same. As in every
question of recurrence, triggers come again.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Any, NamedTuple

from causal.corpus.fixes.covering import Covering, Weighed
from causal.corpus.fixes.cut_sets import Goal, goal_of
from causal.corpus.tables.columns import MISSING
from causal.corpus.tables.contracted import COLUMN, rows_of_factors
from causal.corpus.tables.networks import READINGS, Drawn, Reading, networks
from causal.errors import CausalError, NotFinished
from causal.text.expect import expect_number

if TYPE_CHECKING:
    from causal.corpus.tables.tables import Tables
    from causal.graph.budget import Clock

OBJECTIVES = ("incidents", "minutes")


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked.

    Args:
        limit: What the fixes may cost together.
        over: ``factors`` or ``layers``.
        objective: ``incidents`` or ``minutes``.
        costs: The cost of each fix; 1 where none is given.
        exact: Whether to look for a proof.
        confirmed: Whether only fixing what is confirmed counts.
    """

    limit: float
    over: str
    objective: str
    costs: Mapping[str, float]
    exact: bool = True
    confirmed: bool = False


class Case(NamedTuple):
    """One incident as the question sees it.

    Its row, the minutes lost (where nobody stated them, those stated for what made it worse), and
    its goal: causes that contributed, it is not stated how, read as any of, then as all of.
    """

    row: int
    minutes: float
    goal: Goal
    optimistic: Goal


def costs_of(costs: Mapping[str, float] | None) -> Mapping[str, float]:
    """Return the costs given, none by default.

    Raises:
        CausalError: They are no numbers by name.
    """
    if not isinstance(costs, Mapping | None):
        raise CausalError(f"costs is a mapping of fixes to numbers, not {costs!r}")
    for name, cost in (costs or {}).items():
        expect_number(cost, f"the cost of {name!r}", 0.0)
    return costs or {}


def fixes(tables: Tables, over: str) -> tuple[str, ...]:
    """Return what may be fixed: canonical factors or layers of factors that need not come again."""
    names = tables.factors.names_of(COLUMN[over])
    again = held(tables)
    return tuple(
        sorted({n for n, held in zip(names, again, strict=True) if n is not None and not held})
    )


def held(tables: Tables) -> list[bool]:
    """Return whether each factor comes again whatever is fixed: a trigger without causes."""
    trigger = tables.factors.array("kind") == tables.pool.code("trigger")
    found: list[bool] = (trigger & tables.factors.array("basic")).tolist()
    return found


def cases(
    tables: Tables, question: Question, names: tuple[str, ...], clock: Clock
) -> tuple[tuple[Case, ...], tuple[int, ...]]:
    """Return every incident that could be explained, and the rows of those not worked out in time.

    Args:
        tables: The tables.
        question: What was asked.
        names: What may be fixed.
        clock: The time and memory there is.
    """
    codes, again = tables.factors.array(COLUMN[question.over]).tolist(), held(tables)
    number = {name: n for n, name in enumerate(names)}
    fix = [-1 if c == MISSING else number.get(tables.pool.names[c], -1) for c in codes]
    if question.confirmed:
        sure = tables.factors.array("confidence") == tables.pool.code("confirmed")
        fix = [f if s else -1 for f, s in zip(fix, sure.tolist(), strict=True)]
    lost, worse = tables.incidents.array("minutes_lost").tolist(), _worsened(tables)
    readings: dict[Reading, dict[int, Goal]] = {reading: {} for reading in READINGS}
    missing, contributing = set[int](), set[int]()
    later: list[tuple[dict[int, Goal], Drawn, tuple[Any, Any, Any]]] = []
    analysed = tables.incidents.array("analysed").nonzero()[0].tolist()
    for reading, goals in readings.items():
        wanted = {*(contributing or analysed)}
        left = set(wanted)
        with suppress(NotFinished):  # the time is over: those that are left are named
            for drawn in networks(tables, reading, wanted):
                own = range(drawn.first, drawn.first + len(drawn.nodes))
                able = {r - drawn.first: fix[r] for r in own if fix[r] >= 0 and not again[r]}
                known = [r - drawn.first for r in own if again[r]]
                worsened = [(r - drawn.first, minutes) for r, minutes in worse.get(drawn.row, ())]
                left.discard(drawn.row)
                if drawn.contributing:
                    contributing.add(drawn.row)
                try:
                    clock.check()
                    goals[drawn.row] = goal_of(drawn, able, known, worsened, clock, quick=True)
                except NotFinished:
                    later.append((goals, drawn, (able, known, worsened)))
        missing |= left
        if not contributing:
            break
    for goals, drawn, rest in later:  # what one incident takes is no other's loss
        try:
            clock.check()
            goals[drawn.row] = goal_of(drawn, *rest, clock)
        except NotFinished:
            missing.add(drawn.row)
    found = []
    for row, goal in sorted(readings["any"].items()):
        if row in missing:
            continue
        stated = sum(minutes for _, minutes in worse.get(row, ()))
        minutes = stated if isnan(lost[row]) else max(0.0, lost[row])
        found.append(Case(row, minutes, goal, readings["all"].get(row, goal)))
    return tuple(found), tuple(sorted(missing))


def _worsened(tables: Tables) -> dict[int, list[tuple[int, float]]]:
    """Return by incident the rows of the factors that made it worse, with the minutes each cost."""
    links = tables.links
    minutes = links.array("minutes")
    stated = (links.array("role") == tables.pool.code("worsened_by")) & (minutes > 0)
    incident = links.array("incident")[stated]
    rows = rows_of_factors(tables, incident, links.array("cause")[stated]).tolist()
    found: dict[int, list[tuple[int, float]]] = {}
    for owner, row, cost in zip(incident.tolist(), rows, minutes[stated].tolist(), strict=True):
        found.setdefault(owner, []).append((row, cost))
    return found


def problem(
    found: tuple[Case, ...], names: tuple[str, ...], question: Question, *, optimistic: bool
) -> tuple[Covering, tuple[tuple[int, ...], ...]]:
    """Return the problem, equal goals taken together, and the numbers of the cases of each goal."""
    whole = question.objective == "incidents"
    merged: dict[object, list[int]] = {}
    goals: dict[object, Goal] = {}
    for number, case in enumerate(found):
        goal = case.optimistic if optimistic else case.goal
        if whole:  # where incidents are counted, that one gets shorter counts for nothing
            goal = Goal(goal.top)
        alike = number if goal.parts else goal.top
        goals[alike] = goal
        merged.setdefault(alike, []).append(number)
    weighed = tuple(
        Weighed(goals[alike], sum(1.0 if whole else found[n].minutes for n in numbers))
        for alike, numbers in merged.items()
    )
    costs = tuple(float(question.costs.get(name, 1.0)) for name in names)
    return Covering(weighed, costs, float(question.limit), whole), tuple(
        map(tuple, merged.values())
    )
