"""Edits of what is said: fields, layers, the timeline, five whys, proposals. In place, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from causal.editing.edit_graph import add_factor, link, node_of, words
from causal.editing.plain_formulas import causes_in
from causal.errors import CausalError, UnknownName
from causal.model import Incident
from causal.model.action import Action
from causal.model.factor import OUTCOME, Factor, Outcome
from causal.model.layers import Layer
from causal.model.record import TimelineEntry

__all__ = [
    "WithProposals",
    "add_moment",
    "delete_moment",
    "five_whys",
    "five_whys_action",
    "set_field",
    "set_layer",
    "set_moment",
    "settle",
]

Data = dict[str, Any]
INCIDENT = "incident"
_BY_OTHERS = {
    "because": "link",
    "worsened_by": "worsened_by",
    "factors": "add_factor",
    "actions": "add_action",
    "outcome": "set",
    "five_whys": "five_whys",
    "timeline": "add_moment",
    "layers": "set_layer",
}
"""Fields that have operations of their own."""


@dataclass
class WithProposals:
    """The data of a draft and its proposals, both to be changed in place."""

    data: Data
    proposals: list[Data]


def set_field(data: Data, id: str, field: str, value: Any = None) -> None:
    """State a field of a factor, an action, the outcome or the incident; nothing takes it out.

    Args:
        data: The incident.
        id: Of a factor or action, ``outcome``, or ``incident`` for what is said of the whole.
        field: Its name in a file; a part of it after a point, such as ``times.started``.
        value: What is stated.
    """
    part, known = _part(data, id)
    name, _, inner = str(field).partition(".")
    if name in _BY_OTHERS and not (name == "timeline" and inner):
        raise CausalError(f"{name!r} is edited by the operation {_BY_OTHERS[name]}")
    if name not in known.model_fields:
        raise UnknownName("field", name, known.model_fields)
    if inner:
        held = part.get(name)
        if not isinstance(held, dict):
            held = {}
        part[name] = held
        part, name = held, inner
        value = _moment(value).get("at", value) if isinstance(value, str) else value
    _state(part, name, value)
    if inner and not part:
        outer, _ = _part(data, id)
        outer.pop(str(field).partition(".")[0], None)


def _part(data: Data, id: str) -> tuple[Data, Any]:
    if id == INCIDENT:
        return data, Incident
    if id == OUTCOME:
        return data[OUTCOME], Outcome
    if id in data.get("actions", {}):
        return data["actions"][id], Action
    return node_of(data, id), Factor


def _state(part: Data, name: str, value: Any) -> None:
    if isinstance(value, str):
        value = value.strip()
    if value is None or value in ("", [], {}) or value is False:
        part.pop(name, None)
    else:
        part[name] = value


def set_layer(data: Data, layer: str, field: str, value: Any = None) -> None:
    """State a field of a layer, such as what it did; a new layer is declared by it."""
    if field not in Layer.model_fields:
        raise UnknownName("field of a layer", field, Layer.model_fields)
    held = data.setdefault("layers", {})
    part = held.setdefault(words(layer, "a layer"), {})
    if not isinstance(part, dict):
        raise CausalError(f"the layer {layer!r} is no mapping; mend it in the file")
    _state(part, field, value)
    if not part:
        del held[layer]
    if not held:
        del data["layers"]


def add_moment(
    data: Data,
    what: str,
    *,
    when: str | None = None,
    kind: str | None = None,
    factor: str | None = None,
    position: int | None = None,
) -> None:
    """Put an entry into the timeline, at the end or at a position; `when` as somebody says it."""
    stated = {**_moment(when), "what": words(what), "kind": kind, "factor": factor}
    entry = {key: value for key, value in stated.items() if value}
    timeline = data.setdefault("timeline", [])
    timeline.insert(len(timeline) if position is None else position, entry)


_IN_UTC = re.compile(r"^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?) ?(?:UTC|GMT|Z)$")
"""A day and a time as people write them in this zone."""


def _moment(when: str | None) -> Data:
    """Return a moment where the words are one, else the words."""
    said = " ".join(str(when or "").split())
    said = _IN_UTC.sub(r"\1T\2Z", said)
    if not said:
        return {}
    try:
        TimelineEntry.model_validate({"at": said, "what": "a moment"})
    except ValueError:
        return {"when": said}
    return {"at": said}


def set_moment(data: Data, position: int, field: str, value: Any = None) -> None:
    """State a field of an entry of the timeline."""
    entry = _entry(data, position)
    if field == "when":
        entry.pop("at", None)
        entry.pop("when", None)
        rest = dict(entry)
        entry.clear()
        entry.update({**_moment(value), **rest})
    elif field in TimelineEntry.model_fields:
        _state(entry, field, value)
    else:
        raise UnknownName("field of an entry", field, TimelineEntry.model_fields)


def delete_moment(data: Data, position: int) -> None:
    """Take an entry out of the timeline."""
    _entry(data, position)
    del data["timeline"][position]
    if not data["timeline"]:
        del data["timeline"]


def _entry(data: Data, position: Any) -> Data:
    timeline = data.get("timeline", [])
    if not isinstance(position, int) or not 0 <= position < len(timeline):
        raise CausalError(f"the timeline has {len(timeline)} entries, none at {position!r}")
    entry: Data = timeline[position]
    return entry


def five_whys(data: Data, chain: list[Any]) -> None:
    """State the chain of answers, each a factor's id or ``{answer: ..., factor: ...}``."""
    if not isinstance(chain, list):
        raise CausalError("the chain is a list of answers, from the outcome down")
    held = data.get("five_whys", {})
    if chain or held.get("action"):
        data["five_whys"] = {**held, "chain": chain}
    else:
        data.pop("five_whys", None)


