"""A section that readers look for is missing."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_LOOKED_FOR = {"summary": "summary", "timeline": "timeline", "actions": "action items"}


def _find(case: Case) -> Iterator[Found]:
    for name, words in _LOOKED_FOR.items():
        if not getattr(case.incident, name) and not (case.is_document and _elsewhere(case, name)):
            yield Found((), f"there {'are' if name == 'actions' else 'is'} no {words}")


def _elsewhere(case: Case, name: str) -> bool:
    """Return whether a document says it under another heading, such as Context, or Key events."""
    incident = case.incident
    if name == "summary":
        told = (*incident.notes, incident.detection, incident.response, incident.recovery)
        return any(told)
    return name == "timeline" and len(list(incident.times.known())) > 1


RULE = Rule(
    id="section-missing",
    severity="warning",
    what="A section that readers look for is missing.",
    why=(
        "Without a summary and what was lost, nobody outside the room can use the report. "
        "*Site Reliability Engineering*, 2016, chapter 15."
    ),
    mend="add it; one sentence is enough",
    example="summary: one paragraph for someone who was not there",
    find=_find,
)
