"""An action that detects or mitigates is counted on to remove a cause."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    late = {"detection", "response", "recovery"}
    for name, action in case.actions.items():
        if action.kind not in ("detect", "mitigate") or action.effect != "removes":
            continue
        for factor in action.addresses:
            node = case.incident.factors.get(factor)
            if node is not None and node.layer not in late:
                problem = f"{name!r} is to {action.kind}, so it does not remove {factor!r}"
                yield Found(("actions", name, "kind"), problem)


RULE = Rule(
    id="detect-claimed-to-remove",
    severity="warning",
    what="An action that detects or mitigates is counted on to remove a cause.",
    why=(
        "An alert tells of a cause; the cause is still there. It counts as a barrier on "
        "what follows."
    ),
    mend=(
        "effect: adds_barrier with on: the link it interrupts, or address a factor in "
        "detection, response or recovery"
    ),
    example='"Alert when the pool is nearly exhausted" does not remove the pool\'s size',
    find=_find,
)
