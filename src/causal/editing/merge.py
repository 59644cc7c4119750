"""Edits put on top of a newer version of the same file, and what of them is in conflict with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from causal.editing.draft import Draft
from causal.editing.operations import apply
from causal.errors import CausalError
from causal.model.factor import OUTCOME

Operation = dict[str, Any]
_NOTHING = object()


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
    draft = newer
    for step in steps:
        done = []
        for operation in step:
            clash = _clash(operation, before, newer)
            try:
                draft, written = apply(draft, operation)
            except CausalError as error:
                if "so already" not in str(error):
                    conflicts.append(f"Not done: {words(operation)}. {error}.")
                continue
            done.append(written)
            if clash:
                conflicts.append(clash)
        if done:
            made.append((done, draft))
    return made, conflicts


def words(operation: Mapping[str, Any]) -> str:
    """Return an operation as somebody would say it."""
    rest = ", ".join(f"{k} {v!r}" for k, v in operation.items() if k != "op" and v is not None)
    return f"{str(operation['op']).replace('_', ' ')} ({rest})"


def _clash(operation: Operation, before: Draft, newer: Draft) -> str:
    """Return what both sides changed differently, empty where only one of them did."""
    kind = operation["op"]
    if kind == "set":
        path, ours = _path(operation["id"], str(operation["field"])), operation.get("value")
    elif kind == "set_join":
        path, ours = _path(operation["effect"], "because"), operation["join"]
    else:
        return ""
    was, is_now = _at(before, path), _at(newer, path)
    if is_now in (was, ours) or was is _NOTHING:
        return ""
    name = f"{path[-1]} of {operation.get('id', operation.get('effect'))}"
    theirs = "nothing" if is_now is _NOTHING else repr(is_now)
    return f"{name}: the file says {theirs} meanwhile; here it is {ours!r}, which is kept."


def _path(id: str, field: str) -> tuple[str, ...]:
    names = tuple(field.split("."))
    if id == "incident":
        return names
    return (OUTCOME, *names) if id == OUTCOME else ("", id, *names)


def _at(draft: Draft, path: tuple[str, ...]) -> Any:
    data: Any = draft.data
    if path[0] == "":
        data = {**data.get("actions", {}), **data["factors"]}
        path = path[1:]
    for depth, name in enumerate(path):
        if not isinstance(data, dict) or name not in data:
            return _NOTHING if depth < len(path) - 1 else None
        data = data[name]
    return data
