"""Laws of minimal sets, against brute force, for every way of holding and building them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.graph import attempt, enumeration, reordering
from causal.graph.bitsets import listed, ordered
from causal.graph.budget import Budget
from causal.graph.composed import ComposedFamily
from causal.graph.composition import Composition
from causal.graph.families import minimal_sets
from causal.graph.family import Family, ListedFamily
from causal.graph.modules import modules
from causal.graph.network import Gate, Network
from causal.graph.normal import normal_form
from causal.graph.orders import orders
from causal.graph.solve import compact, minimal_families
from strategies_network import minimal_masks, networks, true_masks


def by_bitsets(network: Network) -> Family:
    masks = listed(network, 10_000)
    assert masks is not None
    return ListedFamily(network.variables, ordered(masks, network.variables))


def by_diagrams(network: Network) -> Family:
    return ComposedFamily(minimal_families(network, Budget().start()))


BACKENDS = {"bitsets": by_bitsets, "diagrams": by_diagrams}
backends = pytest.mark.parametrize("solve", BACKENDS.values(), ids=BACKENDS)


@pytest.fixture
def small_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make enumeration split groups of sets all the time."""
    monkeypatch.setattr(enumeration, "SORTED_AT_ONCE", 2)


@backends
@given(network=networks())
def test_sets_and_their_order_are_those_of_brute_force(solve, network):
    assert list(solve(network)) == minimal_masks(network)


@pytest.mark.usefixtures("small_groups")
def test_order_holds_when_groups_are_split():
    @given(network=networks())
    def law(network: Network) -> None:
        assert list(by_diagrams(network)) == minimal_masks(network)

    law()


@backends
@given(network=networks())
def test_counts_are_those_of_the_enumeration(solve, network):
    family = solve(network)
    sets = list(family)
    assert family.count == len(sets)
    assert list(family.counts_by_size.items()) == sorted(Counter(map(int.bit_count, sets)).items())
    assert family.smallest_size == min(map(int.bit_count, sets), default=None)
    for v in range(network.variables):
        holding = [mask.bit_count() for mask in sets if mask >> v & 1]
        assert family.counts_containing[v] == len(holding)
        assert family.smallest_sizes[v] == min(holding, default=None)
    assert family.support == reduce(int.__or__, sets, 0)
    assert family.in_every == (reduce(int.__and__, sets) if sets else 0)


@backends
@given(network=networks(max_variables=7))
def test_membership_is_exact(solve, network):
    family = solve(network)
    sets = set(family)
    assert [mask in family for mask in range(1 << network.variables)] == [
        mask in sets for mask in range(1 << network.variables)
    ]


@given(networks())
def test_sets_of_the_dual_of_the_dual_are_the_sets(network):
    assert list(minimal_sets(network.dual().dual())) == list(minimal_sets(network))


@given(networks())
def test_sets_of_the_dual_are_the_minimal_hitting_sets(network):
    cuts = list(minimal_sets(network))
    hitting = [mask for mask in range(1 << network.variables) if all(mask & cut for cut in cuts)]
    smallest = [
        mask
        for mask in hitting
        if not any(other != mask and other & mask == other for other in hitting)
    ]
    assert sorted(minimal_sets(network.dual())) == smallest


@given(networks(), st.data())
def test_restriction_agrees_with_forcing(network, data):
    count = network.variables + len(network.gates)
    fixed = data.draw(st.dictionaries(st.integers(0, count - 1), st.booleans(), max_size=3))
    restricted = network.restrict(fixed)
    for mask in range(1 << network.variables):
        got = restricted if isinstance(restricted, bool) else restricted.evaluate(mask)
        assert got == network.evaluate(mask, fixed)


@given(networks())
def test_normal_form_is_the_same_function(network):
    normal = normal_form(network)
    assert true_masks(normal) == true_masks(network)
    assert all(len(set(gate.inputs)) == len(gate.inputs) > 1 for gate in normal.gates)


@given(networks())
def test_variables_of_a_module_are_read_by_nothing_else(network):
    for module in modules(network):
        inside = Network(network.variables, network.gates, module).needed()
        cut_off = network.restrict({module: False})
        needed = [] if isinstance(cut_off, bool) else cut_off.needed()
        assert not any(inside[v] and needed[v] for v in range(min(len(needed), network.variables)))


Build = Callable[[dict[int, Gate], list[int], object], attempt.Attempt]


METHODS = [attempt.minimal_attempt, attempt.direct_attempt, reordering.ReorderingAttempt]


@pytest.mark.parametrize("build", METHODS)
@given(network=networks(max_variables=8))
def test_every_method_and_order_gives_the_same_sets(build, network):
    network = Network(
        network.variables,
        (*network.gates, Gate(1, (network.top,))),
        network.variables + len(network.gates),
    )
    needed = network.needed()
    gates = {
        number: gate
        for number, gate in enumerate(network.gates, network.variables)
        if needed[number]
    }
    for order in orders(gates):
        tried = build(gates, order, Budget().start())
        root = tried.advance(1_000_000)
        part = compact(network.top, tried, root)
        whole = Composition(network.variables, len(needed), (part,))
        assert list(ComposedFamily(whole)) == minimal_masks(network)
