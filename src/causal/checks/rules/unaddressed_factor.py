"""A factor has no action and no reason for having none."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    if not case.lasting or case.planned is None:
        return
    left = case.planned.orphan_factors
    if case.is_document and left:  # which action addresses which cause is a guess there
        told = "; ".join(case.called(name) for name in left[:3])
        more = f" and {len(left) - 3} more" if len(left) > 3 else ""
        message = f"no action item seems to speak of {told}{more}"
        hint = "name the cause in the action item, or say why nobody will act on it"
        yield Found(("factors", left[0]), message, hint, severity="information")
        return
    for name in left:
        yield Found(("factors", name), f"no action addresses {name!r}, and no reason is given")


RULE = Rule(
    id="unaddressed-factor",
    severity="warning",
    what="A factor has no action and no reason for having none.",
    why=(
        "Every cause maps to an action or to a reason: the incident report specification "
        "of the Common CA Database."
    ),
    mend="an action that addresses it, or accepted: why nobody will",
    example='accepted: "the provider retires this version in May"',
    find=_find,
)
