"""The severity is below what the stated impact calls for."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rubric import load_rubric
from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    rubric = load_rubric(case.config.rubric)
    stated = rubric.level_of(case.incident.severity)
    due = rubric.called_for(case.incident)
    if stated is not None and due is not None and due.level.order < stated.order:
        problem = f"severity {case.incident.severity}, yet {due.reason} calls for {due.level.name}"
        yield Found(("severity",), problem)


RULE = Rule(
    id="severity-below-impact",
    severity="warning",
    what="The severity is below what the stated impact calls for.",
    why=(
        "Severity decides who is called and what is followed up; stated too low, neither happens."
    ),
    mend="the severity that the rubric gives, or a rubric that fits",
    example="SEV3 with 40% of users affected becomes SEV1",
    find=_find,
)
