"""All lasting actions are in one layer."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    layers: set[str | None] = set()
    for action in case.lasting.values():
        gaps = {
            case.incident.factors[f].layer for f in action.addresses if f in case.incident.factors
        }
        layers |= {action.hardens} if action.hardens else gaps - {None}
    if len(case.lasting) >= 3 and len(layers) == 1:
        only = case.incident.layer_title(str(min(map(str, layers))))
        yield Found(
            ("actions",), f"all {len(case.lasting)} lasting actions are in the layer {only!r}"
        )


RULE = Rule(
    id="one-layer-plan",
    severity="information",
    what="All lasting actions are in one layer.",
    why="One layer of defence fails as a whole. J. Reason, *Human Error*, 1990.",
    mend="an action in another layer of the same failure path",
    example="two review actions and one limit on the blast radius",
    find=_find,
)
