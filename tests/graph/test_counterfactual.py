from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from causal.graph.counterfactual import outcome_survives
from causal.graph.network import Gate, Network
from strategies_network import networks


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
