"""PagerDuty: an incident with its log entries and notes."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, rows_of, settle, text_of
from causal.io.documents.tracker_parts import add_entry, add_time

_ENTRIES = {"trigger": "detected", "acknowledge": "declared", "resolve": "resolved"}


def understands(data: Any) -> bool:
    """Whether data is an export of PagerDuty."""
    incident = _incident(data)
    return isinstance(incident, dict) and (
        "incident_number" in incident
        or any("log_entry" in str(row.get("type")) for row in rows_of(data, "log_entries"))
    )


def _incident(data: Any) -> Any:
    """Return the incident, also of a list that has one alone."""
    listed = get(data, "incidents")
    one = listed[0] if isinstance(listed, list) and len(listed) == 1 else None
    return get(data, "incident") or one or data


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident; the alert's time is when it was detected."""
    incident = _incident(data)
    number = text_of(incident, "incident_number", "id")
    draft.data["id"] = f"PD-{number}" if number else "incident"
    draft.put("severity", text_of(incident, "priority.summary", "priority", "urgency"), 1)
    draft.put("summary", text_of(incident, "body.details", "description"), 1)
    service = text_of(incident, "service.summary", "service")
    draft.put("services", [service] if service else [], 1)
    draft.put("source.url", text_of(incident, "html_url"), 1)
    add_time(draft, "detected", get(incident, "created_at"))
    add_time(draft, "resolved", get(incident, "resolved_at"))
    if text_of(incident, "status") == "resolved":
        add_time(draft, "resolved", get(incident, "last_status_change_at"), sure="inferred")
    for row in rows_of(incident, "acknowledgements"):
        add_time(draft, "declared", get(row, "at"), sure="inferred")
    for row in rows_of(data, "log_entries"):
        kind = str(row.get("type", "")).removesuffix("_log_entry").removesuffix("_reference")
        if kind in _ENTRIES:
            add_time(draft, _ENTRIES[kind], get(row, "created_at"), sure="inferred")
        add_entry(
            draft,
            get(row, "created_at"),
            text_of(row, "summary", "channel.summary") or kind,
            kind=kind,
            by=text_of(row, "agent.summary"),
        )
    for row in rows_of(data, "notes"):
        add_entry(
            draft,
            get(row, "created_at"),
            text_of(row, "content"),
            kind="note",
            by=text_of(row, "user.summary"),
        )
    settle(draft, title=text_of(incident, "title", "summary"))
