"""GraphML: nodes as factors, edges from a cause to its effect."""

from __future__ import annotations

from causal.io.documents.draft import Draft, refuse
from causal.io.documents.drawn_graph import Node, put_arrows, put_graph
from causal.io.documents.json_text import settle
from causal.io.reading import Reading
from causal.io.safe_xml import Element, parse_xml

_WORDS = ("what", "label", "name", "title", "description")
_JOINS = {"all": "all", "and": "all", "any": "any", "or": "any"}


def read_graphml(text: str, file: str = "", **_: object) -> Reading:
    """Return the incident a GraphML drawing tells.

    A node's words are its attribute ``what``, ``label``, ``name``, ``title`` or ``description``, or
    the label a drawing program gave it; ``gate`` may say all or any; the node called ``outcome``,
    or the only one without effects, is the outcome.

    Raises:
        InvalidIncident: The text is no GraphML, or its edges run in a circle.
    """
    root = parse_xml(text, source=file)
    graph = next((e for e in root.walk() if _tag(e) == "graph"), None)
    if graph is None:
        raise refuse("no graph in it", "a GraphML file has <graph> with <node> and <edge>", file, 1)
    keys = {
        e.attributes.get("id", ""): (e.attributes.get("attr.name") or "").lower()
        for e in root.walk()
        if _tag(e) == "key"
    }
    draft = Draft("graphml", file)
    nodes: dict[str, Node] = {}
    for element in graph.walk():
        if _tag(element) == "node":
            name = element.attributes.get("id", "")
            facts = _facts(element, keys)
            words = (
                next((facts[key] for key in _WORDS if facts.get(key)), None)
                or _label(element)
                or name
            )
            nodes[name] = Node(
                words,
                joins=_JOINS.get(facts.get("gate", "").lower()),
                confidence=_confidence(facts),
            )
    edges = (element.attributes for element in graph.walk() if _tag(element) == "edge")
    put_arrows(nodes, ((edge.get("source", ""), edge.get("target", "")) for edge in edges))
    title = graph.attributes.get("id") or None
    outcome = next((name for name in nodes if name.lower() == "outcome"), None)
    put_graph(draft, nodes, title or "Outcome", outcome=outcome)
    settle(draft, title=title if title and title.lower() not in ("g", "graph") else None)
    return draft.reading()


def _confidence(facts: dict[str, str]) -> str | None:
    said = facts.get("confidence", "").lower()
    return said if said in ("suspected", "disputed") else None


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _facts(element: Element, keys: dict[str, str]) -> dict[str, str]:
    data = [e for e in element.children if _tag(e) == "data"]
    return {
        keys.get(e.attributes.get("key", ""), e.attributes.get("key", "")): e.text.strip()
        for e in data
    }


def _label(element: Element) -> str:
    found = next((e for e in element.walk() if _tag(e) == "NodeLabel" and e.text.strip()), None)
    return " ".join(found.text.split()) if found is not None else ""
