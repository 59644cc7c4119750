"""An action has no owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule

_OWNED = re.compile(r"\W*(?!We\b|This\b|It\b|They\b)[A-Z@]\w+ (?:will|shall|has|have)\b")
"""In prose: a team says what it will do."""


def _find(case: Case) -> Iterator[Found]:
    waiting = case.waiting
    without = [
        name
        for name, action in waiting.items()
        if not action.owner and not (case.is_document and _OWNED.match(action.what))
    ]
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(("actions",), f"none of {len(waiting)} open actions has an owner")
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no owner")


RULE = Rule(
    id="action-without-owner",
    severity="warning",
    what="An action has no owner.",
    why=(
        "Under 1% of 527 action items in public postmortems name an owner; items without "
        "owner and date are not done. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="owner: one team or role",
    example="owner: platform team",
    find=_find,
)
