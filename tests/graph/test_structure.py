from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from causal import Incident, NothingToExplain
from causal.graph.counterfactual import outcome_survives
from causal.graph.network import Gate, Network
from causal.graph.structure import ancestors, compile_structure
from causal.graph.truth import still_true
from strategies_incident import incidents
from strategies_network import networks


def test_without_causes_there_is_nothing_to_explain():
    data = {"causal": 1, "id": "x", "title": "t", "outcome": {"what": "o"}, "factors": {}}
    with pytest.raises(NothingToExplain, match="no causes yet"):
        compile_structure(Incident.from_data(data))


@settings(max_examples=80)
@given(incidents(odd=True))
def test_only_what_leads_to_the_outcome_takes_part_causes_first(data):
    incident = Incident.model_validate(data)
    structure = compile_structure(incident)
    assert set(structure.factors) == oracles.upstream(data, oracles.OUTCOME)
    assert list(structure.basic) == oracles.basics(data)
    assert list(structure.names) == sorted(structure.names)
    order = {factor: place for place, factor in enumerate(structure.factors)}
    for effect in structure.factors:
        assert all(order[cause] < order[effect] for cause in oracles.direct_causes(data, effect))
    above = ancestors(incident)
    assert all(above[node] == oracles.upstream(data, node) for node in above)


@settings(max_examples=80)
@given(incidents(), st.data())
def test_the_network_is_the_formula(data, draw):
    structure = compile_structure(Incident.model_validate(data))
    table = oracles.Table(data, oracles.basics(data))
    assert [structure.network.evaluate(row) for row in range(table.rows)] == [
        table.true(row) for row in range(table.rows)
    ]
    gone = draw.draw(st.sets(st.sampled_from(sorted(data["factors"]))))
    assert structure.survives([gone, ()]) == [oracles.comes_about(data, gone), True]


@settings(max_examples=80)
@given(incidents(), st.data())
def test_what_is_still_true_follows_from_what_is_removed_held_and_cut(data, draw):
    incident = Incident.model_validate(data)
    names = st.sets(st.sampled_from(sorted(data["factors"])))
    removed, held = draw.draw(names), draw.draw(names)
    links = sorted((link.cause, effect) for link, effect in incident.links())
    cut = draw.draw(st.sets(st.sampled_from(links)))
    table = oracles.Table(
        data,
        ["never"],
        fixed=dict.fromkeys(removed, False) | dict.fromkeys(held, True),
        own=lambda _: None,
        link_guards=dict.fromkeys(cut, ("never",)),
    )
    expected = {factor for factor in data["factors"] if table.value(factor) & 1}
    assert still_true(incident, removed, held, cut) == expected


@settings(max_examples=150)
@given(networks(max_variables=6), st.data())
def test_many_counterfactuals_at_once_are_each_what_it_is_alone(network, draw):
    nodes = st.sets(st.integers(0, network.variables + len(network.gates) - 1))
    scenarios = draw.draw(st.lists(nodes, max_size=5))

    def alone(forced: set[int]) -> bool:
        values = [v not in forced for v in range(network.variables)]
        for number, gate in enumerate(network.gates, network.variables):
            values.append(sum(values[i] for i in gate.inputs) >= gate.k and number not in forced)
        return values[network.top]

    assert outcome_survives(network, scenarios) == [alone(forced) for forced in scenarios]


def test_no_scenario_has_no_answer():
    assert outcome_survives(Network(1, (Gate(1, (0,)),), 1), []) == []
