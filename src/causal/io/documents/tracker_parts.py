"""What the trackers' exports have in common: action items, times and timeline entries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from causal.io.documents.actions import read_status
from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, moment, named, text_of, words


def add_action(
    draft: Draft,
    row: dict[str, Any],
    *,
    what: str | None,
    status: str | None = None,
    ticket: str | None = None,
    due: Any = None,
    completed: Any = None,
    owner: Any = None,
    priority: Any = None,
    kind: str | None = None,
) -> None:
    """Add an action item; a day of completion counts only where it is done.

    Args:
        draft: Where it goes.
        row: The object it was read from, for its description.
        what: Its sentence.
        status: The tracker's own word.
        ticket: Where it is tracked.
        due: Its due day, as the tracker writes it.
        completed: The day it was done.
        owner: A person or team, as a name or an object.
        priority: As a name or an object.
        kind: prevent, detect, mitigate or repair, where the tracker says so.
    """
    if not what:
        return
    read = read_status(status) if status else None
    done = moment(completed)
    if read is None and done:
        read = "done"
    if status and read is None:
        draft.warn(f"the status {status!r} of {what!r} is not known", 0, "actions")
    day = moment(due) or (due if isinstance(due, str) and len(due) == 10 else None)
    owners = words(owner) if isinstance(owner, list) else [n for n in (named(owner),) if n]
    id = draft.action(
        what, 1, status=read, ticket=ticket, owner=", ".join(owners), priority=named(priority) if priority else None,
        due=day[:10] if day else None, completed=done[:10] if done and read == "done" else None, kind=kind,
    )  # fmt: skip
    detail = text_of(row, "description", "body", "text")
    if detail and detail != what and len(detail) > len(what):
        draft.keep(f"Action {id}", detail, 1)


def add_time(draft: Draft, name: str, value: Any, *, sure: Any = "stated") -> None:
    """Set one of the five moments; the first word on it stays."""
    at = moment(value)
    if at and name not in draft.times:
        draft.times[name] = at
        draft.note(f"times.{name}", f"{name} {at}", 1, sure)


def add_entry(draft: Draft, at: Any, what: str | None, *, kind: Any = None, by: Any = None) -> None:
    """Add an entry of the timeline, where it has a time and says something."""
    when = moment(at)
    if what and what.strip() and when:
        draft.row(
            " ".join(what.split()),
            1,
            at=when,
            kind=named(kind) if kind else None,
            by=named(by) if by else None,
        )


def add_entries(
    draft: Draft,
    rows: Iterable[dict[str, Any]],
    *,
    at: tuple[str, ...],
    what: tuple[str, ...],
    kind: str = "",
    by: str = "",
) -> None:
    """Add an entry of the timeline for each of some objects, from the paths of their fields."""
    for row in rows:
        add_entry(draft, get(row, *at), text_of(row, *what), kind=get(row, kind), by=get(row, by))


def add_roles(draft: Draft, pairs: Iterable[tuple[Any, Any]]) -> None:
    """Set who had which role, of pairs of a role and a person or team, as names or objects."""
    found: dict[str, list[str]] = {}
    for role, who in pairs:
        role_name, name = named(role) if role else None, named(who) if who else None
        if role_name and name and name not in found.setdefault(role_name, []):
            found[role_name].append(name)
    draft.put("roles", {role: names for role, names in found.items() if names}, 1)


def add_factor(draft: Draft, what: str | None, **fields: Any) -> str | None:
    """Add a factor that the tracker lists as a cause."""
    if not what or not what.strip():
        return None
    return draft.factor(" ".join(what.split()), 1, **fields)
