"""The structure function with conditions per action, *this action fails*, triggers held true.

A factor is there only when every action that removes it has failed, and a cause has its effect
only when every barrier on their link has. So one compiled function answers for every set of
actions, and what each of them does to each failure path.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from causal.analysis.scenario import triggers
from causal.analysis.targets import guards_by_action
from causal.graph.counterfactual import outcome_survives
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure

if TYPE_CHECKING:
    from causal.analysis.targets import Target
    from causal.graph.budget import Budget, Clock
    from causal.graph.structure import Structure
    from causal.model import Incident

_BARRIER = "\0"
"""What marks the condition that an action fails as a barrier, apart from as a removal."""


class Interventions:
    """What any choice among some actions leaves of the outcome, given the triggers.

    Args:
        incident: The incident.
        targets: Where the actions to choose among act.
        structure: The incident's structure function.
    """

    def __init__(
        self, incident: Incident, targets: tuple[Target, ...], structure: Structure
    ) -> None:
        factors: dict[str, tuple[str, ...]] = {}
        links: dict[tuple[str, str], tuple[str, ...]] = {}
        for target in targets:
            if isinstance(target.part, str):
                factors[target.part] = (*factors.get(target.part, ()), target.action)
            else:
                name = target.action + _BARRIER
                links[target.part] = (*links.get(target.part, ()), name)
        compiled = compile_structure(
            incident, guards=factors, link_guards=links, reading=structure.reading
        )
        self._incident, self._structure, self._targets = incident, structure, targets
        self.barriers = frozenset(t.action for t in targets if t.is_barrier)
        self.removals = frozenset(t.action for t in targets if not t.is_barrier)
        held = dict.fromkeys(triggers(incident, structure), True)
        self._network = compiled.restrict(held)
        variables = compiled.variable
        self._factor = {name: variables[name, "factor"] for name in compiled.basic}
        self._fails = {name: at for (name, kind), at in variables.items() if kind == "guard"}

    def _conditions(self, actions: Iterable[str], *, barriers: bool = True) -> list[int]:
        """Return the variables that say that these actions fail."""
        marks = ("", _BARRIER) if barriers else ("",)
        names = (name + mark for name in actions for mark in marks)
        return [self._fails[name] for name in names if name in self._fails]

    def open_paths(
        self,
        paths: Sequence[frozenset[str]],
        in_place: Iterable[str] = (),
        *,
        barriers: bool = True,
    ) -> list[bool]:
        """Return for each set of basic factors whether it still suffices, given the triggers.

        Args:
            paths: Sets of basic factors; every other one is absent.
            in_place: The actions that work; all others have failed.
            barriers: Whether their barriers hold as well.
        """
        if isinstance(self._network, bool):
            return [self._network] * len(paths)
        stopped = self._conditions(in_place, barriers=barriers)
        factors = self._factor.items()
        forced = [[*stopped, *(v for name, v in factors if name not in path)] for path in paths]
        return outcome_survives(self._network, forced)

    def recurs(self, in_place: Iterable[str], *, barriers: bool = True) -> bool:
        """Return whether some failure path is left once these actions work."""
        return self.open_paths([frozenset(self._factor)], in_place, barriers=barriers)[0]

    def effective(self, budget: Budget | Clock) -> frozenset[str]:
        """Return the actions that change what gets through, alone or with others.

        Raises:
            NotFinished: The diagram did not fit the budget.
        """
        if self.barriers & self.removals:
            return self._effective_as_one(budget)
        return self._deciding({}, budget)

    def _effective_as_one(self, budget: Budget | Clock) -> frozenset[str]:
        """Return the same where an action both removes and is a barrier: it fails as one."""
        guards = guards_by_action(self._targets)
        compiled = compile_structure(
            self._incident,
            guards={part: names for part, names in guards.items() if isinstance(part, str)},
            link_guards={part: of for part, of in guards.items() if not isinstance(part, str)},
            reading=self._structure.reading,
        )
        held = dict.fromkeys(triggers(self._incident, self._structure), True)
        support = minimal_sets(compiled.restrict(held), budget=budget).support
        conditions = compiled.variable.items()
        return frozenset(n for (n, kind), at in conditions if kind == "guard" and support >> at & 1)

    def changed_without(self, dropped: Collection[str], budget: Budget | Clock) -> bool:
        """Return whether other paths get through when some of the actions are not done.

        Raises:
            NotFinished: The diagram did not fit the budget.
        """
        others = (self.barriers | self.removals).difference(dropped)
        works = dict.fromkeys(self._conditions(others, barriers=False), False)
        return not self._deciding(works, budget).isdisjoint(dropped)

    def _deciding(self, held: Mapping[int, bool], budget: Budget | Clock) -> frozenset[str]:
        """Return the actions whose failing decides for some basic factors and failing others."""
        if isinstance(self._network, bool):
            return frozenset()
        support = minimal_sets(self._network.restrict(held), budget=budget).support
        return frozenset(
            name.removesuffix(_BARRIER) for name, at in self._fails.items() if support >> at & 1
        )
