"""Fault trees in the OpenPSA Model Exchange Format as incidents, and incidents as fault trees.

The top gate becomes the outcome, other gates derived factors, basic events basic factors with
their probability; house events are folded into the formulas that read them. Labels are the
sentences, names the ids. On the way back *worsened by*, layers and actions have no place in a fault
tree.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from typing import Any, Literal

from causal.errors import CausalError, Fault, InvalidIncident, NothingToExplain
from causal.graph.formula import Member, formula_of
from causal.io.fault_tree import FaultTree, gate_order
from causal.io.fold import Folded, fold
from causal.io.openpsa_write import write_openpsa as write_tree
from causal.io.openpsa_xml import parse_openpsa
from causal.io.reading import Note, Reading, Report
from causal.io.safe_file import read_text
from causal.model import OUTCOME, Gate, Incident
from causal.text.lookalike import skeleton


def read_openpsa(
    text: str,
    file: str = "",
    *,
    top: str | None = None,
    data: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
) -> Reading:
    """Return the incident a coherent OpenPSA fault tree describes.

    Args:
        text: The document.
        file: Its name.
        top: The gate to explain, where several are read by no other.
        data: Further files of the same model, such as its rates.

    Raises:
        InvalidIncident: The text is no such document, or its top is constant.
    """
    paths = [data] if isinstance(data, str | os.PathLike) else list(data)
    more = [(read_text(path), os.fspath(path)) for path in paths]
    tree = parse_openpsa(text, *more, top=top, source=file)
    ids = _ids([*tree.gates, *tree.events], tree.ids)
    factors: dict[str, dict[str, Any]] = {}
    values: dict[str, Folded] = {name: ids[name] for name in tree.events}
    values.update(tree.houses)
    for gate in gate_order(tree.gates):
        formula = fold(tree.gates[gate], values, gate, file)
        values[gate] = formula
        if gate != tree.top and not isinstance(formula, bool):
            because = formula if isinstance(formula, dict) else [formula]
            factors[ids[gate]] = {"what": _sentence(tree, gate, "gate"), "because": because}
            values[gate] = ids[gate]
    top_formula = values[tree.top]
    if isinstance(top_formula, bool):
        problem = f"is always {str(top_formula).lower()}, whatever its basic events"
        raise InvalidIncident([Fault(tree.top, problem, file=file, rule="openpsa")], source=file)
    title = _sentence(tree, tree.top, "gate")
    because = top_formula if isinstance(top_formula, dict) else [top_formula]
    outcome = {"what": title, "because": because}
    used = _used(outcome, factors)
    factors = {name: node for name, node in factors.items() if name in used}
    for name, chance in tree.events.items():
        if ids[name] in used:
            what = _sentence(tree, name, "event")
            factors[ids[name]] = {"what": what, "probability": chance}
    name = tree.name.strip() or PurePath(file).stem or tree.top
    head = {"causal": 1, "id": _plain(name), "title": title, "outcome": outcome}
    incident = Incident.from_data({**head, "factors": factors})
    return Reading(incident, "openpsa", _report(tree, ids, used))


def _plain(name: str) -> str:
    """Return a name without characters that no id has."""
    return "".join(c if c.isprintable() else "_" for c in name)


def _ids(names: Iterable[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return for each name an id; names that no id can be, or that look alike, get their own."""
    ids: dict[str, str] = {}
    taken = {skeleton(OUTCOME)}
    for name in dict.fromkeys(names):
        plain = id = _plain(given.get(name, name))
        number = 2
        while skeleton(id) in taken:
            id = f"{plain} ({number})"
            number += 1
        taken.add(skeleton(id))
        ids[name] = id
    return ids


def _sentence(tree: FaultTree, name: str, kind: str) -> str:
    return tree.labels.get(name) or name.strip() or f"the {kind} {name!r}"


def _report(tree: FaultTree, ids: dict[str, str], used: set[str]) -> Report:
    counts = f"{len(tree.gates)} gates and {len(tree.events)} basic events"
    understood = [Note(counts, field="factors")]
    understood += [
        Note(f"{name!r} is called {id!r} here", sure="inferred", field=f"factors.{id}")
        for name, id in ids.items()
        if name not in (id, tree.top)
    ]
    folded = [Note(f"house event {name!r} folded in as {v}") for name, v in tree.houses.items()]
    unused = [
        Note(f"{name!r}, which the top does not depend on")
        for name in (*tree.gates, *tree.events)
        if ids[name] not in used and name != tree.top
    ]
    unread = tuple(Note(f"not read: {what}") for what in tree.left)
    if tree.contributing:
        words = f"where causes contributed, its writer read them as {tree.contributing} of them"
        unread += (Note(words, field="factors"),)
    missing = [name for name, chance in tree.events.items() if chance is None and ids[name] in used]
    asked = {"how likely the outcome is": f"no probability is read of {', '.join(missing[:10])}"}
    return Report(
        "openpsa",
        tuple(understood + folded),
        tuple(unused),
        warnings=unread,
        missing=asked if missing and len(missing) < len(tree.events) else {},
    )


def _used(outcome: dict[str, Any], factors: dict[str, dict[str, Any]]) -> set[str]:
    used: set[str] = set()
    waiting = [outcome]
    while waiting:
        formula = Gate.model_validate(waiting.pop()["because"])
        fresh = {link.cause for link in formula.links()} - used
        used |= fresh
        waiting += [factors[name] for name in sorted(fresh) if name in factors]
    return used


def write_openpsa(incident: Incident, *, contributing: Literal["any", "all"] | None = None) -> str:
    """Return the structure function of an incident as an OpenPSA fault tree.

    Args:
        incident: The incident.
        contributing: How to read causes of which it is not stated how they combined; the document
            says which. A fault tree has no gate for them.

    Raises:
        NothingToExplain: The outcome has no causes.
        CausalError: Causes contributed, and how to read them is not given.
    """
    from causal.graph.structure import compile_structure, open_nodes

    if incident.outcome.because is None:
        raise NothingToExplain(f"{incident.id}: the outcome has no causes, so there is no tree")
    if contributing not in (None, "any", "all"):
        raise CausalError(f"no reading {contributing!r} of contributing causes (known: any, all)")
    not_stated = open_nodes(incident)
    if not_stated and contributing is None:
        raise CausalError(
            f"{incident.id}: how the causes of {not_stated[0]!r} combined is not stated "
            "(contributing), and a fault tree has no gate for that; give contributing='any' or "
            "'all' (--contributing on the command line)"
        )
    reading = contributing or "all"
    taking_part = compile_structure(incident).factors
    gates: dict[str, Member] = {OUTCOME: formula_of(incident.outcome.because, reading)}
    events: dict[str, float | None] = {}
    for name in reversed(taking_part):
        factor = incident.factors[name]
        if factor.because is not None:
            gates[name] = formula_of(factor.because, reading)
        else:
            events[name] = factor.probability
    labels = {name: incident.what(name) for name in (OUTCOME, *taking_part)}
    tree = FaultTree(
        incident.id,
        OUTCOME,
        gates,
        dict(sorted(events.items())),
        {},
        labels,
        contributing=reading if not_stated else "",
    )
    return write_tree(tree)
