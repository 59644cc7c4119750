"""Laws of the verdicts on actions, layers and links, and their agreement with brute force."""

from __future__ import annotations

import copy
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import causal
from causal.analysis.actions import assess_actions
from causal.analysis.layer_report import assess_layers
from causal.analysis.links import assess_links
from causal.model import Incident
from oracles import (
    basics,
    counted,
    cut_sets,
    layer_would_have_stopped,
    residual_sets,
    triggers,
)
from strategies_incident import LAYERS, incident_data, incidents
from verdict_oracle import (
    ActionOracle,
    is_overdetermined,
    layer_shares,
    layers_on_the_way,
    link_verdicts,
    subsets,
)

SMALL = {"max_basic": 6, "max_derived": 4, "max_actions": 4}
LARGE = {"max_basic": 10, "max_derived": 6, "max_actions": 6}


def read(data: dict[str, Any]) -> Incident:
    return Incident.model_validate(data)


def assert_actions_agree(data: dict[str, Any]) -> None:
    result, oracle = assess_actions(read(data)), ActionOracle(data)
    assert set(result.failure_paths) == oracle.failure_paths
    assert list(result.by_action) == list(oracle.actions)
    everything = basics(data)
    for name, verdict in result.by_action.items():
        repair = name not in oracle.lasting
        assert verdict.repairs_only == repair
        assert set(verdict.duplicates) == oracle.duplicates(name)
        if repair:
            assert not result.if_not_done[name].opens
            continue
        closed = oracle.touched(name, barriers=False)
        assert set(verdict.closes) == closed
        assert set(verdict.hardens) == oracle.touched(name) - closed
        assert verdict.stops_alone != oracle.is_open(everything, {name}, barriers=False)
        assert set(verdict.sole_blocker_of) == oracle.hangs_on(name, barriers=False)
        assert set(verdict.sole_defence_of) == oracle.hangs_on(name)
        assert verdict.no_effect == oracle.no_effect(name)
        assert [(s.factor, s.effect) for s in verdict.mitigates] == oracle.mitigates(name)
        alone = [(s.factor, s.effect) for s in verdict.mitigates if name in s.alone]
        assert alone == oracle.mitigated([name])
        counts = oracle.matters(name) or bool(oracle.mitigates(name))
        droppable = counts and oracle.droppable({name})
        assert verdict.redundant == droppable
        same = counts and oracle.same_without({name})
        assert verdict.second_line == (same and not droppable)
    assert result.redundant_together == oracle.droppable(result.redundant)
    for item in result.consequences:
        assert set(item.actions) == oracle.credited((item.factor, item.effect))
    assert_slips_agree(data, result, oracle)
    assert_next_agrees(result, oracle)


def assert_slips_agree(data: dict[str, Any], result: Any, oracle: ActionOracle) -> None:
    before = residual_sets(data, oracle.actions)
    for name, slip in result.if_not_done.items():
        rest = set(oracle.actions) - {name}
        left = residual_sets(data, counted(data, rest))
        assert slip.opens == (left != before)
        assert (slip.residual_cut_set_count, slip.depth) == (len(left), oracle.depth(rest))
        assert set(result.without(name).residual_cut_sets) == left


def assert_next_agrees(result: Any, oracle: ActionOracle) -> None:
    done = counted(oracle.data, "done").keys()
    now = oracle.depth(done)
    waiting = [n for n in oracle.lasting if n not in done]
    prices = {n: oracle.actions[n].get("cost", 1) for n in waiting}
    gains = {n: oracle.depth({*done, n}) - now for n in waiting}
    worth = {n: gains[n] / prices[n] for n in waiting}
    best = max(worth.values(), default=0)
    step = result.next_best
    assert step.depth_now == now
    if best > 0:
        winners = [n for n in oracle.actions if worth.get(n) == best]
        assert [step.action, *step.ties] == winners
        assert step.depth_then == now + gains[step.action]
        return
    assert step.action is None
    assert step.reason
    raising = [some for some in subsets(waiting) if oracle.depth({*done, *some}) > now]
    assert bool(step.together) == bool(raising)
    if raising:
        assert frozenset(step.together) in raising
        assert step.depth_then == oracle.depth({*done, *step.together})
        assert step.cost == min(sum(prices[n] for n in some) for some in raising)
        assert step.cost == sum(prices[n] for n in step.together)


