"""A layer is declared and nothing is said of it."""

from __future__ import annotations

from collections.abc import Iterator

from causal.checks.rule import Case, Found, Rule


def _find(case: Case) -> Iterator[Found]:
    named = {factor.layer for factor in case.incident.factors.values()}
    named |= {action.hardens for action in case.incident.actions.values()}
    for layer, note in case.incident.layers.items():
        if layer not in named and note.state is None and not note.known_gaps:
            yield Found(("layers", layer), f"nothing is said of the layer {layer!r}")


RULE = Rule(
    id="layer-named-nowhere",
    severity="information",
    what="A layer is declared and nothing is said of it.",
    why=("A layer that held is as telling as one that did not. J. Reason, *Human Error*, 1990."),
    mend=(
        "state: held, absent, bypassed, degraded or not_reached; or a factor that is a gap in it"
    ),
    example="layers: {canary: {state: held, stopped: half of the traffic}}",
    find=_find,
)
