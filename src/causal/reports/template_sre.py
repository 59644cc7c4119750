"""The postmortem template of the Google SRE book, filled in.

References:
    B. Beyer et al. (eds.), *Site Reliability Engineering*, 2016, appendix D.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import layer_title
from causal.reports import sections
from causal.reports.document import (
    Block,
    Bullets,
    Heading,
    Link,
    Paragraph,
    Picture,
    Piece,
    Span,
    Strong,
    paragraphs,
    table,
)
from causal.reports.phrasing import NONE_SAID, NOT_SAID, because, source, status
from causal.reports.sections import LESSONS
from causal.reports.sections_causes import NO_DATE, NO_OWNER

if TYPE_CHECKING:
    from causal.model import Incident


def google_sre(incident: Incident) -> Iterator[Block]:
    """Yield the document in the order and under the headings of the template."""
    yield Heading(1, f"{incident.title} ({incident.id})")
    yield Paragraph(_field("Date", _date(incident)))
    yield Paragraph(_field("Authors", ", ".join(_authors(incident)) or NOT_SAID))
    yield Paragraph(_field("Status", _status(incident)))
    for title, blocks in (
        ("Summary", sections.summary(incident)),
        ("Impact", sections.impact(incident)),
        ("Root Causes", _causes(incident)),
        ("Trigger", _triggers(incident)),
        ("Resolution", _resolution(incident)),
        ("Detection", sections.detection(incident)),
        ("Action Items", _actions(incident)),
        ("Lessons Learned", _lessons(incident)),
        ("Timeline", _timeline(incident)),
        ("Supporting information", _support(incident)),
    ):
        yield Heading(2, title)
        yield from blocks


def _field(name: str, text: str) -> list[Piece]:
    return [Strong(f"{name}:"), f" {text}"]


def _date(incident: Incident) -> str:
    first = next((at for _, at in incident.times.known()), None)
    return f"{first:%Y-%m-%d}" if first else NOT_SAID


def _authors(incident: Incident) -> tuple[str, ...]:
    if incident.source and incident.source.authors:
        return incident.source.authors
    return incident.review.attendees if incident.review else ()


def _status(incident: Incident) -> str:
    waiting = sum(action.status in ("open", "in_progress") for action in incident.actions.values())
    if incident.actions and not waiting:
        return "Complete, no action item is open"
    return f"Complete, {waiting} action items open" if waiting else "Complete"


def _causes(incident: Incident) -> Iterator[Block]:
    yield Picture("graph")
    items = []
    for name, factor in incident.factors.items():
        if incident.kind(name) == "trigger":
            continue
        gap = f" (gap in {layer_title(incident, factor.layer)})" if factor.layer else ""
        causes = because(incident, name)
        came: list[Piece] = [", because of ", *causes] if causes else []
        items.append([Strong(name), f": {factor.what}{gap}", *came])
    yield Bullets(items) if items else Paragraph([NOT_SAID])


def _triggers(incident: Incident) -> Iterator[Block]:
    names = [name for name in incident.factors if incident.kind(name) == "trigger"]
    if len(names) == 1:
        yield Paragraph([incident.what(names[0])])
    elif names:
        yield Bullets([[incident.what(name)] for name in names])
    else:
        yield Paragraph([NOT_SAID])


def _resolution(incident: Incident) -> Iterator[Block]:
    said = [text for text in (incident.response, incident.recovery) if text]
    for text in said:
        yield from paragraphs(text)
    if not said:
        yield Paragraph([NOT_SAID])


def _actions(incident: Incident) -> Iterator[Block]:
    rows: list[list[Span]] = [
        [
            [action.what],
            [action.kind or ""],
            [action.owner or NO_OWNER],
            [Link(name, action.ticket)],
            [str(action.due or NO_DATE)],
            [status(action)],
        ]
        for name, action in incident.actions.items()
    ]
    head = ("Action Item", "Type", "Owner", "Bug", "Due", "Status")
    yield table("Action items", head, rows, keep=head) if rows else Paragraph([NONE_SAID])


def _lessons(incident: Incident) -> Iterator[Block]:
    for field, title in LESSONS.items():
        items = getattr(incident.lessons, field)
        if items or field != "surprised":
            yield Heading(3, title)
            yield Bullets([[item] for item in items]) if items else Paragraph([NOT_SAID])


def _timeline(incident: Incident) -> Iterator[Block]:
    items: list[Span] = []
    for when, name, what, by in sections.timeline_rows(incident):
        who = f" ({by})" if by else ""
        mark: list[Piece] = [Strong(name.upper()), " "] if name else []
        items.append([f"{when} ", *mark, what + who])
    yield Bullets(items) if items else Paragraph([NOT_SAID])


def _support(incident: Incident) -> Iterator[Block]:
    links: list[Span] = [source(incident)] if source(incident) else []
    found = dict.fromkeys(e for f in incident.factors.values() for e in f.evidence)
    links += [[Link(text, text)] for text in found]
    yield Bullets(links) if links else Paragraph([NOT_SAID])
    yield from sections.notes(incident)
