"""The tests of Why-Because Analysis, link by link and node by node.

Each link is asked: without this cause, and with everything else as it was, would the effect have
come about? Whether the causes of a node suffice is its author's to say. A node with more causes
than it needed is overdetermined, which is a finding and no error.

References:
    P. Ladkin and K. Loer, *Why-Because Analysis: Formal reasoning about incidents*, 1998.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from causal.analysis.result import AS_DRAWN, Result, clock_of, finished, part
from causal.graph.counterfactual import at_least
from causal.graph.structure import threshold
from causal.libraries import pandas
from causal.model import OUTCOME, Gate, Link
from causal.model.expect import expect_incident
from causal.model.order import causes_first

if TYPE_CHECKING:
    from causal.graph.budget import Budget, Clock
    from causal.model import Incident
    from causal.model.causes import Confidence


@dataclass(frozen=True, slots=True)
class LinkTest:
    """The counterfactual test of one link.

    Args:
        cause: What is taken away.
        effect: What is asked about.
        necessary: Without this cause in the formula of the effect, and everything else as it
            was, the effect would not have come about.
        prevents: Had the cause not been there at all, so that whatever came of it was missing
            too, the effect would not have come about.
        confidence: How sure the authors are of the link; the least sure where it stands twice.
    """

    cause: str
    effect: str
    necessary: bool
    prevents: bool
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of a formula.

    Args:
        causes: The causes it names.
        form: ``all`` or ``any`` of them, or ``other`` for what is nested deeper.
    """

    causes: tuple[str, ...]
    form: Literal["all", "any", "other"] = "all"


@dataclass(frozen=True, slots=True)
class Spare:
    """A place in a formula with more branches than it needed.

    Args:
        needed: How many branches it takes.
        branches: The branches, in the order written.
    """

    needed: int
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class NodeTest:
    """What is said of the causes of one factor or of the outcome, taken together.

    Args:
        node: The factor, or the outcome.
        causes: Its direct causes, in the order written.
        complete: Its author holds them to be sufficient; otherwise that is not stated.
        more_than_needed: Where it had more causes than it needed.
    """

    node: str
    causes: tuple[str, ...]
    complete: bool
    more_than_needed: tuple[Spare, ...]

    @property
    def overdetermined(self) -> bool:
        """Whether it had more causes than it needed."""
        return bool(self.more_than_needed)


def assess_links(incident: Incident, *, budget: Budget | None = None) -> LinkTests:
    """Return the counterfactual test of every link and what is said of every node's causes.

    Args:
        incident: The incident.
        budget: The limits of the answer, by default `Budget()`.
    """
    expect_incident(incident, "assess_links")
    return LinkTests(incident, clock_of(budget))


