from __future__ import annotations

from causal.graph.modules import modules
from causal.graph.network import Gate, Network
from causal.graph.normal import normal_form


def test_nested_gates_of_one_shape_become_one():
    network = Network(3, (Gate(1, (0, 1)), Gate(1, (2, 3))), 4)
    assert normal_form(network) == Network(3, (Gate(1, (2, 0, 1)),), 3)


def test_single_input_gates_vanish():
    network = Network(1, (Gate(1, (0,)), Gate(1, (1,))), 2)
    assert normal_form(network) == Network(1, (), 0)


def test_what_alternatives_share_is_written_once():
    # Either a with b, or a with c.
    network = Network(3, (Gate(2, (0, 1)), Gate(2, (0, 2)), Gate(1, (3, 4))), 5)
    assert normal_form(network) == Network(3, (Gate(1, (1, 2)), Gate(2, (0, 3))), 4)


def test_alternative_that_includes_another_vanishes():
    # Either a alone, or a with b.
    network = Network(2, (Gate(2, (0, 1)), Gate(1, (0, 2))), 3)
    assert normal_form(network) == Network(2, (), 0)


def test_echo_below_a_gate_is_dropped():
    # a or 2 of (a, b, c)
    network = Network(3, (Gate(2, (0, 1, 2)), Gate(1, (0, 3))), 4)
    assert normal_form(network) == Network(3, (Gate(2, (1, 2)), Gate(1, (0, 3))), 4)


def test_echo_that_another_reader_needs_stays():
    # g = 2 of (a, b, c) is read below "a or g" and beside it.
    gates = (Gate(2, (0, 1, 2)), Gate(1, (0, 4)), Gate(2, (3, 4)), Gate(2, (5, 6)))
    normal = normal_form(Network(4, gates, 7))
    assert Gate(2, (0, 1, 2)) in normal.gates


def test_variables_that_always_occur_together_are_a_module():
    network = Network(5, (Gate(1, (0, 1, 2)), Gate(1, (0, 1, 3)), Gate(2, (5, 6, 4))), 7)
    normal = normal_form(network)
    pair = normal.gates.index(Gate(1, (0, 1))) + normal.variables
    assert pair in modules(normal)


def test_gates_come_out_the_same_in_whatever_order_they_are_given():
    one = Network(4, (Gate(2, (0, 1)), Gate(2, (2, 3)), Gate(1, (4, 5))), 6)
    other = Network(4, (Gate(2, (2, 3)), Gate(2, (0, 1)), Gate(1, (5, 4))), 6)
    assert normal_form(one) == normal_form(other)
