from __future__ import annotations

from itertools import islice
from math import comb

import pytest

from aralia import MODELS, known, model
from causal.graph.composed import ComposedFamily
from causal.graph.families import minimal_sets
from causal.graph.family import ListedFamily
from causal.graph.network import Gate, Network

SLOW = {"edf9203", "edfpa14p", "edfpa15b", "edfpa15p"}


def pairs(count: int) -> Network:
    """`count` disjoint pairs, one of each needed: 2 ** count minimal sets."""
    gates = [Gate(1, (2 * i, 2 * i + 1)) for i in range(count)]
    gates.append(Gate(count, tuple(range(2 * count, 3 * count))))
    return Network(2 * count, tuple(gates), 3 * count)


def overlapping_thresholds(variables: int, window: int) -> Network:
    """At least half of every window of neighbouring variables, around a ring."""
    gates = [
        Gate(window // 2, tuple((v + i) % variables for i in range(window)))
        for v in range(0, variables, window // 3)
    ]
    gates.append(Gate(len(gates), tuple(range(variables, variables + len(gates)))))
    return Network(variables, tuple(gates), variables + len(gates) - 1)


def test_always_false_has_no_set():
    family = minimal_sets(False)
    assert (family.count, list(family), family.smallest_size, family.in_every) == (0, [], None, 0)


def test_always_true_has_only_the_empty_set():
    family = minimal_sets(True)
    assert (family.count, list(family), family.smallest_size) == (1, [0], 0)


def test_everyday_network_is_listed():
    assert isinstance(minimal_sets(pairs(4)), ListedFamily)


def test_sets_come_by_size_then_members():
    network = Network(4, (Gate(2, (0, 3)), Gate(2, (1, 2)), Gate(1, (4, 5))), 6)
    assert list(minimal_sets(network)) == [0b1001, 0b0110]


def test_thirty_pairs_are_counted_without_listing():
    family = minimal_sets(pairs(30))
    assert isinstance(family, ComposedFamily)
    assert family.count == 2**30
    assert family.counts_by_size == {30: 2**30}
    assert family.counts_containing[7] == 2**29
    assert family.smallest_sizes[59] == 30
    assert list(islice(family, 2)) == [
        sum(1 << 2 * i for i in range(30)),
        sum(1 << 2 * i for i in range(29)) | 1 << 59,
    ]


def test_one_threshold_over_sixty_variables_is_counted():
    family = minimal_sets(Network(60, (Gate(30, tuple(range(60))),), 60))
    assert family.count == comb(60, 30)
    assert next(iter(family)) == (1 << 30) - 1


def test_interleaved_thresholds_are_counted_and_yield_members():
    network = overlapping_thresholds(48, 9)
    family = minimal_sets(network)
    for mask in islice(family, 50):
        assert network.evaluate(mask)
        assert all(not network.evaluate(mask ^ 1 << v) for v in range(48) if mask >> v & 1)
        assert mask in family


def test_deep_chain_does_not_exhaust_the_stack():
    # Two chains share every variable, so that nothing is a module.
    depth = 700
    gates = [Gate(2, (0, 1)), Gate(1, (0, 1))]
    for v in range(2, depth):
        gates.append(Gate(1 + v % 2, (v, depth + 2 * v - 4)))
        gates.append(Gate(2 - v % 2, (v, depth + 2 * v - 3)))
    gates.append(Gate(2, (3 * depth - 4, 3 * depth - 3)))
    network = Network(depth, tuple(gates), depth + len(gates) - 1)
    family = minimal_sets(network)
    first = next(iter(family))
    assert network.evaluate(first)
    assert first.bit_count() == family.smallest_size


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in MODELS],
)
def test_aralia_count_is_the_known_one(name):
    case = known(name)
    family = minimal_sets(model(case.model)[0])
    assert family.count == case.minimal_cut_sets
    assert sum(family.counts_by_size.values()) == case.minimal_cut_sets


def test_eighty_two_billion_sets_start_at_once():
    network = model("das9209")[0]
    family = minimal_sets(network)
    sets = list(islice(family, 1000))
    assert len(set(sets)) == 1000
    assert {mask.bit_count() for mask in sets} == {family.smallest_size}
    assert all(family.contains(mask) for mask in sets)
    assert all(network.evaluate(mask) for mask in sets[::100])
