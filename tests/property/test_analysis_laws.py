"""Laws of the verdicts: what must hold between an incident and a changed one."""

from __future__ import annotations

import copy

from hypothesis import assume, given, settings
from hypothesis import strategies as st

import causal
import oracles
from causal import Incident, assess_actions, compare_five_whys, explain
from causal.analysis.targets import targets
from linked import only_linked
from strategies_incident import incidents

FIGURES = (
    "residual_cut_sets",
    "depth",
    "independent_depth",
    "depth_layer_sets",
    "closed",
)

EVERY = causal.Budget(max_sets=None)


def figures(data: dict, scenario: object = "planned") -> dict:
    found = assess_actions(Incident.model_validate(data), scenario, budget=EVERY)
    return {name: getattr(found, name) for name in FIGURES}


def hitting(sets: object, members: object) -> bool:
    return all(set(members) & found for found in sets)


@settings(max_examples=100)
@given(incidents())
def test_prevention_sets_are_the_minimal_hitting_sets_of_the_cut_sets_and_back(data):
    why = explain(Incident.model_validate(data), budget=EVERY)
    for one, other in (
        (why.prevention_sets, why.cut_sets),
        (why.cut_sets, why.prevention_sets),
    ):
        for members in one:
            assert hitting(other, members)
            assert not any(hitting(other, members - {name}) for name in members)


@settings(max_examples=100)
@given(incidents())
def test_necessary_basic_factors_are_in_every_cut_set(data):
    why = explain(Incident.model_validate(data), budget=EVERY)
    assert why.but_for_basic == frozenset.intersection(*why.cut_sets)
    assert {name for name, degree in why.responsibility.items() if degree == 1} == why.but_for_basic


@settings(max_examples=100)
@given(incidents(), st.randoms(note_method_calls=False))
def test_closing_more_never_opens_a_way_nor_makes_the_defence_shallower(data, rng):
    live = list(oracles.counted(data, "planned"))
    more = [name for name in live if rng.random() < 0.7]
    fewer = [name for name in more if rng.random() < 0.6]
    incident = Incident.model_validate(data)
    loose = assess_actions(incident, fewer, budget=EVERY)
    tight = assess_actions(incident, more, budget=EVERY)
    for way in tight.residual_cut_sets:
        assert any(known <= way for known in loose.residual_cut_sets)
    assert tight.depth >= loose.depth


@settings(max_examples=150)
@given(incidents())
def test_what_remains_with_the_triggers_is_enough_in_the_original(data):
    """Residual sets, barriers taken out, with every trigger true suffice for the outcome.

    Without barriers they are the minimal sets, among those of the original given its triggers,
    that hold nothing removed.
    """
    incident = Incident.model_validate(data)
    found = assess_actions(incident, budget=EVERY)
    given_triggers = assess_actions(incident, (), budget=EVERY)
    barriers = {target.action for target in targets(incident, found.actions) if target.is_barrier}
    for way in found.residual_cut_sets:
        assert any(known <= way - barriers for known in given_triggers.residual_cut_sets)
    only_removing = [name for name in found.actions if name not in barriers]
    removing = assess_actions(incident, only_removing, budget=EVERY)
    derived = {f for f in removing.structure.factors if incident.because(f) is not None}
    closing = (a for a in removing.actions.values() if a.kind != "repair")
    removed = {factor for action in closing for factor in action.addresses}
    if not removed & derived:
        assert set(removing.residual_cut_sets) == {
            way for way in given_triggers.residual_cut_sets if not way & removed
        }


@settings(max_examples=100)
@given(incidents())
def test_without_actions_and_with_basic_triggers_residuals_are_cut_sets_less_triggers(data):
    incident = Incident.model_validate(data)
    triggers = oracles.triggers(data)
    assume(all(incident.because(factor) is None for factor in triggers))
    rests = {way - triggers for way in explain(incident, budget=EVERY).cut_sets}
    minimal = {way for way in rests if not any(other < way for other in rests)}
    assert set(assess_actions(incident, (), budget=EVERY).residual_cut_sets) == minimal


