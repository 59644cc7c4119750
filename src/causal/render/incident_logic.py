"""The logic of an incident for its interactive drawing."""

from __future__ import annotations

from collections.abc import Iterator

from causal.analysis.next_action import cost_of
from causal.analysis.scenario import chosen
from causal.analysis.targets import targets
from causal.graph.formula import formula_of
from causal.graph.uncertain import unconfirmed_facts
from causal.model import OUTCOME, Action, Incident
from causal.model.order import causes_first
from causal.render.logic import Fact, Logic, Node, Switch, Unconfirmed
from causal.render.views.common import amplifiers_only, bands_with, box_id, count


def incident_logic(incident: Incident) -> Logic:
    """Return the factors of an incident as formulas, with a switch per layer and per action."""
    worse = amplifiers_only(incident)
    acting = _acting(incident)
    order = [*causes_first(incident, incident.factors), OUTCOME]
    nodes = tuple(_node(incident, name, name in worse, acting.get(name, [])) for name in order)
    switches = (*_layers(incident, worse), *_actions(incident))
    counts = {switch.id for switch in switches if switch.counts}
    scenarios = tuple(
        (
            name,
            tuple(f"action:{key}" for key in chosen(incident, name) if f"action:{key}" in counts),
        )
        for name in ("done", "planned", "verified")
    )
    unconfirmed = tuple(_unconfirmed(incident)) if incident.outcome.because is not None else ()
    return Logic(nodes, box_id(OUTCOME), switches, scenarios, unconfirmed)


def _unconfirmed(incident: Incident) -> Iterator[Unconfirmed]:
    """Yield what takes part and nobody confirmed, causes first."""
    for part in unconfirmed_facts(incident):
        if isinstance(part, str):
            factor = incident.factors[part]
            yield Unconfirmed(
                part, box_id(part), factor.what, f"{factor.confidence}: it played a part"
            )
            continue
        cause, effect = part
        gate = incident.because(effect)
        links = [link for link in (gate.links() if gate else ()) if link.cause == cause]
        sure = next(link.confidence for link in links if link.confidence != "confirmed")
        label = f"{incident.what(cause)} → {incident.what(effect)}"
        ends = (box_id(cause), box_id(effect))
        yield Unconfirmed(f"{cause} -> {effect}", ends, label, f"{sure}: the one led to the other")


def _acting(incident: Incident) -> dict[str, list[tuple[str, Action]]]:
    """Return for each factor the actions on it."""
    found: dict[str, list[tuple[str, Action]]] = {}
    for name, action in incident.actions.items():
        touched = [*action.addresses, *((action.on.cause,) if action.on else ())]
        for factor in dict.fromkeys(touched):
            found.setdefault(factor, []).append((name, action))
    return found


def _node(incident: Incident, name: str, worse: bool, actions: list[tuple[str, Action]]) -> Node:
    gate = incident.because(name)
    formula = formula_of(gate, "any", box_id) if gate is not None else None
    if name == OUTCOME:
        return Node(box_id(name), incident.outcome.what, "outcome", formula)
    factor = incident.factors[name]
    kind = "made it worse" if worse else "gap" if factor.is_gap else incident.kind(name)
    facts = []
    if factor.layer is not None:
        facts.append(Fact("layer", incident.layer_title(factor.layer)))
    if factor.confidence != "confirmed":
        facts.append(Fact("confidence", factor.confidence))
    if factor.accepted:
        facts.append(Fact("accepted", factor.accepted))
    facts += [Fact("evidence", text, text) for text in factor.evidence]
    facts += [Fact("action", _in_words(key, action), action.ticket) for key, action in actions]
    trigger = factor.kind == "trigger" and factor.is_basic
    return Node(box_id(name), factor.what, kind, formula, trigger, tuple(facts))


def _in_words(name: str, action: Action) -> str:
    parts = [f"{name}: {action.what}", action.status.replace("_", " ")]
    if action.owner:
        parts.append(f"owner {action.owner}")
    if action.due:
        parts.append(f"due {action.due.isoformat()}")
    return " · ".join(parts)


def _layers(incident: Incident, worse: frozenset[str]) -> Iterator[Switch]:
    """Yield a switch for every layer with gaps, in the order a failure meets the layers."""
    gaps: dict[str, list[str]] = {}
    for name, factor in incident.factors.items():
        if factor.layer is not None:
            gaps.setdefault(factor.layer, []).append(name)
    for band in bands_with(incident, gaps, {}):
        names = gaps[band.id]
        note = count(len(names), "gap")
        if worse.issuperset(names):
            note += ", not needed for the outcome"
        removes = tuple(box_id(name) for name in names)
        yield Switch(f"layer:{band.id}", "layer", band.label, removes, note=note)


def _actions(incident: Incident) -> Iterator[Switch]:
    removes: dict[str, list[str]] = {}
    removed_in: dict[str, list[str]] = {}
    hardened_in: dict[str, list[str]] = {}
    barriers: dict[str, list[tuple[str, str]]] = {}
    for target in targets(incident, incident.actions):
        if isinstance(target.part, str):
            removes.setdefault(target.action, []).append(box_id(target.part))
            removed_in.setdefault(target.action, []).append(target.layer)
        else:
            cause, effect = target.part
            barriers.setdefault(target.action, []).append((box_id(cause), box_id(effect)))
            hardened_in.setdefault(target.action, []).append(target.layer)
    for name, action in incident.actions.items():
        notes = [action.status.replace("_", " "), action.owner or ""]
        counts = action.kind != "repair" and action.status != "cancelled"
        if action.kind == "repair":
            notes.append("undid this instance, prevents no recurrence")
        elif action.status == "cancelled":
            notes.append("counts for nothing")
        if name in barriers:
            notes.append("adds a barrier, which may fail")
        yield Switch(
            f"action:{name}",
            "action",
            f"{name}: {action.what}",
            tuple(removes.get(name, ())),
            tuple(barriers.get(name, ())),
            " · ".join(note for note in notes if note),
            counts,
            (*removed_in.get(name, ()), *hardened_in.get(name, ())),
            0.0 if action.status == "done" else cost_of(action),
        )
