"""Laws of changing the order of a diagram's levels on the way, against brute force."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.graph import reordering
from causal.graph.budget import Budget, Clock, Outgrown
from causal.graph.composed import ComposedFamily
from causal.graph.composition import Composition
from causal.graph.diagram import Store
from causal.graph.network import Gate, Network
from causal.graph.reordering import ReorderingAttempt
from causal.graph.sifting import sifted
from causal.graph.solve import compact
from strategies_network import minimal_masks, networks, true_masks


class Interrupting(Clock):
    """A clock that lets nothing pass at first, so that the order is changed again and again."""

    def add(self, nodes: int) -> None:
        self.held += nodes
        if self.allowance is not None and self.held > self.allowance:
            raise Outgrown


def holds(store: Store, root: int, levels: list[int], mask: int) -> bool:
    """Return whether a diagram holds, `levels` the variable of each level."""
    while root > 1:
        branch = store.high if mask >> levels[store.level[root]] & 1 else store.low
        root = branch[root]
    return bool(root)


def diagram(network: Network, store: Store) -> int:
    """Return the diagram of a function, made point by point, level v for variable v."""
    true = set(true_masks(network))

    def below(level: int, mask: int) -> int:
        if level == network.variables:
            return int(mask in true)
        low, high = below(level + 1, mask), below(level + 1, mask | 1 << level)
        return low if low == high else store.node(level, low, high)

    return below(0, 0)


@given(st.lists(networks(max_variables=7), min_size=1, max_size=3))
def test_sifted_diagrams_are_the_same_functions_and_not_larger(several):
    levels = max(network.variables for network in several)
    store = Store(levels)
    roots = [diagram(network, store) for network in several]
    order, smaller, became = sifted(store, levels, roots, Budget().start())
    assert sorted(order) == list(range(levels))
    for network, root in zip(several, roots, strict=True):
        for mask in range(1 << network.variables):
            assert holds(smaller, became[root], order, mask) == network.evaluate(mask)
    used = {at for root in roots for at in store.reachable(root)}
    assert len(smaller.level) - 2 <= len(used)


@pytest.mark.parametrize("first_limit", [0, 4, 10_000])
def test_minimal_sets_are_those_of_brute_force_however_often_the_order_changes(
    first_limit, monkeypatch
):
    monkeypatch.setattr(reordering, "_FIRST_LIMIT", first_limit)
    monkeypatch.setattr("causal.graph.binary.NOTED", 1)

    @given(networks(max_variables=8))
    def law(network: Network) -> None:
        variables, gates = network.variables, (*network.gates, Gate(1, (network.top,)))
        network = Network(variables, gates, variables + len(gates) - 1)
        needed = network.needed()
        module = {n: g for n, g in enumerate(gates, variables) if needed[n]}
        leaves = [v for v in range(variables) if needed[v]]
        attempt = ReorderingAttempt(module, leaves, Interrupting(Budget(), None))
        root = attempt.advance(100_000)
        part = compact(network.top, attempt, root)
        whole = Composition(variables, len(needed), (part,))
        assert list(ComposedFamily(whole)) == minimal_masks(network)

    law()
