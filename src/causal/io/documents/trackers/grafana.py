"""Grafana Incident: an incident with its labels, task list and activity."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.json_text import get, rows_of, settle, text_of
from causal.io.documents.tracker_parts import add_action, add_entries, add_roles, add_time


def understands(data: Any) -> bool:
    """Whether data is an export of Grafana Incident."""
    return isinstance(data, dict) and isinstance(
        get(data, "incident.incidentID", "incidentID"), str | int
    )


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident."""
    incident = get(data, "incident") or data
    draft.data["id"] = text_of(incident, "incidentID") or "incident"
    draft.put("severity", text_of(incident, "severity", "severityLabel"), 1)
    draft.put("summary", text_of(incident, "summary", "description"), 1)
    draft.put("source.url", text_of(incident, "overviewURL"), 1)
    for key, name in (
        ("incidentStart", "started"), ("createdTime", "declared"), ("incidentEnd", "mitigated"), ("closedTime", "resolved"),
    ):  # fmt: skip
        add_time(draft, name, get(incident, key))
    services = [
        text_of(row, "label") or "" for row in rows_of(incident, "labels") if text_of(row, "key") in ("service", "service_name")
    ]  # fmt: skip
    draft.put("services", [s for s in services if s], 1)
    assigned = rows_of(incident, "incidentMembership.assignments")
    add_roles(draft, ((get(row, "role"), get(row, "user")) for row in assigned))
    if get(incident, "isDrill") is True:
        draft.warn("the incident is marked as a drill", 1)
    for row in rows_of(incident, "taskList.tasks"):
        add_action(
            draft,
            row,
            what=text_of(row, "text"),
            status=text_of(row, "status"),
            owner=get(row, "assignedUser"),
        )
    said = rows_of(data, "activityItems", "activity")
    add_entries(draft, said, at=("eventTime",), what=("body",), kind="activityKind", by="user")
    settle(draft, title=text_of(incident, "title"))
