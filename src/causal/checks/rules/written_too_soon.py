"""The review was held on the day the incident ended."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    held = case.incident.review.held if case.incident.review else None
    ended = case.incident.times.resolved or case.incident.times.mitigated
    if held is not None and ended is not None and held <= ended.date():
        yield Found(("review", "held"), f"the review was held on {held}, the day it ended")


RULE = Rule(
    id="written-too-soon",
    severity="information",
    what="The review was held on the day the incident ended.",
    why=(
        "Within hours of an incident memories are raw and facts are missing. *The Site "
        "Reliability Workbook*, 2018, chapter 10."
    ),
    mend="hold it when people have slept, and within a week",
    example="held: two days later",
    find=_find,
)
