from __future__ import annotations

import pytest

import causal
from causal import UnknownName

TEXT = """
causal: 1
id: x
title: t
outcome:
  what: o
  because: [change, hole, {any: [left, right]}]
  worsened_by: [{factor: blind, of: detect, minutes: 12}]
factors:
  change: {what: A change, kind: trigger}
  hole: {what: A hole, layer: review, because: [owners]}
  left: {what: Left, layer: ci}
  right: {what: Right, layer: rollout, because: [owners]}
  owners: {what: No owner, layer: ownership}
  blind: {what: Blind, layer: detection}
actions:
  A1: {what: Close left, addresses: [left], status: done, verified: {on: 2025-02-01}}
  A2: {what: Close right, addresses: [right], hardens: rollout, status: done}
  A3: {what: Guard it, effect: adds_barrier, on: {cause: change, effect: outcome}, hardens: testing}
  A4: {what: Close the hole, addresses: [hole], hardens: review}
  A5: {what: Roll back, addresses: [change], kind: repair, status: done}
  A6: {what: Forget it, addresses: [owners], status: cancelled}
  A7: {what: Stop changing, addresses: [change]}
  A8: {what: Alert, addresses: [blind], kind: detect}
  A9: {what: Think about it}
"""


@pytest.fixture
def incident():
    return causal.loads(TEXT)


def test_nothing_done_leaves_both_ways_open(incident):
    found = causal.assess_actions(incident, ())
    assert found.assumed == ("change",)
    assert found.residual_cut_sets == ({"owners"},)
    assert found.depth == 0
    assert found.orphan_factors == ("hole", "left", "right", "owners", "blind")


def test_a_barrier_stays_in_what_remains_and_counts_as_a_layer(incident):
    found = causal.assess_actions(incident, ["A3"])
    assert found.residual_cut_sets == ({"A3", "owners"},)
    assert (found.closed, found.depth) == (False, 1)
    assert found.depth_layer_sets == ({"testing"},)


def test_a_factor_is_back_only_when_every_layer_on_it_failed(incident):
    found = causal.assess_actions(incident, ["A1", "A2"])
    assert found.closed
    assert found.depth_layer_sets == ({"ci"}, {"rollout"})
    deeper = causal.assess_actions(incident, ["A1", "A2", "A4"])
    assert deeper.depth_layer_sets == ({"ci", "review"}, {"review", "rollout"})


def test_layers_with_a_drawn_common_cause_count_once(incident):
    both = causal.assess_actions(incident, ["A2", "A4"])
    assert both.depth_layer_sets == ({"review"},)
    three = causal.assess_actions(incident, ["A1", "A2", "A4"])
    assert (three.depth, three.independent_depth) == (2, 1)
    assert three.defence.common_causes == {"owners": ("review", "rollout")}
    assert "These share a drawn cause and may fail together" in str(three)


def test_an_action_on_a_trigger_or_a_repair_closes_nothing(incident):
    found = causal.assess_actions(incident, ["A5", "A7"])
    assert found.residual_cut_sets == causal.assess_actions(incident, ()).residual_cut_sets
    assert found.depth == 0
    assert (found.repairs, found.on_triggers_only) == (("A5",), ("A7",))


def test_scenarios_narrow_down(incident):
    assert list(causal.assess_actions(incident, "verified").actions) == ["A1"]
    assert list(causal.assess_actions(incident, "done").actions) == ["A1", "A2", "A5"]
    planned = causal.assess_actions(incident)
    assert "A6" not in planned.actions
    assert planned.orphan_actions == ("A9",)
    assert planned.blocks_everything_upstream == ("A2", "A4")
    assert planned.by_layer["review"] == ("A4",)
    assert [(c.factor, c.actions) for c in planned.consequences] == [("blind", ("A8",))]


def test_a_scenario_is_any_iterable_of_actions(incident):
    named = causal.assess_actions(incident, (name for name in ("A2", "A1")))
    assert list(named.actions) == ["A1", "A2"]
    assert named.scenario == "A1, A2"


def test_what_is_no_action_is_an_error(incident):
    with pytest.raises(UnknownName, match="'A77'"):
        causal.assess_actions(incident, ["A77"])
    with pytest.raises(UnknownName, match="did you mean 'planned'"):
        causal.assess_actions(incident, "planed")


def test_a_cancelled_action_counts_for_nothing_even_when_named(incident):
    assert causal.assess_actions(incident, ["A6"]).actions == {}


def test_a_repaired_factor_with_a_barrier_is_acted_on_and_one_repaired_only_is_not():
    repair = "A9: {what: Fix, addresses: [left], kind: repair}"
    text = TEXT.replace("A9: {what: Think about it}", repair)
    only = causal.loads(text)
    assert "left" in causal.assess_actions(only, ["A9"]).orphan_factors
    text = text.replace("cause: change", "cause: left")
    assert "left" not in causal.assess_actions(causal.loads(text), ["A9", "A3"]).orphan_factors


def test_a_trigger_of_what_made_it_worse_comes_again():
    text = TEXT.replace("what: Blind, layer: detection", "what: Blind, kind: trigger")
    (verdict,) = causal.assess_actions(causal.loads(text)).consequences
    assert verdict.actions == ()


def test_actions_without_a_layer_share_one():
    text = """
causal: 1
id: x
title: t
outcome: {what: o, because: [a, b]}
factors: {a: {what: a}, b: {what: b}}
actions: {A: {what: w, addresses: [a]}, B: {what: w, addresses: [b]}}
"""
    found = causal.assess_actions(causal.loads(text))
    assert (found.depth, found.depth_layer_sets) == (1, ({"unnamed"},))
