from __future__ import annotations

import json

import pytest

from causal import Budget
from causal.analysis.actions import assess_actions
from causal.errors import NothingToExplain, UnknownName
from causal.model import Incident
from verdict_samples import barrier, drawn, example, removes


def paths(*sets: str) -> set[frozenset[str]]:
    return {frozenset(members.split()) for members in sets}


def test_removing_a_factor_closes_the_ways_that_need_it():
    incident = drawn({"any": ["a", "b"]}, {"A": removes("a")}, a=None, b=None)
    verdict = assess_actions(incident).by_action["A"]
    assert set(verdict.closes) == paths("a")
    assert verdict.hardens == ()


def test_a_barrier_hardens_and_closes_nothing():
    incident = drawn(["a"], {"B": barrier("a", "outcome")}, a=None)
    verdict = assess_actions(incident).by_action["B"]
    assert verdict.closes == ()
    assert set(verdict.hardens) == set(verdict.sole_defence_of) == paths("a")


def test_cutting_one_link_leaves_a_way_that_does_not_use_it_untouched():
    incident = drawn({"any": ["d", "e"]}, {"B": barrier("a", "d")}, a=None, d=["a"], e=["a"])
    verdict = assess_actions(incident).by_action["B"]
    assert verdict.hardens == ()
    assert verdict.no_effect == "no failure path"


def test_two_actions_that_close_a_way_only_together_both_count():
    actions = {"D": removes("d", hardens="ci"), "E": removes("e", hardens="ci")}
    incident = drawn({"any": ["d", "e"]}, actions, a=None, d=["a"], e=["a"])
    result = assess_actions(incident)
    for verdict in result.by_action.values():
        assert verdict.closes == ()
        assert not verdict.has_no_effect
        assert set(verdict.sole_blocker_of) == paths("a")
    assert result.if_not_done["D"].opens


def test_closing_every_shortest_way_is_not_stopping_it():
    short_or_long = {"any": ["d", {"all": ["a", "b"]}]}
    incident = drawn(short_or_long, {"D": removes("d", hardens="ci")}, a=None, b=None, d=["a"])
    verdict = assess_actions(incident).by_action["D"]
    assert set(verdict.closes) == paths("a")
    assert not verdict.stops_alone
    assert set(assess_actions(incident).residual_cut_sets) == paths("a b")


@pytest.mark.parametrize(
    ("action", "no_effect"),
    [
        (removes(), "nothing drawn"),
        (removes("deploy"), "a trigger alone"),
        (removes("before"), None),
        (removes("slow"), None),
        (removes("gap"), None),
    ],
)
def test_what_hits_nothing_says_why(action, no_effect):
    incident = (
        drawn(
            ["deploy", "gap"],
            {"A": action},
            before=None,
            deploy={"kind": "trigger", "because": ["before"]},
            gap={"layer": "ci", "worsened_by": ["slow"]},
            slow=None,
        )
        if action != removes("deploy")
        else drawn(["deploy", "gap"], {"A": action}, deploy={"kind": "trigger"}, gap=None)
    )
    verdict = assess_actions(incident).by_action["A"]
    assert verdict.no_effect == no_effect
    assert verdict.has_no_effect == (no_effect is not None)


def test_a_barrier_that_nothing_else_backs_up_is_the_sole_defence():
    actions = {"A": removes("a"), "B": barrier("a", "outcome")}
    both = assess_actions(drawn(["a"], actions, a=None))
    assert both.by_action["A"].sole_defence_of == ()
    assert set(both.by_action["A"].sole_blocker_of) == paths("a")
    alone = assess_actions(drawn(["a"], actions, a=None), ["B"])
    assert set(alone.by_action["B"].sole_defence_of) == paths("a")


def test_a_repair_counts_for_nothing():
    verdict = assess_actions(drawn(["a"], {"R": removes("a", kind="repair")}, a=None)).by_action[
        "R"
    ]
    assert verdict.repairs_only
    assert not (verdict.closes or verdict.redundant or verdict.has_no_effect)


