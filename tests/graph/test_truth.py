from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from causal import Incident
from causal.graph.truth import still_true
from strategies_incident import incidents


@settings(max_examples=80)
@given(incidents(), st.data())
def test_what_is_still_true_follows_from_what_is_removed_and_held(data, draw):
    incident = Incident.model_validate(data)
    names = st.sets(st.sampled_from(sorted(data["factors"])))
    removed, held = draw.draw(names), draw.draw(names)
    table = oracles.Table(
        data,
        [],
        fixed=dict.fromkeys(removed, False) | dict.fromkeys(held, True),
        own=lambda _: None,
    )
    expected = {factor for factor in data["factors"] if table.value(factor) & 1}
    assert still_true(incident, removed, held) == expected
