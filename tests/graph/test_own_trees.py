"""Fault trees of our own making: counts and probabilities by brute force, straight from the file.

The oracle reads the XML itself and tries every combination of basic events, so that it shares no
code with the engine. Larger trees are put together from parts whose counts have a formula.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import product
from math import comb, isclose, prod
from pathlib import Path

import pytest

from causal.graph.families import minimal_sets
from causal.graph.network import Gate, Network
from causal.graph.probability import probability
from causal.io.openpsa_xml import parse_openpsa
from tree_networks import to_network

TREES = sorted((Path(__file__).parent / "trees").glob("*.xml"))


def holds(element, gates, true):
    """Return whether a formula of the file is true when exactly these basic events are."""
    if element.tag == "basic-event":
        return element.get("name") in true
    if element.tag == "gate":
        return holds(gates[element.get("name")], gates, true)
    met = sum(holds(child, gates, true) for child in element)
    needed = {"or": 1, "and": len(element)}.get(element.tag) or int(element.get("min"))
    return met >= needed


def by_brute_force(text):
    """Return every minimal cut set and the probability of the top, over all combinations."""
    root = ET.fromstring(text)
    defined = root.find("define-fault-tree").findall("define-gate")
    gates = {gate.get("name"): gate[0] for gate in defined}
    chances = {
        event.get("name"): float(event.find("float").get("value"))
        for event in root.iter("define-basic-event")
    }
    names, top = sorted(chances), defined[0][0]
    cuts, chance = [], 0.0
    for values in product((False, True), repeat=len(names)):
        true = frozenset(name for name, value in zip(names, values, strict=True) if value)
        if holds(top, gates, true):
            chance += prod(chances[n] if n in true else 1 - chances[n] for n in names)
            if not any(holds(top, gates, true - {name}) for name in true):
                cuts.append(true)
    return set(cuts), chance


@pytest.mark.parametrize("path", TREES, ids=lambda path: path.stem)
def test_our_trees_have_the_sets_and_the_probability_of_brute_force(path):
    text = path.read_text(encoding="utf-8")
    cuts, chance = by_brute_force(text)
    tree = parse_openpsa(text, source=path.name)
    network, names = to_network(tree)
    family = minimal_sets(network)
    found = {frozenset(n for i, n in enumerate(names) if mask >> i & 1) for mask in family}
    assert found == cuts
    assert family.count == len(cuts) > 3
    assert isclose(probability(network, [tree.events[n] or 0.0 for n in names]), chance)


def replicas(groups: int, size: int, k: int, needed: int) -> Network:
    """At least `needed` groups, each down when at least `k` of its `size` members are."""
    gates = [Gate(k, tuple(range(g * size, (g + 1) * size))) for g in range(groups)]
    gates.append(Gate(needed, tuple(range(groups * size, groups * size + groups))))
    return Network(groups * size, tuple(gates), groups * size + groups)


@pytest.mark.parametrize(
    ("groups", "size", "k", "needed"), [(3, 5, 3, 2), (10, 7, 3, 5), (40, 5, 2, 20), (8, 30, 15, 4)]
)
def test_groups_of_replicas_have_as_many_sets_as_the_formula_says(groups, size, k, needed):
    family = minimal_sets(replicas(groups, size, k, needed))
    assert family.count == comb(groups, needed) * comb(size, k) ** needed
    assert family.counts_by_size == {k * needed: family.count}


@pytest.mark.parametrize("layers", [5, 12, 30])
def test_a_ladder_with_shared_rungs_has_as_many_sets_as_its_recurrence_says(layers):
    # Each side of a rung fails by its own event or by the rung they share:
    # so a minimal set takes, at each rung, the shared event or both of its own.
    gates = []
    for rung in range(layers):
        left, right, shared = 3 * rung, 3 * rung + 1, 3 * rung + 2
        gates += [Gate(1, (left, shared)), Gate(1, (right, shared))]
    variables = 3 * layers
    gates.append(Gate(2 * layers, tuple(range(variables, variables + 2 * layers))))
    family = minimal_sets(Network(variables, tuple(gates), variables + 2 * layers))
    assert family.count == 2**layers
    assert family.counts_by_size == {layers + i: comb(layers, i) for i in range(layers + 1)}