def test_duplicates_share_target_effect_and_layer():
    actions = {
        "A": removes("a"),
        "same": removes("a", hardens="ci"),
        "other-layer": removes("a", hardens="review"),
        "barrier": barrier("a", "outcome"),
        "repair": removes("a", kind="repair"),
        "cancelled": removes("a", status="cancelled"),
    }
    result = assess_actions(drawn(["a"], actions, a={"layer": "ci"}))
    assert {name: v.duplicates for name, v in result.by_action.items() if v.duplicates} == {
        "A": ("same", "other-layer"),
        "same": ("A", "other-layer"),
        "other-layer": ("A", "same"),
    }


def test_one_of_two_actions_on_one_gap_is_a_second_line_and_not_redundant():
    actions = {"A": removes("a"), "B": removes("a")}
    result = assess_actions(drawn(["a"], actions, a={"layer": "ci"}))
    assert result.redundant == ()
    assert all(verdict.second_line for verdict in result.by_action.values())
    assert result.defence.action_sets == (frozenset("AB"),)


def test_where_another_path_is_open_one_of_two_actions_may_go_but_not_both():
    actions = {"A": removes("a"), "B": removes("a")}
    result = assess_actions(drawn({"any": ["a", "b"]}, actions, a={"layer": "ci"}, b=None))
    assert result.redundant == ("A", "B")
    assert not result.redundant_together
    said = "\n".join(result.sentences())
    assert "others block what it blocks" in said
    assert "Without any one of A and B no verdict here changes; not so" in said
    assert "nothing in this graph changes" not in said


def test_an_action_that_never_has_to_fail_may_go_while_a_depth_remains():
    """Once C fails `b` reaches the outcome beside the barrier B, so only A and C have to fail."""
    actions = {
        "A": removes("a"),
        "B": barrier("d", "outcome", hardens="ci"),
        "C": removes("a", "b", kind="mitigate", hardens="ci"),
    }
    factors = {"a": {"layer": "review"}, "b": None, "t": {"kind": "trigger"}}
    because = ["a", {"any": ["b", "d"]}]
    result = assess_actions(drawn(because, actions, **factors, d={"because": {"any": ["b", "t"]}}))
    assert result.defence.action_sets == (frozenset("AC"),)
    assert (result.depth, result.redundant) == (2, ("B",))
    assert any("nothing in this graph changes" in line for line in result.sentences())


def test_a_line_in_another_layer_is_not_called_one_in_the_same_layer():
    """C removes what A hardens one of two links into; among what is done, A counts."""
    actions = {
        "A": barrier("a", "d", hardens="review", status="done"),
        "C": removes("d", hardens="testing"),
    }
    incident = drawn(["d"], actions, a=None, b=None, d={"because": {"any": ["a", "b"]}})
    result = assess_actions(incident)
    assert (result.depth, result.by_action["A"].second_line) == (1, True)
    said = "\n".join(result.sentences())
    assert "no verdict changes here; among what is done it counts" in said
    assert "in the same layer" not in said


def test_a_done_action_that_repeats_an_open_one_is_not_redundant():
    actions = {"A": removes("a"), "B": removes("a", status="done"), "C": removes("b")}
    incident = drawn({"any": ["a", "b", "c"]}, actions, a={"layer": "ci"}, b=None, c=None)
    result = assess_actions(incident)
    assert result.redundant == ("A",)
    assert result.by_action["B"].second_line


def test_an_action_that_deepens_only_a_deeper_way_is_not_redundant():
    actions = {
        "A": removes("a", hardens="ci"),
        "A2": removes("a", hardens="review"),
        "B": removes("b", hardens="rollout"),
    }
    result = assess_actions(drawn({"any": ["a", "b"]}, actions, a=None, b=None))
    assert result.without("A2").depth == result.depth == 1
    assert not result.by_action["A2"].redundant


def test_what_an_action_spares_is_named_with_its_minutes():
    worse = {"worsened_by": [{"factor": "slow", "of": "detect", "minutes": 12}]}
    incident = drawn(["a"], {"A": removes("slow")}, a=worse, slow=None)
    (spared,) = assess_actions(incident).by_action["A"].mitigates
    assert (spared.factor, spared.minutes) == ("slow", 12)


