"""The sentences about failure paths that several pictures say, all of them from the verdicts."""

from __future__ import annotations

from collections.abc import Collection

from causal.analysis.actions import Assessment, assess_actions
from causal.analysis.explain import explain
from causal.analysis.failure_paths import IN_VIEWS, FailurePaths
from causal.analysis.words_contributing import interval
from causal.analysis.words_why import sufficient_layers
from causal.errors import NotFinished
from causal.graph.structure import open_nodes
from causal.model import Incident
from causal.render.views.action_marks import WITH

_REMAINS = {
    "certain": "no failure path remains in this graph if every removal works fully",
    "open": "whether a failure path remains depends on how the causes that contributed combined",
    "never": "a failure path remains",
}


def path_sentences(
    incident: Incident, found: FailurePaths | None, scenario: str | Collection[str]
) -> list[str]:
    """Return how many failure paths there are, which layers are sufficient, what remains."""
    if found is None:
        return []
    said = [count_sentence(incident, found), alone_sentence(incident)]
    if incident.actions:
        said.append(remains_sentence(incident, scenario))
    return said


def count_sentence(incident: Incident, found: FailurePaths) -> str:
    """Return how many failure paths there are, and as how many they are drawn."""
    why, drawn = explain(incident, budget=IN_VIEWS), len(found.paths)
    try:
        count = why.cut_set_count
        said = f"{count:,} failure path{'' if count == 1 else 's'}"
        if open_nodes(incident):
            said += f" if any one contributing cause was enough, {why.if_all_of.cut_set_count:,}"
            said += " if all were needed; how they combined is not stated"
    except NotFinished:
        return "More failure paths than can be drawn."
    if not found.complete:
        return f"{said}, more than can be drawn."
    if drawn != count:
        said += f", drawn as {drawn:,}{_why_as_many(incident, found)}"
    return f"{said}."


def _why_as_many(incident: Incident, found: FailurePaths) -> str:
    """Return why a picture has another number of paths, where it is not just how many it took."""
    parts = ["gaps with causes"] if any(incident.because(name) for name in found.holes) else []
    parts += ["barriers"] if found.barriers else []
    return f": {' and '.join(parts)} count in the picture" if parts else ""


def unsure_sentences(incident: Incident, found: FailurePaths | None) -> list[str]:
    """Return how much is unsure between the parts that a picture of failure paths shows."""
    if found is None:
        return []
    between = {name for name in found.structure.factors if incident.because(name) is not None}
    number = _unsure(incident, found, between - set(found.holes))
    verb = "part is" if number == 1 else "parts are"
    return [f"Between what is shown, {number} {verb} suspected or disputed."] if number else []


def unsure_in_all(incident: Incident, found: FailurePaths) -> list[str]:
    """Return how much of what led to the outcome is unsure."""
    number = _unsure(incident, found, found.structure.factors)
    verb = "part of it is" if number == 1 else "parts of it are"
    return [f"{number} {verb} suspected or disputed."] if number else []


def _unsure(incident: Incident, found: FailurePaths, names: Collection[str]) -> int:
    """Return how many of these factors, and of the links out of them, nobody confirmed."""
    links = (
        link.confidence != "confirmed"
        for link, effect in incident.links()
        if link.cause in names and effect in found.structure.node
    )
    return sum(links) + sum(incident.factors[name].confidence != "confirmed" for name in names)


def alone_sentence(incident: Incident) -> str:
    """Return which layers are each sufficient to prevent the outcome."""
    return sufficient_layers(explain(incident, budget=IN_VIEWS))


def remains_sentence(incident: Incident, scenario: str | Collection[str]) -> str:
    """Return whether a failure path remains under a scenario, never without the depth."""
    assessed = assess_actions(incident, scenario, budget=IN_VIEWS)
    lead = WITH.get(assessed.scenario, f"With {assessed.scenario} in place")
    try:
        return f"{lead}, {_REMAINS[assessed.closed_verdict]}; {depth_sentence(assessed)}"
    except NotFinished:
        return f"{lead}: not worked out, the graph is too large."


def depth_sentence(assessed: Assessment) -> str:
    """Return what a depth of defence means: how many layers, or actions where those are fewer."""
    low, high = assessed.depth_range
    depth = interval(low, high)
    if not high:
        return "nothing stands between this and a repeat (depth 0)."
    noun = "action" if assessed.defence.actions < assessed.defence.layers else "layer"
    thing = f"1 {noun} stands" if depth == "1" else f"{depth} {noun}s stand"
    if low != high:
        thing = f"{depth} layers or actions stand"
    return f"{thing} between this and a repeat (depth {depth})."
