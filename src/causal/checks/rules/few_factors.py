"""Fewer contributing factors than usual, without a reason."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    count = len(case.incident.factors)
    if count < case.config.min_factors and not case.incident.outcome.complete:
        noun = "contributing factor" if count == 1 else "contributing factors"
        message = f"{count} {noun}, fewer than {case.config.min_factors}"
        if case.is_document:  # a paragraph may hold several
            hint = "a list of what else had to be so: what let it through, what kept it unnoticed"
            yield Found(("factors",), message, hint, severity="information")
        else:
            yield Found(("factors",), message)


RULE = Rule(
    id="few-factors",
    severity="warning",
    what="Fewer contributing factors than usual, without a reason.",
    why=(
        "Public lists of contributing factors name 3.6 on average; one root cause is "
        "where an inquiry stopped. R. Cook, *How Complex Systems Fail*, 1998."
    ),
    mend=(
        "ask what else had to be so: what let it through, what kept it from being "
        "noticed; or state outcome.complete: true"
    ),
    example="one factor becomes a trigger, the gap it used, and what made it last",
    find=_find,
)