def five_whys_action(
    data: Data, what: str | None = None, addresses: str | None = None, hardens: str | None = None
) -> None:
    """State the action that the five whys led to, or none; it is no part of the plan."""
    held = data.get("five_whys")
    if held is None:
        raise CausalError("place the five whys first")
    if not what:
        held.pop("action", None)
        return
    action: Data = {"what": words(what)}
    if addresses:
        node = node_of(data, addresses)
        action["addresses"] = [addresses]
        hardens = hardens or node.get("layer")
    held["action"] = {**action, "hardens": hardens} if hardens else action


def settle(
    both: WithProposals,
    number: int,
    confirm: bool,
    cause: str | None = None,
    effect: str | None = None,
) -> None:
    """Confirm or reject what was guessed of a document.

    A link confirmed is drawn, with its factors if need be; an action confirmed addresses the
    factor; a layer confirmed is that of the factor. A value stands in the incident already: one
    rejected is taken out, if the incident can be without it, else it stays until it is corrected.

    Args:
        both: The incident and the proposals.
        number: Which proposal, from 0.
        confirm: Whether it is so.
        cause: The factor that the words of the cause mean; found by the words when not given.
        effect: The factor, or ``outcome``, that the words of the effect mean.
    """
    if not isinstance(number, int) or not 0 <= number < len(both.proposals):
        raise CausalError(f"there are {len(both.proposals)} proposals, none with number {number!r}")
    proposal = both.proposals[number]
    kind = proposal.get("kind", "link")
    if not confirm:
        proposal["state"] = "rejected"
        if kind == "value" and proposal["cause"].startswith("times."):
            both.data.get("times", {}).pop(proposal["cause"].removeprefix("times."), None)
        return
    if kind == "addresses":
        _addresses(both.data, proposal["cause"], effect or proposal["effect"])
    elif kind == "layer":
        if proposal["cause"] not in both.data["factors"]:
            raise UnknownName("factor", proposal["cause"], both.data["factors"])
        both.data["factors"][proposal["cause"]]["layer"] = proposal["effect"]
    elif kind == "link":
        _draw(both.data, proposal, cause, effect)
    proposal["state"] = "confirmed"


def _addresses(data: Data, action: str, factor: str) -> None:
    if action not in data.get("actions", {}):
        raise UnknownName("action", action, data.get("actions", {}))
    if factor not in data["factors"]:
        raise UnknownName("factor", factor, data["factors"])
    held = data["actions"][action].setdefault("addresses", [])
    if factor not in held:
        held.append(factor)


def _draw(data: Data, proposal: Data, cause: str | None, effect: str | None) -> None:
    source = _known(data, cause or proposal["cause"])
    target = _known(data, effect or proposal["effect"])
    if source not in causes_in(node_of(data, target).get("because")):
        link(data, source, target, "suspected" if proposal.get("hedged") else "confirmed")


def _known(data: Data, said: str) -> str:
    """Return the id of the factor that words mean, which is put in where there is none."""
    if said == OUTCOME or said in data["factors"]:
        return said
    plain = _bare(said)
    nodes: Mapping[str, Data] = {OUTCOME: data[OUTCOME], **data["factors"]}
    same = next((name for name, node in nodes.items() if _bare(node.get("what")) == plain), None)
    return same or add_factor(data, said[:1].upper() + said[1:])


def _bare(text: Any) -> str:
    return " ".join(str(text or "").lower().split()).rstrip(".")
