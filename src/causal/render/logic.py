"""What a reader can try out on a drawing: its factors as formulas, and switches that change them.

Plain data, so that a writer can pass it on without knowing what an incident is. Names are those of
the boxes of the scene.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from causal.graph.formula import Formula, Member


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known about a node or switch, with a link where it has one."""

    name: str
    value: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A factor or the outcome.

    Args:
        id: The id of its box.
        label: What it says.
        kind: What it is, in words.
        because: What it takes; None for a basic one.
        trigger: It is one that will come again.
        facts: What a reader may want to know about it.
    """

    id: str
    label: str
    kind: str
    because: Formula | None = None
    trigger: bool = False
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Switch:
    """Something a reader may suppose: that a layer held, or that an action is in place.

    Args:
        id: Its name in the address of the page.
        group: What it supposes.
        label: What it says.
        removes: The nodes that become false.
        barriers: The links, from cause to effect, that it puts one more condition into.
        note: What else is known about it, in a few words.
        counts: Whether it changes anything; when not, `note` says why.
        layers: The layers in which it counts, one for each of `removes`, then of `barriers`.
        cost: What it costs from here on.
    """

    id: str
    group: Literal["layer", "action"]
    label: str
    removes: tuple[str, ...] = ()
    barriers: tuple[tuple[str, str], ...] = ()
    note: str = ""
    counts: bool = True
    layers: tuple[str, ...] = ()
    cost: float = 1.0


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A factor, or a link from cause to effect, of which nobody has confirmed that it was so."""

    id: str
    part: str | tuple[str, str]
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Logic:
    """The formulas of a drawing, causes before their effects, and its switches.

    Args:
        nodes: Every factor and the outcome, causes before their effects.
        top: The id of the outcome.
        switches: What may be supposed.
        scenarios: The switches that are on in each scenario that has a name.
        unconfirmed: What may not have been so.
    """

    nodes: tuple[Node, ...]
    top: str
    switches: tuple[Switch, ...] = ()
    scenarios: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unconfirmed: tuple[Unconfirmed, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Return everything as plain data for JSON.

        With unconfirmed parts the formulas also say what they are without a member.
        """
        reduced = bool(self.unconfirmed)
        nodes = [
            asdict(replace(node, because=None))
            | {"because": _as_data(node.because, reduced) if node.because else None}
            | {"facts": [[fact.name, fact.value, fact.href] for fact in node.facts]}
            for node in self.nodes
        ]
        return {
            "top": self.top,
            "nodes": nodes,
            "switches": list(map(asdict, self.switches)),
            "scenarios": dict(self.scenarios),
            "unconfirmed": list(map(asdict, self.unconfirmed)),
        }


def _as_data(member: Member, reduced: bool) -> Any:
    """Return a formula as ``[k, member, ...]``, each member such a list; k 0 is not stated.

    Of *at least k of* the last entry says by how much k drops without a member, if asked.
    """
    if not isinstance(member, Formula):
        return member
    fewer = [dict(member.fewer)] if reduced and member.fewer is not None else []
    k = 0 if member.contributing else member.k
    return [k, *(_as_data(inner, reduced) for inner in member.of), *fewer]
