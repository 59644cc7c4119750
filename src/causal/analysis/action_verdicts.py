"""What each action item does: the ways it closes or only hardens, and what hangs on it alone.

A way is a minimal cut set given the triggers, with no action counted. Removing a factor closes
every way that needs it; a barrier leaves a way open and makes it take the barrier's failure too;
a way that does not use the barrier's link is untouched.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from causal.analysis.consequences import Consequence, consequences
from causal.analysis.depth import Depth, depth_of_defence, layers_of, layers_on
from causal.analysis.interventions import Interventions, is_barrier
from causal.analysis.next_action import NextBest, next_best
from causal.analysis.one_action import ActionVerdict, FailurePath, IfNotDone, NoEffect, plain
from causal.analysis.result import Result, joined, part
from causal.analysis.scenario import chosen, recurrence
from causal.analysis.sets import FactorSets
from causal.errors import UnknownName
from causal.graph.families import minimal_sets
from causal.graph.structure import ancestors

if TYPE_CHECKING:
    import pandas

    from causal.analysis.cheapest import CheapestFix
    from causal.graph.budget import Clock
    from causal.graph.structure import Structure
    from causal.model import Action, Incident

__all__ = ["ByAction"]


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
        """The exact number of such ways."""
        return self._base.count

    @property
    def complete(self) -> bool:
        """Whether every way was judged."""
        return self._base.complete

    @part
    def _effects(self) -> Interventions:
        return Interventions(self.incident, self.actions, self.structure)

    @part
    def effective(self) -> frozenset[str]:
        """The actions that change what gets through, alone or with others of the scenario."""
        return self._effects.matters(self.actions, budget=self.clock)

    def _same_ways_without(self, *names: str) -> bool:
        """Return whether exactly the same gets through when none of these comes about."""
        effects, dropped = self._effects, set(names)
        if dropped.isdisjoint(self.effective):
            return True
        free, others = effects.barriers | dropped, effects.removals - dropped
        return dropped.isdisjoint(effects.matters(free, others, budget=self.clock))

    @part
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
        no_effect = self._no_effect(name, action, spared)
        return ActionVerdict(
            action=name,
            closes=() if barrier else touched,
            hardens=touched if barrier else (),
            stops_alone=not barrier and not self._effects.recurs({name}),
            sole_blocker_of=() if barrier else self._hangs_on(name, self._effects.removals),
            sole_defence_of=self._hangs_on(name, self.actions),
            no_effect=no_effect,
            redundant=no_effect is None and self._same_without(name),
            duplicates=duplicates,
            mitigates=spared,
            blocks_everything_upstream=tuple(
                f for f in action.addresses if not barrier and self.incident.because(f) is not None
            ),
            on_trigger=self._on_trigger(action),
        )

    @part
    def _triggers(self) -> tuple[str, ...]:
        return tuple(n for n, factor in self.incident.factors.items() if factor.kind == "trigger")

    def _on_trigger(self, action: Action) -> bool:
        removed = () if is_barrier(action) else action.addresses
        return bool(removed) and set(self._triggers).issuperset(removed)

    def _left_open(
        self, in_place: Collection[str], *, want: bool = True
    ) -> tuple[FailurePath, ...]:
        """Return the ways that are open (or are not) with these actions in place."""
        still = self._effects.open_paths(self.failure_paths, in_place)
        return tuple(
            way for way, is_open in zip(self.failure_paths, still, strict=True) if is_open == want
        )

    def _hangs_on(self, name: str, in_place: Iterable[str]) -> tuple[FailurePath, ...]:
        """Return the ways that these actions stop, and do not without this one."""
        names = set(in_place)
        without = self._left_open(names - {name})
        stopped = set(self._left_open(names, want=False))
        return tuple(way for way in without if way in stopped)

    def _no_effect(
        self, name: str, action: Action, spared: tuple[Consequence, ...]
    ) -> NoEffect | None:
        if name in self.effective or spared:
            return None
        ends = [action.on.effect] if action.on is not None else list(action.addresses)
        if self._on_trigger(action):
            return "a trigger alone"
        if any(end in self.amplifying for end in ends):
            return None
        taking_part = any(end in self.structure.node for end in ends)
        return "no way" if taking_part else "nothing drawn"

    def _same_without(self, *names: str) -> bool:
        """Return whether dropping these changes neither ways, nor layers, nor consequences."""
        if not self._same_ways_without(*names):
            return False
        less = self.without(*names)
        spared, before = (
            [bool(item.actions) for item in assessed.consequences] for assessed in (less, self)
        )
        same_layers = less.defence.layer_sets == self.defence.layer_sets
        same_depth = less.defence.independent == self.defence.independent
        return spared == before and same_layers and same_depth

    @part
    def redundant(self) -> tuple[str, ...]:
        """The actions each of which, alone, could be dropped without changing anything drawn."""
        return tuple(name for name, verdict in self.by_action.items() if verdict.redundant)

    @part
    def redundant_together(self) -> bool:
        """Whether all of `redundant` could be dropped at once, rather than one at a time."""
        return self._same_without(*self.redundant)

    def without(self, *ids: str) -> Self:
        """Return what would get through if these actions of the scenario slip.

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
            less = self.without(name)
            opens = not self._same_ways_without(name)
            found[name] = IfNotDone(opens, less.defence.layers, less.residual_cut_set_count)
        return found

    @part
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
        return depth_of_defence(self.incident, actions, upstream=upstream, budget=self.clock).layers

    @part
    def cheapest(self) -> CheapestFix:
        """The cheapest choice among all action items after which no way drawn remains."""
        from causal.analysis.cheapest import cheapest_fix

        return cheapest_fix(self.incident, budget=self.clock.budget)

    def verdicts_as_dict(self) -> dict[str, Any]:
        """Return the verdicts as plain data for JSON, sets as sorted lists.

        Raises:
            NotFinished: A diagram did not fit the budget.
        """
        return {
            "failure_paths": [sorted(path) for path in self.failure_paths],
            "failure_path_count": self.failure_path_count,
            "complete": self.complete,
            "by_action": {name: plain(verdict) for name, verdict in self.by_action.items()},
            "redundant": list(self.redundant),
            "redundant_together": self.redundant_together,
            "if_not_done": {name: asdict(left) for name, left in self.if_not_done.items()},
            "next_best": asdict(self.next_best),
        }

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per counted action.

        Columns: ``action, what, addresses, layers, effect, kind, owner, status, due``; numbers of
        failure paths in ``closes, hardens, sole_blocker_of, sole_defence_of``; ``no_effect,
        redundant, duplicates, mitigates, repairs_only, opens, depth_without``.
        """
        import pandas

        counted = ("closes", "hardens", "sole_blocker_of", "sole_defence_of")
        rows = []
        for name, verdict in self.by_action.items():
            action, left = self.actions[name], self.if_not_done[name]
            fields = ("effect", "kind", "owner", "status", "due")
            rows.append(
                {
                    "action": name,
                    "what": action.what,
                    "addresses": ", ".join(action.addresses),
                    "layers": ", ".join(layers_of(self.incident, action)),
                    **{field: getattr(action, field) for field in fields},
                    **{field: len(getattr(verdict, field)) for field in counted},
                    "no_effect": verdict.no_effect,
                    "redundant": verdict.redundant,
                    "duplicates": ", ".join(verdict.duplicates),
                    "mitigates": ", ".join(item.factor for item in verdict.mitigates),
                    "repairs_only": verdict.repairs_only,
                    "opens": left.opens,
                    "depth_without": left.depth,
                }
            )
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
