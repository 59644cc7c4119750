"""MITRE Attack Flow: the builder's ``.afb`` file or its STIX bundle, operators preserved."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.drawn_graph import Node, put_arrows, put_graph
from causal.io.documents.json_text import rows_of, settle, text_of

_OPERATORS = {"AND": "all", "OR": "any"}


def understands(data: Any) -> bool:
    """Whether data is an Attack Flow."""
    if not isinstance(data, dict):
        return False
    if str(data.get("schema", "")).startswith("attack_flow"):
        return True
    return any(str(row.get("type", "")).startswith("attack-") for row in rows_of(data, "objects"))


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from the actions, conditions and operators of a flow."""
    nodes, title, summary = _builder(data) if "schema" in data else _stix(data)
    draft.put("summary", summary, 1)
    put_graph(draft, nodes, title)
    settle(draft, title=title)


def _stix(data: Any) -> tuple[dict[str, Node], str, str | None]:
    nodes: dict[str, Node] = {}
    arrows: list[tuple[str, str]] = []
    title, summary = "Attack flow", None
    for row in rows_of(data, "objects"):
        kind, id = str(row.get("type")), str(row.get("id"))
        if kind == "attack-flow":
            title, summary = text_of(row, "name") or title, text_of(row, "description")
        elif kind == "attack-operator":
            nodes[id] = Node("", _OPERATORS.get(str(row.get("operator", "")).upper(), "all"))
        elif kind in ("attack-action", "attack-condition"):
            nodes[id] = Node(
                text_of(row, "name", "description") or id, detail=text_of(row, "description")
            )
        for key in ("effect_refs", "on_true_refs", "on_false_refs"):
            arrows += [(id, str(effect)) for effect in row.get(key) or ()]
    put_arrows(nodes, arrows)
    return nodes, title, summary


def _builder(data: Any) -> tuple[dict[str, Node], str, str | None]:
    nodes: dict[str, Node] = {}
    title, summary = "Attack flow", None
    owner: dict[str, str] = {}
    anchors: dict[str, str] = {}
    for row in rows_of(data, "objects"):
        kind, name = (
            str(row.get("id") or row.get("template")),
            str(row.get("instance") or row.get("id")),
        )
        facts = _properties(row)
        if kind in ("flow", "attack_flow"):
            title, summary = facts.get("name") or title, facts.get("description")
        elif kind.lower() in ("and_operator", "or_operator"):
            nodes[name] = Node("", "all" if kind.lower().startswith("and") else "any")
        elif kind in ("action", "condition"):
            words = facts.get("name") or facts.get("description") or kind
            nodes[name] = Node(words, detail=facts.get("description"))
        for anchor in (row.get("anchors") or {}).values():
            anchors[str(anchor)] = name
    for row in rows_of(data, "objects"):
        for latch in row.get("latches") or ():
            owner[str(latch)] = anchors.get(str(row.get("instance")), "")
    arrows = [
        (owner.get(str(row.get("source")), ""), owner.get(str(row.get("target")), ""))
        for row in rows_of(data, "objects") if "source" in row and "target" in row
    ]  # fmt: skip
    put_arrows(nodes, arrows)
    return nodes, title, summary


def _properties(row: dict[str, Any]) -> dict[str, str]:
    held = row.get("properties") or []
    pairs = (
        held.items()
        if isinstance(held, dict)
        else (p for p in held if isinstance(p, list) and len(p) == 2)
    )
    return {str(key): str(value) for key, value in pairs if isinstance(value, str | int | float)}
