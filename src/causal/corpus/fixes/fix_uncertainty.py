"""What a plan of fixes rests on that nobody has confirmed, incident by incident, exactly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from causal.analysis.result import counted, joined
from causal.analysis.scenario import triggers
from causal.errors import CausalError
from causal.graph.budget import Budget
from causal.graph.structure import compile_structure
from causal.graph.uncertain import UncertainStructure

if TYPE_CHECKING:
    from causal.corpus.fixes.fix_report import BestFixes
    from causal.model import Incident

__all__ = ["Sensitivity", "sensitivity"]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What changes when facts in doubt turn out otherwise.

    Args:
        certain: Incidents prevented however the doubts are settled.
        depends: Incidents prevented in some settlements and not in others.
        open: Incidents for which this could not be worked out.
        cautious: The fixes that are best when fixing an unconfirmed factor counts for nothing.
        cautious_worth: What those are worth, so counted.
        plan_worth: What the plan is worth, so counted.
    """

    certain: tuple[str, ...]
    depends: tuple[str, ...]
    open: tuple[str, ...]
    cautious: tuple[str, ...]
    cautious_worth: float
    plan_worth: float

    @property
    def words(self) -> str:
        """What it says, in a sentence or two."""
        count = len(self.certain) + len(self.depends)
        if not self.depends and not self.open:
            head = "No prevented incident hangs on an unconfirmed fact."
        else:
            head = f"{len(self.certain)} of {counted(count, 'incident')} are prevented however "
            head += f"the doubts are settled; it depends for {joined(self.depends)}."
        if self.open:
            head += f" Not worked out for {joined(self.open)}."
        if self.cautious_worth > self.plan_worth:
            head += f" Counting confirmed factors only, {joined(self.cautious)} would be better."
        return head


def sensitivity(answer: BestFixes) -> Sensitivity:
    """Return what the plan rests on that nobody has confirmed."""
    from causal.corpus.fixes.fix_report import BestFixes

    corpus = answer.corpus
    prevented = set(answer.prevented(*answer.chosen))
    doubted = corpus.tables.incidents.array("unconfirmed").tolist()
    if not any(doubted):
        held = tuple(name for name in corpus.tables.ids if name in prevented)
        return Sensitivity(held, (), (), answer.chosen, answer.worth, answer.worth)
    certain, depends, unknown = [], [], []
    for name, doubts in zip(corpus.tables.ids, doubted, strict=True):
        if not doubts:
            certain += [name] if name in prevented else []
            continue
        try:
            verdict = _prevented(corpus[name], set(answer.chosen), answer.question.over)
        except (CausalError, OSError):  # too large, or there is no file to read it from again
            unknown.append(name)
            continue
        if verdict == {1}:
            certain.append(name)
        elif verdict == {0, 1}:
            depends.append(name)
    question = replace(answer.question, confirmed=True)
    cautious = BestFixes(corpus, question, answer.available)
    return Sensitivity(
        tuple(certain),
        tuple(depends),
        tuple(unknown),
        cautious.chosen,
        cautious.worth,
        cautious.value(answer.chosen),
    )


def _prevented(incident: Incident, chosen: set[str], over: str) -> set[int]:
    """Return whether the fixes prevent an incident (1) or not (0), over all settlements."""
    if incident.outcome.because is None:
        return set()
    held = triggers(incident, compile_structure(incident))
    removed = {
        name
        for name, factor in incident.factors.items()
        if (factor.key if over == "factors" else factor.layer) in chosen and name not in held
    }
    graph = UncertainStructure(incident, Budget(seconds=10.0).start())
    return set(graph.averted(dict.fromkeys(removed, 0), held))