def test_slips_and_what_is_left_without_several():
    actions = {"A": removes("a"), "B": removes("b", hardens="review")}
    result = assess_actions(drawn(["a", "b"], actions, a={"layer": "ci"}, b=None))
    slip = result.if_not_done["A"]
    assert (slip.opens, slip.depth, slip.residual_cut_set_count) == (False, 1, 0)
    nothing = result.without("A", "B")
    assert (nothing.depth, nothing.residual_cut_set_count) == (0, 1)
    assert nothing.scenario == "planned without A, B"
    with pytest.raises(UnknownName, match="no counted action 'C'"):
        result.without("C")


def test_the_next_best_raises_the_depth_most_for_its_cost_then_the_first():
    actions = {"A": removes("a", cost=2), "B": removes("b"), "C": removes("c", cost=1)}
    layered = {"layer": "ci"}
    step = assess_actions(
        drawn(["a", "b", "c"], actions, a=layered, b=layered, c=layered)
    ).next_best
    assert (step.action, step.ties, step.depth_now, step.depth_then) == ("B", ("C",), 0, 1)


def test_when_no_single_action_raises_the_depth_those_that_do_together_are_named():
    actions = {"A": removes("a"), "B": removes("b", cost=2), "C": removes("b")}
    result = assess_actions(drawn({"any": ["a", "b"]}, actions, a=None, b={"layer": "ci"}))
    step = result.next_best
    assert step.action is None
    assert (step.together, step.cost) == (("A", "C"), 2)
    assert step.reason == "no single action raises the depth of defence"
    assert any("(2, where none is stated counted as 1)" in line for line in result.sentences())


@pytest.mark.parametrize(
    ("actions", "reason"),
    [
        ({}, "no action is left"),
        ({"A": removes("a", status="done")}, "no action is left"),
        ({"A": removes("deploy")}, "do not raise the depth"),
    ],
)
def test_when_nothing_raises_the_depth_the_reason_says_so(actions, reason):
    incident = drawn(["deploy", "a"], actions, deploy={"kind": "trigger"}, a=None)
    step = assess_actions(incident).next_best
    assert step.action is None
    assert reason in step.reason


def test_triggers_alone_are_one_empty_way():
    incident = drawn(["deploy"], {"A": removes("deploy")}, deploy={"kind": "trigger"})
    result = assess_actions(incident)
    assert result.failure_paths == (frozenset(),)
    assert result.by_action["A"].on_trigger
    assert not result.by_action["A"].closes


def test_of_many_ways_the_shortest_are_judged_and_that_is_said():
    incident = drawn({"any": ["a", "b", "c"]}, {"A": removes("a")}, a=None, b=None, c=None)
    result = assess_actions(incident, budget=Budget(max_sets=2))
    assert (len(result.failure_paths), result.failure_path_count, result.complete) == (2, 3, False)
    assert "Judged by the 2 shortest of 3 failure paths." in result.sentences()


def test_of_the_examples_the_webhook_has_two_actions_in_one_layer():
    result = assess_actions(example("admission-webhook"))
    assert result.redundant == ()
    assert [n for n, verdict in result.by_action.items() if verdict.second_line] == ["A1", "A3"]
    assert {n: slip.depth for n, slip in result.if_not_done.items()} == {
        "A1": 3,
        "A2": 2,
        "A3": 3,
        "A4": 3,
        "A5": 2,
    }
    assert result.cheapest.cost == 1


def test_the_answer_is_read_only_prints_and_goes_to_json_and_a_table():
    result = assess_actions(example("crates-io-2023-07-20"))
    with pytest.raises(AttributeError, match="read-only"):
        result.incident = None
    plain = json.loads(json.dumps(result.to_dict()))
    assert plain["by_action"]["A4"]["closes"] == plain["failure_paths"]
    frame = result.to_frame()
    assert list(frame["action"]) == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert list(frame["depth_without"]) == [3, 3, 2, 2, 3, 3]


def test_what_cannot_be_judged_is_an_error():
    empty = Incident.model_validate(
        {"causal": 1, "id": "I", "title": "T", "outcome": {"what": "T"}, "factors": {}}
    )
    with pytest.raises(NothingToExplain):
        assess_actions(empty)
    incident = drawn(["a"], {"A": removes("a", status="cancelled")}, a=None)
    with pytest.raises(UnknownName):
        assess_actions(incident, "someday")
