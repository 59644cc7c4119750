"""Laws of doubt: the diagrams agree with the loop over all resolutions, and settling settles."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

import causal
from causal.analysis.doubt import Doubt, assess_doubt
from causal.model import Incident
from doubt_oracle import all_cases, becoming_certain, depends_on, fact_names, random_incident

seeds = st.integers(0, 2**32)


def assert_same_as_the_loop(incident: Incident, doubt: Doubt) -> None:
    facts, cases = fact_names(incident), all_cases(incident)
    assert sorted(fact.name for fact in doubt.facts) == facts
    assert doubt.resolutions == len(cases)
    assert doubt.discarded == 2 ** len(facts) - len(cases)
    found = {(verdict.question, verdict.subject): verdict for verdict in doubt.verdicts}
    drawn = next(case.answers for case in cases if len(case.belonging) == len(facts))
    assert found.keys() == drawn.keys()
    for key, verdict in found.items():
        possible = {case.answers[key] for case in cases}
        assert (verdict.as_drawn, verdict.possible) == (drawn[key], tuple(sorted(possible))), key
        assert verdict.certain == (len(possible) == 1), key
        assert set(verdict.depends_on) == depends_on(cases, key, facts), key
    counts = {q.fact: (q.decided_if_confirmed, q.decided_if_ruled_out) for q in doubt.ask_next}
    assert counts == {
        fact: (becoming_certain(cases, fact, True), becoming_certain(cases, fact, False))
        for fact in facts
    }


@pytest.mark.parametrize("block", range(10))
def test_every_verdict_agrees_with_the_loop_over_resolutions(block: int) -> None:
    for seed in range(100 * block, 100 * block + 100):
        incident = random_incident(Random(seed), basics=6)
        assert_same_as_the_loop(incident, assess_doubt(incident, max_sets=100))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_larger_graphs_agree_too(block: int) -> None:
    for seed in range(10_000 + 100 * block, 10_100 + 100 * block):
        incident = random_incident(Random(seed), facts=6)
        assert_same_as_the_loop(incident, assess_doubt(incident, max_sets=100))
