"""An incident with one thing changed: a factor, an action or a link put in or taken out.

Each function takes the plain data of an incident and returns changed data, which is then checked
whole, as a file is.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from causal.errors import CausalError, UnknownName
from causal.model.factor import OUTCOME
from causal.text.expect import expect_names, expect_text

Data = dict[str, Any]


def with_part(data: Data, kind: str, id: str, fields: Mapping[str, Any]) -> Data:
    """Return data in which a factor or action has these fields, and keeps its others.

    Args:
        data: The incident.
        kind: ``factors`` or ``actions``.
        id: The id of one that is there, or of a new one.
        fields: What it says; a field that is None is no longer stated.
    """
    parts = data.get(kind, {})
    stated = {**parts.get(expect_text(id, "id"), {}), **fields}
    said = {key: part for key, part in stated.items() if part is not None}
    return {**data, kind: {**parts, id: said}}


def with_link(data: Data, link: Mapping[str, Any], effect: str) -> Data:
    """Return data in which an effect has one more cause.

    It took the cause as well as those it had; where these are stated as *contributing*, it is one
    more of them.
    """
    node = _node(data, effect)
    stated = node.get("because", [])
    if isinstance(stated, dict) and "contributing" in stated:
        because: Any = {"contributing": [*stated["contributing"], dict(link)]}
    else:
        because = [*(stated if isinstance(stated, list) else [stated]), dict(link)]
    return _with_node(data, effect, {**node, "because": because})


def with_worsening(data: Data, factor: str, effect: str) -> Data:
    """Return data in which a factor made an effect worse."""
    node = _node(data, effect)
    return _with_node(data, effect, {**node, "worsened_by": [*node.get("worsened_by", []), factor]})


def without(data: Data, ids: Collection[str]) -> Data:
    """Return data without some factors and actions, and without every mention of them.

    Raises:
        CausalError: Something depends on one of them that is no mention: a barrier on its link, or
            an *at least k* that would have fewer than k members.
        UnknownName: There is no factor or action of this id.
    """
    factors, actions = data.get("factors", {}), data.get("actions", {})
    for id in expect_names(ids, "without"):
        if id not in factors and id not in actions:
            raise UnknownName("factor or action", id, [*factors, *actions])
    gone = set(ids)
    kept = {**data, "factors": _kept(factors, gone), "actions": _kept(actions, gone)}
    for effect in (OUTCOME, *kept["factors"]):
        kept = _with_node(kept, effect, _unlinked(_node(kept, effect), effect, gone))
    kept["actions"] = {
        name: _unaddressed(name, action, gone) for name, action in kept["actions"].items()
    }
    if isinstance(data.get("timeline"), list):
        kept["timeline"] = [_unmentioned(entry, gone) for entry in data["timeline"]]
    if "five_whys" in data:
        whys = data["five_whys"]
        chain = [_why(why, gone, factors) for why in whys["chain"]]
        kept["five_whys"] = {**whys, "chain": chain}
        if "action" in whys:
            kept["five_whys"]["action"] = _unaddressed("five_whys", whys["action"], gone)
    return kept


def _unmentioned(entry: Any, gone: Collection[str]) -> Any:
    if not isinstance(entry, dict):
        return entry
    return {key: part for key, part in entry.items() if key != "factor" or part not in gone}


def _kept(parts: Mapping[str, Any], gone: Collection[str]) -> dict[str, Any]:
    return {name: part for name, part in parts.items() if name not in gone}


def _node(data: Data, effect: str) -> Data:
    if expect_text(effect, "effect") == OUTCOME:
        return dict(data["outcome"])
    try:
        return dict(data["factors"][effect])
    except KeyError:
        raise UnknownName("factor", effect, [OUTCOME, *data["factors"]]) from None


def _with_node(data: Data, effect: str, node: Data) -> Data:
    if effect == OUTCOME:
        return {**data, "outcome": node}
    return {**data, "factors": {**data["factors"], effect: node}}


def _unlinked(node: Data, effect: str, gone: Collection[str]) -> Data:
    changed = dict(node)
    if "because" in node:
        changed["because"] = _pruned(node["because"], effect, gone)
    if "worsened_by" in node:
        changed["worsened_by"] = [e for e in node["worsened_by"] if _named(e) not in gone]
    return changed


def _named(member: Any) -> str | None:
    """Return the factor that a member of a formula or of *worsened by* is, None for a formula."""
    if isinstance(member, dict):
        return member.get("cause") or member.get("factor")
    return member if isinstance(member, str) else None


def _pruned(formula: Any, effect: str, gone: Collection[str]) -> Any:
    """Return a formula without the causes that are gone, None where nothing is left."""
    if _named(formula) is not None:
        return None if _named(formula) in gone else formula
    ops = ("all", "any", "contributing", "of")
    op = next((op for op in ops if op in formula), "") if isinstance(formula, dict) else ""
    members = formula[op] if op else formula
    if not isinstance(members, list | tuple):
        return formula  # no formula at all: what is wrong with it is said when it is built
    left = [p for member in members if (p := _pruned(member, effect, gone)) is not None]
    if not left:
        return None
    if op == "" or (op == "contributing" and len(left) < 2):
        return left
    if op != "of":
        return {op: left}
    least = formula.get("at_least")
    if isinstance(least, int) and least > len(left):
        problem = f"{effect!r} takes at least {formula['at_least']} of its causes, and {len(left)}"
        raise CausalError(f"{problem} would be left; say first how many it takes")
    unconfirmed = _kept(formula.get("at_least_without", {}), gone)
    kept = {key: part for key, part in formula.items() if key != "at_least_without"} | {"of": left}
    return {**kept, "at_least_without": unconfirmed} if unconfirmed else kept


def _unaddressed(name: str, action: Data, gone: Collection[str]) -> Data:
    on = action.get("on", {})
    for end in ("cause", "effect"):
        if on.get(end) in gone:
            hint = f"take it out too: without({on[end]!r}, {name!r})"
            raise CausalError(f"the action {name!r} is a barrier on a link of {on[end]!r}; {hint}")
    listed = [factor for factor in action.get("addresses", ()) if factor not in gone]
    return {**action, "addresses": listed}


def _why(why: Any, gone: Collection[str], factors: Mapping[str, Any]) -> Any:
    """Return an answer of five whys; of a factor that is gone, its words stay."""
    if isinstance(why, str):
        return {"answer": factors[why]["what"]} if why in gone else why
    changed = dict(why)
    if why.get("factor") in gone:
        changed["answer"] = why.get("answer", factors[why["factor"]]["what"])
        del changed["factor"]
    if "because" in why:
        changed["because"] = [
            [_why(w, gone, factors) for w in (branch if isinstance(branch, list) else [branch])]
            for branch in why["because"]
        ]
    return changed
