"""An action addresses no factor."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    if not any(action.addresses for action in case.actions.values()):
        return  # a document without a graph: nothing is to be mapped yet
    for name, action in case.actions.items():
        if not action.addresses and action.on is None:
            yield Found(("actions", name), f"{name!r} addresses no factor")


RULE = Rule(
    id="orphan-action",
    severity="warning",
    what="An action addresses no factor.",
    why=(
        "An action that no cause asks for changes nothing that was found. the incident "
        "report specification of the Common CA Database."
    ),
    mend="addresses: the factors it acts on",
    example="addresses: [pool-too-small]",
    find=_find,
)
