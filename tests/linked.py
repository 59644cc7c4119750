"""Incident data without the factors that lead nowhere, which no incident may have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["only_linked"]


def only_linked(data: dict[str, Any]) -> dict[str, Any]:
    """Return the data without factors that lead to the outcome neither way, and mentions of them.

    Actions stay, acting on what is left of what they addressed; barriers on a link that is gone go.
    """
    kept: set[str] = set()
    waiting = [data["outcome"]]
    links: set[tuple[str, str]] = set()
    names = {id(node): name for name, node in data["factors"].items()}
    while waiting:
        node = waiting.pop()
        effect = names.get(id(node), "outcome")
        because = list(_causes(node.get("because")))
        links |= {(cause, effect) for cause in because}
        below = [*because, *(worse["factor"] for worse in node.get("worsened_by", ()))]
        waiting += [data["factors"][name] for name in below if name not in kept]
        kept.update(below)
    factors = {name: node for name, node in data["factors"].items() if name in kept}
    actions = {}
    for name, action in data.get("actions", {}).items():
        on = action.get("on")
        if on is None or (on["cause"], on["effect"]) in links:
            listed = action.get("addresses", ())
            listed = [listed] if isinstance(listed, str) else listed
            actions[name] = {**action, "addresses": [f for f in listed if f in kept]}
    timeline = [
        {k: v for k, v in entry.items() if k != "factor" or v in kept}
        for entry in data.get("timeline", ())
    ]
    made = {**data, "factors": factors, "actions": actions, "timeline": timeline}
    made.pop("five_whys", None)
    return made


def _causes(formula: Any) -> Iterator[str]:
    if formula is None:
        return
    if isinstance(formula, str):
        yield formula
    elif isinstance(formula, dict) and "cause" in formula:
        yield formula["cause"]
    else:
        members = formula
        if isinstance(formula, dict):
            members = next(v for v in formula.values() if isinstance(v, list))
        for member in members:
            yield from _causes(member)
