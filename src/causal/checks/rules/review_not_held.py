"""No review meeting is recorded."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    if case.incident.review is None or case.incident.review.held is None:
        yield Found(("review",), "no review meeting is recorded")


RULE = Rule(
    id="review-not-held",
    severity="information",
    what="No review meeting is recorded.",
    why=(
        "An unreviewed postmortem might as well never have existed. *Site Reliability "
        "Engineering*, 2016, chapter 15."
    ),
    mend="review: {held: a day, attendees: [teams]}",
    example="review: {held: 2025-03-18, attendees: [platform team]}",
    find=_find,
    documents=False,
)
