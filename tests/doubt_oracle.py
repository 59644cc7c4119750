"""Random incidents with facts in doubt, and every verdict on them by trying each resolution."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations, product
from random import Random
from typing import Any, NamedTuple

import causal
from causal.model import OUTCOME, Gate, Incident, Link
from linked import only_linked
from oracles import places, triggers

Formula = tuple[int, list[Any]]
"""How many members it takes, and the members: causes as (cause, effect), or formulas."""


UNKNOWN = "unknown cause of "
"""What the id of a cause begins with that stands in for those ruled out."""


class Case(NamedTuple):
    """One valid resolution: the facts that belong, and what each question's answer is then."""

    belonging: frozenset[str]
    answers: dict[tuple[str, Any], bool | int]


def fact_names(incident: Incident) -> list[str]:
    part = set(reaching(incident))
    names = [f for f in part if f != OUTCOME and incident.factors[f].confidence != "confirmed"]
    doubted = {
        f"{link.cause} -> {effect}"
        for link, effect in incident.links()
        if effect in part and link.confidence != "confirmed"
    }
    return sorted([*names, *doubted])


def reaching(incident: Incident) -> list[str]:
    found: list[str] = []

    def visit(name: str) -> None:
        if name not in found:
            gate = incident.because(name)
            for link in gate.links() if gate else ():
                visit(link.cause)
            found.append(name)

    visit(OUTCOME)
    return found


def reduced(gate: Gate, effect: str, gone: Collection[str]) -> Formula | bool | None:
    """Return a formula without what is gone: None when nothing is left, False if it cannot hold."""
    members: list[Any] = []
    present = impossible = 0
    k = gate.k or 0
    for member in gate.of:
        if isinstance(member, Gate):
            inner = reduced(member, effect, gone)
            present += inner is not None
            impossible += inner is False
            if inner:
                members.append(inner)
        elif is_gone(member, effect, gone):
            k -= (gate.k or 0) - gate.without.get(member.cause, 0)
        else:
            present += 1
            members.append((member.cause, effect))
    if not present:
        return None
    if gate.op == "at_least":
        return (max(k, 1), members) if max(k, 1) <= len(members) else False
    if gate.op == "all":
        return False if impossible else (len(members), members)
    return (1, members) if members else False


def is_gone(link: Link, effect: str, gone: Collection[str]) -> bool:
    doubted = link.confidence != "confirmed"
    return link.cause in gone or (doubted and f"{link.cause} -> {effect}" in gone)


def resolved(incident: Incident, gone: Collection[str]) -> dict[str, Formula | None] | None:
    """Return what each node that belongs comes from, None for a resolution to discard."""
    found: dict[str, Formula | None] = {}
    for name in reaching(incident):
        gate = incident.because(name)
        if name in gone:
            continue
        formula = reduced(gate, name, gone) if gate is not None else None
        if gate is not None and not formula:
            if name == OUTCOME:
                return None
            found[UNKNOWN + name] = None
            formula = 1, [(UNKNOWN + name, name)]
        found[name] = formula or None
    return found


def comes_about(
    graph: dict[str, Formula | None],
    false: Collection[str] = (),
    held: Collection[str] = (),
    cut: Collection[tuple[str, str]] = (),
) -> bool:
    truth: dict[str, bool] = {}

    def holds(member: Any) -> bool:
        if isinstance(member[0], str):
            return truth[member[0]] and member not in cut
        k, members = member
        return sum(map(holds, members)) >= k

    for name, formula in graph.items():
        truth[name] = name in held or (name not in false and (formula is None or holds(formula)))
    return truth[OUTCOME]


def answers(
    incident: Incident, graph: dict[str, Formula | None], cuts: list[tuple[str, ...]]
) -> dict[tuple[str, Any], bool | int]:
    part = [name for name in reaching(incident) if name != OUTCOME]
    basic = [name for name in part if incident.factors[name].because is None]
    basic += [name for name in graph if name.startswith(UNKNOWN)]
    out: dict[tuple[str, Any], bool | int] = {}
    for name in part:
        out["but-for", name] = not comes_about(graph, {name})
    for layer in {incident.factors[name].layer for name in part} - {None}:
        gaps = {name for name in part if incident.factors[name].layer == layer}
        out["layer", layer] = not comes_about(graph, gaps)
    for cut in cuts:
        out["cut-set", cut] = comes_about(graph, {b for b in basic if b not in cut})
        fewer = [{b for b in basic if b not in cut or b == gone} for gone in cut]
        none_enough = not any(comes_about(graph, false) for false in fewer)
        out["minimal", cut] = bool(out["cut-set", cut]) and none_enough
    held = triggers(data := plain(incident))
    where = places(data, data.get("actions", {}))
    removed = {part for _, part, _ in where if isinstance(part, str)}
    out["closed", "planned"] = not comes_about(graph, removed, held)
    by_layer, by_action = ([(p[i], p[1]) for p in where] for i in (2, 0))
    out["depth", "planned"] = min(depth(graph, by_layer, held), depth(graph, by_action, held))
    return out