class LinkTests(Result):
    """The answer of `assess_links`."""

    def __init__(self, incident: Incident, clock: Clock) -> None:
        self.__dict__.update(incident=incident, clock=clock)

    incident: Incident

    @part
    def links(self) -> tuple[LinkTest, ...]:
        """Every link, outcome first, then in file order; one that stands twice counts once."""
        sure: dict[tuple[str, str], Confidence] = {}
        for link, effect in self.incident.links():
            key = (link.cause, effect)
            sure[key] = max(sure.get(key, link.confidence), link.confidence, key=_CONFIDENCES.index)
        # One bit per cause: the case in which it is taken away.
        bit = {cause: 1 << at for at, cause in enumerate(dict.fromkeys(c for c, _ in sure))}
        every = (1 << len(bit)) - 1
        there: dict[str, int] = {}
        caused: dict[str, int] = {}
        for name in causes_first(self.incident, (*self.incident.factors, OUTCOME)):
            self.clock.check()
            gate = self.incident.because(name)
            caused[name] = every if gate is None else _cases(gate, there, every)
            there[name] = caused[name] & ~bit.get(name, 0)
        alone = {cause: every & ~own for cause, own in bit.items()}
        needed = {
            effect: _cases(gate, alone, every)
            for effect in dict.fromkeys(effect for _, effect in sure)
            if (gate := self.incident.because(effect)) is not None
        }
        found = []
        for (cause, effect), confidence in sure.items():
            found.append(
                LinkTest(
                    cause=cause,
                    effect=effect,
                    necessary=not needed[effect] & bit[cause],
                    prevents=not caused[effect] & bit[cause],
                    confidence=confidence,
                )
            )
        return tuple(found)

    @part
    def _by_effect(self) -> dict[str, tuple[LinkTest, ...]]:
        found: dict[str, list[LinkTest]] = {}
        for link in self.links:
            found.setdefault(link.effect, []).append(link)
        return {effect: tuple(links) for effect, links in found.items()}

    def into(self, effect: str) -> tuple[LinkTest, ...]:
        """Return the links into a factor or the outcome; none when it has no causes."""
        return self._by_effect.get(effect, ())

    @part
    def nodes(self) -> tuple[NodeTest, ...]:
        """Every factor with causes, the outcome first, then in file order."""
        found = []
        for node in (OUTCOME, *self.incident.factors):
            gate = self.incident.because(node)
            if gate is not None:
                owner = self.incident.outcome if node == OUTCOME else self.incident.factors[node]
                causes = tuple(dict.fromkeys(link.cause for link in gate.links()))
                found.append(NodeTest(node, causes, owner.complete, tuple(_spares(gate))))
        return tuple(found)

    @property
    def overdetermined(self) -> tuple[str, ...]:
        """The nodes that had more causes than they needed."""
        return tuple(node.node for node in self.nodes if node.overdetermined)

    @property
    def not_stated_complete(self) -> tuple[str, ...]:
        """The nodes of which nobody has said that their causes are sufficient."""
        return tuple(node.node for node in self.nodes if not node.complete)

    @property
    def title(self) -> str:  # type: ignore[override]  # derived, never set
        """What this is the answer for."""
        return f"Links: {self.incident.title} ({self.incident.id})"

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain data for JSON."""
        return finished(
            {
                "incident": lambda: self.incident.id,
                "links": lambda: [asdict(link) for link in self.links],
                "nodes": lambda: [asdict(node) for node in self.nodes],
                "overdetermined": lambda: list(self.overdetermined),
                "caveat": lambda: AS_DRAWN,
            }
        )

    def to_frame(self) -> pandas.DataFrame:
        """Return a table with one row per link.

        Columns: ``cause, effect, necessary, prevents, confidence``.
        """
        columns = ["cause", "effect", "necessary", "prevents", "confidence"]
        return pandas.DataFrame([asdict(link) for link in self.links], columns=columns)


_CONFIDENCES: tuple[Confidence, ...] = ("confirmed", "suspected", "disputed")


def _needed(gate: Gate) -> int:
    return threshold(gate, "any")


def _cases(member: Gate | Link, there: Mapping[str, int], every: int) -> int:
    """Return the cases, one bit each, in which a formula holds or a cause is there."""
    if isinstance(member, Link):
        return there[member.cause]
    inner = [_cases(one, there, every) for one in member.of]
    return at_least(_needed(member), inner, every)


def _spares(gate: Gate) -> Iterator[Spare]:
    if gate.op != "contributing" and _needed(gate) < len(gate.of):
        yield Spare(_needed(gate), tuple(map(_branch, gate.of)))
    for member in gate.of:
        if isinstance(member, Gate):
            yield from _spares(member)


def _branch(member: Gate | Link) -> Branch:
    if isinstance(member, Link):
        return Branch((member.cause,))
    causes = tuple(dict.fromkeys(link.cause for link in member.links()))
    if not all(isinstance(inner, Link) for inner in member.of):
        return Branch(causes, "other")
    if _needed(member) == len(member.of):
        return Branch(causes, "all")
    return Branch(causes, "any" if _needed(member) == 1 else "other")
