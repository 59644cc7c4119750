"""What depends on facts nobody has confirmed: which verdicts stay, and what to find out next.

Each unconfirmed factor or link belongs, or not; a verdict is certain when it is the same however
the open facts are settled, otherwise it depends on named facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from causal.analysis.phrases import quoted
from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.analysis.scenario import as_supposed, chosen, name_of
from causal.analysis.uncertainty_questions import QUESTIONS, Case, Subject
from causal.graph.budget import Budget
from causal.graph.structure import Reading, compile_structure, open_nodes
from causal.graph.uncertain import Part, Split, UncertainStructure
from causal.libraries import pandas
from causal.model.expect import expect_incident
from causal.text.by_id import ById

if TYPE_CHECKING:
    from causal.graph.budget import Clock
    from causal.model import Action, Incident
    from causal.model.causes import Confidence


@dataclass(frozen=True, slots=True)
class Fact:
    """A factor or link that nobody has confirmed.

    Args:
        kind: ``factor`` or ``link``.
        name: Its id, or ``cause -> effect``.
        confidence: ``suspected`` or ``disputed``.
        evidence: What speaks for it.
        what: What it says, as a clause to stand after "whether".
    """

    kind: str
    name: str
    confidence: Confidence
    evidence: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer, and what it rests on.

    Args:
        question: ``but-for`` (was the factor needed?), ``layer`` (would it alone have stopped the
            outcome?), ``cut-set`` (do these suffice?), ``minimal`` (and not without any of them?),
            ``closed`` (does no failure path remain under the scenario?) or ``depth`` (of defence).
        subject: The factor, the layer, the sorted members of the cut set, or the scenario.
        as_drawn: The answer when every open fact belongs.
        certain: Whether it is the same however the open facts are settled.
        depends_on: The names of the facts it depends on; empty when it is certain.
        possible: Every answer there can be, sorted.
        on_combination: Whether it depends on how the causes that contributed combined.
    """

    question: str
    subject: Subject
    as_drawn: bool | int
    certain: bool
    depends_on: tuple[str, ...]
    possible: tuple[bool | int, ...]
    on_combination: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One fact to find out about.

    Args:
        fact: Its name.
        decided_if_confirmed: How many verdicts, now uncertain, become certain if it belongs.
        decided_if_ruled_out: How many if it does not; 0 where it cannot be ruled out.
    """

    fact: str
    decided_if_confirmed: int
    decided_if_ruled_out: int


def assess_uncertainty(
    incident: Incident,
    scenario: str | Iterable[str] = "planned",
    *,
    budget: Budget | None = None,
) -> Uncertainty:
    """Return which verdicts are certain, and which depend on facts that nobody has confirmed.

    Args:
        incident: The incident.
        scenario: The actions that count for ``closed`` and ``depth``, as in `assess_actions`.
        budget: The limits of the answer, by default with verdicts on 100 minimal cut sets.

    Raises:
        NothingToExplain: The outcome has no causes yet.
        UnknownName: No scenario or action has this name.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "Checkout failed")
        >>> deploy = draft.trigger("A deploy", id="deploy")
        >>> canary = draft.gap("No canary", layer="rollout", id="canary", confidence="suspected")
        >>> _ = draft.outcome.because(deploy, canary)
        >>> asked = assess_uncertainty(draft.build())
        >>> asked.but_for["deploy"].certain, asked.but_for["canary"].depends_on
        (True, ('canary',))
    """
    expect_incident(incident, "assess_uncertainty")
    supposed = as_supposed(scenario)
    clock = clock_of(Budget(max_sets=100) if budget is None else budget)
    return Uncertainty(incident, chosen(incident, supposed), name_of(supposed), clock)


class Uncertainty(Result):
    """The answer of `assess_uncertainty`: exact, without trying out every resolution.

    A resolution decides every open fact. Those that would leave a drawn factor that belongs,
    or the outcome, without enough causes are discarded.
    """

    def __init__(
        self,
        incident: Incident,
        actions: Mapping[str, Action],
        scenario: str,
        clock: Clock,
    ) -> None:
        readings: tuple[Reading, ...] = ("any", "all") if open_nodes(incident) else ("any",)
        cases = tuple(
            Case(
                incident,
                compile_structure(incident, reading=reading),
                dict(actions),
                scenario,
                clock,
                reading,
            )
            for reading in readings
        )
        self.__dict__.update(incident=incident, scenario=scenario, clock=clock)
        self.__dict__.update(_cases=cases, _asked={})

    incident: Incident
    scenario: str
    _cases: tuple[Case, ...]
    _asked: dict[str, dict[Subject, tuple[Verdict, tuple[Split, ...]]]]

    @property
    def _graph(self) -> UncertainStructure:
        return self._cases[0].graph

    @part
    def facts(self) -> tuple[Fact, ...]:
        """The open facts that take part, causes first."""
        return tuple(_fact(self.incident, part) for part in self._graph.facts)

    @property
    def resolutions(self) -> int:
        """The exact number of resolutions that leave every drawn factor enough causes."""
        return self._graph.resolutions

    @property
    def discarded(self) -> int:
        """The exact number of resolutions that do not."""
        return (1 << len(self.facts)) - self.resolutions

    @property
    def but_for(self) -> dict[str, Verdict]:
        """For each factor that takes part: whether the outcome needed it; causes first."""
        return ById((str(k), verdict) for k, verdict in self._answers("but-for").items())

    @property
    def layers(self) -> dict[str, Verdict]:
        """For each layer with gaps: whether it alone would have stopped the outcome."""
        return ById((str(k), verdict) for k, verdict in self._answers("layer").items())

    @property
    def cut_sets(self) -> dict[frozenset[str], Verdict]:
        """For each minimal cut set as drawn (at most `max_sets`): whether it still suffices."""
        return {frozenset(subject): found for subject, found in self._answers("cut-set").items()}

    @property
    def minimal(self) -> dict[frozenset[str], Verdict]:
        """For each of these: whether it suffices and would not without any of its members."""
        return {frozenset(subject): found for subject, found in self._answers("minimal").items()}

    @property
    def closed(self) -> Verdict:
        """Whether no failure path remains under the scenario."""
        return self._answers("closed")[self.scenario]

    @property
    def depth(self) -> Verdict:
        """How many hardened layers must all fail again for the outcome to recur."""
        return self._answers("depth")[self.scenario]

    @part
    def verdicts(self) -> tuple[Verdict, ...]:
        """Every verdict, question by question."""
        return tuple(v for question in QUESTIONS for v in self._answers(question).values())

    @part
    def ask_next(self) -> tuple[Question, ...]:
        """The facts, those first whose settling makes the most verdicts certain."""
        found = [pair for question in QUESTIONS for pair in self._found(question).values()]
        uncertain = [splits for verdict, splits in found if not verdict.certain]
        with self._graph.decisions.work():
            asked = [self._question(uncertain, number) for number in range(len(self.facts))]
        return tuple(sorted(asked, key=_most_decided))

    def _question(self, uncertain: list[tuple[Split, ...]], number: int) -> Question:
        self.clock.check()
        confirmed, ruled_out = (
            sum(self._decided(splits, number, belongs) for splits in uncertain)
            for belongs in (True, False)
        )
        return Question(self.facts[number].name, confirmed, ruled_out)

    def _decided(self, splits: tuple[Split, ...], number: int, belongs: bool) -> bool:
        """Return whether one answer is left once a fact is decided."""
        left = [
            set(case.graph.after(split, number, belongs))
            for case, split in zip(self._cases, splits, strict=True)
        ]
        return len(set().union(*left)) == 1

    def _found(self, question: str) -> dict[Subject, tuple[Verdict, tuple[Split, ...]]]:
        if question not in self._asked:
            with self._graph.decisions.work():
                each = [QUESTIONS[question](case) for case in self._cases]
                subjects = [name for name in each[0] if all(name in found for found in each)]
                splits = {name: tuple(found[name] for found in each) for name in subjects}
                self._asked[question] = {
                    name: (self._verdict(question, name, of), of) for name, of in splits.items()
                }
        return self._asked[question]

    def _answers(self, question: str) -> dict[Subject, Verdict]:
        return {subject: verdict for subject, (verdict, _) in self._found(question).items()}

    def _verdict(self, question: str, subject: Subject, splits: tuple[Split, ...]) -> Verdict:
        value: Callable[[int], bool | int] = int if question == "depth" else bool
        pairs = list(zip(self._cases, splits, strict=True))
        drawn = [
            next(v for v, region in split.items() if case.graph.decisions.all_yes(region))
            for case, split in pairs
        ]
        numbers = sorted({n for case, split in pairs for n in case.graph.decisive(split)})
        names = tuple(self.facts[number].name for number in numbers)
        possible = tuple(value(v) for v in sorted(set().union(*splits)))
        return Verdict(
            question=question,
            subject=subject,
            as_drawn=value(drawn[0]),
            certain=len(possible) == 1,
            depends_on=names,
            possible=possible,
            on_combination=any(split.keys() != splits[0].keys() for split in splits)
            or len(set(drawn)) > 1,
        )

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Uncertainty: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON.

        What did not fit the budget is None, and why stands under ``not_finished``.
        """
        return finished(
            {
                "incident": lambda: self.incident.id,
                "scenario": lambda: self.scenario,
                "facts": lambda: [_plain(fact) for fact in self.facts],
                "resolutions": lambda: self.resolutions,
                "discarded": lambda: self.discarded,
                "verdicts": lambda: [_plain(verdict) for verdict in self.verdicts],
                "ask_next": lambda: [_plain(question) for question in self.ask_next],
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per verdict.

        Columns: ``question, subject, as_drawn, certain, depends_on, possible``.
        """
        return pandas.DataFrame([asdict(verdict) for verdict in self.verdicts])


def _fact(incident: Incident, part: Part) -> Fact:
    if isinstance(part, str):
        factor = incident.factors[part]
        what = f"{quoted(incident, part)} played a part"
        return Fact("factor", part, factor.confidence, factor.evidence, what)
    cause, effect = part
    gate = incident.because(effect)
    links = [link for link in (gate.links() if gate else ()) if link.cause == cause]
    unconfirmed = [link for link in links if link.confidence != "confirmed"]
    evidence = tuple(dict.fromkeys(item for link in unconfirmed for item in link.evidence))
    what = f"{quoted(incident, cause)} led to {quoted(incident, effect)}"
    return Fact("link", f"{cause} -> {effect}", unconfirmed[0].confidence, evidence, what)


def _most_decided(question: Question) -> tuple[int, int, str]:
    either = (question.decided_if_confirmed, question.decided_if_ruled_out)
    return -sum(either), -min(either), question.fact


def _plain(item: Fact | Verdict | Question) -> dict[str, Any]:
    return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(item).items()}