def plain(incident: Incident) -> dict[str, Any]:
    """Return the incident as the data of a file, without its cancelled actions."""
    data = incident.model_dump(mode="json", exclude_defaults=True)
    data["actions"] = {n: a for n, a in data.get("actions", {}).items() if _lives(a)}
    return data


def _lives(action: dict[str, Any]) -> bool:
    return action.get("status") != "cancelled"


def depth(
    graph: dict[str, Formula | None], pairs: list[tuple[str, Any]], held: Collection[str]
) -> int:
    layers = sorted({layer for layer, _ in pairs})
    for size in range(len(layers) + 1):
        for failed in combinations(layers, size):
            stand = {target for layer, target in pairs if layer not in failed}
            if comes_about(graph, stand, held, stand):
                return size
    raise AssertionError("with every layer failed the outcome comes about")


def all_cases(incident: Incident) -> list[Case]:
    """Return every valid resolution with all answers."""
    facts = fact_names(incident)
    cuts = [tuple(sorted(members)) for members in causal.explain(incident).cut_sets[:100]]
    cases = []
    for decided in product((True, False), repeat=len(facts)):
        belonging = frozenset(f for f, belongs in zip(facts, decided, strict=True) if belongs)
        graph = resolved(incident, set(facts) - belonging)
        if graph is not None:
            cases.append(Case(belonging, answers(incident, graph, cuts)))
    return cases


def depends_on(cases: list[Case], key: tuple[str, Any], facts: list[str]) -> set[str]:
    value = {case.belonging: case.answers[key] for case in cases}
    if len(set(value.values())) == 1:
        return set()
    pairs = {
        fact
        for fact in facts
        for belonging in value
        if value.get(belonging ^ {fact}, value[belonging]) != value[belonging]
    }
    if pairs:
        return pairs
    attained = {
        f: ({v for b, v in value.items() if f in b}, {v for b, v in value.items() if f not in b})
        for f in facts
    }
    undecided = {f for f, (kept, dropped) in attained.items() if kept and dropped}
    return {f for f in undecided if attained[f][0] != attained[f][1]} or undecided


def becoming_certain(cases: list[Case], fact: str, belongs: bool) -> int:
    """Return how many answers, not certain before, are certain once a fact is decided."""
    left = [case.answers for case in cases if (fact in case.belonging) == belongs]
    return sum(
        len({answer[key] for answer in left}) == 1
        for key in cases[0].answers
        if len({case.answers[key] for case in cases}) > 1
    )


def settled(incident: Incident, gone: Collection[str]) -> Incident:
    """Return the incident a valid resolution leaves, with nothing in doubt."""
    graph = resolved(incident, gone)
    assert graph is not None
    data = incident.model_dump(mode="json", exclude_defaults=True)
    links: set[tuple[str, str]] = set()
    for unknown in (name for name in graph if name.startswith(UNKNOWN)):
        data["factors"][unknown] = {"what": "Something else"}
    for name in (OUTCOME, *incident.factors):
        node = data[OUTCOME] if name == OUTCOME else data["factors"][name]
        node.pop("confidence", None)
        node.pop("because", None)
        formula = graph.get(name)
        if formula is not None:
            node["because"] = _as_file(formula)
            links |= {(cause, name) for cause in _flat(formula)}
    actions = data.get("actions", {}).items()
    data["actions"] = {
        name: action
        for name, action in actions
        if "on" not in action or (action["on"]["cause"], action["on"]["effect"]) in links
    }
    return Incident.model_validate(only_linked(data))


def _as_file(formula: Formula) -> dict[str, Any]:
    k, members = formula
    of = [m[0] if isinstance(m[0], str) else _as_file(m) for m in members]
    return {"at_least": k, "of": of}


