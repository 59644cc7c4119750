"""Dispatch: an incident with its tasks, events and tags."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, rows_of, settle, text_of, words
from causal.io.documents.tracker_parts import (
    add_action,
    add_entries,
    add_factor,
    add_roles,
    add_time,
)


def understands(data: Any) -> bool:
    """Whether data is an export of Dispatch."""
    return isinstance(data, dict) and (
        "incident_severity" in data or "incident_priority" in data or "incident_type" in data
    )


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident."""
    draft.data["id"] = text_of(data, "name", "id") or "incident"
    draft.put("severity", text_of(data, "incident_severity", "incident_priority"), 1)
    draft.put("summary", text_of(data, "summary", "description"), 1)
    if get(data, "summary") and text_of(data, "description") != text_of(data, "summary"):
        draft.keep("Description", text_of(data, "description") or "", 1)
    draft.put("source.url", text_of(data, "incident_review_document.weblink", "ticket.weblink"), 1)
    add_roles(draft, ((role, get(data, role)) for role in ("commander", "reporter")))
    draft.put("recovery", text_of(data, "resolution"), 1)
    for key, name in (
        ("reported_at", "declared"),
        ("stable_at", "mitigated"),
        ("closed_at", "resolved"),
    ):
        add_time(draft, name, get(data, key))
    for row in rows_of(data, "tasks"):
        add_action(
            draft, row, what=text_of(row, "description"), status=text_of(row, "status"), priority=get(row, "priority"),
            owner=get(row, "owner", "assignees"), due=get(row, "resolve_by"), completed=get(row, "resolved_at"),
            ticket=text_of(row, "weblink", "resource_id"),
        )  # fmt: skip
    events = rows_of(data, "events")
    add_entries(draft, events, at=("started_at",), what=("description",), kind="type", by="source")
    for row in rows_of(data, "tags"):
        kind = (text_of(row, "tag_type") or "").lower()
        if "cause" in kind or "factor" in kind:
            add_factor(draft, text_of(row, "description", "name"))
    others = [
        t
        for t in words(get(data, "tags") or [])
        if t not in {f["what"] for f in draft.factors.values()}
    ]
    draft.keep("Tags", ", ".join(others), 1)
    settle(draft, title=text_of(data, "title", "name"))
