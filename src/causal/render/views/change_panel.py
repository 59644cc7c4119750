"""What stands beside two overlaid versions: verdicts, actions and the record, where they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from causal.analysis.changes import Change, Changes
from causal.analysis.phrases import value_words
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, Mark
from causal.render.views.common import count

MARKS: dict[str, Mark] = {"added": "new", "removed": "lost", "changed": "changed"}
SAID: dict[Mark, str] = {"new": "NEW", "lost": "GONE", "changed": "CHANGED"}
_LAYER_LISTS = frozenset({"a layer sufficient to prevent it"})
_MOST_ACTIONS, _MOST_NOTES = 6, 8


def change_panel(changes: Changes) -> tuple[Box, ...]:
    """Return the verdicts that differ, the actions and the record, each with what it was and is."""
    boxes = [_verdict(changes, change, number) for number, change in enumerate(changes.verdicts)]
    actions = changes.actions
    boxes += [_action(changes, change) for change in actions[:_MOST_ACTIONS]]
    if len(actions) > _MOST_ACTIONS:
        more = f"and {count(len(actions) - _MOST_ACTIONS, 'more action')} that changed"
        names = (change.name for change in actions[_MOST_ACTIONS:])
        boxes.append(Box("more actions", "note", more, notes=_first(names)))
    record = [line for c in changes.incident if c.what != OUTCOME for line in _record(c)]
    if record:
        boxes.append(Box("record", "note", "around the graph", "RECORD", notes=_first(record)))
    return tuple(boxes)


def _first(notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes of a box, of very many the first and how many more there are."""
    every = list(notes)
    more = len(every) - _MOST_NOTES
    return (*every[:_MOST_NOTES], *([f"and {more} more"] if more > 0 else []))


def _verdict(changes: Changes, change: Change, number: int) -> Box:
    ((_, before, after),) = change.details
    notes = _differs(changes, change.name, before, after)
    return Box(f"verdict {number}", "note", change.name, "VERDICT", notes=_first(notes))


def _differs(changes: Changes, name: str, before: Any, after: Any) -> list[str]:
    """Return how a verdict differs, factors and layers by what they say."""
    if isinstance(before, list) and isinstance(after, list):

        def said(version: Incident, one: str) -> str:
            layers = name in _LAYER_LISTS or one not in version.factors
            return version.layer_title(one) if layers else version.what(one)

        gone = [said(changes.before, one) for one in before if one not in after]
        fresh = [said(changes.after, one) for one in after if one not in before]
        return [f"no longer: {one}" for one in gone] + [f"now: {one}" for one in fresh]
    return [f"was {_value(before)}, now {_value(after)}"]


def _value(value: Any) -> str:
    return "not stated" if value is None else str(value)


def _action(changes: Changes, change: Change) -> Box:
    version = changes.before if change.kind == "removed" else changes.after
    mark = MARKS[change.kind]
    notes = tuple(
        f"{field.replace('_', ' ')}: {value_words(before, field)} → {value_words(after, field)}"
        for field, before, after in change.details
    )
    what, caption = version.actions[change.name].what, f"{change.name} · {SAID[mark]}"
    return Box(f"action {change.name}", "action", what, caption, marks=(mark,), notes=notes)


def _record(change: Change) -> list[str]:
    """Return what differs around the graph: of layers, what each did."""
    lines = []
    for field, before, after in change.details:
        lines += _layers(before or {}, after or {}) if field == "layers" else [_named(field)]
    return lines


def _named(field: str) -> str:
    return f"{field.replace('_', ' ')} changed"


def _layers(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    lines = []
    for layer in dict.fromkeys((*before, *after)):
        was, now = before.get(layer, {}), after.get(layer, {})
        states = [str(one.get("state") or "not stated").replace("_", " ") for one in (was, now)]
        if states[0] != states[1]:
            lines.append(f"{layer.replace('_', ' ')}: {states[0]} → {states[1]}")
        elif was != now:
            lines.append(_named(layer))
    return lines
