"""What makes an incident hold together: references, uniqueness, no cycles, sound claims.

Each rule yields faults as ``(path, problem, hint)``; they are gathered, never raised one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from causal.errors import SUGGESTED, Fault, did_you_mean
from causal.model.causes import Gate, Link
from causal.model.factor import OUTCOME
from causal.model.record import readings_of
from causal.text.lookalike import difference, skeleton

if TYPE_CHECKING:
    from causal.model.action import Action, CausalLink
    from causal.model.incident_fields import IncidentFields

Path = tuple[str | int, ...]
Hint = str | Callable[[], str]
Found = tuple[Path, str, Hint]


def reference_faults(incident: IncidentFields, assumed: Collection[str] = ()) -> list[Fault]:
    """Return every fault of reference, cycle or claim in an incident, in document order.

    Args:
        incident: The incident, whose parts are well formed one by one.
        assumed: Ids to take as known, because their own definition is already at fault.
    """
    known = frozenset(assumed)
    return gathered(
        incident,
        ((name, *found) for name, rule in RULES.items() for found in rule(incident, known)),
    )


def gathered(incident: IncidentFields, found: Iterable[tuple[str, Path, str, Hint]]) -> list[Fault]:
    """Return what rules found as faults, each with its place, in document order.

    Args:
        incident: The incident the rules looked at.
        found: Of each fault the rule, the path, the problem and the hint; a hint that takes a
            search is a function.
    """
    placed = [(incident.place(*part[1]), part) for part in found]
    placed.sort(key=lambda pair: pair[0].line if pair[0] else 0)
    faults: list[Fault] = []
    searches = SUGGESTED
    for place, (rule, path, problem, hint) in placed:
        where = ".".join(str(part) for part in path)
        file, line = (place.file, place.line) if place else ("", 0)
        if not isinstance(hint, str):
            searches -= 1
            hint = hint() if searches >= 0 else ""  # noqa: PLW2901  # worked out only now
        faults.append(Fault(where, problem, hint, file, line, rule))
    return faults


def _effect_path(effect: str) -> Path:
    return (OUTCOME,) if effect == OUTCOME else ("factors", effect)


def _missing(
    kind: str, name: str, known: Collection[str], more: str = ""
) -> tuple[str, Callable[[], str]]:
    return f"there is no {kind} {name!r}", partial(_nearest, name, known, more)


def _nearest(name: str, known: Collection[str], more: str) -> str:
    shape = skeleton(name)
    alike = next((other for other in known if skeleton(other) == shape), None)
    if alike is not None:
        return f"did you mean {alike!r}? {difference(name, alike)}"
    hint = did_you_mean(name, known)
    if not hint and known:
        shown = sorted(known)
        hint = f"known: {', '.join(map(repr, shown[:6]))}{', ...' if len(shown) > 6 else ''}"
    return f"{hint} {more}".strip()


def _reserved(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    if OUTCOME in incident.factors:
        yield ("factors", OUTCOME), f"{OUTCOME!r} is the id of the outcome", "choose another id"
    for factor in incident.factors:
        if factor in incident.actions:
            yield ("actions", factor), f"{factor!r} is the id of a factor too", "choose another id"


def _undetermined(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    if incident.timezone is None:
        return
    for path, moment in incident.moments():
        if moment.tzinfo is None:
            said, readings = readings_of(moment, incident.timezone)
            yield path, said, f"write {readings[0]} or {readings[1]}"


def _causes(incident: IncidentFields, assumed: frozenset[str]) -> Iterator[Found]:
    for link, effect in incident.links():
        path = (*_effect_path(effect), "because")
        if link.cause == OUTCOME:
            yield path, "the outcome cannot be a cause", "it is what everything else explains"
        elif link.cause not in incident.factors and link.cause not in assumed:
            yield path, *_missing("factor", link.cause, incident.factors)
    for amplifier, effect in incident.amplifiers():
        path = (*_effect_path(effect), "worsened_by")
        if amplifier.factor not in incident.factors and amplifier.factor not in assumed:
            yield path, *_missing("factor", amplifier.factor, incident.factors)
        gate = incident.because(effect)
        if gate and amplifier.factor in {link.cause for link in gate.links()}:
            problem = f"{amplifier.factor!r} cannot be needed for {effect!r} and only make it worse"
            yield path, problem, "name it under because: or under worsened_by:"
    if incident.outcome.because is None and OUTCOME not in assumed and incident.factors:
        hint = "because: the factors that led to it"
        linked = any(factor.because for factor in incident.factors.values())
        if linked:
            yield (OUTCOME,), "the outcome has no causes", hint


def find_cycle(arrows: dict[str, list[str]]) -> list[str] | None:
    """Return the nodes of one cycle in walking order, None when there is none.

    Args:
        arrows: For each node the nodes it leads to, in a settled order.
    """
    done: set[str] = set()
    for start, leads in arrows.items():
        trail = {} if start in done else {start: iter(leads)}
        while trail:
            node = next(reversed(trail))
            following = next(trail[node], None)
            if following is None:
                done.add(node)
                del trail[node]
            elif following in trail:
                names = list(trail)
                return names[names.index(following) :]
            elif following not in done and following in arrows:
                trail[following] = iter(arrows[following])
    return None


def _cycles(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    arrows: dict[str, list[str]] = {factor: [] for factor in incident.factors}
    for link, effect in incident.links():
        if effect in arrows and link.cause in arrows:
            arrows[effect].append(link.cause)
    for amplifier, effect in incident.amplifiers():
        if effect in arrows and amplifier.factor in arrows:
            arrows[effect].append(amplifier.factor)
    cycle = find_cycle(arrows)
    while cycle is not None:
        walked = " because ".join(repr(node) for node in (*cycle, cycle[0]))
        path = ("factors", cycle[0], "because")
        yield path, f"causes form a cycle: {walked}", "a factor cannot be its own cause"
        for node in cycle:  # go on without these, to report cycles elsewhere too
            arrows.pop(node)
        cycle = find_cycle(arrows)


def _layers(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    known = incident.layer_names
    declare = "or declare it under layers:"
    for factor, node in incident.factors.items():
        if node.layer is not None and node.layer not in known:
            yield ("factors", factor, "layer"), *_missing("layer", node.layer, known, declare)
        if node.layer is not None and node.kind == "trigger":
            problem = f"{factor!r} is a trigger, and a trigger is no gap in a layer"
            hint = "split it: what happened (the trigger), and the gap it used (with the layer)"
            yield ("factors", factor, "layer"), problem, hint
    for path, action in _all_actions(incident):
        if action.hardens is not None and action.hardens not in known:
            yield (*path, "hardens"), *_missing("layer", action.hardens, known, declare)
    seen: set[str] = set()
    for layer in incident.layer_order:
        if layer in seen:
            yield ("layer_order",), f"the layer {layer!r} stands twice", "name each layer once"
        seen.add(layer)


def _all_actions(incident: IncidentFields) -> Iterator[tuple[Path, Action]]:
    for name, action in incident.actions.items():
        yield ("actions", name), action
    if incident.five_whys is not None and incident.five_whys.action is not None:
        yield ("five_whys", "action"), incident.five_whys.action


def _actions(incident: IncidentFields, assumed: frozenset[str]) -> Iterator[Found]:
    links = {(link.cause, effect) for link, effect in incident.links()}
    for path, action in _all_actions(incident):
        here = (*path, "addresses")
        for factor in action.addresses:
            if factor == OUTCOME:
                hint = "address the factors that led to it"
                yield here, "an action cannot address the outcome itself", hint
            elif factor not in incident.factors:
                if factor not in assumed:
                    yield here, *_missing("factor", factor, incident.factors)
            elif action.hardens is None and incident.factors[factor].because is not None:
                problem = (
                    f"{factor!r} has causes of its own, so the action must say what it hardens"
                )
                yield here, problem, "hardens: the layer that would stop it there"
        if len(set(action.addresses)) < len(action.addresses):
            yield here, "a factor stands twice in one action", "name each factor once"
        yield from _barrier(path, action, links, assumed)


def _barrier(
    path: Path, action: Action, links: set[tuple[str, str]], assumed: frozenset[str]
) -> Iterator[Found]:
    if action.effect == "adds_barrier" and action.on is None:
        hint = "on: {cause: x, effect: y}"
        yield (*path, "effect"), "a barrier must say which link it is added to", hint
    elif action.effect == "removes" and action.on is not None:
        yield (*path, "on"), "only a barrier is added on a link", "effect: adds_barrier"
    elif action.on is not None and assumed.isdisjoint((action.on.cause, action.on.effect)):
        yield from _barrier_link(path, action.on, links)


def _barrier_link(path: Path, on: CausalLink, links: set[tuple[str, str]]) -> Iterator[Found]:
    if (on.cause, on.effect) not in links:
        problem = f"there is no link from {on.cause!r} to {on.effect!r}"
        causes = sorted(cause for cause, effect in links if effect == on.effect)
        hint = f"causes of {on.effect!r}: {', '.join(causes)}" if causes else ""
        yield (*path, "on"), problem, hint


def _mentions(incident: IncidentFields, assumed: frozenset[str]) -> Iterator[Found]:
    known = {*incident.factors, OUTCOME, *assumed}
    for index, entry in enumerate(incident.timeline):
        if entry.factor is not None and entry.factor not in known:
            path = ("timeline", index, "factor")
            yield path, *_missing("factor", entry.factor, incident.factors)
    if incident.five_whys is not None:
        for why in incident.five_whys.answers():
            if why.factor is not None and why.factor not in known:
                yield ("five_whys", "chain"), *_missing("factor", why.factor, incident.factors)


def _unconfirmed_thresholds(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    for effect in (OUTCOME, *incident.factors):
        gates = [gate] if (gate := incident.because(effect)) else []
        while gates:
            gate = gates.pop()
            gates.extend(m for m in gate.of if isinstance(m, Gate))
            if gate.op != "at_least":
                continue
            members = {m.cause: m for m in gate.of if isinstance(m, Link)}
            for cause, link in members.items():
                factor = incident.factors.get(cause)
                unconfirmed = link.confidence != "confirmed" or (
                    factor is not None and factor.confidence != "confirmed"
                )
                if unconfirmed and cause not in gate.without:
                    problem = f"{cause!r} is not confirmed, so how many it takes without it is open"
                    hint = f"at_least_without: {{{cause}: k}}"
                    yield (*_effect_path(effect), "because"), problem, hint
            for cause in gate.without:
                if cause not in members:
                    path = (*_effect_path(effect), "because")
                    yield path, *_missing("member", cause, members)


def _two_confidences(incident: IncidentFields, _: frozenset[str]) -> Iterator[Found]:
    first: dict[tuple[str, str], str] = {}
    told: set[tuple[str, str]] = set()
    for link, effect in incident.links():
        here = (link.cause, effect)
        stated = first.setdefault(here, link.confidence)
        if stated != link.confidence and here not in told:
            told.add(here)
            problem = f"{link.cause!r} is {stated} here, and {link.confidence} in the same causes"
            hint = "one link has one confidence: state the same each time it is named"
            yield (*_effect_path(effect), "because"), problem, hint


RULES: dict[str, Callable[[IncidentFields, frozenset[str]], Iterator[Found]]] = {
    "reserved-id": _reserved,
    "unknown-cause": _causes,
    "undetermined-time": _undetermined,
    "cycle": _cycles,
    "unknown-layer": _layers,
    "action": _actions,
    "unknown-mention": _mentions,
    "unconfirmed-threshold": _unconfirmed_thresholds,
    "two-confidences": _two_confidences,
}
"""Every rule, by the name its faults carry."""
