"""An action has no criterion for when it is done."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    waiting = case.waiting
    without = [name for name, action in waiting.items() if not action.done_when]
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(
            ("actions",), f"none of {len(waiting)} open actions has a criterion for when it is done"
        )
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no criterion for when it is done")


RULE = Rule(
    id="action-without-done-when",
    severity="information",
    what="An action has no criterion for when it is done.",
    why=(
        "Under 1% of 527 action items in public postmortems name an owner; items without "
        "owner and date are not done. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="done_when: what shows that it works",
    example="done_when: a load test at twice the peak passes",
    find=_find,
    documents=False,
)
