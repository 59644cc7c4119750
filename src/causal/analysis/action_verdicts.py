"""What each action item does: the ways it closes or only hardens, and what hangs on it alone.

A way is a minimal cut set given the triggers, with no action counted. Removing a factor closes
every way that needs it; a barrier leaves a way open and makes it take the barrier's failure too;
a way that does not use the barrier's link is untouched.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.consequences import Consequence, consequences
from causal.analysis.depth import depth_of_defence, layers_on
from causal.analysis.interventions import Interventions, is_barrier
from causal.analysis.next_action import NextBest, next_best
from causal.analysis.one_action import ActionVerdict, Nothing, Slip, Way, plain
from causal.analysis.result import AS_DRAWN, Result, joined
from causal.analysis.scenario import chosen, recurrence
from causal.analysis.sets import FactorSets
from causal.errors import MissingExtra, NotFinished, UnknownName
from causal.graph.families import minimal_sets
from causal.graph.structure import ancestors

if TYPE_CHECKING:
    import pandas

    from causal.analysis.cheapest import CheapestFix
    from causal.model import Action, Incident

__all__ = ["ActionVerdicts", "judge_actions"]


def judge_actions(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    max_sets: int | None = 1000,
    seconds: float | None = 60.0,
    memory: float | None = 1.0,
) -> ActionVerdicts:
    """Return what each action of a scenario does, and what hangs on it alone.

    Args:
        incident: The incident.
        scenario: ``planned`` (done or planned), ``done``, ``verified``, or the ids of actions.
        max_sets: How many ways to judge at most, the shortest first; None for all.
        seconds: The time each family of sets may take; None for no limit.
        memory: About how many GiB it may take; None for no limit.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.
    """
    limits = {"seconds": seconds, "memory": memory}
    return ActionVerdicts(assess_actions(incident, scenario, max_sets=max_sets, **limits))


class ActionVerdicts(Result):
    """The answer of `judge_actions`; members of ways are ids of basic factors."""

    def __init__(self, plan: Assessment) -> None:
        self.__dict__.update(plan=plan, incident=plan.incident, actions=plan.actions)

    plan: Assessment
    incident: Incident
    actions: dict[str, Action]

    @cached_property
    def _base(self) -> FactorSets:
        structure, network = recurrence(self.incident, {}, self.plan.structure)
        family = minimal_sets(network, budget=self.plan.budget)
        return FactorSets(structure, family, self.plan.max_sets)

    @property
    def ways(self) -> tuple[Way, ...]:
        """What suffices for the outcome, besides the triggers, with no action counted."""
        return self._base.listed

    @property
    def way_count(self) -> int:
        """The exact number of such ways."""
        return self._base.count

    @property
    def complete(self) -> bool:
        """Whether every way was judged."""
        return self._base.complete

    @cached_property
    def _effects(self) -> Interventions:
        return Interventions(self.incident, self.actions, self.plan.structure)

    @cached_property
    def effective(self) -> frozenset[str]:
        """The actions that change what gets through, alone or with others of the scenario."""
        return self._effects.matters(self.actions, budget=self.plan.budget)

    def _same_ways_without(self, *names: str) -> bool:
        """Return whether exactly the same gets through when none of these comes about."""
        effects, dropped = self._effects, set(names)
        if dropped.isdisjoint(self.effective):
            return True
        free, others = effects.barriers | dropped, effects.removals - dropped
        return dropped.isdisjoint(effects.matters(free, others, budget=self.plan.budget))

    @cached_property
    def by_action(self) -> Mapping[str, ActionVerdict]:
        """The verdict on each counted action, in file order.

        Raises:
            NotFinished: A diagram did not fit the budget.
        """
        return {name: self._verdict(name, action) for name, action in self.actions.items()}

    def _verdict(self, name: str, action: Action) -> ActionVerdict:
        target = _target(self.incident, action)
        duplicates = tuple(
            other
            for other, twin in self.actions.items()
            if other != name and _target(self.incident, twin) == target
        )
        if action.kind == "repair":
            return ActionVerdict(name, repairs_only=True, duplicates=duplicates)
        spares = consequences(self.incident, {name: action}, self._triggers)
        spared = tuple(item for item in spares if item.actions)
        touched = self._left_open({name}, want=False)
        barrier = is_barrier(action)
        nothing = self._nothing(name, action, spared)
        return ActionVerdict(
            action=name,
            closes=() if barrier else touched,
            hardens=touched if barrier else (),
            stops_alone=not barrier and not self._effects.recurs({name}),
            only_closer_of=() if barrier else self._hangs_on(name, self._effects.removals),
            sole_defence_of=self._hangs_on(name, self.actions),
            nothing=nothing,
            redundant=nothing is None and self._same_without(name),
            duplicates=duplicates,
            spares=spared,
            claims_all_below=tuple(
                f for f in action.addresses if not barrier and self.incident.because(f) is not None
            ),
            on_trigger=self._on_trigger(action),
        )

    @cached_property
    def _triggers(self) -> tuple[str, ...]:
        return tuple(n for n, factor in self.incident.factors.items() if factor.kind == "trigger")

    def _on_trigger(self, action: Action) -> bool:
        removed = () if is_barrier(action) else action.addresses
        return bool(removed) and set(self._triggers).issuperset(removed)

    def _left_open(self, in_place: Collection[str], *, want: bool = True) -> tuple[Way, ...]:
        """Return the ways that are open (or are not) with these actions in place."""
        still = self._effects.open_ways(self.ways, in_place)
        return tuple(way for way, is_open in zip(self.ways, still, strict=True) if is_open == want)

    def _hangs_on(self, name: str, in_place: Iterable[str]) -> tuple[Way, ...]:
        """Return the ways that these actions stop, and do not without this one."""
        names = set(in_place)
        without = self._left_open(names - {name})
        stopped = set(self._left_open(names, want=False))
        return tuple(way for way in without if way in stopped)

    def _nothing(
        self, name: str, action: Action, spared: tuple[Consequence, ...]
    ) -> Nothing | None:
        if name in self.effective or spared:
            return None
        ends = [action.on.effect] if action.on is not None else list(action.addresses)
        if self._on_trigger(action):
            return "a trigger alone"
        if any(end in self.plan.amplifying for end in ends):
            return None
        taking_part = any(end in self.plan.structure.node for end in ends)
        return "no way" if taking_part else "nothing drawn"

    def _same_without(self, *names: str) -> bool:
        """Return whether dropping these changes neither ways, nor layers, nor consequences."""
        if not self._same_ways_without(*names):
            return False
        less, plan = self.without(*names), self.plan
        spared, before = (
            [bool(item.actions) for item in assessed.consequences] for assessed in (less, plan)
        )
        same_layers = less.defence.layer_sets == plan.defence.layer_sets
        return spared == before and same_layers and less.independent_depth == plan.independent_depth

    @cached_property
    def redundant(self) -> tuple[str, ...]:
        """The actions each of which, alone, could be dropped without changing anything drawn."""
        return tuple(name for name, verdict in self.by_action.items() if verdict.redundant)

    @cached_property
    def redundant_together(self) -> bool:
        """Whether all of `redundant` could be dropped at once, rather than one at a time."""
        return self._same_without(*self.redundant)

    def without(self, *ids: str) -> Assessment:
        """Return what would get through if these actions of the scenario slip.

        Raises:
            UnknownName: The scenario counts no such action.
        """
        for name in ids:
            if name not in self.actions:
                raise UnknownName("counted action", name, self.actions)
        left = {name: action for name, action in self.actions.items() if name not in ids}
        title = f"{self.plan.scenario} without {joined(ids, 'exception')}"
        plan = self.plan
        return Assessment(
            self.incident,
            left,
            title,
            max_sets=plan.max_sets,
            budget=plan.budget,
            structure=plan.structure,
        )

    @cached_property
    def if_slips(self) -> Mapping[str, Slip]:
        """For each counted action, what is left when it alone does not come about."""
        found = {}
        for name in self.actions:
            less = self.without(name)
            opens = not self._same_ways_without(name)
            found[name] = Slip(opens, less.depth, less.residual_cut_set_count)
        return found

    @cached_property
    def next_best(self) -> NextBest:
        """The counted action, not done yet, that from what is done raises the depth most."""
        done = chosen(self.incident, "done")
        waiting = {
            name: action
            for name, action in self.actions.items()
            if name not in done and action.kind != "repair"
        }
        return next_best(tuple(done), waiting, self._depth_with)

    def _depth_with(self, names: Collection[str]) -> int:
        actions = {name: self.incident.actions[name] for name in names}
        upstream = ancestors(self.incident)
        budget = self.plan.budget
        return depth_of_defence(self.incident, actions, upstream=upstream, budget=budget).layers

    @cached_property
    def cheapest(self) -> CheapestFix:
        """The cheapest choice among all action items after which no way drawn remains."""
        from causal.analysis.cheapest import cheapest_fix

        return cheapest_fix(self.incident)

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Each action ({self.plan.scenario}): {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists.

        Raises:
            NotFinished: A diagram did not fit the budget.
        """
        try:
            cheapest = self.cheapest.to_dict()
        except (MissingExtra, NotFinished):
            cheapest = None
        return {
            "incident": self.incident.id,
            "scenario": self.plan.scenario,
            "ways": [sorted(way) for way in self.ways],
            "way_count": self.way_count,
            "complete": self.complete,
            "actions": {name: plain(verdict) for name, verdict in self.by_action.items()},
            "redundant": list(self.redundant),
            "redundant_together": self.redundant_together,
            "if_slips": {name: asdict(slip) for name, slip in self.if_slips.items()},
            "next_best": asdict(self.next_best),
            "cheapest": cheapest,
            "caveat": AS_DRAWN,
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per counted action.

        Columns: ``action, what, status, closes, hardens, only_closer_of, sole_defence_of``
        (numbers of ways), ``nothing, redundant, duplicates, spares, repairs_only, opens,
        depth_without``.
        """
        import pandas

        ways = ("closes", "hardens", "only_closer_of", "sole_defence_of")
        rows = [
            {
                "action": name,
                "what": self.actions[name].what,
                "status": self.actions[name].status,
                **{field: len(getattr(verdict, field)) for field in ways},
                "nothing": verdict.nothing,
                "redundant": verdict.redundant,
                "duplicates": ", ".join(verdict.duplicates),
                "spares": ", ".join(item.factor for item in verdict.spares),
                "repairs_only": verdict.repairs_only,
                "opens": self.if_slips[name].opens,
                "depth_without": self.if_slips[name].depth,
            }
            for name, verdict in self.by_action.items()
        ]
        return pandas.DataFrame(rows)


def _target(incident: Incident, action: Action) -> tuple[object, ...]:
    """Return what makes two actions duplicates: what they act on, how, and in which layer.

    One that acts on nothing is no duplicate of anything: it is its own target.
    """
    repair = action.kind == "repair"
    if is_barrier(action):
        return action.on, layers_on(incident, action), repair
    if not action.addresses:
        return (id(action),)
    return frozenset((f, layers_on(incident, action, f)) for f in action.addresses), repair
