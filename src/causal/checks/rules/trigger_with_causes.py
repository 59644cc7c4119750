"""A trigger has causes of its own."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, factor in case.incident.factors.items():
        if factor.kind == "trigger" and factor.because is not None:
            problem = f"what set it off is among the causes of {name!r}, so it counts as an event"
            yield Found(("factors", name, "kind"), problem)


RULE = Rule(
    id="trigger-with-causes",
    severity="warning",
    what="A trigger has causes of its own.",
    why=(
        "Only a basic trigger is held true when asking what would recur; one with causes "
        "counts as an event."
    ),
    mend="make what set it off the trigger, and this an event",
    example=(
        "a deploy that came from a rushed review: the deploy is an event, the merge the trigger"
    ),
    find=_find,
)