def assert_layers_agree(data: dict[str, Any]) -> None:
    result = assess_layers(read(data))
    cuts, shares = cut_sets(data), layer_shares(data)
    assert {way.factors for way in result.failure_paths} == cuts
    on_the_way = {cut: layers_on_the_way(data, cut) for cut in cuts}
    assert {way.factors: set(way.layers) for way in result.failure_paths} == on_the_way
    alone = {next(iter(layers)) for layers in on_the_way.values() if len(layers) == 1}
    stopping = {layer for layer in alone if layer_would_have_stopped(data, layer)}
    assert set(result.single_points) == stopping
    bare = {cut for cut, layers in on_the_way.items() if not layers}
    assert set(result.failure_paths_without_layer) == bare
    for layer, line in result.by_layer.items():
        stops, total = shares.get(layer, (0, len(cuts)))
        every = stops == total and not line.would_have_stopped
        assert (line.stops, line.share_stopped) == (stops, None if every else stops / total)
        assert line.would_have_stopped == (
            layer in shares and layer_would_have_stopped(data, layer)
        )


def assert_links_agree(data: dict[str, Any]) -> None:
    result = assess_links(read(data))
    found = {(link.cause, link.effect): (link.necessary, link.prevents) for link in result.links}
    assert found == link_verdicts(data)
    for node in result.nodes:
        assert node.overdetermined == is_overdetermined(data, node.node)


@pytest.mark.parametrize("block", range(8))
def test_verdicts_agree_with_brute_force(block: int) -> None:
    for seed in range(50 * block, 50 * block + 50):
        data = incident_data(Random(seed), **SMALL)
        assert_actions_agree(data)
        assert_layers_agree(data)
        assert_links_agree(data)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_verdicts_on_larger_graphs_agree_too(block: int) -> None:
    for seed in range(10_000 + 50 * block, 10_050 + 50 * block):
        data = incident_data(Random(seed), **LARGE)
        assert_actions_agree(data)
        assert_layers_agree(data)
        assert_links_agree(data)


@given(incidents(**LARGE))
def test_what_still_gets_through_suffices_without_any_action(data: dict[str, Any]) -> None:
    oracle = ActionOracle(data)
    for way in causal.assess_actions(read(data)).residual_cut_sets:
        assert oracle.is_open(way & data["factors"].keys(), ())


@given(incidents(**LARGE), st.data())
def test_closing_more_never_opens_a_way(data: dict[str, Any], choice: st.DataObject) -> None:
    live = sorted(counted(data, "planned"))
    more = choice.draw(st.sets(st.sampled_from(live))) if live else set()
    fewer = choice.draw(st.sets(st.sampled_from(sorted(more)))) if more else set()
    incident = read(data)
    before = causal.assess_actions(incident, fewer).residual_cut_sets
    after = causal.assess_actions(incident, more)
    for way in after.residual_cut_sets:
        assert any(shorter <= way for shorter in before)
    assert after.depth >= causal.assess_actions(incident, fewer).depth


def acting(data: dict[str, Any], factor: str) -> list[dict[str, Any]]:
    return [a for a in data.get("actions", {}).values() if factor in a.get("addresses", ())]


