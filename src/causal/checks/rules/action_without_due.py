"""An action has no due date."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    waiting = case.waiting
    without = [name for name, action in waiting.items() if not action.due]
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(("actions",), f"none of {len(waiting)} open actions has a due date")
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no due date")


RULE = Rule(
    id="action-without-due",
    severity="warning",
    what="An action has no due date.",
    why=(
        "Under 1% of 527 action items in public postmortems name an owner; items without "
        "owner and date are not done. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="due: a day",
    example="due: 2025-04-01",
    find=_find,
)
