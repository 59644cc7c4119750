"""An action has no ticket."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    waiting = case.waiting
    without = [name for name, action in waiting.items() if not action.ticket]
    if case.is_document and len(without) == len(waiting):
        return  # a template without this field
    if len(without) > (1 if case.is_document else 2) and len(without) == len(waiting):
        yield Found(("actions",), f"none of {len(waiting)} open actions has a ticket")
        return
    for name in without:
        yield Found(("actions", name), f"{case.called(name)} has no ticket")


RULE = Rule(
    id="action-without-ticket",
    severity="information",
    what="An action has no ticket.",
    why=(
        "Under 1% of 527 action items in public postmortems name an owner; items without "
        "owner and date are not done. *The Site Reliability Workbook*, 2018, chapter 10."
    ),
    mend="ticket: where its progress can be seen",
    example="ticket: OPS-12",
    find=_find,
)
