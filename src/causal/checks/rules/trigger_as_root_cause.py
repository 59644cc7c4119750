"""The trigger stands alone as the cause."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    gate = case.incident.outcome.because
    causes = [link.cause for link in gate.links()] if gate else []
    only = causes[0] if len(causes) == 1 else None
    factor = case.incident.factors.get(only or "")
    if factor is not None and factor.kind == "trigger" and factor.is_basic:
        yield Found(("outcome", "because"), f"the trigger {only!r} is the only cause")


RULE = Rule(
    id="trigger-as-root-cause",
    severity="warning",
    what="The trigger stands alone as the cause.",
    why=(
        "A change sets things off; what was there before let it through. R. Cook, *How "
        "Complex Systems Fail*, 1998."
    ),
    mend="name the conditions that the trigger met",
    example="because: [deploy] becomes because: [deploy, no-canary, small-pool]",
    find=_find,
)