@given(incidents(**LARGE), st.data())
def test_a_deeper_single_cause_leaves_the_depth_unchanged(
    data: dict[str, Any], choice: st.DataObject
) -> None:
    factor = choice.draw(st.sampled_from(basics(data)))
    deeper = copy.deepcopy(data)
    for action in [*deeper.get("actions", {}).values(), deeper.get("five_whys", {}).get("action")]:
        if action and factor in action.get("addresses", ()) and "hardens" not in action:
            layers = {data["factors"][f].get("layer") for f in action["addresses"]}
            assume(len(layers) == 1 and layers != {None})
            action["hardens"] = layers.pop()
    node = data["factors"][factor]
    assume(node.get("kind") != "trigger")
    assume(all(a.get("hardens") in (None, node.get("layer")) for a in acting(data, factor)))
    deeper["factors"]["deeper"] = {"what": "What lay behind it"}
    deeper["factors"][factor]["because"] = ["deeper"]
    before, after = causal.assess_actions(read(data)), causal.assess_actions(read(deeper))
    assert after.depth == before.depth
    assert set(after.depth_layer_sets) == set(before.depth_layer_sets)


@given(incidents(**LARGE), st.data())
def test_a_repair_changes_no_verdict_of_recurrence(
    data: dict[str, Any], choice: st.DataObject
) -> None:
    touched = choice.draw(st.sets(st.sampled_from(sorted(data["factors"])), min_size=1, max_size=3))
    repair = {"what": "Roll back", "addresses": sorted(touched), "hardens": "recovery"}
    actions = {**data.get("actions", {}), "repair": {**repair, "kind": "repair", "status": "done"}}
    with_it = assess_actions(read({**data, "actions": actions}))
    without = assess_actions(read(data))
    verdicts = dict(with_it.by_action)
    assert verdicts.pop("repair").repairs_only
    for name, verdict in verdicts.items():  # another repair of the same factors may be there
        others = tuple(other for other in verdict.duplicates if other != "repair")
        verdicts[name] = replace(verdict, duplicates=others)
    assert verdicts == without.by_action
    assert with_it.next_best == without.next_best
    slips = dict(with_it.if_not_done)
    assert not slips.pop("repair").opens
    assert slips == without.if_not_done
    for ours, theirs in ((with_it, without),):
        assert ours.residual_cut_sets == theirs.residual_cut_sets
        assert ours.defence == theirs.defence
        assert ours.consequences == theirs.consequences


@given(incidents(**LARGE))
def test_a_layer_that_would_have_stopped_it_stops_every_way(data: dict[str, Any]) -> None:
    for line in assess_layers(read(data)).by_layer.values():
        if line.would_have_stopped:
            assert line.share_stopped == 1


@given(incidents(**LARGE))
def test_a_necessary_link_prevents_its_effect(data: dict[str, Any]) -> None:
    for link in assess_links(read(data)).links:
        assert link.prevents or not link.necessary


def test_the_random_incidents_hold_what_the_verdicts_are_about() -> None:
    seen = set()
    for seed in range(250):
        data = incident_data(Random(seed), **SMALL)
        result = assess_actions(read(data))
        for verdict in result.by_action.values():
            seen |= {name for name in verdict.__slots__ if getattr(verdict, name)}
            seen.add(verdict.no_effect)
        seen |= {"status " + a.get("status", "open") for a in data.get("actions", {}).values()}
        seen |= {"ties"} if result.next_best.ties else set()
        seen |= {"together"} if result.next_best.together else set()
        seen |= {"triggers"} if triggers(data) else set()
        seen |= (
            {"layers"} if len({layer for _, _, layer in ActionOracle(data).places}) > 2 else set()
        )
    missing = {
        *("closes", "hardens", "stops_alone", "sole_blocker_of", "sole_defence_of", "redundant"),
        *("duplicates", "mitigates", "repairs_only", "blocks_everything_upstream", "on_trigger"),
        *("nothing drawn", "a trigger alone", "no failure path", "status cancelled", "status done"),
        *("ties", "together", "triggers", "layers"),
    } - seen
    assert not missing
    assert len(LAYERS) == 5
