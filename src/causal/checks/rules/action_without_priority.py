"""An action has no priority."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    waiting = case.waiting
    without = [name for name, action in waiting.items() if not action.priority]
    if case.is_document and len(without) == len(waiting):
        return  # a template without this field
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(("actions",), f"none of {len(waiting)} open actions has a priority")
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no priority")


RULE = Rule(
    id="action-without-priority",
    severity="information",
    what="An action has no priority.",
    why=(
        "Under 1% of 527 action items in public postmortems name an owner; items without "
        "owner and date are not done. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="priority: P1 to P4, or what your team uses",
    example="priority: P2",
    find=_find,
)