@settings(max_examples=100)
@given(incidents(), st.randoms(note_method_calls=False))
def test_a_deeper_single_cause_under_a_basic_factor_changes_nothing_about_depth(data, rng):
    # A factor in no layer would get one, as what acts on a derived factor names what it hardens.
    plain = [f for f in oracles.basics(data) if data["factors"][f].get("layer")]
    assume(plain)
    deeper = copy.deepcopy(data)
    factor = rng.choice(plain)
    deeper["factors"][factor]["because"] = ["deeper"]
    deeper["factors"]["deeper"] = {"what": "A deeper cause"}
    for action in deeper.get("actions", {}).values():  # what acts on a derived factor names a layer
        if factor in action.get("addresses", ()):
            own = data["factors"][factor]["layer"]
            # Named so, it would count there for what else it acts on too.
            assume("hardens" in action or action["addresses"] == [factor])
            assume(action.get("hardens", own) == own)
            action.setdefault("hardens", own)
    deeper.pop("five_whys", None)
    before, after = figures(data), figures(deeper)
    assert after["depth"] == before["depth"]
    assert after["depth_layer_sets"] == before["depth_layer_sets"]
    assert after["closed"] == before["closed"]


@settings(max_examples=100)
@given(incidents(), st.randoms(note_method_calls=False))
def test_a_repair_changes_no_recurrence_verdict(data, rng):
    factor = rng.choice(list(data["factors"]))
    repair = {"what": "Roll back", "addresses": [factor], "hardens": "rollout", "kind": "repair"}
    more = {**data, "actions": {**data.get("actions", {}), "repair": repair}}
    assert figures(more) == figures(data)
    before, after = (assess_actions(Incident.model_validate(d)) for d in (data, more))
    assert after.orphan_factors == before.orphan_factors
    assert after.consequences == before.consequences
    assert "repair" in after.repairs


@settings(max_examples=100)
@given(incidents())
def test_cancelled_actions_change_nothing(data):
    live = oracles.counted(data, "planned")
    kept, whole = (
        assess_actions(Incident.model_validate(d))
        for d in ({**data, "actions": live, "five_whys": None}, data)
    )
    for name in (*FIGURES, "orphan_factors", "orphan_actions", "consequences", "by_layer"):
        assert getattr(kept, name) == getattr(whole, name)


@settings(max_examples=100)
@given(incidents())
def test_worsened_by_never_enters_the_structure_function(data):
    bare = copy.deepcopy(data)
    for node in (bare["outcome"], *bare["factors"].values()):
        node.pop("worsened_by", None)
    bare = only_linked(bare)
    one, other = (explain(Incident.model_validate(d), budget=EVERY) for d in (data, bare))
    assert one.cut_sets == other.cut_sets
    assert one.but_for == other.but_for
    assert figures(data) == figures(bare)


@settings(max_examples=100)
@given(incidents())
def test_the_chain_s_counterexample_is_what_still_gets_through(data):
    assume("five_whys" in data)
    incident = Incident.model_validate(data)
    found = compare_five_whys(incident)
    ends = [end.factor for end in found.ends_of_chain]
    fix = {"only": {"addresses": ends}}
    residual = oracles.residual_sets(data, fix)
    if found.counterexample is None:
        assert not residual
    else:
        assert found.counterexample == min(residual, key=lambda way: (len(way), sorted(way)))
    for end in found.ends_of_chain:
        assert end.is_but_for == (end.factor in oracles.but_for(data))


@settings(max_examples=60)
@given(incidents(odd=True, doubts=True))
def test_every_result_prints_and_turns_into_plain_data(data):
    import json

    incident = Incident.model_validate(data)
    results = [explain(incident), assess_actions(incident)]
    if "five_whys" in data:
        results.append(compare_five_whys(incident))
    for result in results:
        assert str(result).count("as drawn") >= 1
        assert str(result) == repr(result)
        assert json.loads(json.dumps(result.to_dict()))["incident"] == incident.id
        assert "<script" not in result._repr_html_()
