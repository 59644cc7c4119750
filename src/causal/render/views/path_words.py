"""The sentences about failure paths that several pictures say, all of them from the verdicts."""

from __future__ import annotations

from collections.abc import Collection

from causal.analysis.actions import assess_actions
from causal.analysis.depth import Depth
from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths
from causal.analysis.words_why import sufficient_layers
from causal.errors import NotFinished
from causal.model import Incident
from causal.render.views.action_marks import WITH

__all__ = ["alone_sentence", "depth_sentence", "path_sentences", "remains_sentence"]


def path_sentences(
    incident: Incident, found: FailurePaths | None, scenario: str | Collection[str]
) -> list[str]:
    """Return how many failure paths there are, which layers are sufficient, what remains."""
    if found is None:
        return []
    said = [count_sentence(found), alone_sentence(incident)]
    if incident.actions:
        said.append(remains_sentence(incident, scenario))
    return said


def count_sentence(found: FailurePaths) -> str:
    """Return how many failure paths there are."""
    if not found.complete:
        return "More failure paths than can be drawn."
    number = len(found.paths)
    said = f"{number:,} failure path{'' if number == 1 else 's'}."
    if any(path.contributed for path in found.paths):
        said += " How the causes that contributed combined is not stated."
    return said


def alone_sentence(incident: Incident) -> str:
    """Return which layers are each sufficient to prevent the outcome."""
    return sufficient_layers(explain(incident, budget=IN_VIEWS))


def remains_sentence(incident: Incident, scenario: str | Collection[str]) -> str:
    """Return whether a failure path remains under a scenario, never without the depth."""
    assessed = assess_actions(incident, scenario, budget=IN_VIEWS)
    lead = WITH.get(assessed.scenario, f"With {assessed.scenario} in place")
    try:
        closed = assessed.closed
        remains = (
            "no failure path remains in this graph if every removal works fully"
            if closed
            else "a failure path remains"
        )
        return f"{lead}, {remains}; {depth_sentence(assessed.defence)}"
    except NotFinished:
        return f"{lead}: not worked out, the graph is too large."


def depth_sentence(defence: Depth) -> str:
    """Return what a depth of defence means: how many layers, or actions where those are fewer."""
    depth = defence.depth
    if depth == 0:
        return "nothing stands between this and a repeat (depth 0)."
    noun = "action" if defence.actions < defence.layers else "layer"
    thing = f"1 {noun} stands" if depth == 1 else f"{depth} {noun}s stand"
    return f"{thing} between this and a repeat (depth {depth})."
