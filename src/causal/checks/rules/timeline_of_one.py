"""The timeline has a single entry."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    if len(case.incident.timeline) == 1:
        yield Found(("timeline",), "the timeline has a single entry")


RULE = Rule(
    id="timeline-of-one",
    severity="information",
    what="The timeline has a single entry.",
    why="One moment is no course of events.",
    mend="when it began, was noticed, was mitigated, was over",
    example="four rows instead of one",
    find=_find,
)
