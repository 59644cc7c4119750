"""Edits put on top of a newer version of the same file, and what of them is in conflict with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from causal.editing.draft import Draft
from causal.editing.operations import apply
from causal.editing.plain_formulas import PlainGate, cause_of, links_in
from causal.errors import CausalError, UnknownName
from causal.model.factor import OUTCOME

Operation = dict[str, Any]
Fields = dict[tuple[str, str], Any]


def replayed(
    before: Draft, steps: Iterable[list[Operation]], newer: Draft
) -> tuple[list[tuple[list[Operation], Draft]], list[str]]:
    """Return the steps that can be done on a newer draft, each with its draft, and the conflicts.

    Args:
        before: What both sides began with.
        steps: What was done here.
        newer: What the file says by now.
    """
    made: list[tuple[list[Operation], Draft]] = []
    conflicts: list[str] = []
    draft, own = newer, before
    was, theirs = _fields(before.data), _fields(newer.data)
    for step in steps:
        done = []
        for operation in step:
            own_before, own = own, apply(own, operation)[0]
            try:
                draft, written = apply(draft, _at_its_place(operation, own_before, draft))
            except CausalError as error:
                gone = operation["op"] == "delete" and isinstance(error, UnknownName)
                if not gone and "so already" not in str(error):
                    conflicts.append(f"Not done: {words(operation)}. {error}.")
                continue
            done.append(written)
            ours = _changes(_fields(own_before.data), _fields(own.data))
            conflicts.extend(_clashes(ours, was, theirs, _fields(draft.data)))
        if done:
            made.append((done, draft))
    return made, list(dict.fromkeys(conflicts))


def words(operation: Mapping[str, Any]) -> str:
    """Return an operation as somebody would say it."""
    rest = ", ".join(f"{k} {v!r}" for k, v in operation.items() if k != "op" and v is not None)
    return f"{str(operation['op']).replace('_', ' ')} ({rest})"


def _at_its_place(operation: Operation, own: Draft, draft: Draft) -> Operation:
    """Return an edit of a moment with the position that the moment has in another draft.

    Raises:
        CausalError: The other draft does not hold it.
    """
    if operation["op"] not in ("set_moment", "delete_moment"):
        return operation
    moment = own.data["timeline"][operation["position"]]
    there = draft.data.get("timeline", [])
    if moment not in there:
        raise CausalError("the file says something else of that moment meanwhile")
    return {**operation, "position": there.index(moment)}


def _clashes(ours: Fields, was: Fields, theirs: Fields, result: Fields) -> Iterator[str]:
    """Yield the fields that both sides changed differently, and that now say what was done here."""
    for (id, field), value in ours.items():
        at = (id, field)
        there = theirs.get(at)
        if there not in (was.get(at), value) and result.get(at) == value:
            told, here = ("nothing" if v is None else repr(v) for v in (there, value))
            said = f"the file says {told} meanwhile; here it is {here}, which is kept."
            yield f"{field} of {id}: {said}"


def _changes(before: Fields, after: Fields) -> Fields:
    """Return what fields say after an edit, None for those that it took out."""
    names = dict.fromkeys([*before, *after])
    return {at: after.get(at) for at in names if before.get(at) != after.get(at)}


def _fields(data: Mapping[str, Any]) -> Fields:
    """Return everything that can be changed by itself, by what it belongs to and its name."""
    found: Fields = {}
    nodes = {OUTCOME: data["outcome"], **data.get("actions", {}), **data["factors"]}
    for name, node in nodes.items():
        found |= {(name, field): value for field, value in _of_node(node).items()}
    for name, layer in data.get("layers", {}).items():
        fields = layer if isinstance(layer, Mapping) else {"layer": layer}
        found |= {(name, field): value for field, value in fields.items()}
    for field, value in data.items():
        if field in ("outcome", "actions", "factors", "layers", "timeline"):
            continue
        if isinstance(value, Mapping):
            found |= {("incident", f"{field}.{inner}"): each for inner, each in value.items()}
        else:
            found["incident", field] = value
    return found


def _of_node(node: Any) -> dict[str, Any]:
    if not isinstance(node, Mapping):
        return {"what": node}
    found = {k: v for k, v in node.items() if k not in ("because", "worsened_by", "addresses")}
    for cause, confidence in links_in(node.get("because")):
        found[f"link from {cause}"] = confidence
    gate = PlainGate.read(node.get("because"))
    if len(gate.of) > 1:
        found["join"] = gate.op if gate.k is None else f"{gate.op} {gate.k}"
    for entry in node.get("worsened_by") or ():
        said = entry if isinstance(entry, Mapping) else {}
        rest = {k: v for k, v in said.items() if k not in ("factor", "cause")}
        found[f"worsened by {cause_of(entry)}"] = rest or "yes"
    return found | {f"acts on {factor}": "yes" for factor in node.get("addresses") or ()}
