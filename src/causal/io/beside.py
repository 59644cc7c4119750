"""What stands beside a postmortem, put into it: action items, a chat, a deploy log.

An action item of a tracker that is one of the document (the same ticket, or the same words) tells
how that one stands; others are added. Messages and deployments become entries of the timeline. A
deployment shortly before the incident is proposed as what set it off, and nothing is computed with
that until a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from causal.io.documents.draft import slug
from causal.io.documents.headings import normal
from causal.io.reading import Note, Proposal, Reading
from causal.model import Incident, TimelineEntry

BEFORE = timedelta(hours=24)
"""How long before an incident a deployment is proposed as what set it off."""
_TICKET = re.compile(r"(?:#|/)(\d+)$")


def put_beside(reading: Reading, others: Mapping[str, Reading]) -> Reading:
    """Return a reading with what other files tell of the same incident.

    Args:
        reading: The document.
        others: The name of each other file and how it was read.

    Raises:
        InvalidIncident: Together they make no incident.
    """
    notes: list[Note] = []
    warnings: list[Note] = []
    actions = reading.incident.to_data().get("actions", {})
    entries, began = list(reading.incident.timeline), _began(reading.incident)
    deployed: list[TimelineEntry] = []
    taken = {*reading.incident.factors, *actions, "outcome"}
    for file, other in others.items():
        added = _actions(actions, taken, other.incident, file, warnings)
        held = {(entry.at, entry.what) for entry in entries}
        rows = [entry for entry in other.incident.timeline if (entry.at, entry.what) not in held]
        near = [entry for entry in rows if entry.kind != "deploy" or _near(entry, began)]
        if len(near) < len(rows):
            left = f"{len(rows) - len(near)} deployments in {file} are more than a day before it"
            warnings.append(Note(f"{left}, and left out", None, "inferred"))
        rows = near
        entries += rows
        deployed += [entry for entry in near if entry.kind == "deploy"]
        what = f"from {file}, read as {other.format}: {added} actions, {len(rows)} timeline entries"
        notes.append(Note(what, field="beside"))
    changed: dict[str, Any] = {"actions": actions, "timeline": _by_time(entries)}
    if reading.incident.timezone is None and any(e.at and e.at.tzinfo is None for e in entries):
        changed["timezone"] = "UTC"
        warnings.append(
            Note("times beside the document state no zone: read as UTC", None, "guessed")
        )
    incident = reading.incident.replace(**changed)
    report = replace(
        reading.report,
        understood=(*reading.report.understood, *notes),
        warnings=(*reading.report.warnings, *warnings),
        proposals=(*reading.report.proposals, *_triggers(incident, deployed, began)),
        missing=_still_missing(reading.report.missing, incident),
    )
    return Reading(incident, reading.format, report)


def _actions(
    actions: dict[str, dict[str, Any]],
    taken: set[str],
    other: Incident,
    file: str,
    warnings: list[Note],
) -> int:
    """Put the actions of another file among those of a document; return how many were added."""
    same = {key: id for id, action in actions.items() for key in _keys(action)}
    added = 0
    for action in other.to_data().get("actions", {}).values():
        found = next((same[key] for key in _keys(action) if key in same), None)
        fresh = {name: value for name, value in action.items() if name != "addresses"}
        if found is None:
            id = slug(action["what"], taken)
            taken.add(id)
            actions[id] = fresh
            added += 1
            continue
        own = actions[found]
        stated = own.get("status")
        if stated and action.get("status", stated) != stated:
            what = f"{own['what']!r} is {stated} in the document and {action['status']} in {file}"
            warnings.append(Note(f"{what}: the tracker's word was taken", None, "inferred"))
        actions[found] = {**fresh, **own}
        if own.get("ticket", "").startswith("#") and "ticket" in fresh:
            actions[found]["ticket"] = fresh["ticket"]
        if action.get("status"):
            actions[found]["status"] = action["status"]
        if actions[found].get("status", "open") != "done":
            actions[found].pop("completed", None)
    return added


def _keys(action: Mapping[str, Any]) -> Iterator[str]:
    """Yield what tells an action item from others: its ticket, and its words."""
    ticket = action.get("ticket")
    if ticket:
        yield f"ticket {ticket.rstrip('/').lower()}"
        number = _TICKET.search(ticket)
        if number:
            yield f"number {number[1]}"
    yield f"words {normal(action['what'])}"


def _by_time(entries: list[TimelineEntry]) -> tuple[TimelineEntry, ...]:
    """Return entries by time; one without a time stays after the one it followed."""
    keyed: list[tuple[datetime, int, TimelineEntry]] = []
    zoned = [e.at for e in entries if e.at is not None]
    last = min((at for at in zoned if at.tzinfo), default=min(zoned, default=datetime.min))
    for number, entry in enumerate(entries):
        at = entry.at or last
        keyed.append((at.replace(tzinfo=None) if not at.tzinfo else at, number, entry))
        last = at
    if len({at.tzinfo is None for at, _, _ in keyed}) > 1:  # not to be compared
        return tuple(entries)
    return tuple(entry for _, _, entry in sorted(keyed, key=lambda key: key[:2]))


def _began(incident: Incident) -> datetime | None:
    """Return when a document says it began, as far as it does."""
    known = [moment for _, moment in incident.times.known()]
    moments = [*known, *(entry.at for entry in incident.timeline if entry.at is not None)]
    placed = [moment for moment in moments if moment.tzinfo is not None]
    return incident.times.started or min(placed, default=None)


def _before(entry: TimelineEntry, began: datetime | None) -> timedelta | None:
    """Return how long before the beginning an entry is, None where that cannot be said."""
    if began is None or entry.at is None or (entry.at.tzinfo is None) != (began.tzinfo is None):
        return None
    return began - entry.at


def _near(entry: TimelineEntry, began: datetime | None) -> bool:
    before = _before(entry, began)
    return before is None or before <= BEFORE


def _still_missing(missing: Mapping[str, str], incident: Incident) -> dict[str, str]:
    """Return what is not stated, now that action items came from elsewhere too."""
    actions = incident.actions.values()
    told = {
        "what is done about it": bool(actions),
        "who acts": any(action.owner for action in actions),
        "what was done": any("status" in action.model_fields_set for action in actions),
    }
    return {what: why for what, why in missing.items() if not told.get(what)}


def _triggers(
    incident: Incident, deployed: list[TimelineEntry], began: datetime | None
) -> Iterator[Proposal]:
    """Yield the deployments shortly before an incident as what may have set it off."""
    for entry in sorted(deployed, key=lambda entry: str(entry.at), reverse=True):
        before = _before(entry, began)
        if before is not None and timedelta(0) <= before <= BEFORE:
            minutes = int(before.total_seconds() // 60)
            said = f"deployed {minutes} minutes before it began"
            yield Proposal(entry.what, incident.outcome.what, said, hedged=True)
