"""The same answers the way a good user of networkx would write them: clear, correct, unhurried.

Every function takes the `networkx.DiGraph` of `causal.to_networkx`, with the formula of each node
in its attribute ``because``.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import networkx as nx

OUTCOME = "outcome"


def structure(graph: nx.DiGraph) -> nx.DiGraph:
    """The part of the graph from which `because` leads to the outcome."""
    links = [(a, b) for a, b, role in graph.edges(data="role") if role == "because"]
    because = nx.DiGraph(links)
    return because.subgraph(nx.ancestors(because, OUTCOME) | {OUTCOME}).copy()


def holds(
    graph: nx.DiGraph, order: list[str], false: set[str], true: set[str] = frozenset()
) -> bool:
    truth: dict[str, bool] = {}

    def formula(node: object) -> bool:
        if isinstance(node, str):
            return truth[node]
        if isinstance(node, list):
            return all(formula(member) for member in node)
        if "cause" in node:
            return truth[node["cause"]]
        if "any" in node:
            return any(formula(member) for member in node["any"])
        return sum(formula(member) for member in node["of"]) >= node["at_least"]

    for node in order:
        because = graph.nodes[node].get("because")
        came = because is None or formula(because)
        truth[node] = node in true or (node not in false and came)
    return truth[OUTCOME]


def minimal(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    return {s for s in sets if not any(other < s for other in sets)}


def cut_sets(graph: nx.DiGraph, dual: bool = False) -> set[frozenset[str]]:
    found: dict[str, set[frozenset[str]]] = {}

    def formula(node: object) -> set[frozenset[str]]:
        if isinstance(node, str):
            return found[node]
        if isinstance(node, dict) and "cause" in node:
            return found[node["cause"]]
        members = node if isinstance(node, list) else node.get("any") or node["of"]
        parts = [formula(member) for member in members]
        k = len(parts)
        if isinstance(node, dict):
            k = 1 if "any" in node else node["at_least"]
        if dual:
            k = len(parts) - k + 1
        joined = {
            frozenset().union(*choice)
            for chosen in combinations(parts, k)
            for choice in product(*chosen)
        }
        return minimal(joined)

    for node in nx.topological_sort(structure(graph)):
        because = graph.nodes[node].get("because")
        found[node] = {frozenset([node])} if because is None else formula(because)
    return found[OUTCOME]


def explain(graph: nx.DiGraph) -> dict[str, object]:
    order = list(nx.topological_sort(structure(graph)))
    basic = [node for node in order if "because" not in graph.nodes[node]]
    preventions = cut_sets(graph, dual=True)
    layers: dict[str, set[str]] = {}
    for node in order:
        if graph.nodes[node].get("layer"):
            layers.setdefault(graph.nodes[node]["layer"], set()).add(node)
    importance = {}
    for node in basic:
        others = [other for other in basic if other != node]
        decides = 0
        for states in product((True, False), repeat=len(others)):
            false = {other for other, state in zip(others, states, strict=True) if not state}
            decides += holds(graph, order, false) and not holds(graph, order, false | {node})
        importance[node] = decides / 2 ** len(others)
    return {
        "cut_sets": cut_sets(graph),
        "prevention_sets": preventions,
        "but_for": {n for n in order if n != OUTCOME and not holds(graph, order, {n})},
        "responsibility": {
            node: max((1 / len(s) for s in preventions if node in s), default=0) for node in basic
        },
        "importance": importance,
        "layers": {layer: not holds(graph, order, gaps) for layer, gaps in layers.items()},
    }


def assess(graph: nx.DiGraph, actions: dict[str, tuple[set[str], str]]) -> dict[str, object]:
    """`actions`: for each action the factors it removes and the layer it hardens."""
    order = list(nx.topological_sort(structure(graph)))
    triggers = {n for n in order if graph.nodes[n].get("kind") == "trigger"}
    removed = set().union(*(factors for factors, _ in actions.values()))
    candidates = [
        n
        for n in order
        if "because" not in graph.nodes[n] and n not in removed and n not in triggers
    ]
    residual = set()
    for size in range(len(candidates) + 1):
        for chosen in combinations(candidates, size):
            if any(found <= set(chosen) for found in residual):
                continue
            false = (set(candidates) - set(chosen)) | removed
            if holds(graph, order, false - triggers, triggers):
                residual.add(frozenset(chosen))
        if not residual and size == 0 and not holds(graph, order, removed - triggers, triggers):
            break
    layers = sorted({layer for _, layer in actions.values()})
    depth = 0
    for depth in range(len(layers) + 1):
        if any(
            holds(
                graph,
                order,
                {f for fs, layer in actions.values() if layer not in failed for f in fs} - triggers,
                triggers,
            )
            for failed in combinations(layers, depth)
        ):
            break
    return {"residual_cut_sets": residual, "depth": depth}


def chains(graph: nx.DiGraph) -> dict[str, object]:
    part = structure(graph)
    basic = [node for node in part if part.in_degree(node) == 0]
    ends: dict[str, Fraction] = dict.fromkeys(basic, Fraction(0))
    seen = Fraction(0)
    count = 0
    backwards = part.reverse()
    for end in basic:
        for path in nx.all_simple_paths(backwards, OUTCOME, end):
            chance = Fraction(1)
            for node in path[:-1]:
                chance /= backwards.out_degree(node)
            count += 1
            ends[end] += chance
            seen += chance * (len(path) - 1)
    return {"chains": count, "ends": ends, "expected_coverage": seen / (len(part) - 1)}
