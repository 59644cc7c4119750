"""What a facilitator would ask next: questions made from the graph, each about one box.

References:
    B. Beyer et al. (eds.), *The Site Reliability Workbook*, 2018, chapter 10 (the review).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from causal.analysis import assess_uncertainty, explain
from causal.analysis.phrases import quoted
from causal.errors import CausalError
from causal.graph.budget import Budget
from causal.model.factor import OUTCOME
from causal.render.views.common import amplifiers_only, layer_name

if TYPE_CHECKING:
    from causal.model import Incident

AGENDA = {
    "timeline": "Walk the timeline",
    "factors": "Factors: did we miss any?",
    "actions": "Actions: right, owned, prioritised?",
    "patterns": "Does it look like recent incidents?",
}
"""The parts of a review meeting, in their order."""
_SECONDS = 0.5
_SHORT = 12
"""Letters of an id that people say; a longer one is a sentence made into a name."""
_TIMES = {
    "started": "When did it start?",
    "detected": "When was it noticed?",
    "mitigated": "When did the harm stop?",
    "resolved": "When was it over?",
}
_ASKED = ("review", "testing", "rollout", "capacity", "detection", "response")
"""Layers that most incidents pass; asked about where the graph has no gap in them."""


class Prompt(NamedTuple):
    """One question: the part of the meeting it belongs to, the box it is about, and its words."""

    part: str
    box: str
    kind: str
    question: str


def prompts(incident: Incident) -> list[Prompt]:
    """Return the questions that an incident leaves open, by the parts of the meeting."""
    found = [*_timeline(incident), *_factors(incident), *_actions(incident), *_patterns(incident)]
    order = list(AGENDA)
    return sorted(found, key=lambda prompt: order.index(prompt.part))


def _timeline(incident: Incident) -> Iterator[Prompt]:
    if not incident.timeline:
        yield Prompt("timeline", "", "no-timeline", "What happened first, and what did you see?")
    known = dict(incident.times.known())
    for name, question in _TIMES.items():
        if name not in known:
            yield Prompt("timeline", "", f"no-{name}", question)


def _factors(incident: Incident) -> Iterator[Prompt]:
    if incident.outcome.because is None:
        yield Prompt("factors", OUTCOME, "no-causes", "What led to it? Name the nearest cause.")
        return
    yield from _unconfirmed(incident)
    worse = amplifiers_only(incident)
    for name in (OUTCOME, *incident.factors):
        gate = incident.because(name)
        if gate is not None and len(gate.of) == 1:
            question = f"{_of(incident, name)} has one cause. What else did it take?"
            yield Prompt("factors", name, "one-cause", question)
    for name, factor in incident.factors.items():
        if not factor.is_basic or name in worse:
            continue
        if factor.kind == "trigger":
            question = f"{_of(incident, name)} was an act or a change. What let it through?"
            if not any(_beside(incident, name)):
                yield Prompt("factors", name, "leaf-is-an-act", question)
        elif factor.layer is None:
            question = f"Which layer of defence is {_of(incident, name)} a gap in?"
            yield Prompt("factors", name, "no-layer", question)
    gapped = {factor.layer for factor in incident.factors.values()} | set(incident.layers)
    for layer in _ASKED:
        if layer in incident.layer_names and layer not in gapped:
            question = f"Nobody mentioned {layer_name(incident, layer).lower()}. Did it hold?"
            yield Prompt("factors", "", f"layer-{layer}", question)


def _beside(incident: Incident, name: str) -> Iterator[str]:
    """Yield the gaps that are joined with a factor in some effect."""
    for effect in (OUTCOME, *incident.factors):
        gate = incident.because(effect)
        causes = [link.cause for link in gate.links()] if gate is not None else []
        if name in causes:
            yield from (c for c in causes if incident.factors[c].is_gap)


def _unconfirmed(incident: Incident) -> Iterator[Prompt]:
    """Yield the fact nobody confirmed that would decide most."""
    try:
        asked = assess_uncertainty(incident, budget=Budget(seconds=_SECONDS)).ask_next[:1]
    except CausalError:
        return
    for question in asked:
        name = question.fact.partition(" -> ")[0]
        words = f"Who can confirm or rule out {_fact(incident, question.fact)}? It decides most."
        yield Prompt("factors", name, "decides-most", words)


def _fact(incident: Incident, fact: str) -> str:
    cause, arrow, effect = fact.partition(" -> ")
    if not arrow or cause not in incident.factors:
        return _of(incident, fact)
    return f"that {_of(incident, cause)} led to {_of(incident, effect)}"


def _actions(incident: Incident) -> Iterator[Prompt]:
    acted = {name for action in incident.actions.values() for name in action.addresses}
    acted |= {action.on.cause for action in incident.actions.values() if action.on is not None}
    if incident.outcome.because is not None:
        needed = explain(incident).but_for_basic
        for name, factor in incident.factors.items():
            wanted = factor.is_gap or name in needed
            if wanted and name not in acted and factor.kind != "trigger" and not factor.accepted:
                question = f"Who does something about {_of(incident, name)}, or is it accepted?"
                yield Prompt("actions", name, "no-action", question)
    for name, action in incident.actions.items():
        if action.status == "cancelled":
            continue
        told = name if len(name) <= _SHORT else f"“{action.what.rstrip('.')}”"
        if action.owner is None:
            yield Prompt("actions", name, "no-owner", f"Which team or role owns {told}?")
        if action.done_when is None and action.status != "done":
            yield Prompt("actions", name, "not-measurable", f"How will you tell {told} is done?")


def _patterns(incident: Incident) -> Iterator[Prompt]:
    unkeyed = [n for n, f in incident.factors.items() if f.is_gap and f.key is None]
    for name in unkeyed[:3]:
        yield Prompt(
            "patterns", name, "seen-before", f"Have you seen {_of(incident, name)} before?"
        )


def _of(incident: Incident, name: str) -> str:
    return quoted(incident, name).replace(".”", "”")
