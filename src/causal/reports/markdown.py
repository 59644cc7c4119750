"""A postmortem as one Markdown document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from causal.reports.brief import brief
from causal.reports.escape_md import cell, link
from causal.reports.pictures import Pictures
from causal.reports.sections import SECTIONS

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["incident_markdown"]


def incident_markdown(incident: Incident, pictures: Pictures) -> str:
    """Return the document: its head, the page for managers, and the sections of the template."""
    lines = [f"# {cell(incident.title)}", "", *_head(incident), "", *brief(incident, pictures)]
    for title, section in SECTIONS.items():
        body = section(incident, pictures)
        if body:
            lines += [f"## {title}", "", *body, ""]
    return "\n".join(lines).rstrip() + "\n"


def _head(incident: Incident) -> list[str]:
    facts = [("Incident", cell(incident.id))]
    if incident.severity:
        facts.append(("Severity", cell(incident.severity)))
    if incident.services:
        facts.append(("Services", cell(", ".join(incident.services))))
    review = incident.review
    if review and (review.held or review.attendees):
        who = f"with {cell(', '.join(review.attendees))}" if review.attendees else ""
        facts.append(("Reviewed", f"{review.held or ''} {who}".strip()))
    if incident.source:
        source = incident.source
        shown = link(source.title or source.url or "source", source.url)
        licence = f" ({cell(source.licence)})" if source.licence else ""
        facts.append(("Source", shown + licence))
        if source.note:
            facts.append(("Note", cell(source.note)))
    return [f"- **{name}**: {fact}" for name, fact in facts]
