"""A graph somebody drew, nodes and arrows, as factors: causes of a node, and what it all led to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from causal.io.documents.draft import Draft, refuse


@dataclass(slots=True)
class Node:
    """A node as drawn.

    Args:
        what: Its words.
        op: For an operator: all or any; for a statement: None.
        causes: The nodes with an arrow to it, in the order drawn.
        detail: Longer words.
        confidence: How sure the drawing is of it.
        joins: How the causes of a statement join, where the drawing says: all or any.
    """

    what: str
    op: str | None = None
    causes: list[str] = field(default_factory=list)
    detail: str | None = None
    confidence: str | None = None
    joins: str | None = None


def put_arrows(nodes: Mapping[str, Node], arrows: Iterable[tuple[str, str]]) -> None:
    """Make the source of each arrow between two nodes a cause of its target, once."""
    for cause, effect in arrows:
        if cause != effect and cause in nodes and effect in nodes:
            causes = nodes[effect].causes
            causes += [cause] * (cause not in causes)


def put_graph(
    draft: Draft, nodes: Mapping[str, Node], title: str, *, outcome: str | None = None
) -> None:
    """Put the nodes as factors; those that lead nowhere lead to the outcome.

    Arrows that meet in one node without an operator are contributing: how they combined is not drawn.

    Args:
        draft: Where they go.
        nodes: Every node by its name in the drawing.
        title: What the drawing is called.
        outcome: The node that is the outcome, where one is.

    Raises:
        InvalidIncident: The arrows run in a circle.
    """
    _refuse_circle(draft, nodes)
    used = {cause for node in nodes.values() for cause in node.causes}
    ends = [name for name, node in nodes.items() if name not in used]
    if outcome is None and len(ends) == 1 and nodes[ends[0]].op is None:
        outcome = ends[0]
    names: dict[str, str] = {}
    for name, node in nodes.items():
        if node.op is None and name != outcome:
            detail = node.detail if node.detail != node.what else None
            names[name] = draft.factor(node.what, 1, detail=detail, confidence=node.confidence)
    for name, id in names.items():
        because = _causes(nodes[name], nodes, names)
        if because is not None:
            draft.factors[id]["because"] = because
    loss: dict[str, Any] = {"what": title}
    if outcome is not None:
        loss["what"] = nodes[outcome].what
        tops = [end for end in ends if end != outcome]
        end_node = Node("", causes=[*nodes[outcome].causes, *tops], joins=nodes[outcome].joins)
    else:
        end_node = Node("", causes=ends)
    because = _causes(end_node, nodes, names)
    if because is not None:
        loss["because"] = because
    draft.data["outcome"] = loss


def _causes(node: Node, nodes: Mapping[str, Node], names: Mapping[str, str]) -> Any:
    members = _members(node.causes, nodes, names)
    if not members:
        return None
    if len(members) == 1:
        return members if isinstance(members[0], str) else members[0]
    return {node.joins or "contributing": members}


def _members(
    causes: Sequence[str], nodes: Mapping[str, Node], names: Mapping[str, str]
) -> list[Any]:
    members: list[Any] = []
    for name in causes:
        node = nodes.get(name)
        if node is None:
            continue
        if node.op is None:
            member: Any = names.get(name)
        else:
            inside = _members(node.causes, nodes, names)
            member = inside[0] if len(inside) == 1 else {node.op: inside} if inside else None
        if member is not None and member not in members:
            members.append(member)
    return members


def _refuse_circle(draft: Draft, nodes: Mapping[str, Node]) -> None:
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({name: node.causes for name, node in nodes.items()}).prepare()
    except CycleError as error:
        circle = " -> ".join(repr(nodes[n].what) for n in error.args[1] if n in nodes)
        raise refuse(
            f"the arrows run in a circle: {circle}",
            "causes lead to effects and never back",
            draft.file,
            1,
        ) from None
