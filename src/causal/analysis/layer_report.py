"""What each layer of defence did, what it alone would have stopped, and where it stands alone.

References:
    J. Reason, *Human error: models and management*, BMJ 320, 2000: 768-770 (layers with holes).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.explain import Explanation
from causal.analysis.layers import common_causes
from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.analysis.scenario import chosen, name_of
from causal.graph.counterfactual import outcome_survives
from causal.graph.families import minimal_sets
from causal.graph.structure import compile_structure
from causal.libraries import pandas
from causal.model.expect import expect_incident

if TYPE_CHECKING:
    from causal.analysis.depth import Depth
    from causal.graph.budget import Budget
    from causal.graph.structure import Structure
    from causal.model import Incident
    from causal.model.layers import LayerState


@dataclass(frozen=True, slots=True)
class FailurePath:
    """One minimal cut set and the layers on its path.

    Args:
        factors: The basic factors that together suffice.
        layers: The layers with a gap that it can come through, in layer order; empty when no
            layer drawn stands in it.
    """

    factors: frozenset[str]
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LayerLine:
    """One layer in one incident.

    Args:
        layer: Its name.
        state: As stated by the incident, else breached where it has gaps, else None.
        stated: The incident states the state.
        gaps: Its gaps that take part, in file order.
        amplifying: Its gaps that only made things worse.
        stops: How many of the listed paths it alone would have stopped.
        share_stopped: The same as a share, from 0 to 1; None when no path was listed, and when it
            stops all that are listed and yet not the outcome, which longer ones still reach.
        would_have_stopped: Had all its gaps been closed, the outcome would not have come about.
        hardened_done: The done actions that harden it.
        hardened_planned: The done or planned actions that harden it.
        stopped: What it stopped, as stated.
        known_gaps: Gaps known to be there that played no part.
    """

    layer: str
    state: LayerState | None
    stated: bool
    gaps: tuple[str, ...]
    amplifying: tuple[str, ...]
    stops: int
    share_stopped: float | None
    would_have_stopped: bool
    hardened_done: tuple[str, ...]
    hardened_planned: tuple[str, ...]
    stopped: str | None
    known_gaps: tuple[str, ...]


def assess_layers(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    budget: Budget | None = None,
) -> LayerReport:
    """Return what each layer did in an incident, and what hardens it.

    Args:
        incident: The incident.
        scenario: The actions that count as planned: ``planned``, ``done``, ``verified`` or ids.
        budget: The limits of the answer; its `max_sets` paths are held against the layers, the
            shortest first.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.
    """
    expect_incident(incident, "assess_layers")
    clock = clock_of(budget)
    plan = Assessment(incident, chosen(incident, scenario), name_of(scenario), clock)
    return LayerReport(Explanation(incident, clock), plan)


class LayerReport(Result):
    """The answer of `assess_layers`."""

    def __init__(self, why: Explanation, plan: Assessment) -> None:
        self.__dict__.update(why=why, plan=plan, incident=why.incident, clock=plan.clock)

    why: Explanation
    plan: Assessment
    incident: Incident

    @property
    def failure_path_count(self) -> int:
        """The exact number of minimal cut sets, triggers among their members."""
        return self.why.cut_set_count

    @property
    def complete(self) -> bool:
        """Whether `failure_paths`, and so each `share_stopped`, covers every minimal cut set."""
        return self.why.cut_set_count == len(self.why.cut_sets)

    @part
    def _holes(self) -> dict[str, tuple[str, ...]]:
        """For each layer with gaps that take part, these, in layer order."""
        return {name: v.gaps for name, v in self.why.layers.items() if v.gaps}

    @part
    def failure_paths(self) -> tuple[FailurePath, ...]:
        """Each minimal cut set, as far as listed, with the layers on its path.

        A layer is on the path when closing its gaps, alone or with those of others, would take
        away something that this path needs.
        """
        guards = {gap: (layer,) for layer, gaps in self._holes.items() for gap in gaps}
        reading = self.why.structure.reading
        structure = compile_structure(self.incident, guards=guards, reading=reading)
        return tuple(FailurePath(cut, self._on_path(structure, cut)) for cut in self.why.cut_sets)

    def _on_path(self, structure: Structure, cut: frozenset[str]) -> tuple[str, ...]:
        held = {structure.variable[n, "factor"]: n in cut for n in structure.basic}
        left = structure.network.restrict(held)
        support = minimal_sets(left, budget=self.clock).support
        variable = structure.variable
        return tuple(layer for layer in self._holes if support >> variable[layer, "guard"] & 1)

    @part
    def by_layer(self) -> Mapping[str, LayerLine]:
        """Each layer that has gaps, is spoken of or is hardened, in layer order.

        Raises:
            NotFinished: A diagram did not fit the budget.
        """
        done = assess_actions(self.incident, "done").by_layer
        planned = self.plan.by_layer
        named = {*self.why.layers, *done, *planned}
        order = [*self.incident.layer_names, *planned, *done]
        return {
            layer: self._line(layer, done.get(layer, ()), planned.get(layer, ()))
            for layer in dict.fromkeys(order)
            if layer in named
        }

    def _line(self, layer: str, done: tuple[str, ...], planned: tuple[str, ...]) -> LayerLine:
        verdict = self.why.layers.get(layer)
        stopped = verdict is not None and verdict.would_have_stopped
        note = self.incident.layers.get(layer)
        stops, total = self._stops.get(layer, 0), len(self.why.cut_sets)
        return LayerLine(
            layer=layer,
            state=verdict.state if verdict else None,
            stated=note is not None and note.state is not None,
            gaps=verdict.gaps if verdict else (),
            amplifying=verdict.amplifying if verdict else (),
            stops=stops,
            share_stopped=_share(stops, total, stopped),
            would_have_stopped=stopped,
            hardened_done=done,
            hardened_planned=planned,
            stopped=note.stopped if note else None,
            known_gaps=note.known_gaps if note else (),
        )

    @part
    def _stops(self) -> dict[str, int]:
        """For each layer with gaps, how many of the listed paths it alone would have stopped."""
        structure = self.why.structure
        node, variable = structure.node, structure.variable
        absent = [
            [variable[name, "factor"] for name in structure.basic if name not in cut]
            for cut in self.why.cut_sets
        ]
        found = {}
        for layer, gaps in self._holes.items():
            closed = [node[gap] for gap in gaps]
            survives = outcome_survives(structure.network, [[*gone, *closed] for gone in absent])
            found[layer] = survives.count(False)
        return found

    @part
    def single_points(self) -> tuple[str, ...]:
        """The layers each the only one in some listed path that would have stopped the outcome."""
        alone = {path.layers[0] for path in self.failure_paths if len(path.layers) == 1}
        stopping = set(self.why.stopping_layers)
        return tuple(layer for layer in self._holes if layer in alone & stopping)

    @property
    def failure_paths_without_layer(self) -> tuple[frozenset[str], ...]:
        """The listed paths in which no layer drawn stands."""
        return tuple(path.factors for path in self.failure_paths if not path.layers)

    @part
    def common_causes(self) -> Mapping[str, tuple[str, ...]]:
        """For each factor upstream of gaps in several layers, these layers, in layer order."""
        causes = common_causes(self.incident, self._holes)
        return {
            cause: tuple(layer for layer in self._holes if layer in layers)
            for cause, layers in causes.items()
        }

    @part
    def depths(self) -> Mapping[str, Depth]:
        """The depth of defence, and the independent depth, for verified, done and planned."""
        found = {}
        for scenario in ("verified", "done"):
            actions = chosen(self.incident, scenario)
            found[scenario] = Assessment(self.incident, actions, scenario, self.clock).defence
        return {**found, "planned": self.plan.defence}

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Layers ({self.plan.scenario}): {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists.

        What did not fit the budget is None, and why stands under ``not_finished``.
        """
        return finished(
            {
                "incident": lambda: self.incident.id,
                "scenario": lambda: self.plan.scenario,
                "layers": lambda: {name: asdict(line) for name, line in self.by_layer.items()},
                "failure_paths": lambda: [
                    {"factors": sorted(path.factors), "layers": list(path.layers)}
                    for path in self.failure_paths
                ],
                "failure_path_count": lambda: self.failure_path_count,
                "complete": lambda: self.complete,
                "single_points": lambda: list(self.single_points),
                "failure_paths_without_layer": lambda: [
                    sorted(path) for path in self.failure_paths_without_layer
                ],
                "common_causes": lambda: {
                    cause: list(names) for cause, names in self.common_causes.items()
                },
                "depths": lambda: {
                    name: {"depth": depth.depth, "independent_depth": depth.independent}
                    for name, depth in self.depths.items()
                },
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per layer, in layer order; the columns of `LayerLine`."""
        return pandas.DataFrame([asdict(line) for line in self.by_layer.values()])


def _share(stops: int, total: int, would_have_stopped: bool) -> float | None:
    if not total or (stops == total and not would_have_stopped):
        return None
    return float(Fraction(stops, total))
