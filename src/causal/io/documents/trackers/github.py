"""GitHub issues, as the API or ``gh issue list --json`` gives them: action items."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, settle, text_of, words
from causal.io.documents.tracker_parts import add_action


def _issues(data: Any) -> list[Any]:
    return data if isinstance(data, list) else get(data, "items", "issues") or [data]


def understands(data: Any) -> bool:
    """Whether data is a list of issues of GitHub."""
    issues = _issues(data)
    first = issues[0] if issues else None
    return isinstance(first, dict) and {"number", "title", "state"} <= set(first)


def read(draft: Draft, data: Any) -> None:
    """Fill a draft with an action for each issue."""
    for row in _issues(data):
        closed = str(row.get("state", "")).lower() == "closed"
        reason = str(get(row, "state_reason", "stateReason") or "").lower()
        status = "cancelled" if reason == "not_planned" else "done" if closed else "open"
        labels = words(get(row, "labels") or [])
        ranked = [
            label
            for label in labels
            if label.lower().startswith(("priority", "p0", "p1", "p2", "p3", "p4"))
        ]
        add_action(
            draft, {}, what=text_of(row, "title"), status=status, owner=get(row, "assignees", "assignee"),
            ticket=text_of(row, "html_url", "url") or f"#{row['number']}", due=get(row, "milestone.due_on", "milestone.dueOn"),
            completed=get(row, "closed_at", "closedAt") if status == "done" else None, priority=ranked[0] if ranked else None,
        )  # fmt: skip
    settle(draft)
