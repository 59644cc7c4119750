"""A basic factor is what a person did."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.language.blame import blame
from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, factor in case.incident.factors.items():
        if factor.is_basic and case.incident.kind(name) != "trigger":
            found = blame(factor.what, case.people, case.systems)
            if found:
                words = " ".join(found[0].split())
                yield Found(
                    ("factors", name, "what"), f"{name!r} ends at what a person did: {words!r}"
                )


RULE = Rule(
    id="leaf-is-act",
    severity="warning",
    what="A basic factor is what a person did.",
    why=(
        "An act is where the inquiry begins: what made it possible, and what would have "
        "stopped its effect? S. Dekker, *The Field Guide to Understanding 'Human Error'*, "
        "3rd edition, 2014."
    ),
    mend=("because: what made this act possible or likely; or put it as the condition it used"),
    example='"Wrong command" gets because: [no-confirmation, prompt-without-environment]',
    find=_find,
)
