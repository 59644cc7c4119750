"""What the action items do: what would still get through, how deep the defence is, what is missed.

Every question here is about recurrence: triggers are held true, a `repair` counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from causal.analysis.action_verdicts import ByAction
from causal.analysis.consequences import Consequence, amplifying, consequences
from causal.analysis.depth import Depth, depth_of_defence, layers_of
from causal.analysis.readings import Verdict, verdict
from causal.analysis.result import AS_DRAWN, clock_of, finished, part
from causal.analysis.scenario import as_supposed, chosen, name_of, recurrence, triggers
from causal.analysis.sets import FactorSets
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure, open_nodes
from causal.graph.truth import still_true
from causal.model.expect import expect_incident
from causal.text.by_id import ById

if TYPE_CHECKING:
    from collections.abc import Mapping

    from causal.graph.budget import Budget, Clock
    from causal.graph.structure import Structure
    from causal.model import Action, Incident


def assess_actions(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    budget: Budget | None = None,
) -> Assessment:
    """Return what would still get through once the actions of a scenario are in place.

    Args:
        incident: The incident.
        scenario: ``planned`` (done or planned), ``done``, ``verified`` (done and seen to work), or
            the ids of the actions to suppose.
        budget: The limits of the answer, by default `Budget()`.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.
    """
    expect_incident(incident, "assess_actions")
    supposed = as_supposed(scenario)
    return Assessment(incident, chosen(incident, supposed), name_of(supposed), clock_of(budget))


class Assessment(ByAction):
    """The answer of `assess_actions`; members of sets are factor ids and ids of barrier actions.

    A residual cut set is what it still takes besides the triggers, which are held true: the
    empty set means that the triggers alone suffice. No set at all means that no failure path
    remains.
    """

    def __init__(
        self,
        incident: Incident,
        actions: Mapping[str, Action],
        scenario: str,
        clock: Clock | None = None,
        *,
        structure: Structure | None = None,
    ) -> None:
        settings = {"incident": incident, "actions": ById(actions), "scenario": scenario}
        self.__dict__.update(settings, clock=clock or clock_of(None))
        self.__dict__["structure"] = structure or compile_structure(incident)

    def with_actions(self, actions: Mapping[str, Action], scenario: str) -> Assessment:
        """Return the same question about other actions, on the same clock."""
        return Assessment(self.incident, actions, scenario, self.clock, structure=self.structure)

    @part
    def assumed(self) -> tuple[str, ...]:
        """The triggers, held true because the next change will come."""
        return triggers(self.incident, self.structure)

    @part
    def _residual(self) -> FactorSets:
        structure, network = recurrence(self.incident, self.actions, self.structure)
        return FactorSets(structure, minimal_sets(network, budget=self.clock), self.clock)

    @property
    def residual_cut_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal cut sets under the scenario: what would still get through."""
        return self._residual.listed

    @property
    def residual_cut_set_count(self) -> int:
        """The exact number of residual cut sets."""
        return self._residual.count

    @property
    def closed(self) -> bool:
        """Whether no failure path remains."""
        return self._residual.count == 0

    @part
    def defence(self) -> Depth:
        """The depth of defence, its minimal sets of layers, and drawn common causes."""
        return depth_of_defence(
            self.incident, self.actions, reading=self.structure.reading, budget=self.clock
        )

    @property
    def depth(self) -> int:
        """The fewest layers, or actions if those are fewer, that must all fail again.

        0 when some failure path is open.
        """
        return self.defence.depth

    @property
    def independent_depth(self) -> int:
        """The fewest failure causes, a drawn cause common to layers being one: a lower bound."""
        return self.defence.independent

    @part
    def if_all_of(self) -> Assessment:
        """The same with every *contributing* read as *all of*; this one reads it as *any of*."""
        if not open_nodes(self.incident) or self.structure.reading == "all":
            return self
        structure = compile_structure(self.incident, reading="all")
        return Assessment(
            self.incident, self.actions, self.scenario, self.clock, structure=structure
        )

    @property
    def closed_verdict(self) -> Verdict:
        """Whether no failure path remains: certain, open (by how causes combined) or never."""
        return verdict(self.closed, self.if_all_of.closed)

    @property
    def depth_range(self) -> tuple[int, int]:
        """The depth at the lowest and at the highest, by how causes that contributed combined."""
        return self.depth, self.if_all_of.depth

    @property
    def independent_depth_range(self) -> tuple[int, int]:
        """The same of the independent depth."""
        return self.independent_depth, self.if_all_of.independent_depth

    @property
    def depth_layer_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal sets of layers whose failure lets the outcome recur."""
        return self.defence.layer_sets

    @part
    def amplifying(self) -> frozenset[str]:
        """The factors that only made it worse, with what lies upstream of them."""
        return amplifying(self.incident, self.structure.node)

    @part
    def _every_trigger(self) -> tuple[str, ...]:
        """The basic triggers, also of what only made it worse."""
        factors = self.incident.factors.items()
        return tuple(name for name, f in factors if f.kind == "trigger" and f.is_basic)

    @part
    def orphan_factors(self) -> tuple[str, ...]:
        """The basic factors, gaps and amplifiers that nothing in the scenario acts on, as drawn.

        Not counted: triggers, factors accepted with a reason, and factors that are gone already
        because what they came from is removed.
        """
        lasting = [action for action in self.actions.values() if action.kind != "repair"]
        acted_on = {factor for action in lasting for factor in action.addresses}
        acted_on |= {action.on.cause for action in lasting if action.on}
        removed = {t.factor for t in self._targets if not t.is_barrier}
        reading = self.structure.reading
        standing = still_true(self.incident, removed, self._every_trigger, reading=reading)
        return tuple(
            name
            for name, factor in self.incident.factors.items()
            if name not in acted_on
            and name in standing
            and (name in self.structure.node or name in self.amplifying)
            and (factor.is_basic or factor.is_gap)
            and factor.accepted is None
            and factor.kind != "trigger"
        )

    @part
    def orphan_actions(self) -> tuple[str, ...]:
        """The actions that act on nothing that led to the outcome or made it worse."""
        reached = self.amplifying | frozenset(self.structure.node)
        return tuple(
            name
            for name, action in self.actions.items()
            if reached.isdisjoint([action.on.effect] if action.on else action.addresses)
        )

    @part
    def repairs(self) -> tuple[str, ...]:
        """The actions that undo this instance and so prevent no recurrence."""
        return tuple(name for name, action in self.actions.items() if action.kind == "repair")

    @part
    def on_triggers_only(self) -> tuple[str, ...]:
        """The actions that act on basic triggers alone: the next change will come all the same."""
        held = set(self._every_trigger)
        acting = {target.action for target in self._targets}
        return tuple(
            name
            for name, action in self.actions.items()
            if action.kind != "repair"
            and name not in acting
            and action.addresses
            and held.issuperset(action.addresses)
        )

    @part
    def blocks_everything_upstream(self) -> tuple[str, ...]:
        """The actions that remove factors with causes: counted on to stop whatever leads there."""
        found = {
            target.action
            for target in self._targets
            if not target.is_barrier and self.incident.because(target.factor) is not None
        }
        return tuple(name for name in self.actions if name in found)

    @part
    def by_layer(self) -> dict[str, tuple[str, ...]]:
        """For each layer, in layer order, the actions that harden it; repairs left out."""
        found: dict[str, list[str]] = {}
        for name, layers in layers_of(self.incident, self.actions).items():
            for layer in layers:
                found.setdefault(layer, []).append(name)
        order = [*self.incident.layer_names, *found]
        return {layer: tuple(found[layer]) for layer in dict.fromkeys(order) if layer in found}

    @part
    def consequences(self) -> tuple[Consequence, ...]:
        """Every *worsened by*, and the actions that would mitigate it the next time."""
        return consequences(self.incident, self.actions, self.structure.reading, self.clock)

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Actions ({self.scenario}): {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists.

        What did not fit the budget is None, and why stands under ``not_finished``.
        """
        return finished(
            {
                "incident": lambda: self.incident.id,
                "scenario": lambda: self.scenario,
                "actions": lambda: list(self.actions),
                "assumed": lambda: list(self.assumed),
                "residual_cut_set_count": lambda: self.residual_cut_set_count,
                "residual_cut_sets": lambda: [
                    sorted(members) for members in self.residual_cut_sets
                ],
                "closed": lambda: self.closed_verdict,
                "depth": lambda: self.depth,
                "depth_range": lambda: list(self.depth_range),
                "depth_by_actions": lambda: self.defence.actions,
                "depth_by_layers": lambda: self.defence.layers,
                "weakest": lambda: sorted(self.defence.weakest),
                "action_sets": lambda: [sorted(members) for members in self.defence.action_sets],
                "independent_depth": lambda: self.independent_depth,
                "depth_layer_sets": lambda: [sorted(members) for members in self.depth_layer_sets],
                "orphan_factors": lambda: list(self.orphan_factors),
                "orphan_actions": lambda: list(self.orphan_actions),
                "repairs": lambda: list(self.repairs),
                "on_triggers_only": lambda: list(self.on_triggers_only),
                "blocks_everything_upstream": lambda: list(self.blocks_everything_upstream),
                "by_layer": lambda: {layer: list(names) for layer, names in self.by_layer.items()},
                "consequences": lambda: [asdict(item) for item in self.consequences],
                **self.verdict_parts(),
                "caveat": lambda: AS_DRAWN,
            }
        )
