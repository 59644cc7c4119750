"""Edits of the graph: factors, actions, links and how they join. Each changes data in place."""

from __future__ import annotations

from typing import Any

from causal.editing.plain_formulas import (
    OPS,
    PlainGate,
    cause_of,
    causes_in,
    filtered,
    rejoined,
    renamed,
    replaced,
)
from causal.errors import CausalError, UnknownName
from causal.model.base import clean_id
from causal.model.causes import Confidence
from causal.model.change import without
from causal.model.factor import OUTCOME
from causal.model.slug import free_slug

Data = dict[str, Any]


def words(text: Any, what: str = "what") -> str:
    """Return the words somebody typed, on one line.

    Raises:
        CausalError: There are none.
    """
    said = " ".join(str(text or "").split())
    if not said:
        raise CausalError(f"{what} is one sentence; nothing was typed")
    return said


def node_of(data: Data, effect: str) -> Data:
    """Return the outcome or a factor, to be changed in place.

    Raises:
        UnknownName: There is no such factor.
    """
    if effect == OUTCOME:
        node: Data = data[OUTCOME]
        return node
    return _factor(data, effect)


def _factor(data: Data, name: str) -> Data:
    try:
        found: Data = data["factors"][name]
    except (KeyError, TypeError):
        raise UnknownName("factor", str(name), data["factors"]) from None
    return found


def _free(data: Data, id: str | None, what: str) -> str:
    taken = {**data["factors"], **data.get("actions", {})}
    if id is None:
        return free_slug(what, taken)
    _check_free(data, id)
    return id


def _check_free(data: Data, id: str) -> None:
    try:
        clean_id(id)
    except ValueError as error:
        raise CausalError(f"the id {id!r} will not do: {error}") from None
    if id == OUTCOME or id in data["factors"] or id in data.get("actions", {}):
        raise CausalError(f"the id {id!r} is taken; choose another")


def add_factor(
    data: Data,
    what: str,
    *,
    id: str | None = None,
    leads_to: str | None = None,
    worsens: str | None = None,
    layer: str | None = None,
    kind: str | None = None,
    confidence: str | None = None,
) -> str:
    """Put a factor in, where given as a cause of what it led to; return its id."""
    said = words(what)
    name = _free(data, id, said)
    stated = {"kind": kind, "layer": layer, "confidence": confidence}
    data["factors"][name] = {"what": said, **{k: v for k, v in stated.items() if v}}
    if leads_to is not None:
        link(data, name, leads_to)
    if worsens is not None:
        worsened_by(data, name, worsens)
    return name


def add_action(
    data: Data,
    what: str,
    *,
    id: str | None = None,
    addresses: str | None = None,
    hardens: str | None = None,
    kind: str | None = None,
    owner: str | None = None,
) -> str:
    """Put an action in, on the factor it addresses; return its id."""
    said = words(what)
    if id is None:
        number = len(data.get("actions", {})) + 1
        while f"A{number}" in data.get("actions", {}) or f"A{number}" in data["factors"]:
            number += 1
        id = f"A{number}"
    _check_free(data, id)
    action: Data = {"what": said}
    data.setdefault("actions", {})[id] = action
    if addresses is not None:
        address(data, id, addresses)
    stated = {"hardens": hardens, "kind": kind, "owner": owner}
    action.update({k: v for k, v in stated.items() if v})
    return id


def address(data: Data, action: str, factor: str, on: bool = True) -> None:
    """Let an action act on a factor, or no longer."""
    actions = data.get("actions", {})
    if action not in actions:
        raise UnknownName("action", str(action), actions)
    if on and factor == OUTCOME:
        raise CausalError("an action acts on what led to the outcome: choose one of its causes")
    if on:
        node = _factor(data, factor)
    listed = [name for name in actions[action].get("addresses", []) if name != factor]
    actions[action]["addresses"] = [*listed, factor] if on else listed
    if on and node.get("layer") and not actions[action].get("hardens"):
        actions[action]["hardens"] = node["layer"]


