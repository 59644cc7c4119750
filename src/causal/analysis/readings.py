"""What is so however the causes that contributed combined, and what depends on it.

*Contributing* says that each member had a part and leaves open how they combined. Whatever way it
was, the outcome survives a removal at most as the members would as *any of*, and at least as they
would as *all of*; so two evaluations tell what is certain, what is open and what is never so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from causal.graph.structure import Reading, compile_structure, open_nodes

if TYPE_CHECKING:
    from causal.graph.budget import Clock
    from causal.model import Incident

Verdict = Literal["certain", "open", "never"]
"""So however the causes combined; so for some ways of combining; so for none."""


def verdict(as_any: bool, as_all: bool) -> Verdict:
    """Return the verdict on a claim that holds under *all of* whenever it does under *any of*.

    Args:
        as_any: Whether it holds when *contributing* is read as *any of*.
        as_all: Whether it holds when it is read as *all of*.
    """
    if as_any:
        return "certain"
    return "open" if as_all else "never"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One statement that would make verdicts certain.

    Args:
        node: The factor, or the outcome, whose causes it is about.
        statement: ``all`` (it took all of them) or ``any`` (any one of them was enough).
        decides: How many of the open verdicts it decides.
        open: How many verdicts on factors and layers are open.
    """

    node: str
    statement: Reading
    decides: int
    open: int


def narrowing(incident: Incident, clock: Clock) -> Narrowing | None:
    """Return the statement that would decide the most open verdicts, of several the first.

    Nodes count causes first, *all* before *any*; None when nothing is open.

    Args:
        incident: The incident.
        clock: The time there is.

    Raises:
        NotFinished: The time is over.
    """
    nodes = open_nodes(incident)
    questions = _questions(incident)
    lasts = _survives(incident, {"": "any"}, questions)
    falls = _survives(incident, {"": "all"}, questions)
    open_ = [number for number, last in enumerate(lasts) if last != falls[number]]
    best: Narrowing | None = None
    for node in nodes if open_ else ():
        for statement in ("all", "any"):
            clock.check()
            # Stating all of them moves the reading that survives longest, stating any the other.
            other: Reading = "any" if statement == "all" else "all"
            now = _survives(incident, {"": other, node: statement}, questions)
            still = falls if statement == "all" else lasts
            decides = sum(now[number] == still[number] for number in open_)
            if decides and (best is None or decides > best.decides):
                best = Narrowing(node, statement, decides, len(open_))
    return best


def _questions(incident: Incident) -> list[tuple[str, ...]]:
    """Return what is taken away in each question: a factor, or the gaps of a layer."""
    factors = [name for name in incident.leading_to_outcome if name in incident.factors]
    gaps: dict[str, list[str]] = {}
    for name in factors:
        layer = incident.factors[name].layer
        if layer is not None:
            gaps.setdefault(layer, []).append(name)
    return [*((name,) for name in factors), *map(tuple, gaps.values())]


def _survives(
    incident: Incident, reading: dict[str, Reading], questions: Sequence[tuple[str, ...]]
) -> list[bool]:
    return compile_structure(incident, reading=reading).survives(questions)
