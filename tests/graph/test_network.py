from __future__ import annotations

import pytest

from causal.graph.network import Gate, Network, joined

TWO_OF_THREE = Network(3, (Gate(2, (0, 1, 2)),), 3)


def test_true_input_lowers_the_threshold():
    assert TWO_OF_THREE.restrict({0: True}) == Network(3, (Gate(1, (1, 2)),), 3)


def test_false_input_shrinks_the_gate():
    assert TWO_OF_THREE.restrict({0: False}) == Network(3, (Gate(2, (1, 2)),), 3)


def test_enough_true_inputs_make_a_constant():
    assert TWO_OF_THREE.restrict({0: True, 2: True}) is True
    assert TWO_OF_THREE.restrict({0: False, 2: False}) is False


def test_single_remaining_input_takes_the_gates_place():
    network = Network(2, (Gate(2, (0, 1)),), 2)
    assert network.restrict({0: True}) == Network(2, (), 1)


def test_forced_gate_cuts_off_what_it_reads():
    network = Network(3, (Gate(2, (0, 1)), Gate(1, (2, 3))), 4)
    assert network.restrict({3: False}) == Network(3, (), 2)
    assert network.restrict({3: True}) is True


def test_forced_top_is_constant():
    assert TWO_OF_THREE.restrict({3: False}) is False


def test_input_repeated_after_restriction_still_counts_twice():
    # 2 of (a, g, b) with g = a or c: without c, a alone is enough.
    network = Network(3, (Gate(1, (0, 2)), Gate(2, (0, 3, 1))), 4)
    restricted = network.restrict({2: False})
    assert isinstance(restricted, Network)
    assert all(len(set(gate.inputs)) == len(gate.inputs) for gate in restricted.gates)
    assert restricted.evaluate(0b001)
    assert not restricted.evaluate(0b010)


@pytest.mark.parametrize(
    ("k", "nodes", "expected"),
    [
        (1, [False, True], True),
        (2, [True, False], False),
        (2, [True, 0], 0),
        (2, [0, 0], 0),
        (1, [0, 0], 0),
        (3, [0, 0, False], False),
    ],
)
def test_join_folds_constants_and_repeats(k, nodes, expected):
    gates: list[Gate] = []
    result = joined(k, nodes, gates, 2)
    assert (type(result), result) == (type(expected), expected)
    assert gates == []


def test_needed_are_the_nodes_below_the_top():
    network = Network(3, (Gate(1, (0, 1)), Gate(1, (1, 2))), 3)
    assert network.needed() == [True, True, False, True, False]
