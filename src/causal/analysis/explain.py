"""Why the outcome came about: cut sets, prevention sets, but-for factors, responsibility.

References:
    W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981 (minimal cut and path sets).
    A. Rauzy, *New algorithms for fault trees analysis*, Reliability Engineering and System
    Safety 40, 1993.
    P. Ladkin, *Causal Analysis using Why-Because Analysis*, 2001 (the counterfactual test).
    H. Chockler and J. Halpern, *Responsibility and blame*, JAIR 22, 2004.
    Z. W. Birnbaum, *On the importance of different components*, 1969.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.layers import LayerVerdict, layer_verdicts
from causal.analysis.readings import Narrowing, Verdict, narrowing, verdict
from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.analysis.sets import FactorSets
from causal.errors import CausalError, NotFinished, UnknownName
from causal.graph.budget import Budget, Clock, budget_of
from causal.graph.families import minimal_sets
from causal.graph.probability import birnbaum, probability
from causal.graph.structure import Reading, Structure, compile_structure, open_nodes
from causal.model import OUTCOME, Gate, Incident
from causal.model.expect import expect_incident

if TYPE_CHECKING:
    import pandas


def explain(
    incident: Incident,
    scenario: str | Iterable[str] | None = None,
    *,
    budget: Budget | None = None,
) -> Explanation:
    """Return why the outcome came about, as far as the graph is drawn.

    It is about the incident as it was, in which every factor was true; with a scenario it also
    says which failure paths remain. Nothing is computed before it is read. Counts, but-for factors,
    responsibility and importance are exact however many sets there are; listing stops at the
    `max_sets` of the budget.

    Args:
        incident: The incident.
        scenario: Which actions to suppose in place, as in `assess_actions`; none when not given.
        budget: The limits of the answer, by default `Budget()`.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "Checkout failed")
        >>> deploy = draft.trigger("A deploy", id="deploy")
        >>> canary = draft.gap("No canary", layer="rollout", id="canary")
        >>> _ = draft.outcome.because(deploy, canary)
        >>> causal.explain(draft.build()).cut_sets == (frozenset({"canary", "deploy"}),)
        True
    """
    expect_incident(incident, "explain")
    limits = (budget_of(budget)).shared() if scenario is not None else budget
    found = Explanation(incident, clock_of(limits))
    if scenario is not None:
        found.__dict__["plan"] = assess_actions(incident, scenario, budget=limits)
    return found


class Explanation(Result):
    """The answer of `explain`; sets hold factor ids.

    When a diagram does not fit the budget, the but-for factors and layers stay exact, and what
    depends on the diagram raises `NotFinished`.
    """

    def __init__(self, incident: Incident, clock: Clock, reading: Reading = "any") -> None:
        self.__dict__.update(incident=incident, clock=clock)
        self.__dict__["structure"] = compile_structure(incident, reading=reading)

    incident: Incident
    structure: Structure
    plan: Assessment | None = None
    """What the actions of the scenario do; None where no scenario was given."""

    @property
    def remaining(self) -> tuple[frozenset[str], ...]:
        """The minimal cut sets that remain: with the actions of the scenario, and else all.

        Under a scenario as `residual_cut_sets` of `assess_actions`: what it takes besides the
        triggers.
        """
        return self.cut_sets if self.plan is None else self.plan.residual_cut_sets

    @part
    def open_nodes(self) -> tuple[str, ...]:
        """The factors, and the outcome, of which it is not stated how their causes combined."""
        return open_nodes(self.incident)

    @part
    def if_all_of(self) -> Explanation:
        """The same with every *contributing* read as *all of*; this one reads it as *any of*."""
        if not self.open_nodes or self.structure.reading == "all":
            return self
        return Explanation(self.incident, self.clock, "all")

    @property
    def cut_sets_by_reading(self) -> dict[str, tuple[frozenset[str], ...]]:
        """The minimal cut sets when *contributing* is read as ``any of`` and as ``all of``."""
        return {"any of": self.cut_sets, "all of": self.if_all_of.cut_sets}

    @part
    def _cuts(self) -> FactorSets:
        family = minimal_sets(self.structure.network, budget=self.clock)
        return FactorSets(self.structure, family, self.clock)

    @part
    def _preventions(self) -> FactorSets:
        family = minimal_sets(self.structure.network.dual(), budget=self.clock)
        return FactorSets(self.structure, family, self.clock)

    @part
    def _preventions_anywhere(self) -> FactorSets:
        derived = [f for f in self.structure.factors if self.incident.because(f) is not None]
        guards = {factor: (factor,) for factor in derived}
        reading = self.structure.reading
        guarded = compile_structure(self.incident, guards=guards, reading=reading)
        family = minimal_sets(guarded.network.dual(), budget=self.clock)
        return FactorSets(guarded, family, self.clock)

    @property
    def cut_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal cut sets: basic factors that together suffice; by size, then name."""
        return self._cuts.listed

    @property
    def cut_set_count(self) -> int:
        """The exact number of minimal cut sets."""
        return self._cuts.count

    @property
    def cut_set_counts_by_size(self) -> dict[int, int]:
        """The exact number of minimal cut sets of each size."""
        return self._cuts.counts_by_size

    @property
    def prevention_sets(self) -> tuple[frozenset[str], ...]:
        """The minimal sets of basic factors whose absence prevents the outcome."""
        return self._preventions.listed

    @property
    def prevention_set_count(self) -> int:
        """The exact number of prevention sets over basic factors."""
        return self._preventions.count

    @property
    def prevention_sets_anywhere(self) -> tuple[frozenset[str], ...]:
        """The prevention sets over all factors, since an action may break the chain midway."""
        return self._preventions_anywhere.listed

    @property
    def prevention_set_count_anywhere(self) -> int:
        """The exact number of prevention sets over all factors."""
        return self._preventions_anywhere.count

    def iter_cut_sets(self) -> Iterator[frozenset[str]]:
        """Yield every minimal cut set lazily, by size, then name."""
        return iter(self._cuts)

    def iter_prevention_sets(self) -> Iterator[frozenset[str]]:
        """Yield every prevention set over basic factors lazily, by size, then name."""
        return iter(self._preventions)

    @part
    def but_for(self) -> frozenset[str]:
        """The factors, basic or derived, without which the outcome would not have come about.

        However the causes that contributed combined; `necessity` has those too that depend on it.
        """
        factors = self.structure.factors
        survives = self.structure.survives([(factor,) for factor in factors])
        return frozenset(f for f, still in zip(factors, survives, strict=True) if not still)

    @part
    def necessity(self) -> dict[str, Verdict]:
        """For each factor whether it is but-for: certain, open (by how causes combined), never."""
        either = self.if_all_of.but_for
        return {f: verdict(f in self.but_for, f in either) for f in self.structure.factors}

    @part
    def narrowing(self) -> Narrowing | None:
        """The one statement on how causes combined that would leave the fewest verdicts open.

        Verdicts on factors (`necessity`) and on layers; None when none of them is open.
        """
        return narrowing(self.incident, self.clock)

    @part
    def but_for_basic(self) -> frozenset[str]:
        """The basic factors among `but_for`."""
        return self.but_for & frozenset(self.structure.basic)

    @part
    def responsibility(self) -> dict[str, float]:
        """Degree of responsibility of each basic factor: 1/k, one of k that must go together.

        It is neither blame nor a probability; 0 for a factor in no prevention set.
        """
        return _degrees(self._preventions)

    @part
    def responsibility_anywhere(self) -> dict[str, float]:
        """Degree of responsibility of each factor, over prevention sets of all factors."""
        return _degrees(self._preventions_anywhere)

    @part
    def importance(self) -> dict[str, float]:
        """Structural (Birnbaum) importance of each basic factor, every other one at even odds."""
        values = birnbaum(self.structure.network, budget=self.clock)
        return dict(zip(self.structure.names, values, strict=True))

    def probability(self, chances: Mapping[str, float] | None = None) -> float:
        """Return the probability of the outcome, exact for independent basic factors.

        Args:
            chances: The probability of each basic factor, 0 to 1; those the incident states where
                not given.

        Raises:
            CausalError: A basic factor has no probability, or one is not from 0 to 1.
            UnknownName: A probability is given for something that is no basic factor here.
            NotFinished: The diagram did not fit the budget.
        """
        given = chances or {}
        for name in given:
            if name not in self.structure.basic:
                raise UnknownName("basic factor", name, self.structure.basic)
        known = [given.get(n, self.incident.factors[n].probability) for n in self.structure.names]
        values = [-1.0 if chance is None else float(chance) for chance in known]
        for name, value in zip(self.structure.names, values, strict=True):
            if not 0 <= value <= 1:
                problem = "has no probability" if value == -1 else f"has probability {value!r}"
                raise CausalError(f"{name!r} {problem}; give one from 0 to 1")
        return probability(self.structure.network, values, budget=self.clock)

    @part
    def layers(self) -> dict[str, LayerVerdict]:
        """For each layer with gaps: whether, had it held, the outcome would have come about."""
        as_all = self.if_all_of.structure if self.if_all_of is not self else None
        return layer_verdicts(self.incident, self.structure, as_all)

    @property
    def stopping_layers(self) -> tuple[str, ...]:
        """The layers each of which alone would have stopped the outcome, in layer order."""
        return tuple(name for name, verdict in self.layers.items() if verdict.would_have_stopped)

    @part
    def overdetermined(self) -> tuple[str, ...]:
        """The factors (or the outcome) that had more causes than they needed, in causal order.

        No single branch of an *any of*, and no single member of an *at least k* with more than k,
        is a but-for cause there.
        """
        nodes = [*self.structure.factors, OUTCOME]
        return tuple(n for n in nodes if (g := self.incident.because(n)) and _has_spare(g))

    @part
    def unconfirmed(self) -> tuple[str, ...]:
        """The facts nobody has confirmed, as factor or ``cause -> effect``, taken here as drawn."""
        factors = [
            factor
            for factor in self.structure.factors
            if self.incident.factors[factor].confidence != "confirmed"
        ]
        links = [
            f"{link.cause} -> {effect}"
            for link, effect in self.incident.links()
            if link.confidence != "confirmed" and effect in self.structure.node
        ]
        return tuple(factors + links)

    @property
    def complete(self) -> bool:
        """Whether every set was found and is listed; counts are exact even where it is False."""
        try:
            return self._cuts.complete and self._preventions.complete
        except NotFinished:
            return False

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Why: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists.

        What did not fit the budget is None, and why stands under ``not_finished``.
        """
        return finished(
            {
                "incident": lambda: self.incident.id,
                "cut_set_count": lambda: self.cut_set_count,
                "cut_set_counts_by_size": lambda: self.cut_set_counts_by_size,
                "cut_sets": lambda: [sorted(members) for members in self.cut_sets],
                "prevention_set_count": lambda: self.prevention_set_count,
                "prevention_sets": lambda: [sorted(members) for members in self.prevention_sets],
                "complete": lambda: self.complete,
                "but_for": lambda: sorted(self.but_for),
                "necessity": lambda: self.necessity,
                "open_nodes": lambda: list(self.open_nodes),
                "cut_sets_by_reading": lambda: {
                    reading: [sorted(members) for members in sets]
                    for reading, sets in self.cut_sets_by_reading.items()
                    if self.open_nodes
                },
                "narrowing": lambda: asdict(self.narrowing) if self.narrowing else None,
                "responsibility": lambda: self.responsibility,
                "importance": lambda: self.importance,
                "layers": lambda: {name: asdict(verdict) for name, verdict in self.layers.items()},
                "overdetermined": lambda: list(self.overdetermined),
                "unconfirmed": lambda: list(self.unconfirmed),
                "scenario": lambda: self.plan.scenario if self.plan else None,
                "remaining": lambda: [sorted(members) for members in self.remaining],
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per factor that takes part, causes first.

        Columns: ``factor, what, kind, layer, basic, but_for, responsibility,
        responsibility_anywhere, importance``. A column that did not fit the budget is empty, and
        ``attrs["not_finished"]`` says why.
        """
        import pandas

        found = finished(
            {
                "but_for": lambda: {name: name in self.but_for for name in self.structure.factors},
                "responsibility": lambda: self.responsibility,
                "responsibility_anywhere": lambda: self.responsibility_anywhere,
                "importance": lambda: self.importance,
            }
        )
        missing = found.pop("not_finished", {})
        factors = self.incident.factors
        rows = [
            {
                "factor": name,
                "what": factors[name].what,
                "kind": self.incident.kind(name),
                "layer": factors[name].layer,
                "basic": factors[name].is_basic,
                **{column: (values or {}).get(name) for column, values in found.items()},
            }
            for name in self.structure.factors
        ]
        frame = pandas.DataFrame(rows)
        frame.attrs["not_finished"] = missing
        return frame


def _degrees(sets: FactorSets) -> dict[str, float]:
    return {name: 1 / size if size else 0.0 for name, size in sets.smallest_containing.items()}


def _has_spare(gate: Gate) -> bool:
    if gate.op == "any" and len(gate.of) > 1:
        return True
    if gate.op == "at_least" and (gate.k or 0) < len(gate.of):
        return True
    return any(_has_spare(member) for member in gate.of if isinstance(member, Gate))
