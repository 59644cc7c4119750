"""An action is open after its due date."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, action in case.actions.items():
        if action.status == "done" or action.due is None:
            continue
        grace = case.config.overdue_days.get(action.priority or "", 0)
        late = (case.today - action.due).days
        if late > grace:
            owner = action.owner or "no owner"
            yield Found(("actions", name, "due"), f"{name!r} is {late} days overdue ({owner})")


RULE = Rule(
    id="overdue-action",
    severity="warning",
    what="An action is open after its due date.",
    why=("A recurrence while the action that would have prevented it is open."),
    mend="do it, or state a new date and why",
    example="due: 2025-04-01 and status: open in May",
    find=_find,
)
