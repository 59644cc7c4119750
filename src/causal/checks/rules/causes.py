"""How the causes are drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator

from causal.checks.language.blame import blame
from causal.checks.language.sentences import pieces_of
from causal.checks.rule import Case, Found, rule
from causal.graph.budget import tick


@rule("warning")
def few_factors(case: Case) -> Iterator[Found]:
    """Fewer contributing factors than usual, without a reason.

    Why: Public lists of contributing factors name 3.6 on average; one root cause is where an
        inquiry stopped. R. Cook, *How Complex Systems Fail*, 1998.
    Better: ask what else had to be so: what let it through, what kept it from being noticed; or
        state outcome.complete: true
    Example: one factor becomes a trigger, the gap it used, and what made it last
    """
    count = len(case.incident.factors)
    if count < case.config.min_factors and not case.incident.outcome.complete:
        noun = "contributing factor" if count == 1 else "contributing factors"
        message = f"{count} {noun}, fewer than {case.config.min_factors}"
        if case.is_document:  # a paragraph may hold several
            hint = "a list of what else had to be so: what let it through, what kept it unnoticed"
            yield Found(("factors",), message, hint, severity="information")
        else:
            yield Found(("factors",), message)


@rule("warning")
def trigger_as_root_cause(case: Case) -> Iterator[Found]:
    """The trigger stands alone as the cause.

    Why: A change sets things off; what was there before let it through. R. Cook, *How Complex
        Systems Fail*, 1998.
    Better: name the conditions that the trigger met
    Example: because: [deploy] becomes because: [deploy, no-canary, small-pool]
    """
    gate = case.incident.outcome.because
    causes = [link.cause for link in gate.links()] if gate else []
    only = causes[0] if len(causes) == 1 else None
    factor = case.incident.factors.get(only or "")
    if factor is not None and factor.kind == "trigger" and factor.is_basic:
        yield Found(("outcome", "because"), f"the trigger {only!r} is the only cause")


@rule("warning")
def trigger_with_causes(case: Case) -> Iterator[Found]:
    """A trigger has causes of its own.

    Why: Only a basic trigger is held true when asking what would recur; one with causes counts
        as an event.
    Better: make what set it off the trigger, and this an event
    Example: a deploy that came from a rushed review: the deploy is an event, the merge the
        trigger
    """
    for name, factor in case.incident.factors.items():
        if factor.kind == "trigger" and factor.because is not None:
            problem = f"what set it off is among the causes of {name!r}, so it counts as an event"
            yield Found(("factors", name, "kind"), problem)


@rule("warning")
def leaf_is_act(case: Case) -> Iterator[Found]:
    """A basic factor is what a person did.

    Why: An act is where the inquiry begins: what made it possible, and what would have stopped
        its effect? S. Dekker, *The Field Guide to Understanding 'Human Error'*, 3rd edition,
        2014.
    Better: because: what made this act possible or likely; or put it as the condition it used
    Example: "Wrong command" gets because: [no-confirmation, prompt-without-environment]
    """
    for name, factor in case.incident.factors.items():
        if factor.is_basic and case.incident.kind(name) != "trigger":
            found = _act(factor.what, case)
            if found:
                words = " ".join(found[0].split())
                yield Found(
                    ("factors", name, "what"), f"{name!r} ends at what a person did: {words!r}"
                )


def _act(what: str, case: Case) -> re.Match[str] | None:
    for piece in pieces_of(what, what, 0, len(what)):
        tick()
        if found := blame(piece.plain, case.people, case.systems):
            return found
    return None


@rule("information", documents=False)
def condition_without_layer(case: Case) -> Iterator[Found]:
    """A condition that was there before names no layer of defence.

    Why: Actions and patterns are found by layer; a gap without one is in no count. J. Reason,
        *Human Error*, 1990.
    Better: layer: the defence that this is a gap in
    Example: a pool that is too small gets layer: capacity
    """
    for name, factor in case.incident.factors.items():
        if factor.is_basic and not factor.is_gap and case.incident.kind(name) == "condition":
            yield Found(("factors", name), f"{name!r} is in no layer of defence")


@rule("information")
def layer_named_nowhere(case: Case) -> Iterator[Found]:
    """A layer is declared and nothing is said of it.

    Why: A layer that held is as telling as one that did not. J. Reason, *Human Error*, 1990.
    Better: state: held, absent, bypassed, degraded or not_reached; or a factor that is a gap in
        it
    Example: layers: {canary: {state: held, stopped: half of the traffic}}
    """
    named = {factor.layer for factor in case.incident.factors.values()}
    named |= {action.hardens for action in case.incident.actions.values()}
    for layer, note in case.incident.layers.items():
        if layer not in named and note.state is None and not note.known_gaps:
            yield Found(("layers", layer), f"nothing is said of the layer {layer!r}")


@rule("information", documents=False)
def contributing_decides(case: Case) -> Iterator[Found]:
    """How some causes combined is not stated, and that decides much.

    Why: Answers are given as certain, open or never; one statement would narrow them.
    Better: because: {all: [...]} if each was needed, {any: [...]} if one was enough
    Example: a list of four causes of which each was needed
    """
    for name in ("outcome", *case.incident.factors):
        gate = case.incident.because(name)
        if gate is not None and gate.op == "contributing":
            path = ("outcome", "because") if name == "outcome" else ("factors", name, "because")
            yield Found(path, f"how the {len(gate.of)} causes of {name!r} combined is not stated")


@rule("information")
def five_whys_left_branches(case: Case) -> Iterator[Found]:
    """The five whys left branches of the graph.

    Why: A chain walks one line; the action it leads to leaves the other conditions. A. Card,
        *The problem with five whys*, BMJ Quality and Safety 26, 2017.
    Better: look at the factors the chain misses: causal compare
    Example: a chain of five that misses seven of twelve factors
    """
    whys = case.incident.five_whys
    if whys is None:
        return
    met = {why.factor for why in whys.answers()}
    part = set(case.incident.leading_to_outcome) - {"outcome"}
    missed = sorted(part - met)
    if missed:
        shown = ", ".join(missed[:5]) + (", ..." if len(missed) > 5 else "")
        yield Found(
            ("five_whys",), f"the chain misses {len(missed)} of {len(part)} factors: {shown}"
        )


@rule("information", documents=False)
def no_evidence(case: Case) -> Iterator[Found]:
    """No factor names evidence.

    Why: A factor that nothing shows is an opinion; say what would let another person check it.
        P. Ladkin, *Causal System Analysis*, 2001.
    Better: evidence: a graph, a log line, a commit
    Example: evidence: [dashboards/pool-usage]
    """
    factors = case.incident.factors
    if factors and not any(factor.evidence for factor in factors.values()):
        yield Found(("factors",), f"none of {len(factors)} factors names evidence")
