"""What changed between two versions, in words: what is new, gone or different, by its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from causal.analysis.phrases import quoted, sentence, value_words
from causal.model import OUTCOME

if TYPE_CHECKING:
    from causal.analysis.changes import Change, Changes
    from causal.model import Incident


def changes(result: Changes) -> list[str]:
    """Return every change, or that there is none, and what could not be compared."""
    lines = [line for change in result.all for line in change_words(result, change)]
    lines = lines or ["Both versions state the same facts."]
    if result.not_compared:
        names = ", ".join(result.not_compared)
        lines.append(f"Not compared, as they did not fit the budget: {names}.")
    return lines


def change_words(result: Changes, change: Change) -> list[str]:
    """Return one change in words, a sentence for each field that differs."""
    version = result.before if change.kind == "removed" else result.after
    subject = _subject(version, change)
    if change.kind != "changed":
        return [f"{'New' if change.kind == 'added' else 'No longer there'}: {subject}."]
    return [
        f"{sentence(subject)}{f', {field}' if field else ''}: {_differs(field, old, new)}."
        for field, old, new in change.details
    ]


def _subject(incident: Incident, change: Change) -> str:
    what, name = change.what, change.name
    if what in ("link", "amplifier"):
        cause, _, effect = name.partition(" -> ")
        verb = "led to" if what == "link" else "made worse"
        return f"the link that {quoted(incident, cause)} {verb} {quoted(incident, effect)}"
    if what in ("factor", "causes of"):
        shown = quoted(incident, name)
        of = f"the {what} {shown}"
        return of if name == OUTCOME else f"{of} ({name})"
    if what == "action":
        return f"the action {name} (“{incident.actions[name].what}”)"
    return name if what == "verdict" else f"the {what if what == OUTCOME else 'record'}"


def _differs(field: str, old: Any, new: Any) -> str:
    """Return how two values differ: for lists, what is gone and what is new."""
    if not (isinstance(old, list) and isinstance(new, list)):
        return f"from {value_words(old, field)} to {value_words(new, field)}"
    before, after = ({repr(item) for item in items} for items in (old, new))
    gone = [item for item in old if repr(item) not in after]
    fresh = [item for item in new if repr(item) not in before]
    parts = [f"no longer {value_words(gone)}"] if gone else []
    return "; ".join([*parts, f"now {value_words(fresh)}"] if fresh or not parts else parts)
