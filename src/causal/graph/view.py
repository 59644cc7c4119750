"""The networkx view of an incident, and the way back.

The graph is a `networkx.DiGraph` whose edges run from cause to effect:

* graph: ``incident``, the incident without its factors and causes, as the JSON of a file.
* node: ``what``, ``kind`` (``outcome`` for the outcome), ``kind_stated`` (whether the kind was
  written), the other fields of the factor that are set; lists, ``because`` and ``worsened_by`` as
  JSON.
* edge: ``role``, ``because`` or ``worsened_by``; ``confidence`` and ``evidence`` of a link; ``of``
  and ``minutes`` of a *worsened by*.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from causal.errors import CausalError, Fault, InvalidIncident
from causal.libraries import networkx
from causal.model import OUTCOME, Amplifier, Gate, Incident, Link
from causal.model.expect import expect_incident
from causal.text.expect import kind_of_value

if TYPE_CHECKING:
    from collections.abc import Mapping

    Graph = networkx.DiGraph[str]

_OWN = ("outcome", "factors")


def to_networkx(incident: Incident) -> Graph:
    """Return an incident as a `networkx.DiGraph`, edges from cause to effect.

    Its attributes are texts, numbers and truth values, so that GraphML, GEXF and GML take them.

    Example:
        >>> import causal
        >>> draft = causal.new("INC-1", "The site was down")
        >>> draft.outcome.because(draft.trigger("A deploy", id="deploy"))  # doctest: +ELLIPSIS
        <...>
        >>> list(causal.to_networkx(draft.build()).edges)
        [('deploy', 'outcome')]
    """
    expect_incident(incident, "to_networkx")
    graph: Graph = networkx.DiGraph()
    data = incident.to_data()
    graph.graph["incident"] = _text({key: part for key, part in data.items() if key not in _OWN})
    graph.add_node(OUTCOME, **_flat(data["outcome"]), kind=OUTCOME)
    for factor, node in incident.factors.items():
        fields = {**_flat(data["factors"][factor]), "kind": incident.kind(factor)}
        graph.add_node(factor, **fields, kind_stated=node.kind is not None)
    for amplifier, effect in incident.amplifiers():
        cost = {"of": amplifier.of, "minutes": amplifier.minutes}
        graph.add_edge(amplifier.factor, effect, role="worsened_by", **_flat(cost))
    for link, effect in incident.links():
        if graph.has_edge(link.cause, effect):
            continue  # stated twice in one formula: the edge is as stated first
        stated = {"confidence": link.confidence, "evidence": list(link.evidence)}
        graph.add_edge(link.cause, effect, role="because", **_flat(stated))
    return graph


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _flat(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that say something, lists and mappings as JSON."""
    said = {key: part for key, part in fields.items() if part not in (None, [])}
    return {key: _text(p) if isinstance(p, list | dict) else p for key, p in said.items()}


def _parsed(value: Any) -> Any:
    """Return a value, or what it holds where it is a list or mapping written as JSON."""
    if isinstance(value, str) and value[:1] in ("[", "{"):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def from_networkx(graph: Graph) -> Incident:
    """Return the incident that a graph with the attributes of `to_networkx` describes.

    A plain graph will do too: nodes need ``what`` (their name otherwise) and edges no attribute;
    a node named ``outcome`` is the outcome, and several causes are *all of*. Where the edges were
    changed, they count, not the formula a node still carries.

    Raises:
        CausalError: It is no directed graph, or has no node ``outcome``.
        InvalidIncident: The graph describes no incident, for example because of a cycle.
    """
    if not isinstance(graph, networkx.DiGraph):
        hint = "a networkx.DiGraph, whose edges run from cause to effect"
        raise CausalError(f"from_networkx takes {hint}, not {kind_of_value(graph)}")
    if OUTCOME not in graph:
        raise CausalError(f"the graph has no node {OUTCOME!r}: name the loss being explained so")
    nodes: dict[str, dict[str, Any]] = {}
    for name in graph:
        if str(name) in nodes:
            problem = "two nodes have this name, as a text and as something else"
            raise InvalidIncident([Fault(f"factors.{name}", problem, "rename one")])
        nodes[str(name)] = _node(graph, name)
    outcome = nodes.pop(OUTCOME)
    outcome.pop("kind", None)
    outcome.pop("kind_stated", None)
    head = _parsed(graph.graph.get("incident", {}))
    if not isinstance(head, dict):
        problem = f"the graph's attribute is no mapping, but a {type(head).__name__}"
        raise InvalidIncident([Fault("incident", problem, "the incident without its factors")])
    head = {"id": "unnamed", "title": outcome["what"], **head}
    return Incident.from_data({"causal": 1, **head, "outcome": outcome, "factors": nodes})


def _node(graph: Graph, name: Any) -> dict[str, Any]:
    own = {str(key): _parsed(part) for key, part in graph.nodes[name].items()}
    node: dict[str, Any] = {"what": str(name), **own}
    stated = node.pop("kind_stated", True)
    if stated in (False, 0, "false", "False"):
        node.pop("kind", None)
    causes: list[dict[str, Any]] = []
    amplifiers: list[dict[str, Any]] = []
    for cause, _, edge in graph.in_edges(name, data=True):
        worsens = edge.get("role") == "worsened_by"
        keys = ("of", "minutes") if worsens else ("confidence", "evidence")
        parts = {key: _parsed(edge[key]) for key in keys if key in edge}
        if worsens:
            amplifiers.append({"factor": str(cause), **parts})
        else:
            causes.append({"cause": str(cause), **parts})
    try:
        node["because"] = _formula(node.get("because"), causes)
        node["worsened_by"] = _worsened(node.get("worsened_by"), amplifiers)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]["msg"]
        raise InvalidIncident([Fault(f"factors.{name}", problem)]) from None
    return node


def _formula(stated: Any, causes: list[dict[str, Any]]) -> Any:
    """Return the formula a node carries, brought up to date with its edges."""
    drawn = {part["cause"]: part for part in causes}
    gate = None if stated in (None, "") else Gate.model_validate(stated)
    stated_first = reversed([] if gate is None else list(gate.links()))
    links = {link.cause: link for link in stated_first}
    if gate is None or links.keys() != drawn.keys() or len(drawn) < len(causes):
        return causes or None
    edges = {c: Link.model_validate({**dict(links[c]), **drawn[c]}) for c in drawn}
    return gate if edges == links else _redrawn(gate, edges)


def _redrawn(gate: Gate, links: Mapping[str, Link]) -> Gate:
    members = [links[m.cause] if isinstance(m, Link) else _redrawn(m, links) for m in gate.of]
    return gate.model_copy(update={"of": tuple(members)})


def _worsened(stated: Any, amplifiers: list[dict[str, Any]]) -> Any:
    """Return the *worsened by* a node carries, brought up to date with its edges."""
    parts = stated if isinstance(stated, list | tuple) else [stated] if stated else []
    listed = {part.factor: part for part in map(Amplifier.model_validate, parts)}
    if len(amplifiers) > len({part["factor"] for part in amplifiers}):
        return amplifiers
    drawn = {
        part["factor"]: Amplifier.model_validate({**dict(listed.get(part["factor"], ())), **part})
        for part in amplifiers
    }
    return stated if drawn == listed else tuple(drawn.values())
