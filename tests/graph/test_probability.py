from __future__ import annotations

from math import comb

import pytest

from aralia import MODELS, known, model
from causal.graph.network import Gate, Network
from causal.graph.probability import birnbaum, probability

SLOW = {"edf9203", "edfpa14p", "edfpa15b", "edfpa15p", "jbd9601"}


def test_constants_are_certain_or_impossible():
    assert (probability(True, []), probability(False, [])) == (1.0, 0.0)
    assert birnbaum(True) == ()


def test_majority_vote_importance_is_the_chance_of_a_tie_of_the_others():
    network = Network(61, (Gate(31, tuple(range(61))),), 61)
    assert birnbaum(network) == (comb(60, 30) / 2**60,) * 61


def test_variable_nobody_reads_has_no_importance():
    assert birnbaum(Network(2, (), 1)) == (0.0, 1.0)


def test_given_probabilities_weigh_importance():
    network = Network(2, (Gate(1, (0, 1)),), 2)
    assert birnbaum(network, [0.25, 0.5]) == (0.5, 0.75)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in MODELS],
)
def test_aralia_top_probability_is_the_known_one(name):
    case = known(name)
    chance = probability(*model(case.model))
    # The known figures have seven decimals, or eight digits where they are tiny.
    tolerance = 1e-7 if case.top_probability > 1e-4 else 1e-6 * case.top_probability
    assert chance == pytest.approx(case.top_probability, rel=0, abs=tolerance)
