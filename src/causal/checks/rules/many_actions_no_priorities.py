"""Many actions and no priorities."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    count = len(case.lasting)
    if count >= case.config.many_actions and not any(a.priority for a in case.lasting.values()):
        yield Found(("actions",), f"{count} actions and none has a priority")


RULE = Rule(
    id="many-actions-no-priorities",
    severity="warning",
    what="Many actions and no priorities.",
    why="What is not ordered is done in the order of ease.",
    mend="priority on each; three that matter most first",
    example="15 actions of which P1: 2, P2: 5, P3: 8",
    find=_find,
)
