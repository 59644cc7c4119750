"""The postmortem document of an incident: its facts, one page for managers, and every section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import listed, sentence
from causal.errors import NotFinished
from causal.reports import sections, sections_causes
from causal.reports.document import Block, Caution, Details, Heading, Paragraph, Picture
from causal.reports.notes import note_blocks
from causal.reports.one_page import in_one_page
from causal.reports.phrasing import NONE_SAID, NOT_SAID

if TYPE_CHECKING:
    from causal.model import Incident
    from causal.reports.answers import Answers

_NOTHING = ([Paragraph([NOT_SAID])], [Paragraph([NONE_SAID])])
"""A section of which nothing is recorded; all of them are named once, in one sentence."""


def postmortem(answers: Answers) -> Iterator[Block]:
    """Yield the document of an incident."""
    yield Heading(1, answers.incident.title)
    yield from sections.facts(answers.incident)
    yield Heading(2, "In one page")
    yield from _finished(in_one_page(answers, 3))
    yield from _sections(answers)


def appendix(answers: Answers) -> Iterator[Block]:
    """Yield what the one page of an incident leaves out."""
    yield Heading(1, f"Appendix: {answers.incident.title}")
    yield from sections.facts(answers.incident)
    yield Picture("swiss-cheese")
    yield from _sections(answers)


def _sections(answers: Answers) -> Iterator[Block]:
    incident, bare = answers.incident, list[str]()
    for title, blocks in (
        ("Summary", sections.summary(incident)),
        ("Impact", sections.impact(incident)),
        ("Timeline", sections.timeline(incident)),
        ("Contributing factors", _causes(answers)),
        ("Five whys against the graph", sections_causes.whys(answers)),
        *sections.phases(incident),
        ("Action items", sections_causes.actions(incident)),
        ("Lessons learned", sections.lessons(incident)),
        ("Notes", _notes(incident)),
    ):
        found = list(_finished(blocks))
        if found in _NOTHING:
            bare.append(title.lower())
        elif found:
            yield Heading(2, title)
            yield from found
    if bare:
        yield Heading(2, "What is not recorded")
        yield Paragraph([f"{sentence(listed(bare))}."])


def _causes(answers: Answers) -> Iterator[Block]:
    yield from sections_causes.factors(answers.incident)
    yield from sections_causes.layers(answers)


def _notes(incident: Incident) -> Iterator[Block]:
    """Yield what was kept of a document, folded away: it was not written for this page."""
    for heading, text in incident.notes.items():
        yield Details(heading, list(note_blocks(text)))


def _finished(blocks: Iterator[Block]) -> Iterator[Block]:
    """Yield blocks as far as the budget of their answers reaches, and say where it ended."""
    try:
        yield from blocks
    except NotFinished as error:
        yield Caution(f"Not finished: {error}.")
