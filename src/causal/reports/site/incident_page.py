"""The page of one incident of a site: its postmortem, where its factors came back, its findings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from causal.analysis.result import counted
from causal.checks import check
from causal.reports.answers import Answers
from causal.reports.document import (
    Block,
    Bullets,
    Code,
    Details,
    Heading,
    Paragraph,
    Ref,
    Refs,
    Span,
    Strong,
    table,
)
from causal.reports.incident import postmortem

_OTHERS = 20


def incident_page(answers: Answers, today: date | None) -> Iterator[Block]:
    """Yield the page.

    Args:
        answers: The incident, and the corpus it is of.
        today: The day that due dates are measured to; the date now when not given.
    """
    incident = answers.incident
    yield from postmortem(answers)
    rows: list[list[Span]] = []
    for key in dict.fromkeys(factor.key for factor in incident.factors.values() if factor.key):
        others = tuple(name for name in answers.stood.get(key, ()) if name != incident.id)
        more = f" and {len(others) - _OTHERS:,} more" if len(others) > _OTHERS else ""
        shown: Span = [Refs(others[:_OTHERS]), more] if others else ["in no other incident"]
        rows.append([[Code(key)], shown])
    if rows:
        yield Heading(2, "Its canonical factors in other incidents")
        yield table(
            "Its canonical factors in other incidents",
            ("Factor", "Also in"),
            rows,
            keep=("Also in",),
        )
    yield Heading(2, "How well it is told")
    yield from _findings(answers, today)
    yield Paragraph(["Read from: ", Ref(incident.id, file=True), "."])


def _findings(answers: Answers, today: date | None) -> Iterator[Block]:
    """Yield what ``causal check`` finds, the errors first."""
    found = check(answers.incident, today=today)
    if not found:
        yield Paragraph([Code("causal check"), " finds nothing to ask about."])
        return
    yield Paragraph(
        [f"{counted(len(found), 'finding')} of ", Code("causal check"), ", about the text alone:"]
    )
    told: list[Span] = [
        [Strong(each.severity), f": {each.message}{f' ({each.hint})' if each.hint else ''}"]
        for each in found
    ]
    yield Details("The findings", [Bullets(told)])
