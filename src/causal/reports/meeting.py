"""The brief for a review meeting: what to walk through, what to ask, what to decide.

References:
    B. Beyer et al. (eds.), *The Site Reliability Workbook*, 2018, chapter 10.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.phrases import each_quoted, layer_title, listed, sentence
from causal.reports import sections
from causal.reports.document import (
    Block,
    Bullets,
    Code,
    Heading,
    Paragraph,
    Piece,
    Span,
    Strong,
    table,
)
from causal.reports.one_page import seen_before
from causal.reports.phrasing import NONE_SAID, role, status
from causal.reports.sections_causes import NO_DATE, NO_OWNER

if TYPE_CHECKING:
    from causal.model import Action, Incident
    from causal.reports.answers import Answers


def review_meeting(answers: Answers) -> Iterator[Block]:
    """Yield the brief: five parts, each with what is known and the questions to answer."""
    incident = answers.incident
    yield Heading(1, f"Review: {incident.title}")
    yield from sections.facts(incident)
    yield Heading(2, "1. Walk the timeline")
    yield from sections.timeline(incident)
    yield _questions(_about_time(incident))
    yield Heading(2, "2. Contributing factors: did we miss any?")
    rows: list[list[Span]] = [
        [[Code(name)], [factor.what], [role(incident, name, factor)]]
        for name, factor in incident.factors.items()
    ]
    yield table("Contributing factors", ("id", "factor", "role"), rows)
    yield _questions(_about_causes(incident))
    yield Heading(2, "3. Action items: right, owned, prioritised?")
    yield from _actions(answers)
    yield Heading(2, "4. Does it look like recent incidents?")
    yield Paragraph(seen_before(answers))
    yield Heading(2, "5. What to share, and with whom?")
    yield from sections.lessons(incident)
    yield _questions(
        [
            "Which other teams depend on the same condition or the same layer of defence?",
            "Which one sentence should everyone who was not here take away?",
        ]
    )


def _questions(lines: list[str]) -> Bullets:
    return Bullets([[line] for line in lines], boxes=True)


def _about_time(incident: Incident) -> list[str]:
    known = dict(incident.times.known())
    missing = [name for name in type(incident.times).model_fields if name not in known]
    lines = ["Is an entry missing, wrong, or out of order?"]
    if missing:
        asked = ("when did it start" if n == "started" else f"when was it {n}" for n in missing)
        lines.append(f"{sentence(listed(asked))}? Not recorded.")
    return [*lines, "Where did people wait, and for what?"]


def _about_causes(incident: Incident) -> list[str]:
    bare = [n for n in incident.factors if incident.because(n) is None]
    lines = [
        "What else did it take? What surprised people who were there?",
        f"Were these there without a cause of their own: {each_quoted(incident, bare)}?"
        if bare
        else "",
    ]
    unconfirmed = [n for n, f in incident.factors.items() if f.confidence != "confirmed"]
    if unconfirmed:
        lines.append(f"Who can confirm or rule out: {each_quoted(incident, unconfirmed)}?")
    silent = [
        layer_title(incident, name)
        for name in dict.fromkeys(f.layer for f in incident.factors.values() if f.layer)
        if name not in incident.layers
    ]
    if silent:
        lines.append(
            "Only gaps are recorded of these layers; were they breached, bypassed, degraded or "
            f"absent: {listed(silent)}?"
        )
    return [line for line in lines if line]


def _actions(answers: Answers) -> Iterator[Block]:
    incident = answers.incident
    rows: list[list[Span]] = []
    for name, action in incident.actions.items():
        rows.append(
            [
                [Strong(name)],
                [action.what],
                [action.owner or ""],
                [str(action.due or "")],
                [status(action)],
                [", ".join(_unsettled(action)) or "nothing"],
            ]
        )
    if not rows:
        yield Paragraph([NONE_SAID])
    yield table("Action items", ("", "action", "owner", "due", "status", "still to settle"), rows)
    orphans = answers.plan().orphan_factors if answers.explanation else ()
    if orphans:
        yield Paragraph(["No planned action acts on these factors:"])
        yield Bullets([_factor(incident, name) for name in orphans])
    yield _questions(
        [
            "Does each action change how the system is, or only what people should remember?",
            "Which one comes first, and who can stop other work for it?",
        ]
    )


def _unsettled(action: Action) -> list[str]:
    """Return what a meeting has still to settle of an action: nothing of one that is cancelled."""
    if action.status == "cancelled":
        return []
    if action.status == "done":
        proven = action.kind == "repair" or action.verified
        return [] if proven else ["no evidence that it works"]
    stated = {
        NO_OWNER: action.owner,
        "no priority": action.priority,
        NO_DATE: action.due,
        "no measure of done": action.done_when,
    }
    return [word for word, value in stated.items() if not value]


def _factor(incident: Incident, name: str) -> list[Piece]:
    return [Code(name), f" {incident.what(name)}"]
