"""Action items over many incident files: their state, and their status taken from a tracker."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from causal.atomic import write_atomic
from causal.errors import CausalError
from causal.io import load
from causal.io.edit_yaml import edit_yaml
from causal.io.safe_file import read_text
from causal.model import Action, Incident

_STATES = ("overdue", "no owner", "open", "done without proof")
_DONE = {"done", "closed", "completed", "complete", "resolved", "fixed", "merged"}
_CANCELLED = {"cancelled", "canceled", "wontfix", "won't do", "not_doing", "deleted", "declined"}
_WORKED_ON = {"in progress", "in_progress", "doing", "started", "in review"}
_YAML = (".yaml", ".yml")


class Row(NamedTuple):
    """One action item that somebody has to look at."""

    state: str
    incident: str
    action: str
    what: str
    owner: str | None
    due: str | None
    ticket: str | None
    file: str


def list_actions(incidents: Iterable[tuple[str, Incident]], today: date) -> list[Row]:
    """Return what is open, overdue, unowned or done without proof.

    Args:
        incidents: Each file with an incident in it.
        today: The day that due dates are measured to.
    """
    rows = []
    for file, incident in incidents:
        for name, action in incident.actions.items():
            state = _state(action, today)
            if state:
                rows.append(_row(state, incident, name, action, file))
    rows.sort(key=lambda row: (_STATES.index(row.state), row.due or "9", row.incident, row.action))
    return rows


def _state(action: Action, today: date) -> str:
    if action.status == "cancelled" or action.kind == "repair":
        return ""
    if action.status == "done":
        return "" if action.verified else "done without proof"
    if action.due is not None and action.due < today:
        return "overdue"
    return "open" if action.owner else "no owner"


def _row(state: str, incident: Incident, name: str, action: Action, file: str) -> Row:
    due = action.due.isoformat() if action.due else None
    return Row(state, incident.id, name, action.what, action.owner, due, action.ticket, file)


def refresh_from(source: Path, export: Path) -> list[str]:
    """Take the status of actions over from a tracker's export, by ticket; return what changed.

    Only the status, and the day it was completed where the export has it, are written; every other
    byte of the incident files stays.

    Raises:
        CausalError: The export holds no tickets.
    """
    known = _tickets(export)
    said = []
    listed = [source] if source.is_file() else sorted(source.rglob("*"))
    for file in listed:
        if file.suffix.lower() not in _YAML or not file.is_file():
            continue
        try:
            incident = load(file)
        except CausalError:
            continue
        changes: dict[tuple[str | int, ...], Any] = {}
        for name, action in incident.actions.items():
            status, completed = known.get(_bare(action.ticket or ""), ("", None))
            if not status or status == action.status:
                continue
            changes["actions", name, "status"] = status
            if status == "done" and completed and action.completed is None:
                changes["actions", name, "completed"] = completed
            said.append(f"{file}: {name} {action.status} -> {status}")
        if changes:
            write_atomic(file, edit_yaml(read_text(file), changes))
    return said


def _tickets(export: Path) -> dict[str, tuple[str, date | None]]:
    text = read_text(export)
    if export.suffix.lower() == ".csv":
        rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(text)))
    else:
        try:
            data = json.loads(text)
        except ValueError as error:
            raise CausalError(f"{export}: no JSON: {error}") from None
        rows = data if isinstance(data, list) else data.get("issues") or data.get("items") or []
    found = {}
    for row in rows:
        if isinstance(row, dict):
            told = {str(key).casefold(): value for key, value in row.items()}
            told |= {k.casefold(): v for k, v in (told.get("fields") or {}).items()}
            ticket = _first(told, "ticket", "key", "url", "html_url", "number", "id")
            status = _first(told, "status", "state")
            if ticket and status:
                found[_bare(ticket)] = (_status(status), _day(told))
    if not found:
        raise CausalError(f"{export}: no row has a ticket and a status")
    return found


def _first(told: dict[str, Any], *names: str) -> str:
    for name in names:
        value = told.get(name)
        value = value.get("name") if isinstance(value, dict) else value
        if value not in (None, ""):
            return str(value)
    return ""


def _status(told: str) -> str:
    plain = told.casefold().strip()
    if plain in _DONE:
        return "done"
    if plain in _CANCELLED:
        return "cancelled"
    return "in_progress" if plain in _WORKED_ON else "open"


def _day(told: dict[str, Any]) -> date | None:
    text = _first(told, "completed", "completed_at", "closed_at", "resolutiondate", "resolved")
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _bare(ticket: str) -> str:
    return ticket.strip().rstrip("/").lower()
