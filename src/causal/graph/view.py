"""The networkx view of an incident, and the way back.

The graph is a `networkx.DiGraph` whose edges run from cause to effect:

* graph: ``incident``, the incident without its factors and causes, as the data of a file.
* node: ``what``, ``kind`` (``outcome`` for the outcome), ``kind_stated``, the other fields of the
  factor that are set, and its ``because`` and ``worsened_by`` as a file writes them.
* edge: ``role``, ``because`` or ``worsened_by``; ``confidence`` and ``evidence`` of a link; ``of``
  and ``minutes`` of a *worsened by*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.errors import CausalError, Fault, InvalidIncident
from causal.model import OUTCOME, Amplifier, Gate, Incident, Link

if TYPE_CHECKING:
    from collections.abc import Mapping

    import networkx

    Graph = networkx.DiGraph[str]

__all__ = ["from_networkx", "to_networkx"]

_OWN = ("outcome", "factors")


def to_networkx(incident: Incident) -> Graph:
    """Return an incident as a `networkx.DiGraph`, edges from cause to effect.

    Example:
        >>> import causal
        >>> story = causal.new("INC-1", "The site was down")
        >>> story.outcome.because(story.trigger("A deploy", id="deploy"))  # doctest: +ELLIPSIS
        <...>
        >>> list(causal.to_networkx(story.build()).edges)
        [('deploy', 'outcome')]
    """
    import networkx

    graph: Graph = networkx.DiGraph()
    data = incident.model_dump(mode="json", exclude_defaults=True)
    graph.graph["incident"] = {key: part for key, part in data.items() if key not in _OWN}
    graph.add_node(OUTCOME, **data["outcome"], kind=OUTCOME)
    for factor, node in incident.factors.items():
        fields = {**data["factors"][factor], "kind": incident.kind(factor)}
        graph.add_node(factor, **fields, kind_stated=node.kind)
    for amplifier, effect in incident.amplifiers():
        cost = {"of": amplifier.of, "minutes": amplifier.minutes}
        graph.add_edge(amplifier.factor, effect, role="worsened_by", **cost)
    for link, effect in incident.links():
        doubt = {"confidence": link.confidence, "evidence": list(link.evidence)}
        graph.add_edge(link.cause, effect, role="because", **doubt)
    return graph


def from_networkx(graph: Graph) -> Incident:
    """Return the incident that a graph with the attributes of `to_networkx` describes.

    A plain graph will do too: nodes need ``what`` (their name otherwise) and edges no attribute;
    a node named ``outcome`` is the outcome, and several causes are *all of*. Where the edges were
    changed, they count, not the formula a node still carries.

    Raises:
        CausalError: The graph has no node ``outcome``.
        InvalidIncident: The graph describes no incident, for example because of a cycle.
    """
    if OUTCOME not in graph:
        raise CausalError(f"the graph has no node {OUTCOME!r}: name the loss being explained so")
    nodes = {str(name): _node(graph, name) for name in graph}
    outcome = nodes.pop(OUTCOME)
    outcome.pop("kind", None)
    head = {"id": "unnamed", "title": outcome["what"], **graph.graph.get("incident", {})}
    return Incident.from_data({"causal": 1, **head, "outcome": outcome, "factors": nodes})


def _node(graph: Graph, name: str) -> dict[str, Any]:
    from pydantic import ValidationError

    node: dict[str, Any] = {"what": str(name), **graph.nodes[name]}
    if "kind_stated" in node:
        node["kind"] = node.pop("kind_stated")
    causes: list[dict[str, Any]] = []
    amplifiers: list[dict[str, Any]] = []
    for cause, _, edge in graph.in_edges(name, data=True):
        worsens = edge.get("role") == "worsened_by"
        keys = ("of", "minutes") if worsens else ("confidence", "evidence")
        parts = {key: edge[key] for key in keys if key in edge}
        if worsens:
            amplifiers.append({"factor": str(cause), **parts})
        else:
            causes.append({"cause": str(cause), **parts})
    try:
        node["because"] = _formula(node.get("because"), causes)
        node["worsened_by"] = _worsened(node.get("worsened_by", ()), amplifiers)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"]
        raise InvalidIncident([Fault(f"factors.{name}", problem)]) from None
    return node


def _formula(stated: Any, causes: list[dict[str, Any]]) -> Any:
    """Return the formula a node carries, brought up to date with its edges."""
    edges = {part["cause"]: part for part in causes}
    gate = None if stated is None else Gate.model_validate(stated)
    links = {} if gate is None else {link.cause: link for link in gate.links()}
    if gate is None or links.keys() != edges.keys():
        return causes or None
    drawn = {cause: Link.model_validate({**dict(links[cause]), **edges[cause]}) for cause in edges}
    return gate if drawn == links else _redrawn(gate, drawn)


def _redrawn(gate: Gate, links: Mapping[str, Link]) -> Gate:
    members = [links[m.cause] if isinstance(m, Link) else _redrawn(m, links) for m in gate.of]
    return gate.model_copy(update={"of": tuple(members)})


def _worsened(stated: Any, amplifiers: list[dict[str, Any]]) -> Any:
    """Return the *worsened by* a node carries, brought up to date with its edges."""
    listed = {part.factor: part for part in map(Amplifier.model_validate, stated)}
    edges = {part["factor"]: part for part in amplifiers}
    drawn = {
        factor: Amplifier.model_validate({**dict(listed.get(factor, ())), **edges[factor]})
        for factor in edges
    }
    return stated if drawn == listed else tuple(drawn.values())
