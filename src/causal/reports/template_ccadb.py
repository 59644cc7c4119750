"""The full incident report that the CCADB asks certification authorities for, filled in.

References:
    Common CA Database, *Incident Reporting Guidelines*, version 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from causal.reports import sections
from causal.reports.document import (
    Block,
    Bullets,
    Heading,
    Paragraph,
    Piece,
    Span,
    Strong,
    table,
)
from causal.reports.phrasing import NOT_SAID, amount, because, source, status

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["ccadb"]


def ccadb(incident: Incident) -> Iterator[Block]:
    """Yield the report in the order and under the headings of the guidelines."""
    yield Heading(1, "Full Incident Report")
    for title, blocks in (
        ("Summary", _summary(incident)),
        ("Impact", _impact(incident)),
        ("Timeline", _timeline(incident)),
        ("Related Incidents", _related()),
        ("Root Cause Analysis", _causes(incident)),
        ("Lessons Learned", _lessons(incident)),
        ("Action Items", _actions(incident)),
        ("Appendix", _appendix(incident)),
    ):
        yield Heading(2, title)
        yield from blocks


def _fields(*pairs: tuple[str, str | list[Piece]]) -> Bullets:
    items: list[Span] = []
    for name, said in pairs:
        pieces = said if isinstance(said, list) else [said] if said else []
        items.append([Strong(f"{name}:"), " ", *(pieces or [NOT_SAID])])
    return Bullets(items)


def _stamp(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M%z}".replace("+0000", "Z") if at else NOT_SAID


def _summary(incident: Incident) -> Iterator[Block]:
    times = incident.times
    yield _fields(
        ("CA Owner CCADB unique ID", NOT_SAID),
        ("Incident ID", incident.id),
        ("Incident description", " ".join((incident.summary or incident.outcome.what).split())),
        ("Non-compliance start date", _stamp(times.started)),
        ("Non-compliance identified date", _stamp(times.detected)),
        ("Non-compliance end date", _stamp(times.resolved)),
        ("Relevant policies", NOT_SAID),
        ("Source of incident disclosure", source(incident)),
    )


def _impact(incident: Incident) -> Iterator[Block]:
    pairs: list[tuple[str, str | list[Piece]]] = [
        (name.replace("_", " ").capitalize(), amount(value))
        for name, value in incident.impact_figures.items()
    ]
    if "what" in incident.impact:
        pairs.insert(0, ("Incident heuristic", str(incident.impact["what"])))
    pairs.append(("Was issuance stopped in response to this incident, and why or why not?", []))
    yield _fields(*pairs)


def _timeline(incident: Incident) -> Iterator[Block]:
    rows = sections.timeline_rows(incident)
    items: list[Span] = []
    for when, name, what, by in rows:
        said = ". ".join(filter(None, (what, name and f"This is when it was {name}", by)))
        items.append([Strong(when), f": {said}"])
    yield Bullets(items) if items else Paragraph([NOT_SAID])


def _related() -> Iterator[Block]:
    yield Paragraph([NOT_SAID])


def _causes(incident: Incident) -> Iterator[Block]:
    for number, (name, factor) in enumerate(incident.factors.items(), 1):
        yield Heading(3, f"Contributing Factor #{number}: {name}")
        seen = [entry for entry in incident.timeline if entry.factor == name]
        times = "; ".join(_stamp(e.at) if e.at else e.when or "" for e in seen)
        gap = f"A gap in {incident.layer_title(factor.layer)}" if factor.layer else ""
        yield _fields(
            ("Description", factor.what),
            ("Timeline", times),
            ("Detection", "; ".join(factor.evidence)),
            ("Interaction with other factors", because(incident, name) or gap),
            ("Root Cause Analysis methodology used", "causal graph"),
        )


def _lessons(incident: Incident) -> Iterator[Block]:
    given = incident.lessons
    for title, items in (
        ("What went well", given.went_well),
        ("What didn't go well", given.went_wrong),
        ("Where we got lucky", given.got_lucky),
        ("Additional", given.surprised),
    ):
        yield Paragraph([Strong(f"{title}:")])
        yield Bullets([[item] for item in items or (NOT_SAID,)])


def _actions(incident: Incident) -> Iterator[Block]:
    numbers = {name: number for number, name in enumerate(incident.factors, 1)}
    rows: list[list[Span]] = []
    for action in incident.actions.values():
        about = [f"Root Cause #{numbers[f]}" for f in action.addresses if f in numbers]
        rows.append(
            [
                [action.what],
                [(action.kind or "").capitalize()],
                [", ".join(about)],
                [action.done_when or ""],
                [str(action.due or "")],
                [status(action).capitalize()],
            ]
        )
    head = (
        "Action Item", "Kind", "Corresponding Root Cause(s)", "Evaluation Criteria", "Due Date",
        "Status",
    )  # fmt: skip
    yield table("Action items", head, rows, keep=head) if rows else Paragraph(["None recorded."])


def _appendix(incident: Incident) -> Iterator[Block]:
    if not incident.notes:
        yield Paragraph([NOT_SAID])
    yield from sections.notes(incident)
