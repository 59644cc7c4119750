"""A suspected or disputed factor has nobody who follows it up."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    addressed = {name for action in case.actions.values() for name in action.addresses}
    for name, factor in case.incident.factors.items():
        if factor.confidence != "confirmed" and name not in addressed and not factor.accepted:
            problem = f"{name!r} is {factor.confidence} and no action follows it up"
            yield Found(("factors", name, "confidence"), problem)


RULE = Rule(
    id="suspected-not-followed",
    severity="warning",
    what="A suspected or disputed factor has nobody who follows it up.",
    why=(
        "What nobody confirms stays a guess that people act on. P. Ladkin, *Causal System "
        "Analysis*, 2001."
    ),
    mend="an action that finds out, or evidence that confirms it or rules it out",
    example='confidence: suspected with an action "Reproduce the leak under load"',
    find=_find,
)