def link(data: Data, cause: str, effect: str, confidence: Confidence = "confirmed") -> None:
    """Let a factor be one more cause of another or of the outcome, joined as the others are."""
    if cause == OUTCOME:
        raise CausalError("the outcome causes nothing here; draw from the cause to its effect")
    _factor(data, cause)
    node = node_of(data, effect)
    if cause in causes_in(node.get("because")):
        raise CausalError(f"{cause!r} is a cause of {effect!r} already")
    if cause == effect:
        raise CausalError("a factor is no cause of itself; draw to another box")
    gate = PlainGate.read(node.get("because"))
    member = cause if confidence == "confirmed" else {"cause": cause, "confidence": confidence}
    node["because"] = PlainGate(gate.op, (*gate.of, member), gate.k, gate.without).written()
    _no_longer_worsened(node, cause)


def _no_longer_worsened(node: Data, factor: str) -> None:
    left = [each for each in node.get("worsened_by", []) if cause_of(each) != factor]
    if len(left) < len(node.get("worsened_by", [])):
        _put(node, "worsened_by", left or None)


def _put(node: Data, key: str, value: Any) -> None:
    if value is None:
        node.pop(key, None)
    else:
        node[key] = value


def unlink(data: Data, cause: str, effect: str) -> None:
    """Let a factor be no cause of an effect, and not make it worse either."""
    node = node_of(data, effect)
    worse = [cause_of(each) for each in node.get("worsened_by", [])]
    if cause not in causes_in(node.get("because")) and cause not in worse:
        raise CausalError(f"{cause!r} and {effect!r} are not linked")
    if node.get("because") is not None:
        _put(node, "because", filtered(node["because"], lambda name: name != cause))
    _no_longer_worsened(node, cause)


def set_link(
    data: Data, cause: str, effect: str, confidence: Confidence, evidence: list[str] | None = None
) -> None:
    """State how sure a link is."""
    node = node_of(data, effect)
    if cause not in causes_in(node.get("because")):
        raise CausalError(f"{cause!r} is no cause of {effect!r}")
    node["because"] = _surely(node["because"], cause, confidence, evidence)


def _surely(formula: Any, cause: str, confidence: str, evidence: list[str] | None) -> Any:
    gate = PlainGate.read(formula)
    members = []
    for member in gate.of:
        if cause_of(member) is None:
            members.append(_surely(member, cause, confidence, evidence))
        elif cause_of(member) == cause:
            shown = member.get("evidence") if isinstance(member, dict) else None
            shown = evidence if evidence is not None else shown
            plain = confidence == "confirmed" and not shown
            said = {"cause": cause, "confidence": confidence}
            members.append(cause if plain else {**said, **({"evidence": shown} if shown else {})})
        else:
            members.append(member)
    return PlainGate(gate.op, tuple(members), gate.k, gate.without).written()


def set_join(
    data: Data,
    effect: str,
    join: str,
    *,
    k: int | None = None,
    members: list[str] | None = None,
    without: dict[str, int] | None = None,
) -> None:
    """State how the causes of an effect join, or how some of them join among themselves.

    Args:
        data: The incident.
        effect: Whose causes.
        join: ``all``, ``any``, ``at_least`` or ``contributing``.
        k: For ``at_least``, how many it takes.
        members: Some of its direct causes, or those of a formula inside; all when not given.
        without: For ``at_least``, how many it takes without a cause that is not confirmed.
    """
    if join not in OPS:
        raise UnknownName("way to join", str(join), OPS)
    node = node_of(data, effect)
    gate = PlainGate.read(node.get("because"))
    if len(gate.of) < 2:
        raise CausalError(f"{effect!r} has no two causes to join")
    if join == "at_least" and k is None:
        k = min(2, len(members or gate.of))
    inner = members and rejoined(
        node["because"],
        set(members),
        lambda old: PlainGate(join, old.of, k if join == "at_least" else None, without or {}),
    )
    if inner:
        node["because"] = inner
        return
    chosen = [m for m in gate.of if members is None or cause_of(m) in members]
    joined = PlainGate(join, tuple(chosen), k if join == "at_least" else None, without or {})
    if len(chosen) == len(gate.of):
        node["because"] = joined.written()
        return
    if len(chosen) < 2:
        raise CausalError("choose two causes or more to join among themselves")
    at = next(i for i, m in enumerate(gate.of) if m in chosen)
    rest: list[Any] = [m for m in gate.of if m not in chosen]
    group = joined.written()
    rest.insert(at, {"all": group} if isinstance(group, list) else group)
    node["because"] = PlainGate(gate.op, tuple(rest), gate.k, gate.without).written()