def _flat(formula: Formula) -> list[str]:
    return [x for m in formula[1] for x in ([m[0]] if isinstance(m[0], str) else _flat(m))]


def random_incident(rng: Random, *, basics: int = 10, facts: int = 4) -> Incident:
    """Return an incident with up to 5 layers and 6 actions, and no more than `facts` doubts."""
    names = [f"b{i}" for i in range(rng.randint(1, basics))]
    formulas: dict[str, Any] = {}
    for number in range(rng.randint(0, 5)):
        formulas[f"d{number}"] = _formula(rng, [*names, *formulas], 2)
    recent = [*rng.sample(names, min(len(names), 3)), *formulas]
    formulas[OUTCOME] = _formula(rng, recent, 2, least=min(3, len(recent)))
    leading = _upstream(formulas, OUTCOME)  # a factor that leads nowhere is a fault
    formulas = {name: formula for name, formula in formulas.items() if name in leading}
    names = [name for name in (*names, *formulas) if name in leading and name != OUTCOME]
    links = sorted({(cause, effect) for effect, f in formulas.items() for cause in _causes(f)})
    part = sorted(names)
    doubtable = [*part, *((cause, effect) for cause, effect in links if effect in [*part, OUTCOME])]
    doubted = set(rng.sample(doubtable, min(rng.randint(0, facts), len(doubtable))))
    layers = ["testing", "review", "rollout", "capacity", None, None]
    factors: dict[str, Any] = {}
    for name in names:
        factors[name] = {
            "what": f"Factor {name}",
            "layer": rng.choice(layers),
            "kind": rng.choice(["trigger", None, None, None, None]),
            "confidence": rng.choice(["suspected", "disputed"]) if name in doubted else "confirmed",
        }
        if factors[name]["kind"] == "trigger":
            del factors[name]["layer"]
        if name in formulas:
            factors[name]["because"] = _written(rng, formulas[name], name, doubted)
    because = _written(rng, formulas[OUTCOME], OUTCOME, doubted)
    return Incident.model_validate(
        {
            "id": "random",
            "title": "A random incident",
            "outcome": {"what": "It failed", "because": because},
            "factors": factors,
            "actions": {f"A{i}": _action(rng, names, links) for i in range(rng.randint(0, 6))},
        }
    )


def _formula(rng: Random, names: list[str], nesting: int, least: int = 1) -> tuple[str, list[Any]]:
    members: list[Any] = rng.sample(names, rng.randint(least, min(4, len(names))))
    if nesting and rng.random() < 0.35:
        members.insert(rng.randint(0, len(members)), _formula(rng, names, nesting - 1))
    return rng.choice(["all", "all", "any", "at_least"]), members


def _causes(formula: tuple[str, list[Any]]) -> Iterator[str]:
    for member in formula[1]:
        yield from [member] if isinstance(member, str) else _causes(member)


def _upstream(formulas: dict[str, Any], name: str) -> set[str]:
    causes = _causes(formulas[name]) if name in formulas else ()
    return {name}.union(*(_upstream(formulas, cause) for cause in causes))


def _written(rng: Random, formula: tuple[str, list[Any]], effect: str, doubted: set[Any]) -> Any:
    op, members = formula
    written: list[Any] = []
    for member in members:
        if not isinstance(member, str):
            written.append(_written(rng, member, effect, doubted))
        elif (member, effect) in doubted:
            written.append({"cause": member, "confidence": "disputed"})
        else:
            written.append(member)
    if op != "at_least":
        return {op: written}
    k = rng.randint(1, len(members))
    causes = [member for member in members if isinstance(member, str)]
    without = {c: rng.choice([k - 1, k - 1, k, k - 2, k + 1]) for c in causes}
    return {"at_least": k, "of": written, "at_least_without": without}


def _action(rng: Random, names: list[str], links: list[tuple[str, str]]) -> dict[str, Any]:
    layer = rng.choice(["testing", "review", "rollout", "detection", "access"])
    kind = rng.choice(["prevent", "prevent", "detect", "repair"])
    status = rng.choice(["open", "done", "done", "cancelled"])
    action = {"what": "Do it", "kind": kind, "status": status, "hardens": layer}
    if rng.random() < 0.3:
        cause, effect = rng.choice(links)
        return {**action, "effect": "adds_barrier", "on": {"cause": cause, "effect": effect}}
    return {**action, "addresses": rng.sample(names, min(len(names), rng.randint(1, 2)))}
