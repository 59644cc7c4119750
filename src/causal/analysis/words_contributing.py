"""Causes of which it is not stated how they combined, in words: what is the same however they did.

The outcome survives longest when any one contributing cause is enough, and falls first when all of
them were needed; between the two lies every way in which they may have combined.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from causal.analysis.explain import Explanation
from causal.analysis.phrases import (
    each_quoted,
    in_file_order,
    layer_titles,
    listed,
    number,
    quoted,
)
from causal.analysis.result import clock_of
from causal.errors import NotFinished
from causal.graph.structure import Reading, compile_structure, open_nodes
from causal.model import OUTCOME, Gate

if TYPE_CHECKING:
    from causal.analysis.actions import Assessment
    from causal.model import Incident

__all__ = ["contributing", "if_all_of", "interval", "narrowing", "not_stated", "whether"]

_TRIED = 12
READINGS: tuple[Reading, Reading] = ("any", "all")


def not_stated(incident: Incident) -> str:
    """Return of which effects it is not stated how their causes combined; empty when of none."""
    nodes = open_nodes(incident)
    if not nodes:
        return ""
    return f"How the causes of {each_quoted(incident, nodes)} combined is not stated."


def if_all_of(plan: Assessment) -> Assessment:
    """Return the same question as if all contributing causes were needed."""
    from causal.analysis.actions import Assessment

    structure = compile_structure(plan.incident, reading="all")
    return Assessment(plan.incident, plan.actions, plan.scenario, plan.clock, structure=structure)


def contributing(why: Explanation) -> list[str]:
    """Return the verdicts of `explain` where it is not stated how some causes combined.

    Raises:
        NotFinished: A diagram did not fit the budget.
    """
    incident, needed_all = why.incident, Explanation(why.incident, why.clock, "all")
    lines = [not_stated(incident), _paths(why, needed_all)]
    lines += _split(
        "Necessary",
        "necessary",
        each_quoted(incident, in_file_order(incident, why.but_for)),
        each_quoted(incident, in_file_order(incident, needed_all.but_for - why.but_for)),
    )
    maybe = [name for name in needed_all.stopping_layers if name not in why.stopping_layers]
    lines += _split(
        "A layer sufficient to prevent it",
        "layers sufficient to prevent it",
        layer_titles(incident, why.stopping_layers),
        layer_titles(incident, maybe),
    )
    return [*lines, narrowing(incident)]


def _paths(why: Explanation, needed_all: Explanation) -> str:
    def told(one: Explanation) -> str:
        first = each_quoted(one.incident, in_file_order(one.incident, one.cut_sets[0]))
        count = one.cut_set_count
        many = f"{number(count)} failure paths, the shortest" if count > 1 else "one failure path:"
        return f"{many} {first}"

    return (
        f"In this graph there are, if any one of them was enough, {told(why)}; "
        f"if all were needed, {told(needed_all)}."
    )


def _split(one: str, many: str, always: str, maybe: str) -> Iterator[str]:
    """Yield what a claim holds for however the causes combined, and what it may hold for."""
    if always:
        yield f"{one}, the same however they combined: {always}."
    if maybe:
        yield f"Whether these are {many} depends on how they combined: {maybe}."
    if not (always or maybe):
        yield f"{one}, however they combined: none."


def narrowing(incident: Incident) -> str:
    """Return the one statement that would settle most; empty when there is none to make.

    For each effect, as if its causes were all needed, and as if any one were enough: how many
    verdicts on factors and layers still depend on how causes combined. The lower the worse of the
    two, the more is settled.
    """
    nodes = open_nodes(incident)[:_TRIED]
    if not nodes:
        return ""
    try:
        left = {
            node: max(_open_after(incident, node, op) for op in ("all", "any")) for node in nodes
        }
    except NotFinished:
        return ""
    best = min(nodes, key=lambda node: (left[node], nodes.index(node)))
    return (
        "To narrow this most, state whether all causes of "
        f"{quoted(incident, best)} were needed or any one was enough."
    )


def _open_after(incident: Incident, node: str, op: str) -> int:
    stated = _stating(incident, node, op)
    if not open_nodes(stated):
        return 0
    longest, first = (Explanation(stated, clock_of(None), reading) for reading in READINGS)
    layers = set(first.stopping_layers) - set(longest.stopping_layers)
    return len(first.but_for - longest.but_for) + len(layers)


def _stating(incident: Incident, node: str, op: str) -> Incident:
    """Return the incident with the contributing causes of one effect said to be all or any."""
    gate = incident.because(node)
    assert gate is not None
    said = _said(gate, op)
    if node == OUTCOME:
        return incident.replace(outcome=incident.outcome.model_copy(update={"because": said}))
    factor = incident.factors[node].model_copy(update={"because": said})
    return incident.replace(factors={**incident.factors, node: factor})


def _said(gate: Gate, op: str) -> Gate:
    members = tuple(_said(m, op) if isinstance(m, Gate) else m for m in gate.of)
    kind = op if gate.op == "contributing" else gate.op
    return gate.model_copy(update={"op": kind, "of": members})


def interval(low: object, high: object) -> str:
    """Return two figures as an interval, or as one where they are the same."""
    return str(low) if low == high else f"{low} to {high}"


def whether(plan: Assessment) -> str:
    """Return the sentence on what remains where it depends on how causes combined."""
    names = listed(quoted(plan.incident, node) for node in open_nodes(plan.incident))
    return (
        "If every removal works fully, whether a failure path remains in this graph depends on "
        f"how the causes of {names} combined."
    )
