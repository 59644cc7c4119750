"""What each action item does: the paths it blocks or only hardens, what depends on it alone.

A failure path is a minimal cut set given the triggers, with no action counted. Removing a factor
blocks every path that needs it; a barrier leaves a path open and makes it take that barrier's
failure too; a path that does not use the barrier's link is untouched.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from causal.analysis.consequences import Consequence
from causal.analysis.depth import Depth, depth_of_defence, layers_of
from causal.analysis.interventions import Interventions
from causal.analysis.next_action import NextBest, next_best
from causal.analysis.one_action import (
    ActionVerdict,
    FailurePath,
    IfNotDone,
    NoEffect,
    frame_of,
    plain,
)
from causal.analysis.readings import Verdict, verdict
from causal.analysis.result import Result, joined, part
from causal.analysis.scenario import chosen, recurrence
from causal.analysis.sets import FactorSets
from causal.analysis.targets import Target, targets
from causal.errors import NotFinished, UnknownName
from causal.graph.families import minimal_sets
from causal.graph.structure import open_nodes

if TYPE_CHECKING:
    import pandas

    from causal.analysis.cheapest import CheapestFix
    from causal.graph.budget import Clock
    from causal.graph.structure import Structure
    from causal.model import Action, Incident


class ByAction(Result):
    """What each action of a scenario does; members of failure paths are ids of basic factors."""

    incident: Incident
    actions: dict[str, Action]
    scenario: str
    structure: Structure
    clock: Clock
    amplifying: frozenset[str]
    consequences: tuple[Consequence, ...]
    defence: Depth
    on_triggers_only: tuple[str, ...]

    @property
    @abstractmethod
    def residual_cut_set_count(self) -> int:
        """The exact number of residual cut sets."""

    @property
    @abstractmethod
    def depth(self) -> int:
        """The depth of defence."""

    @property
    @abstractmethod
    def depth_range(self) -> tuple[int, int]:
        """The depth at the lowest and at the highest, by how causes combined."""

    @property
    @abstractmethod
    def closed_verdict(self) -> Verdict:
        """Whether no failure path remains."""

    @property
    @abstractmethod
    def if_all_of(self) -> Self:
        """The same with every *contributing* read as *all of*."""

    @abstractmethod
    def with_actions(self, actions: Mapping[str, Action], scenario: str) -> Self:
        """Return the same question about other actions."""

    @part
    def _base(self) -> FactorSets:
        structure, network = recurrence(self.incident, {}, self.structure)
        family = minimal_sets(network, budget=self.clock)
        return FactorSets(structure, family, self.clock)

    @property
    def failure_paths(self) -> tuple[FailurePath, ...]:
        """What suffices for the outcome, besides the triggers, with no action counted."""
        return self._base.listed

    @property
    def failure_path_count(self) -> int:
        """The exact number of such paths."""
        return self._base.count

    @property
    def complete(self) -> bool:
        """Whether every failure path was judged."""
        return self._base.complete

    @part
    def _targets(self) -> tuple[Target, ...]:
        return targets(self.incident, self.actions)

    @part
    def _effects(self) -> Interventions:
        return Interventions(self.incident, self._targets, self.structure)

    @part
    def effective(self) -> frozenset[str]:
        """The actions that change what gets through, alone or with others of the scenario."""
        return self._effects.effective(self.clock)

    def _same_paths_without(self, *names: str) -> bool:
        """Return whether exactly the same gets through when none of these comes about."""
        dropped = self.effective.intersection(names)
        return not dropped or not self._effects.changed_without(dropped, self.clock)

    @part
    def by_action(self) -> Mapping[str, ActionVerdict]:
        """The verdict on each counted action, in file order; each says if it is not finished."""
        found = {}
        for name, action in self.actions.items():
            try:
                self.clock.check()
                found[name] = self._verdict(name, action)
            except NotFinished as error:
                found[name] = ActionVerdict(name, not_finished=str(error))
        return found

    def _verdict(self, name: str, action: Action) -> ActionVerdict:
        duplicates = tuple(other for other in self._twins[self._acts[name]] if other != name)
        if action.kind == "repair":
            return ActionVerdict(name, repairs_only=True, duplicates=duplicates)
        spared = tuple(item for item in self.consequences if name in item.actions)
        touched = self._left_open({name}, want=False)
        closed = self._left_open({name}, want=False, barriers=False)
        no_effect = self._no_effect(name, action, spared)
        # What only hardens links of what made it worse has no verdict here that could change.
        counts = name in self.effective or bool(spared)
        redundant = counts and self._droppable(name)
        return ActionVerdict(
            action=name,
            closes=closed,
            hardens=tuple(path for path in touched if path not in set(closed)),
            stops_alone=(stops := self._stops_alone(name)),
            stops_alone_verdict=verdict(stops, self.if_all_of._stops_alone(name)),
            sole_blocker_of=self._hangs_on(name, barriers=False),
            sole_defence_of=self._hangs_on(name),
            no_effect=no_effect,
            redundant=redundant,
            second_line=counts and not redundant and self._same_without(name),
            duplicates=duplicates,
            mitigates=spared,
            blocks_everything_upstream=tuple(
                target.factor
                for target in self._targets
                if target.action == name
                and not target.is_barrier
                and self.incident.because(target.factor) is not None
            ),
            on_trigger=name in self.on_triggers_only,
        )

    def _stops_alone(self, name: str) -> bool:
        return not self._effects.recurs({name}, barriers=False)

    @part
    def _acts(self) -> dict[str, tuple[object, ...]]:
        """For each action what makes another one its duplicate: where it acts, in which layer.

        One that acts on nothing is no duplicate of anything.
        """
        acts: dict[str, set[object]] = {name: set() for name in self.actions}
        for target in self._targets:
            acts[target.action].add((target.part, target.layer))
        for name, action in self.actions.items():
            if not acts[name]:
                acts[name].update(action.addresses or [(name,)])
        return {
            name: (frozenset(places), self.actions[name].kind == "repair")
            for name, places in acts.items()
        }

    @part
    def _twins(self) -> dict[tuple[object, ...], list[str]]:
        twins: dict[tuple[object, ...], list[str]] = {}
        for name, places in self._acts.items():
            twins.setdefault(places, []).append(name)
        return twins

    def _left_open(
        self, in_place: Collection[str], *, want: bool = True, barriers: bool = True
    ) -> tuple[FailurePath, ...]:
        """Return the paths that are open (or are not) with these actions in place."""
        still = self._effects.open_paths(self.failure_paths, in_place, barriers=barriers)
        pairs = zip(self.failure_paths, still, strict=True)
        return tuple(path for path, is_open in pairs if is_open == want)

    def _hangs_on(self, name: str, *, barriers: bool = True) -> tuple[FailurePath, ...]:
        """Return the paths that the actions stop, and do not without this one."""
        without = self._left_open(self.actions.keys() - {name}, barriers=barriers)
        stopped = self._stopped[barriers]
        return tuple(path for path in without if path in stopped)

    @part
    def _stopped(self) -> dict[bool, frozenset[FailurePath]]:
        """The paths that all actions stop, with their barriers and by removals alone."""
        return {
            barriers: frozenset(self._left_open(self.actions, want=False, barriers=barriers))
            for barriers in (True, False)
        }

    def _no_effect(
        self, name: str, action: Action, spared: tuple[Consequence, ...]
    ) -> NoEffect | None:
        if name in self.effective or spared:
            return None
        if name in self.on_triggers_only:
            return "a trigger alone"
        ends = [action.on.effect] if action.on is not None else list(action.addresses)
        if any(end in self.amplifying for end in ends):
            return None
        taking_part = any(end in self.structure.node for end in ends)
        return "no failure path" if taking_part else "nothing drawn"

    def _droppable(self, *names: str) -> bool:
        """Return whether these may be dropped: nothing changes, nor among the done or verified.

        Where causes contributed, it holds however they combined: read as any and as all of them,
        and never of an action on what leads into them, which some way in between may need.
        """
        if not self._leading_to_open.isdisjoint(
            end for name in names for end in _ends(self.incident.actions[name])
        ):
            return False
        sets = [self]
        for scenario in ("done", "verified"):
            counted = chosen(self.incident, scenario)
            if not counted.keys().isdisjoint(names) and counted.keys() != self.actions.keys():
                sets.append(self.with_actions(counted, scenario))
        sets += [plan.if_all_of for plan in sets if plan.if_all_of is not plan]
        for plan in sets:
            counted_here = [name for name in names if name in plan.actions]
            if not plan.defence.in_action_sets.isdisjoint(counted_here):
                return False
        return all(
            plan._same_without(*(name for name in names if name in plan.actions)) for plan in sets
        )

    @part
    def _leading_to_open(self) -> frozenset[str]:
        """What leads to a node of which it is not stated how its causes combined."""
        found: dict[str, None] = {}
        waiting = list(open_nodes(self.incident))
        while waiting:
            gate = self.incident.because(waiting.pop())
            fresh = [x.cause for x in (gate.links() if gate else ()) if x.cause not in found]
            found.update(dict.fromkeys(fresh))
            waiting += fresh
        return frozenset(found)

    def _same_without(self, *names: str) -> bool:
        """Return whether dropping these changes neither paths, nor layers, nor consequences."""
        if not self._same_paths_without(*names):
            return False
        less = self.without(*names)
        spared, before = (
            [bool(item.actions) for item in assessed.consequences] for assessed in (less, self)
        )
        if spared != before:
            return False
        # Even where every layer keeps its guards, fewer actions may have to fail.
        same_layers = less.defence.layer_sets == self.defence.layer_sets
        return same_layers and less.defence.independent == self.defence.independent

    @part
    def redundant(self) -> tuple[str, ...]:
        """The actions each of which, alone, could be dropped without changing anything drawn."""
        return tuple(name for name, found in self.by_action.items() if found.redundant)

    @part
    def redundant_together(self) -> bool:
        """Whether all of `redundant` could be dropped at once, rather than one at a time."""
        return self._droppable(*self.redundant)

    def without(self, *ids: str) -> Self:
        """Return what would get through if these actions of the scenario are not done.

        Raises:
            UnknownName: The scenario counts no such action.
        """
        for name in ids:
            if name not in self.actions:
                raise UnknownName("counted action", name, self.actions)
        left = {name: action for name, action in self.actions.items() if name not in ids}
        return self.with_actions(left, f"{self.scenario} without {joined(ids, 'exception')}")

    @part
    def if_not_done(self) -> Mapping[str, IfNotDone]:
        """For each counted action, what is left when it alone does not come about."""
        found = {}
        for name in self.actions:
            try:
                self.clock.check()
                less = self.without(name)
                opens = not self._same_paths_without(name)
                count = less.residual_cut_set_count if opens else self.residual_cut_set_count
                found[name] = IfNotDone(
                    opens,
                    less.depth,
                    count,
                    closed=less.closed_verdict,
                    depth_range=less.depth_range,
                )
            except NotFinished as error:
                found[name] = IfNotDone(None, None, None, str(error))
        return found

    @part
    def next_best(self) -> NextBest:
        """The counted action, not done yet, that raises the depth most for its cost."""
        done = chosen(self.incident, "done")
        waiting = {
            name: action
            for name, action in self.actions.items()
            if name not in done and action.kind != "repair"
        }

        def cheapest(depth: int) -> tuple[str, ...]:
            from causal.analysis.cheapest import cheapest_raise

            return cheapest_raise(self.incident, done, waiting, depth, self.clock)

        return next_best(tuple(done), waiting, self._depth_with, cheapest)

    def _depth_with(self, names: Collection[str]) -> int:
        self.clock.check()
        actions = {name: self.incident.actions[name] for name in names}
        reading = self.structure.reading
        return depth_of_defence(self.incident, actions, reading=reading, budget=self.clock).depth

    @part
    def cheapest(self) -> CheapestFix:
        """The cheapest choice among all action items after which no failure path remains."""
        from causal.analysis.cheapest import cheapest_fix

        return cheapest_fix(self.incident, budget=self.clock.budget)

    def verdict_parts(self) -> dict[str, Callable[[], Any]]:
        """Return what makes the verdicts plain data for JSON, sets as sorted lists."""
        return {
            "failure_paths": lambda: [sorted(path) for path in self.failure_paths],
            "failure_path_count": lambda: self.failure_path_count,
            "complete": lambda: self.complete,
            "by_action": lambda: {name: plain(found) for name, found in self.by_action.items()},
            "redundant": lambda: list(self.redundant),
            "redundant_together": lambda: self.redundant_together,
            "if_not_done": lambda: {name: asdict(left) for name, left in self.if_not_done.items()},
            "next_best": lambda: asdict(self.next_best),
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per counted action.

        Columns: ``action, what, addresses, layers, effect, kind, owner, status, due``; numbers of
        failure paths in ``closes, hardens, sole_blocker_of, sole_defence_of``; ``no_effect,
        redundant, duplicates, mitigates, repairs_only, opens, depth_without``.
        """
        layers = layers_of(self.incident, self.actions)
        return frame_of(self.actions, layers, self.by_action, self.if_not_done)


def _ends(action: Action) -> tuple[str, ...]:
    """Return the factors that an action acts on, or whose link out it bars."""
    return action.addresses if action.on is None else (action.on.cause,)
