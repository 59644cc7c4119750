"""Rootly: an incident in JSON:API, with the causes and action items included."""

from __future__ import annotations

from typing import Any

from causal.io.documents.draft import Draft
from causal.io.documents.html_text import as_markdown
from causal.io.documents.json_text import get, rows_of, settle, text_of, words
from causal.io.documents.tracker_parts import add_action, add_entry, add_factor, add_time

_TIMES = {
    "started_at": "started", "detected_at": "detected", "acknowledged_at": "declared", "mitigated_at": "mitigated",
    "resolved_at": "resolved",
}  # fmt: skip


def understands(data: Any) -> bool:
    """Whether data is an export of Rootly."""
    found = get(data, "data")
    row = found[0] if isinstance(found, list) and found else found
    return isinstance(row, dict) and "attributes" in row and "incident" in str(row.get("type"))


def read(draft: Draft, data: Any) -> None:
    """Fill a draft from an incident and what is included with it."""
    row = data["data"][0] if isinstance(data["data"], list) else data["data"]
    facts = row["attributes"]
    number = text_of(facts, "sequential_id")
    draft.data["id"] = f"INC-{number}" if number else text_of(facts, "slug") or str(row.get("id"))
    draft.put("severity", text_of(facts, "severity"), 1)
    draft.put("summary", text_of(facts, "summary"), 1)
    draft.put("response", text_of(facts, "mitigation_message"), 1)
    draft.put("recovery", text_of(facts, "resolution_message"), 1)
    draft.put("services", words(get(facts, "services") or []), 1)
    draft.put("source.url", text_of(facts, "url"), 1)
    for key, name in _TIMES.items():
        add_time(draft, name, get(facts, key))
    included = list(rows_of(data, "included"))
    for part in (
        *included,
        *rows_of(facts, "causes"),
        *rows_of(facts, "action_items"),
        *rows_of(facts, "events"),
    ):
        kind, inside = str(part.get("type", "")), get(part, "attributes") or part
        if "cause" in kind:
            add_factor(draft, text_of(inside, "name"), detail=text_of(inside, "description"))
        elif "action_item" in kind:
            add_action(
                draft, inside, what=text_of(inside, "summary"), status=text_of(inside, "status"),
                priority=get(inside, "priority"), due=get(inside, "due_date"), owner=get(inside, "assigned_to", "assigned_to_user"),
                completed=get(inside, "completed_at"), ticket=text_of(inside, "jira_issue_url", "url"),
            )  # fmt: skip
        elif "post_mortem" in kind:
            draft.keep("Postmortem", as_markdown(text_of(inside, "content") or "")[0], 1)
        elif "event" in kind:
            add_entry(
                draft, get(inside, "occurred_at"), text_of(inside, "event"), by=get(inside, "user")
            )
    settle(draft, title=text_of(facts, "title"))
