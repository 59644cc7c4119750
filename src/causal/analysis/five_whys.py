"""A five-whys chain held against the full graph: what the line missed and what that costs.

References:
    A. J. Card, *The problem with '5 whys'*, BMJ Quality & Safety 26, 2017: 671-677.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.actions import Assessment
from causal.analysis.chains import Chains, random_chains
from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.analysis.scenario import as_supposed, chosen, name_of
from causal.analysis.single_chains import BestChain, ChainScore, best_chain, score_chains
from causal.errors import NothingToCompare
from causal.graph.structure import Structure, ancestors, compile_structure
from causal.graph.truth import still_true
from causal.model import OUTCOME, Action
from causal.model.expect import expect_incident
from causal.model.order import direct_causes
from causal.text.by_id import ById
from causal.text.people import rests_on_a_person

if TYPE_CHECKING:
    import pandas

    from causal.graph.budget import Budget, Clock
    from causal.model import FiveWhys, Incident, Why

CHAIN_ACTION = "five whys"
"""The name under which the chain's own action counts; it is no part of the plan."""


@dataclass(frozen=True, slots=True)
class Split:
    """What of a kind of thing the chain reaches, and what it misses."""

    on_chain: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One answer of the chain.

    Args:
        effect: What was asked about; a factor or the outcome.
        cause: The factor answered; None when the answer was not matched to one.
        answer: The words of the answer.
        is_link: ``link`` when the graph has it, ``skips`` when the cause lies further upstream,
            ``none`` when the graph leads from it nowhere near the effect.
        siblings: The other direct causes that this why did not follow.
    """

    effect: str
    cause: str | None
    answer: str
    is_link: Literal["link", "skips", "none"]
    siblings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """Where a chain ended.

    Args:
        factor: The last factor.
        is_basic: It has no causes of its own in the graph.
        is_but_for: Without it the outcome would not have come about.
        is_act: It is a trigger, an act or a change rather than a condition that was there.
        is_person: The answer rests on what a person did rather than on how the system was.
    """

    factor: str
    is_basic: bool
    is_but_for: bool
    is_act: bool
    is_person: bool


def compare_five_whys(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    budget: Budget | None = None,
) -> Comparison:
    """Return what the incident's five whys reached, what it missed, and what that costs.

    Args:
        incident: The incident.
        scenario: Which action items the chain is held against, as in `assess_actions`.
        budget: The limits of the answer, by default `Budget()`.

    Raises:
        NothingToCompare: The incident has no five whys.
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.
    """
    expect_incident(incident, "compare_five_whys")
    supposed = as_supposed(scenario)
    counted = chosen(incident, supposed)
    if incident.five_whys is None or not incident.five_whys.chain:
        raise NothingToCompare(
            f"{incident.id}: nobody wrote down a five whys (five_whys: {{chain: ...}})"
        )
    clock = clock_of(budget)
    return Comparison(incident, incident.five_whys, clock, counted, name_of(supposed))


class Comparison(Result):
    """The answer of `compare_five_whys`; a tree of whys is read as a graph."""

    def __init__(
        self,
        incident: Incident,
        five_whys: FiveWhys,
        clock: Clock,
        counted: Mapping[str, Action],
        scenario: str,
    ) -> None:
        self.__dict__.update(incident=incident, five_whys=five_whys, clock=clock)
        self.__dict__.update(counted=counted, scenario=scenario)
        self.__dict__["structure"] = compile_structure(incident)

    incident: Incident
    five_whys: FiveWhys
    counted: Mapping[str, Action]
    scenario: str
    structure: Structure

    @part
    def on_chain(self) -> tuple[str, ...]:
        """The factors that the chain names and that led to the outcome, in its order."""
        return tuple(f for f in self._named if f in self.structure.node)

    @part
    def named_besides(self) -> tuple[str, ...]:
        """The factors that the chain names and that did not lead to the outcome as drawn."""
        return tuple(f for f in self._named if f not in self.structure.node)

    @part
    def _named(self) -> tuple[str, ...]:
        named = (why.factor for why in self.five_whys.answers())
        return tuple(dict.fromkeys(f for f in named if f is not None and f != OUTCOME))

    @part
    def missed(self) -> tuple[str, ...]:
        """The factors that led to the outcome and that the chain does not name, in file order."""
        taking_part = self.structure.node
        return tuple(f for f in self.incident.factors if f in taking_part and f not in self._named)

    @part
    def gaps(self) -> Split:
        """The gaps that led to the outcome: those that the chain names, and those it misses."""
        gaps = {name for name, factor in self.incident.factors.items() if factor.is_gap}
        return Split(
            tuple(f for f in self.on_chain if f in gaps), tuple(f for f in self.missed if f in gaps)
        )

    @part
    def layers(self) -> Split:
        """The layers with such gaps: those that it names a gap of, and others, in layer order."""
        holed = {self.incident.factors[f].layer for f in self.structure.factors}
        seen = {self.incident.factors[f].layer for f in self.on_chain}
        order = [layer for layer in self.incident.layer_names if layer in holed]
        return Split(
            tuple(layer for layer in order if layer in seen),
            tuple(layer for layer in order if layer not in seen),
        )

    @part
    def actions(self) -> Split:
        """The action items that count and act on a factor of the chain, and those that do not."""
        live = self.counted
        on = {n for n, a in live.items() if set(a.addresses) & set(self._named)}
        return Split(tuple(n for n in live if n in on), tuple(n for n in live if n not in on))

    @part
    def steps(self) -> tuple[Step, ...]:
        """Every answer, checked against the graph."""
        upstream = ancestors(self.incident)
        return tuple(
            self._step(effect, why, upstream)
            for effect, why in _pairs(OUTCOME, self.five_whys.chain)
        )

    def _step(self, effect: str, why: Why, upstream: dict[str, frozenset[str]]) -> Step:
        direct = direct_causes(self.incident, effect)
        is_link: Literal["link", "skips", "none"] = "none"
        if why.factor in direct:
            is_link = "link"
        elif why.factor is not None and why.factor in upstream.get(effect, ()):
            is_link = "skips"
        answer = why.answer or (self.incident.what(why.factor) if why.factor else "")
        siblings = tuple(cause for cause in direct if cause not in self._answers_to(effect))
        return Step(effect, why.factor, answer, is_link, siblings)

    def _answers_to(self, effect: str) -> set[str | None]:
        pairs = _pairs(OUTCOME, self.five_whys.chain)
        return {why.factor for asked, why in pairs if asked == effect}

    @part
    def ends_of_chain(self) -> tuple[End, ...]:
        """Where the chain ended; a tree has several ends."""
        named = _ends(self.five_whys.chain)
        ends = dict.fromkeys(f for f in named if f is not None and f != OUTCOME)
        survives = self.structure.survives([(factor,) for factor in ends])
        return tuple(
            End(
                factor=factor,
                is_basic=self.incident.because(factor) is None,
                is_but_for=not still,
                is_act=self.incident.factors[factor].kind == "trigger",
                is_person=any(map(rests_on_a_person, self._words_for(factor))),
            )
            for factor, still in zip(ends, survives, strict=True)
        )

    def _words_for(self, factor: str) -> list[str]:
        answers = [why.answer for why in self.five_whys.answers() if why.factor == factor]
        return [self.incident.what(factor), *filter(None, answers)]

    @part
    def single_chains(self) -> tuple[ChainScore, ...]:
        """Each single line of the whys, scored by itself; a chain has one, a tree several."""
        return score_chains(self.incident, self.structure, self.five_whys.chain)

    @part
    def best_chain(self) -> BestChain:
        """The best single line there could be, and what even that one misses."""
        return best_chain(self.incident, self.structure)

    @part
    def chain_plan(self) -> Assessment:
        """What the chain's own action would do; without one, an action on where it ended."""
        action = self.five_whys.action
        if action is None:
            ends = [end.factor for end in self.ends_of_chain]
            action = Action(what="an action on the last answer", addresses=tuple(ends))
        return self._assessed({CHAIN_ACTION: action}, CHAIN_ACTION)

    @part
    def plan(self) -> Assessment:
        """What the action items that count would do."""
        return self._assessed(self.counted, self.scenario)

    def _assessed(self, actions: Mapping[str, Action], name: str) -> Assessment:
        return Assessment(self.incident, actions, name, self.clock, structure=self.structure)

    @property
    def depth_chain(self) -> int:
        """Depth of defence with the chain's action alone."""
        return self.chain_plan.depth

    @part
    def every_plan(self) -> Assessment:
        """What an action on every factor that the chain names would do, each by itself."""
        actions = {f: Action(what=f"an action on {f}", addresses=(f,)) for f in self.on_chain}
        return self._assessed(actions, "an action on every factor of the chain")

    @property
    def depth_on_chain(self) -> int:
        """Depth of defence if every factor that the chain names were acted on."""
        return self.every_plan.depth

    @property
    def depth_graph(self) -> int:
        """Depth of defence with the action items that count."""
        return self.plan.depth

    @property
    def depth_ranges(self) -> dict[str, tuple[int, int]]:
        """The three depths at the lowest and at the highest, by how causes combined."""
        plans = {"chain": self.chain_plan, "on_chain": self.every_plan, "graph": self.plan}
        return {name: plan.depth_range for name, plan in plans.items()}

    @part
    def counterexample(self) -> frozenset[str] | None:
        """What still lets the outcome recur when only the chain's ends are fixed.

        The smallest set of further basic factors that suffices, given the triggers; None when no
        failure path remains in this graph.
        """
        ends = tuple(end.factor for end in self.ends_of_chain)
        only = Action(what="fix where the chain ended", addresses=ends)
        left = self._assessed({CHAIN_ACTION: only}, CHAIN_ACTION)
        return next(iter(left.residual_cut_sets), None)

    @part
    def _chains(self) -> Chains:
        return random_chains(self.incident, self.structure)

    @property
    def chains(self) -> int:
        """How many single chains the graph admits, from the outcome to a basic factor."""
        return self._chains.count

    @property
    def ends(self) -> dict[str, float]:
        """For each end a chain may reach, the chance that a random one does, likeliest first."""
        return ById(self._chains.ends)

    @property
    def expected_coverage(self) -> float:
        """The expected share of the factors that a random chain sees, from 0 to 1."""
        return self._chains.coverage

    @property
    def ends_at_five(self) -> dict[str, float]:
        """Where a random chain stands after five whys."""
        return ById(self._chains.ends_at_five)

    @property
    def expected_coverage_at_five(self) -> float:
        """The expected share of the factors seen in the first five whys, from 0 to 1."""
        return self._chains.coverage_at_five

    @property
    def still_true_after(self) -> frozenset[str]:
        """The factors that still hold once the chain's action is in place."""
        action = self.chain_plan.actions[CHAIN_ACTION]
        closes = action.effect == "removes" and action.kind != "repair"
        removed = action.addresses if closes else ()
        return still_true(self.incident, removed, self.plan.assumed)

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Five whys against the graph: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON, sets as sorted lists."""
        return finished(
            {
                "incident": lambda: self.incident.id,
                "on_chain": lambda: list(self.on_chain),
                "named_besides": lambda: list(self.named_besides),
                "missed": lambda: list(self.missed),
                "gaps": lambda: asdict(self.gaps),
                "layers": lambda: asdict(self.layers),
                "actions": lambda: asdict(self.actions),
                "steps": lambda: [asdict(step) for step in self.steps],
                "ends_of_chain": lambda: [asdict(end) for end in self.ends_of_chain],
                "single_chains": lambda: [asdict(chain) for chain in self.single_chains],
                "best_chain": lambda: asdict(self.best_chain),
                "depth_chain": lambda: self.depth_chain,
                "depth_on_chain": lambda: self.depth_on_chain,
                "depth_graph": lambda: self.depth_graph,
                "depth_ranges": lambda: {n: list(both) for n, both in self.depth_ranges.items()},
                "counterexample": lambda: (
                    None if self.counterexample is None else sorted(self.counterexample)
                ),
                "chains": lambda: self.chains,
                "ends": lambda: self.ends,
                "expected_coverage": lambda: self.expected_coverage,
                "ends_at_five": lambda: self.ends_at_five,
                "expected_coverage_at_five": lambda: self.expected_coverage_at_five,
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per answer.

        Columns: ``effect, cause, answer, is_link, siblings``.
        """
        import pandas

        rows = [(s.effect, s.cause, s.answer, s.is_link, len(s.siblings)) for s in self.steps]
        return pandas.DataFrame(rows, columns=["effect", "cause", "answer", "is_link", "siblings"])


def _pairs(effect: str, chain: tuple[Why, ...]) -> Iterator[tuple[str, Why]]:
    """Yield each answer with what it answers, skipping over answers matched to no factor."""
    for why in chain:
        if why.factor == OUTCOME:
            continue
        yield effect, why
        effect = why.factor or effect
        for branch in why.because:
            yield from _pairs(effect, branch)


def _ends(chain: tuple[Why, ...]) -> Iterator[str | None]:
    last = chain[-1]
    if not last.because:
        yield last.factor
    for why in chain:
        for branch in why.because:
            yield from _ends(branch)
