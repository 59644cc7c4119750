"""A condition that was there before names no layer of defence."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, factor in case.incident.factors.items():
        if factor.is_basic and not factor.is_gap and case.incident.kind(name) == "condition":
            yield Found(("factors", name), f"{name!r} is in no layer of defence")


RULE = Rule(
    id="condition-without-layer",
    severity="information",
    what="A condition that was there before names no layer of defence.",
    why=(
        "Actions and patterns are found by layer; a gap without one is in no count. J. "
        "Reason, *Human Error*, 1990."
    ),
    mend="layer: the defence that this is a gap in",
    example="a pool that is too small gets layer: capacity",
    find=_find,
    documents=False,
)
