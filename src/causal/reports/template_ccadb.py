"""The full incident report that the CCADB asks certification authorities for, filled in.

References:
    Common CA Database, *Incident Reporting Guidelines*, versions 1 to 3.
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
from causal.reports.phrasing import NONE_SAID, NOT_SAID, amount, because, source, status

if TYPE_CHECKING:
    from causal.model import Incident

__all__ = ["ccadb"]


def ccadb(incident: Incident, version: int = 3) -> Iterator[Block]:
    """Yield the report in the order and under the headings of the guidelines.

    Args:
        incident: The incident.
        version: 1 has the headings alone, 2 the fields of the summary too, and 3 numbers the
            contributing factors, with fields of their own that the action items refer to.
    """
    newest = version == 3
    yield Heading(1, "Full Incident Report" if newest else "Incident Report")
    for title, blocks in (
        ("Summary", _summary(incident) if version > 1 else _told(incident)),
        ("Impact", _impact(incident) if newest else _harm(incident)),
        ("Timeline", _timeline(incident)),
        *([("Related Incidents", _related())] if newest else []),
        ("Root Cause Analysis", _causes(incident) if newest else _listed(incident)),
        ("Lessons Learned", _lessons(incident) if newest else _lessons_by_heading(incident)),
        ("Action Items", _actions(incident) if newest else _plan(incident)),
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


def _told(incident: Incident) -> Iterator[Block]:
    yield Paragraph([" ".join((incident.summary or incident.outcome.what).split())])


def _harm(incident: Incident) -> Iterator[Block]:
    """Yield the impact as a sentence and its figures, for versions without fields."""
    if "what" in incident.impact:
        yield Paragraph([str(incident.impact["what"])])
    figures = incident.impact_figures.items()
    if figures:
        yield _fields(*((n.replace("_", " ").capitalize(), amount(v)) for n, v in figures))
    if not incident.impact:
        yield Paragraph([NOT_SAID])


def _listed(incident: Incident) -> Iterator[Block]:
    """Yield the factors as a list, for versions that do not number them."""
    whats = [factor.what for factor in incident.factors.values()]
    yield Bullets([[what] for what in whats] or [[NOT_SAID]])


def _lessons_by_heading(incident: Incident) -> Iterator[Block]:
    given = incident.lessons
    for title, items in (
        ("What went well", given.went_well),
        ("What didn't go well", given.went_wrong),
        ("Where we got lucky", given.got_lucky),
    ):
        yield Heading(3, title)
        yield Bullets([[item] for item in items or (NOT_SAID,)])


def _plan(incident: Incident) -> Iterator[Block]:
    rows: list[list[Span]] = [
        [[action.what], [(action.kind or "").capitalize()], [str(action.due or "")]]
        for action in incident.actions.values()
    ]
    head = ("Action Item", "Kind", "Due Date")
    yield table("Action items", head, rows, keep=head) if rows else Paragraph([NONE_SAID])


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
    yield table("Action items", head, rows, keep=head) if rows else Paragraph([NONE_SAID])


def _appendix(incident: Incident) -> Iterator[Block]:
    if not incident.notes:
        yield Paragraph([NOT_SAID])
    yield from sections.notes(incident)
