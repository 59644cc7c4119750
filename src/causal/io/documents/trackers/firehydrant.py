"""FireHydrant: an incident with its milestones, or a retrospective report with reasons and tasks."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.headings import field_of
from causal.io.documents.json_text import get, rows_of, settle, text_of, words
from causal.io.documents.tracker_parts import (
    add_action,
    add_entries,
    add_entry,
    add_factor,
    add_roles,
    add_time,
)

_MILESTONES = {
    "started": "started", "detected": "detected", "acknowledged": "declared", "mitigated": "mitigated",
    "resolved": "resolved",
}  # fmt: skip


def understands(data: Any) -> bool:
    """Whether data is an export of FireHydrant."""
    return isinstance(data, dict) and (
        any(
            "occurred_at" in row or "occurredAt" in row
            for row in rows_of(data, "milestones", "incident.milestones")
        )
        or get(data, "lifecycle_phases", "incident.lifecycle_phases") is not None
        or (
            "reasons" in data
            and ("incident_id" in data or "incidentId" in data or "incident" in data)
        )
        or ("questions" in data and ("tagList" in data or "tag_list" in data))
    )


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident, a report, or a report with its incident."""
    incident = get(data, "incident") or data
    draft.data["id"] = text_of(incident, "number", "id", "incident_id", "incidentId") or "incident"
    draft.put("severity", text_of(incident, "severity", "severity_slug"), 1)
    draft.put("summary", text_of(data, "summary") or text_of(incident, "summary", "description"), 1)
    draft.put("impact.what", text_of(incident, "customer_impact_summary"), 1)
    draft.put("services", words(get(incident, "services") or []), 1)
    draft.put("source.url", text_of(incident, "incident_url"), 1)
    assigned = rows_of(incident, "role_assignments")
    add_roles(draft, ((get(row, "incident_role", "role"), get(row, "user")) for row in assigned))
    milestones = list(rows_of(incident, "milestones"))
    if not milestones:
        phases = rows_of(incident, "lifecycle_phases")
        milestones = [row for phase in phases for row in rows_of(phase, "milestones")]
    for row in milestones:
        kind, at = text_of(row, "type", "slug") or "", get(row, "occurred_at", "occurredAt")
        if kind in _MILESTONES:
            add_time(draft, _MILESTONES[kind], at)
        add_entry(draft, at, f"{kind} (milestone)", kind="milestone")
    add_time(draft, "started", get(incident, "started_at"), sure="inferred")
    for row in (*rows_of(data, "reasons"), *rows_of(data, "contributing_factors")):
        add_factor(draft, text_of(row, "summary"))
    for row in (*rows_of(data, "tasks"), *rows_of(incident, "tasks")):
        add_action(
            draft, row, what=text_of(row, "title", "summary"), status=text_of(row, "state", "status"),
            owner=get(row, "assignee", "assignees"), due=get(row, "due_at", "dueAt"),
            ticket=text_of(row, "ticket.link.href", "ticket_url"),
        )  # fmt: skip
    events = rows_of(incident, "events", "timeline")
    at, what = ("occurred_at", "occurredAt"), ("data.body", "body", "description")
    add_entries(draft, events, at=at, what=what, kind="type", by="author")
    for row in rows_of(data, "questions"):
        _answer(draft, text_of(row, "title") or "Question", text_of(row, "body"))
    settle(draft, title=text_of(data, "name") or text_of(incident, "name"))


def _answer(draft: Draft, title: str, body: str | None) -> None:
    """Put the answer of a question of the report where its title says, else among the notes."""
    field = field_of(title)
    if not body:
        return
    if field in ("went_well", "went_wrong", "got_lucky"):
        draft.put(f"lessons.{field}", [body], 1)
    elif field in ("detection", "response", "recovery"):
        draft.put(field, body, 1)
    else:
        draft.keep(title, body, 1)
