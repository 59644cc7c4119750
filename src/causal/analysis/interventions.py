"""The structure function with one condition per action, *this action fails*, triggers held true.

A factor is there only when every action that removes it has failed, and a cause has its effect
only when every barrier on their link has. So one compiled function answers for every set of
actions, and what each of them does to each way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from causal.analysis.scenario import triggers
from causal.graph.counterfactual import outcome_survives
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.graph.structure import Structure
    from causal.model import Action, Incident

__all__ = ["Interventions", "is_barrier"]


def is_barrier(action: Action) -> bool:
    """Return whether an action hardens a link rather than removes a factor."""
    return action.effect == "adds_barrier" and action.on is not None


class Interventions:
    """What any choice among some actions leaves of the outcome, given the triggers.

    Args:
        incident: The incident.
        actions: The actions to choose among; repairs prevent no recurrence and are left out.
        structure: The incident's structure function.
    """

    def __init__(
        self, incident: Incident, actions: Mapping[str, Action], structure: Structure
    ) -> None:
        counted = {name: a for name, a in actions.items() if a.kind != "repair"}
        factors: dict[str, tuple[str, ...]] = {}
        links: dict[tuple[str, str], tuple[str, ...]] = {}
        for name, action in counted.items():
            if is_barrier(action) and action.on is not None:
                link = (action.on.cause, action.on.effect)
                links[link] = (*links.get(link, ()), name)
            else:
                for factor in action.addresses:
                    factors[factor] = (*factors.get(factor, ()), name)
        compiled = compile_structure(incident, guards=factors, link_guards=links)
        self.barriers = frozenset(name for name, a in counted.items() if is_barrier(a))
        self.removals = frozenset(counted) - self.barriers
        self._network = compiled.restrict(dict.fromkeys(triggers(incident, structure), True))
        variables = compiled.variable
        self._factor = {name: variables[name, "factor"] for name in compiled.basic}
        self._fails = {n: variables[n, "guard"] for n in counted if (n, "guard") in variables}

    def open_paths(
        self, ways: Sequence[frozenset[str]], in_place: Iterable[str] = ()
    ) -> list[bool]:
        """Return for each set of basic factors whether it still suffices, given the triggers.

        Args:
            ways: Sets of basic factors; every other one is absent.
            in_place: The actions that work; all others have failed.
        """
        if isinstance(self._network, bool):
            return [self._network] * len(ways)
        stopped = [self._fails[name] for name in in_place if name in self._fails]
        forced = [
            [*stopped, *(v for name, v in self._factor.items() if name not in way)] for way in ways
        ]
        return outcome_survives(self._network, forced)

    def recurs(self, in_place: Iterable[str]) -> bool:
        """Return whether some way drawn is left once these actions work."""
        return self.open_paths([frozenset(self._factor)], in_place)[0]

    def matters(
        self,
        among: Iterable[str],
        in_place: Iterable[str] = (),
        *,
        budget: Budget | Clock | None = None,
    ) -> frozenset[str]:
        """Return the actions that change what gets through, alone or with others of `among`.

        Args:
            among: The actions that may work or fail.
            in_place: The actions that work whatever else; what is in neither has failed.
            budget: What the diagram may cost.

        Raises:
            NotFinished: The diagram did not fit the budget.
        """
        free, fixed = set(among), set(in_place)
        held = {v: name not in fixed for name, v in self._fails.items() if name not in free}
        network = self._network
        if isinstance(network, bool):
            return frozenset()
        support = minimal_sets(network.restrict(held), budget=budget).support
        return frozenset(n for n in free if n in self._fails and support >> self._fails[n] & 1)
