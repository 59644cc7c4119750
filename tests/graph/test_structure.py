from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from causal import Incident, NothingToExplain
from causal.graph.structure import ancestors, compile_structure
from strategies_incident import incidents


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
