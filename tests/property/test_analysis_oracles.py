"""Every verdict against brute force over all assignments, on random incidents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings

import causal
import oracles
from causal import Incident, assess_actions, cheapest_fix, compare_five_whys, explain
from oracles import Data
from strategies_incident import LAYERS, incident_data, incidents

EVERY = causal.Budget(max_sets=None)


def check_why(data: Data) -> None:
    why = explain(Incident.model_validate(data), budget=EVERY)
    basic = oracles.basics(data)
    preventions = oracles.prevention_sets(data)
    anywhere = oracles.prevention_sets_anywhere(data)
    assert set(why.cut_sets) == oracles.cut_sets(data)
    assert why.cut_set_count == len(why.cut_sets)
    assert list(why.cut_sets) == sorted(why.cut_sets, key=lambda s: (len(s), sorted(s)))
    assert why.cut_set_counts_by_size == dict(sorted(Counter(map(len, why.cut_sets)).items()))
    assert set(why.prevention_sets) == preventions
    assert set(why.prevention_sets_anywhere) == anywhere
    assert why.but_for == oracles.but_for(data)
    assert why.but_for_basic == why.but_for & set(basic)
    assert why.responsibility == {f: oracles.responsibility(preventions, f) for f in basic}
    factors = oracles.upstream(data, oracles.OUTCOME)
    degrees = {f: oracles.responsibility(anywhere, f) for f in factors}
    assert why.responsibility_anywhere == degrees
    assert why.importance == {f: float(oracles.birnbaum(data, f)) for f in basic}
    assert {name: verdict.would_have_stopped for name, verdict in why.layers.items()} == {
        name: oracles.layer_would_have_stopped(data, name) for name in why.layers
    }


def scenarios(data: Data) -> Iterator[Any]:
    yield "planned"
    yield "done"
    live = list(oracles.counted(data, "planned"))
    yield live[::2]


def check_actions(data: Data) -> None:
    incident = Incident.model_validate(data)
    for scenario in scenarios(data):
        found = assess_actions(incident, scenario, budget=EVERY)
        actions = oracles.counted(data, scenario)
        residual = oracles.residual_sets(data, actions)
        assert set(found.residual_cut_sets) == residual
        assert set(explain(incident, scenario, budget=EVERY).remaining) == residual
        assert found.closed == (not residual)
        table = oracles.failing_table(data, actions)
        assert set(found.depth_layer_sets) == table.minimal_true()
        by_action = oracles.failing_table(data, actions, "action")
        assert set(found.defence.action_sets) == by_action.minimal_true()
        assert found.depth == oracles.depth(data, actions)
        assert found.independent_depth == oracles.independent_depth(data, actions)
        assert set(found.orphan_factors) == oracles.orphan_factors(data, actions)
        reached = oracles.upstream(data, oracles.OUTCOME) | oracles.amplifying(data)
        reached.add(oracles.OUTCOME)
        assert set(found.orphan_actions) == {
            name
            for name, action in actions.items()
            if reached.isdisjoint(
                [action["on"]["effect"]] if "on" in action else action.get("addresses", ())
            )
        }


def check_chains(data: dict[str, Any]) -> None:
    data = {**data, "five_whys": {"chain": [oracles.direct_causes(data, oracles.OUTCOME)[0]]}}
    found = compare_five_whys(Incident.model_validate(data))
    every = oracles.chains(data)
    factors = oracles.upstream(data, oracles.OUTCOME)
    assert sum(chance for _, chance in every) == 1
    assert found.chains == len(every)
    assert found.ends == floats(chance_of(every, lambda chain: chain[-1]))
    assert found.ends_at_five == floats(chance_of(every, lambda chain: chain[:5][-1]))
    for coverage, cut in ((found.expected_coverage, None), (found.expected_coverage_at_five, 5)):
        seen = sum((len(chain[:cut]) * chance for chain, chance in every), Fraction(0))
        assert coverage == float(seen / len(factors))
    assert len(found.best_chain.chain) == max(len(chain) for chain, _ in every)
    assert found.best_chain.chain in {chain for chain, _ in every}


def chance_of(every: list[tuple[tuple[str, ...], Fraction]], stand: Any) -> dict[str, Fraction]:
    chances: dict[str, Fraction] = {}
    for chain, chance in every:
        chances[stand(chain)] = chances.get(stand(chain), Fraction(0)) + chance
    return chances


def floats(chances: dict[str, Fraction]) -> dict[str, float]:
    return {name: float(chance) for name, chance in chances.items()}


@settings(max_examples=250)
@given(incidents())
def test_why_agrees_with_brute_force(data):
    check_why(data)


@settings(max_examples=250)
@given(incidents())
def test_actions_agree_with_brute_force(data):
    check_actions(data)


@settings(max_examples=150)
@given(incidents(max_derived=7))
def test_random_chains_agree_with_every_chain_listed(data):
    check_chains(data)


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_six_hundred_seeded_incidents_agree_with_brute_force(start):
    for seed in range(start, start + 100):
        data = incident_data(Random(seed), odd=seed % 7 == 0, doubts=seed % 5 == 0)
        check_why(data)
        check_actions(data)
        check_chains(data)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(10_000, 13_000, 250))
def test_larger_seeded_incidents_agree_with_brute_force(start):
    for seed in range(start, start + 250):
        rng = Random(seed)
        data = incident_data(rng, max_basic=12, max_derived=seed % 7, max_actions=8)
        if len(oracles.upstream(data, oracles.OUTCOME)) > 13:
            data = incident_data(rng, max_basic=8, max_derived=4)
        check_why(data)
        check_actions(data)
        check_chains(data)


@settings(max_examples=40)
@given(incidents(max_actions=6))
def test_cheapest_fix_agrees_with_trying_every_plan(data):
    incident = Incident.model_validate(data)
    live = {
        name: action
        for name, action in oracles.counted(data, "planned").items()
        if action.get("kind") != "repair"
    }
    price = {n: 0.0 if a.get("status") == "done" else a.get("cost", 1) for n, a in live.items()}
    plans = [
        {name: live[name] for i, name in enumerate(live) if row >> i & 1}
        for row in range(1 << len(live))
    ]
    closing = [p for p in plans if not oracles.residual_sets(data, p)]
    deep = [p for p in plans if oracles.depth(data, p) >= 2]
    for depth, enough in ((None, closing), (2, deep)):
        found = cheapest_fix(incident, depth=depth)
        assert found.possible == bool(enough)
        if enough:
            assert found.cost == pytest.approx(min(sum(price[n] for n in p) for p in enough))
            assert found.optimal


@settings(max_examples=100)
@given(incidents())
def test_layers_are_reported_in_the_order_a_failure_meets_them(data):
    incident = Incident.model_validate(data)
    shown = [name for name in explain(incident).layers if name in LAYERS]
    assert shown == [name for name in LAYERS if name in shown]
