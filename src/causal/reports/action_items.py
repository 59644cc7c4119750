"""The action items of an incident as rows for a tracker: CSV to import, JSON for a program."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from causal.reports.phrasing import addressed
from causal.reports.spreadsheet import csv_text

if TYPE_CHECKING:
    from causal.model import Incident

COLUMNS = (
    "incident", "id", "summary", "description", "kind", "addresses", "hardens", "owner",
    "priority", "due", "status", "done_when", "ticket", "labels",
)  # fmt: skip
"""What is said of each action item; a tracker maps the names to its own fields on import."""


def action_items(incident: Incident) -> list[dict[str, Any]]:
    """Return one row for each action item, in file order; what is not stated is None."""
    rows = []
    for name, action in incident.actions.items():
        about = addressed(incident, action)
        layer = incident.layer_title(action.hardens) if action.hardens else None
        lines = (
            f"Incident: {incident.id} ({incident.title})",
            f"Addresses: {about}" if about else "",
            f"Hardens: {layer}" if layer else "",
            f"Done when: {action.done_when}" if action.done_when else "",
        )
        values = (
            incident.id, name, action.what, "\n".join(filter(None, lines)), action.kind,
            about or None, layer, action.owner, action.priority,
            str(action.due) if action.due else None, action.status, action.done_when,
            action.ticket, f"postmortem {incident.id}",
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    return rows


def action_items_csv(incident: Incident) -> str:
    """Return the action items as CSV with a head, every cell quoted."""
    return csv_text(COLUMNS, [list(row.values()) for row in action_items(incident)])


def action_items_json(incident: Incident) -> str:
    """Return the action items as a JSON list."""
    return json.dumps(action_items(incident), ensure_ascii=False, indent=2) + "\n"
