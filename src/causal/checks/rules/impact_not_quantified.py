"""What was lost is not said in numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_NUMBER = re.compile(r"\d")


def _find(case: Case) -> Iterator[Found]:
    told = [str(value) for value in case.incident.impact.values()]
    told += [case.incident.summary or "", case.incident.outcome.what, case.incident.title]
    if not any(_NUMBER.search(text) for text in told):
        yield Found(("impact",), "no number says what was lost")


RULE = Rule(
    id="impact-not-quantified",
    severity="warning",
    what="What was lost is not said in numbers.",
    why=(
        "Without a number nobody can weigh the actions against the loss. *Site "
        "Reliability Engineering*, 2016, chapter 15."
    ),
    mend="impact: minutes, users, requests, revenue or error budget",
    example="impact: {users: 18400, error_budget: 31%}",
    find=_find,
)
