"""Jira issues, as the REST API's search gives them: action items."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, settle, text_of
from causal.io.documents.tracker_parts import add_action

_CATEGORIES = {"new": "open", "indeterminate": "in_progress", "done": "done"}


def _issues(data: Any) -> list[Any]:
    return data if isinstance(data, list) else get(data, "issues") or [data]


def understands(data: Any) -> bool:
    """Whether data is a list of issues of Jira."""
    issues = _issues(data)
    first = issues[0] if issues else None
    return isinstance(first, dict) and "key" in first and isinstance(first.get("fields"), dict)


def read(draft: Draft, data: Any) -> None:
    """Fill a draft with an action for each issue."""
    for row in _issues(data):
        facts = row["fields"]
        category = text_of(facts, "status.statusCategory.key")
        resolution = (text_of(facts, "resolution.name") or "").lower()
        dropped = resolution in ("won't do", "won't fix", "declined", "duplicate", "cancelled")
        status = (
            "cancelled"
            if dropped
            else _CATEGORIES.get(category or "") or text_of(facts, "status.name")
        )
        add_action(
            draft, {}, what=text_of(facts, "summary"), status=status, owner=get(facts, "assignee"),
            ticket=text_of(row, "key"), due=get(facts, "duedate"), priority=get(facts, "priority"),
            completed=_day(get(facts, "resolutiondate")) if status == "done" else None,
        )  # fmt: skip
    settle(draft)


def _day(stamp: Any) -> str | None:
    """Return the day of a moment, whose offset Jira writes without a colon."""
    return str(stamp)[:10] if stamp else None