def worsened_by(
    data: Data, factor: str, effect: str, of: str | None = None, minutes: float | None = None
) -> None:
    """State that a factor made an effect worse without being needed for it."""
    _factor(data, factor)
    if factor == effect:
        raise CausalError("a factor does not make itself worse; choose another box")
    node = node_of(data, effect)
    if node.get("because") is not None:
        _put(node, "because", filtered(node["because"], lambda name: name != factor))
    said = {k: v for k, v in (("of", of), ("minutes", minutes)) if v is not None}
    entry = {"factor": factor, **said} if said else factor
    listed = list(node.get("worsened_by", []))
    at = next((i for i, e in enumerate(listed) if cause_of(e) == factor), len(listed))
    node["worsened_by"] = [*listed[:at], entry, *listed[at + 1 :]]


def delete(data: Data, id: str) -> None:
    """Take a factor or action out, and every mention of it; its causes take its place."""
    if id in data["factors"]:
        _bridge(data, id)
    changed = without(data, [id])
    for part in (changed[OUTCOME], *changed["factors"].values()):
        if part.get("because") is None:
            part.pop("because", None)
        if part.get("worsened_by") == []:
            part.pop("worsened_by")
    if not changed.get("actions"):
        changed.pop("actions", None)
    data.clear()
    data.update(changed)


def _bridge(data: Data, id: str) -> None:
    """Let what led to a factor lead where the factor led."""
    own = data["factors"][id].get("because")
    above = list(causes_in(own))
    for name, node in [(OUTCOME, data[OUTCOME]), *data["factors"].items()]:
        if not above or name == id or name in above:
            continue
        if id in causes_in(node.get("because")):
            node["because"] = replaced(node["because"], id, own)
        worse = [cause_of(each) for each in node.get("worsened_by", [])]
        if id in worse:
            needed = set(causes_in(node.get("because")))
            fresh = [cause for cause in above if cause not in worse and cause not in needed]
            node["worsened_by"] = [*node["worsened_by"], *fresh]


def rename(data: Data, id: str, to: str) -> None:
    """Give a factor or action another id, everywhere it is named."""
    part = next((p for p in ("factors", "actions") if id in data.get(p, {})), None)
    if part is None:
        raise UnknownName("factor or action", str(id), [*data["factors"], *data.get("actions", {})])
    if to == id:
        return
    _check_free(data, to)
    data[part] = {to if name == id else name: each for name, each in data[part].items()}
    if part == "actions":
        return
    for node in (data[OUTCOME], *data["factors"].values()):
        if "because" in node:
            node["because"] = renamed(node["because"], id, to)
        if "worsened_by" in node:
            node["worsened_by"] = [_worse(each, id, to) for each in node["worsened_by"]]
    whys = data.get("five_whys", {})
    own = [whys["action"]] if isinstance(whys.get("action"), dict) else []
    for action in (*data.get("actions", {}).values(), *own):
        if "addresses" in action:
            action["addresses"] = [to if name == id else name for name in action["addresses"]]
        if isinstance(action.get("on"), dict):
            action["on"] = {end: to if n == id else n for end, n in action["on"].items()}
    for entry in data.get("timeline", []):
        if entry.get("factor") == id:
            entry["factor"] = to
    if whys:
        whys["chain"] = [_why(why, id, to) for why in whys["chain"]]


def _worse(entry: Any, old: str, new: str) -> Any:
    if isinstance(entry, dict):
        return {**entry, "factor": new} if entry.get("factor") == old else entry
    return new if entry == old else entry


def _why(why: Any, old: str, new: str) -> Any:
    if isinstance(why, list):
        return [_why(each, old, new) for each in why]
    if not isinstance(why, dict):
        return new if why == old else why
    changed = {**why, "factor": new} if why.get("factor") == old else dict(why)
    if isinstance(changed.get("because"), list):
        changed["because"] = _why(changed["because"], old, new)
    return changed
