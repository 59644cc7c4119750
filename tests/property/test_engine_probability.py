"""Laws of probability and importance, against enumeration of all cases."""

from __future__ import annotations

from fractions import Fraction
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.graph.network import Network
from causal.graph.probability import birnbaum, probability
from strategies_network import networks, true_masks


def enumerated(network: Network, p: list[float]) -> float:
    """Return the probability that the network is true, case by case."""
    return sum(
        prod(p[v] if mask >> v & 1 else 1 - p[v] for v in range(network.variables))
        for mask in true_masks(network)
    )


def chances(network: Network) -> st.SearchStrategy[list[float]]:
    return st.lists(st.floats(0, 1), min_size=network.variables, max_size=network.variables)


@given(networks(max_variables=8), st.data())
def test_probability_is_the_sum_over_all_cases(network, data):
    p = data.draw(chances(network))
    assert probability(network, p) == pytest.approx(enumerated(network, p), abs=1e-12)


@given(networks())
def test_default_importance_is_the_exact_share_of_deciding_cases(network):
    true = set(true_masks(network))
    for v, importance in enumerate(birnbaum(network)):
        deciding = sum(mask >> v & 1 and mask ^ 1 << v not in true for mask in true)
        assert importance == float(Fraction(deciding, 2 ** (network.variables - 1)))


@given(networks(max_variables=6), st.data())
def test_importance_is_the_difference_a_variable_makes(network, data):
    p = data.draw(chances(network))
    for v, importance in enumerate(birnbaum(network, p)):
        with_v, without_v = ([*p[:v], x, *p[v + 1 :]] for x in (1.0, 0.0))
        difference = enumerated(network, with_v) - enumerated(network, without_v)
        assert importance == pytest.approx(difference, abs=1e-12)


@given(networks())
def test_the_table_and_the_diagram_give_the_same_importance(network):
    halves = [0.5] * network.variables
    assert birnbaum(network) == pytest.approx(birnbaum(network, halves), abs=1e-12)
