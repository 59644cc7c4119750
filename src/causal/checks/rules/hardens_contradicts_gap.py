"""An action names another layer than the gap it closes."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    for name, action in case.actions.items():
        gaps = {
            f: case.incident.factors[f].layer
            for f in action.addresses
            if f in case.incident.factors
        }
        others = {f: layer for f, layer in gaps.items() if layer and layer != action.hardens}
        if action.hardens and action.effect == "removes" and others and len(others) == len(gaps):
            factor, layer = next(iter(others.items()))
            problem = f"{name!r} hardens {action.hardens!r}, yet {factor!r} is a gap in {layer!r}"
            yield Found(("actions", name, "hardens"), problem)


RULE = Rule(
    id="hardens-contradicts-gap",
    severity="warning",
    what="An action names another layer than the gap it closes.",
    why="Removing a gap counts in the gap's layer, whatever `hardens` says.",
    mend="hardens: the layer of the gap, or leave it out",
    example="a gap in review with hardens: testing",
    find=_find,
)
