"""Fault trees in the OpenPSA Model Exchange Format as incidents, and incidents as fault trees.

The top gate becomes the outcome, other gates derived factors, basic events basic factors with
their probability; house events are folded into the formulas that read them. On the way back
*worsened by*, layers and actions have no place in a fault tree.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from causal.errors import Fault, InvalidIncident, NothingToExplain
from causal.io.fault_tree import (
    AtLeast,
    Constant,
    FaultTree,
    Formula,
    Reference,
    gate_order,
)
from causal.io.openpsa_xml import parse_openpsa
from causal.io.openpsa_xml import write_openpsa as write_tree
from causal.io.reading import Note, Reading, Report
from causal.model import OUTCOME, Gate, Incident, Link

__all__ = ["read_openpsa", "write_openpsa"]

Folded = str | dict[str, Any] | bool


def read_openpsa(text: str, file: str = "") -> Reading:
    """Return the incident a coherent OpenPSA fault tree describes.

    Raises:
        InvalidIncident: The text is no such document, or its top is constant.
    """
    tree = parse_openpsa(text, source=file)
    values: dict[str, Folded] = {name: _renamed(name) for name in tree.events}
    values.update(tree.houses)
    factors: dict[str, dict[str, Any]] = {}
    for gate in gate_order(tree.gates):
        formula = _fold(tree.gates[gate], values)
        if isinstance(formula, bool):
            values[gate] = formula
        elif gate != tree.top:
            because = formula if isinstance(formula, dict) else [formula]
            factors[_renamed(gate)] = {"what": gate, "because": because}
            values[gate] = _renamed(gate)
        else:
            values[gate] = formula
    top = values[tree.top]
    if isinstance(top, bool):
        problem = f"is always {str(top).lower()}, whatever its basic events"
        raise InvalidIncident([Fault(tree.top, problem, file=file, rule="openpsa")], source=file)
    outcome = {"what": tree.top, "because": top if isinstance(top, dict) else [top]}
    used = _used(outcome, factors)
    events = {
        _renamed(name): {"what": name, "probability": chance}
        for name, chance in tree.events.items()
        if _renamed(name) in used
    }
    kept = {name: node for name, node in factors.items() if name in used}
    name = tree.name or PurePath(file).stem or tree.top
    data = {"causal": 1, "id": name, "title": tree.top, "outcome": outcome}
    incident = Incident.model_validate({**data, "factors": {**kept, **events}})
    return Reading(incident, "openpsa", _report(tree, used))


def _renamed(name: str) -> str:
    return f"{OUTCOME} (event)" if name == OUTCOME else name


def _report(tree: FaultTree, used: set[str]) -> Report:
    understood = [Note(f"{len(tree.gates)} gates and {len(tree.events)} basic events")]
    left = [
        Note(f"{name!r}, which the top does not depend on")
        for name in (*tree.gates, *tree.events)
        if _renamed(name) not in used and name != tree.top
    ]
    folded = [Note(f"house event {name!r} folded in as {v}") for name, v in tree.houses.items()]
    return Report("openpsa", tuple(understood + folded), tuple(left))


def _used(outcome: dict[str, Any], factors: dict[str, dict[str, Any]]) -> set[str]:
    used: set[str] = set()
    waiting = [outcome]
    while waiting:
        formula = Gate.model_validate(waiting.pop()["because"])
        fresh = {link.cause for link in formula.links()} - used
        used |= fresh
        waiting += [factors[name] for name in sorted(fresh) if name in factors]
    return used


def _fold(formula: Formula, values: dict[str, Folded]) -> Folded:
    """Return a formula as our files write it, or the constant it became."""
    if isinstance(formula, Reference):
        return values[formula.name]
    if isinstance(formula, Constant):
        return formula.value
    folded = [_fold(member, values) for member in formula.members]
    k = formula.k - sum(member is True for member in folded)
    members = [member for member in folded if not isinstance(member, bool)]
    if k <= 0 or k > len(members):
        return k <= 0
    if k not in (1, len(members)):
        return {"at_least": k, "of": _told_apart(members)}
    distinct = [m for number, m in enumerate(members) if m not in members[:number]]
    return {"any" if k == 1 else "all": distinct} if len(distinct) > 1 else distinct[0]


def _told_apart(members: list[str | dict[str, Any]]) -> list[str | dict[str, Any]]:
    """Return the members of a threshold so that one that counts twice stands in two forms."""
    apart: list[str | dict[str, Any]] = []
    for member in members:
        shown = member
        while shown in apart:
            shown = {"all": [shown]}
        apart.append(shown)
    return apart


def write_openpsa(incident: Incident) -> str:
    """Return the structure function of an incident as an OpenPSA fault tree.

    Raises:
        NothingToExplain: The outcome has no causes.
    """
    from causal.graph.structure import compile_structure

    if incident.outcome.because is None:
        raise NothingToExplain(f"{incident.id}: the outcome has no causes, so there is no tree")
    taking_part = compile_structure(incident).factors
    gates = {OUTCOME: _formula(incident.outcome.because)}
    events: dict[str, float | None] = {}
    for name in reversed(taking_part):
        factor = incident.factors[name]
        if factor.because is not None:
            gates[name] = _formula(factor.because)
        else:
            events[name] = factor.probability
    return write_tree(FaultTree(incident.id, OUTCOME, gates, dict(sorted(events.items())), {}))


def _formula(member: Gate | Link) -> Formula:
    if isinstance(member, Link):
        return Reference(member.cause)
    return AtLeast(member.threshold, tuple(_formula(inner) for inner in member.of))
