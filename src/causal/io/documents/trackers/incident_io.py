"""incident.io: an incident with its timestamps and custom fields, and its follow-ups."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.headings import field_of
from causal.io.documents.json_text import get, rows_of, settle, text_of
from causal.io.documents.moments import time_label
from causal.io.documents.tracker_parts import (
    add_action,
    add_entries,
    add_factor,
    add_roles,
    add_time,
)


def understands(data: Any) -> bool:
    """Whether data is an export of incident.io."""
    incident = get(data, "incident") or data
    follow_ups = get(data, "follow_ups")
    return isinstance(data, dict) and (
        get(incident, "incident_timestamp_values") is not None
        or get(incident, "custom_field_entries") is not None
        or get(incident, "incident_status.category") is not None
        or (isinstance(follow_ups, list) and "incident_id" in (follow_ups or [{}])[0])
    )


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident and what belongs to it."""
    incident = get(data, "incident") or data
    draft.data["id"] = text_of(incident, "reference", "id") or "incident"
    draft.put("severity", text_of(incident, "severity.name", "severity"), 1)
    draft.put("summary", text_of(incident, "summary"), 1)
    draft.put("source.url", text_of(incident, "postmortem_document_url", "permalink"), 1)
    for row in rows_of(incident, "incident_timestamp_values", "timestamps"):
        name = time_label(text_of(row, "incident_timestamp.name", "name") or "")
        if name:
            add_time(draft, name, get(row, "value.value", "value"))
    add_time(draft, "declared", get(incident, "created_at"), sure="inferred")
    for row in rows_of(incident, "custom_field_entries"):
        _custom(draft, row)
    for row in rows_of(incident, "duration_metrics"):
        seconds = get(row, "value_seconds")
        name = text_of(row, "duration_metric.name")
        if name and isinstance(seconds, int | float):
            draft.put(f"impact.{name.lower().replace(' ', '_')}_minutes", _whole(seconds / 60), 1)
    assigned = rows_of(incident, "incident_role_assignments")
    add_roles(draft, ((get(row, "role"), get(row, "assignee")) for row in assigned))
    for row in (*rows_of(data, "follow_ups"), *rows_of(incident, "follow_ups")):
        add_action(
            draft, row, what=text_of(row, "title"), status=text_of(row, "status"), owner=get(row, "assignee"),
            priority=get(row, "priority"), completed=get(row, "completed_at"),
            ticket=text_of(row, "external_issue_reference.issue_permalink", "external_issue_reference.issue_name"),
        )  # fmt: skip
    updates = rows_of(data, "incident_updates", "timeline_items")
    at, what = ("created_at", "timestamp"), ("message", "title", "description")
    add_entries(draft, updates, at=at, what=what, by="updater.user")
    document = text_of(data, "postmortem.markdown", "post_mortem.markdown")
    if document:
        draft.keep("Postmortem", document, 1)
    settle(draft, title=text_of(incident, "name"))


def _custom(draft: Draft, row: dict[str, Any]) -> None:
    name = text_of(row, "custom_field.name") or ""
    values = [
        v for entry in rows_of(row, "values")
        for v in (text_of(entry, "value_text", "value_option.value", "value_catalog_entry.name", "value_link", "value_numeric"),) if v
    ]  # fmt: skip
    field = field_of(name)
    if field == "factors":
        for value in values:
            add_factor(draft, value)
    elif field == "services":
        draft.put("services", values, 1)
    elif field == "impact" and values:
        draft.put("impact.what", "; ".join(values), 1)
    else:
        draft.keep(name or "Custom field", "; ".join(values), 1)


def _whole(minutes: float) -> float:
    return int(minutes) if minutes == int(minutes) else round(minutes, 1)
