"""What an incident records, as the sections of a document: impact, timeline, response, lessons.

References:
    B. Beyer et al. (eds.), *Site Reliability Engineering*, 2016, chapter 15 and appendix D.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from causal.analysis.phrases import listed, sentence
from causal.reports.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Span,
    Strong,
    paragraphs,
    table,
)
from causal.reports.notes import note_blocks
from causal.reports.phrasing import NOT_SAID, amount, duration, moment, source

if TYPE_CHECKING:
    from causal.model import Incident

Blocks = Iterator[Block]
LESSONS = {
    "went_well": "What went well",
    "went_wrong": "What went wrong",
    "got_lucky": "Where we got lucky",
    "surprised": "What surprised us",
}


def facts(incident: Incident) -> Blocks:
    """Yield what identifies the incident."""
    said: list[tuple[str, Span]] = [("Incident", [incident.id])]
    if incident.severity:
        said.append(("Severity", [incident.severity]))
    if incident.services:
        said.append(("Services", [", ".join(incident.services)]))
    review = incident.review
    if review and (review.held or review.attendees):
        who = f"with {', '.join(review.attendees)}" if review.attendees else ""
        said.append(("Reviewed", [f"{review.held or ''} {who}".strip()]))
    if published := source(incident):
        said.append(("Source", published))
    if incident.source and incident.source.note:
        said.append(("Note", [incident.source.note]))
    yield Bullets([[Strong(name), ": ", *span] for name, span in said])


def summary(incident: Incident) -> Blocks:
    """Yield the summary."""
    yield from paragraphs(incident.summary or incident.outcome.what)


def impact(incident: Incident) -> Blocks:
    """Yield the impact in words and in figures, and the times it lasted."""
    if "what" in incident.impact:
        yield from paragraphs(str(incident.impact["what"]))
    figures = incident.impact_figures.items()
    rows: list[list[Span]] = [
        [[name.replace("_", " ")], [amount(value)]] for name, value in figures
    ]
    spans = (
        ("time to detect", incident.times.to_detect),
        ("time to mitigate", incident.times.to_mitigate),
        ("time to resolve", incident.times.to_resolve),
    )
    rows += [[[name], [duration(value)]] for name, value in spans if value is not None]
    if rows:
        yield table("Impact", ("what", "how much"), rows)
    elif "what" not in incident.impact:
        yield Paragraph([NOT_SAID])


def timeline_rows(incident: Incident) -> list[tuple[str, str, str, str]]:
    """Return the timeline: when, which named time that was, what happened, who did it."""
    named: dict[datetime, str] = {}
    for name, at in incident.times.known():
        named[at] = f"{named[at]}, {name}" if at in named else name
    told = {entry.at for entry in incident.timeline}
    rows: list[tuple[datetime, str, str, str, str]] = []
    before = datetime.min.replace(tzinfo=UTC)  # an entry without a moment stays where it stands
    for entry in incident.timeline:
        when = moment(entry.at) if entry.at else entry.when or ""
        before = entry.at or before
        name = named.pop(entry.at, "") if entry.at else ""
        rows.append((before, when, name, entry.what, entry.by or ""))
    rows += [(at, moment(at), name, "", "") for at, name in named.items() if at not in told]
    rows.sort(key=lambda row: row[0])
    return [row[1:] for row in rows]


def timeline(incident: Incident) -> Blocks:
    """Yield what happened when, with the named times among the entries."""
    rows = timeline_rows(incident)
    if not rows:
        yield Paragraph([NOT_SAID])
        return
    cells: list[list[Span]] = [
        [[when], [Strong(name)], [what], [by]] for when, name, what, by in rows
    ]
    yield table("Timeline", ("when", "", "what", "by"), cells)


def detection(incident: Incident) -> Blocks:
    """Yield how it was noticed and how long that took."""
    return _phase(incident, incident.detection, ("started", "detected"), "detect")


def response(incident: Incident) -> Blocks:
    """Yield how people responded, and the roles they had."""
    roles = [[f"{role}: {', '.join(who)}"] for role, who in incident.roles.items()]
    said = list(_phase(incident, incident.response, ("detected", "mitigated"), "mitigate"))
    if not roles:
        yield from said
        return
    if said != [Paragraph([NOT_SAID])]:
        yield from said
    yield Bullets(roles)


def recovery(incident: Incident) -> Blocks:
    """Yield how service was restored."""
    return _phase(incident, incident.recovery, ("mitigated", "resolved"), "")


def phases(incident: Incident) -> list[tuple[str, Blocks]]:
    """Return the sections of its phases, in one where nobody wrote about any."""
    each = [
        ("Detection", detection(incident)),
        ("Response", response(incident)),
        ("Recovery", recovery(incident)),
    ]
    if incident.detection or incident.response or incident.recovery or incident.roles:
        return each
    told = [(name, list(blocks)) for name, blocks in each]
    silent = [(name, iter(blocks)) for name, blocks in told if blocks == [Paragraph([NOT_SAID])]]
    said = [(name, blocks) for name, blocks in told if blocks != [Paragraph([NOT_SAID])]]
    title = sentence(listed([name.lower() for name, _ in said]))
    return [(title, iter([block for _, blocks in said for block in blocks])), *silent]


def _phase(incident: Incident, said: str | None, span: tuple[str, str], slowed: str) -> Blocks:
    """Yield what is said of one phase, how long it took, and what made it slower."""
    blocks: list[Block] = list(paragraphs(said)) if said else []
    minutes = incident.times.minutes(*span)
    if minutes is not None:
        since = "it started" if span[0] == "started" else f"it was {span[0]}"
        later = f"{duration(minutes)} after" if round(minutes) else "when"
        blocks.append(Paragraph([f"{span[1].capitalize()} {later} {since}."]))
    worse: list[Span] = []
    for amplifier, _ in incident.amplifiers():
        if slowed and amplifier.of == slowed:
            cost = f" ({amplifier.minutes:g} minutes)" if amplifier.minutes else ""
            worse.append(
                [f"longer to {slowed} because of: {incident.what(amplifier.factor)}{cost}"]
            )
    if worse:
        blocks.append(Bullets(worse))
    yield from blocks or [Paragraph([NOT_SAID])]


def lessons(incident: Incident) -> Blocks:
    """Yield what the people involved took from it."""
    any_said = False
    for field, title in LESSONS.items():
        items = getattr(incident.lessons, field)
        if items:
            any_said = True
            yield Paragraph([Strong(title)])
            yield Bullets([[item] for item in items])
    if not any_said:
        yield Paragraph([NOT_SAID])


def notes(incident: Incident) -> Blocks:
    """Yield what was kept of a document that the format has no place for, by its headings."""
    for heading, text in incident.notes.items():
        yield Heading(3, heading)
        yield from note_blocks(text)
