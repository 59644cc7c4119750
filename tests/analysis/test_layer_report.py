from __future__ import annotations

import json

import pytest

from causal import Budget
from causal.analysis.layer_report import assess_layers
from causal.model import Incident
from verdict_samples import drawn, example, removes


def with_layers(incident: Incident, **layers: dict) -> Incident:
    return incident.replace(layers=layers)


@pytest.mark.parametrize(
    "state", ["breached", "held", "absent", "bypassed", "degraded", "not_reached"]
)
def test_every_state_is_taken_as_stated_and_put_into_words(state):
    stopped = {"stopped": "worse"} if state == "held" else {}
    incident = with_layers(drawn(["a"], a=None), ci={"state": state, **stopped})
    report = assess_layers(incident)
    line = report.by_layer["ci"]
    assert (line.state, line.stated, line.stopped) == (state, True, stopped.get("stopped"))
    word = {"not_reached": "was not reached", "held": "held"}.get(state, f"was {state}")
    ending = "; it stopped “worse”." if stopped else ""
    assert any(said.startswith(f"CI {word}{ending}") for said in report.sentences())


def test_a_layer_with_holes_is_breached_unless_stated_otherwise():
    incident = drawn(["a"], a={"layer": "ci"})
    line = assess_layers(incident).by_layer["ci"]
    assert (line.state, line.stated) == ("breached", False)
    degraded = with_layers(incident, ci={"state": "degraded"})
    assert assess_layers(degraded).by_layer["ci"].state == "degraded"


def test_a_layer_that_is_only_hardened_is_listed_without_a_state():
    incident = drawn(["a"], {"A": removes("a", hardens="recovery")}, a=None)
    report = assess_layers(incident)
    line = report.by_layer["recovery"]
    assert (line.state, line.gaps, line.hardened_planned) == (None, (), ("A",))
    assert "Recovery has no gap in this graph. Hardened by A once done." in report.sentences()


def test_layers_stand_in_layer_order():
    incident = drawn(
        ["a", "b", "c"], a={"layer": "rollout"}, b={"layer": "ci"}, c={"layer": "review"}
    )
    report = assess_layers(incident)
    assert list(report.by_layer) == ["review", "ci", "rollout"]
    (way,) = report.failure_paths
    assert way.layers == ("review", "ci", "rollout")


def test_the_share_of_ways_a_layer_would_stop():
    incident = drawn(
        {"any": [{"all": ["a", "b"]}, "c", "d"]},
        a={"layer": "ci"},
        b={"layer": "review"},
        c={"layer": "review"},
        d=None,
    )
    report = assess_layers(incident)
    ci, review = report.by_layer["ci"], report.by_layer["review"]
    assert (ci.stops, review.stops) == (1, 2)
    assert review.share_stopped == pytest.approx(2 / 3)
    assert not review.would_have_stopped
    assert report.single_points == ()  # it is alone where c suffices, but d suffices too
    assert report.failure_paths_without_layer == (frozenset("d"),)


def test_a_hole_on_the_way_from_a_basic_factor_counts():
    incident = drawn(["gap"], a=None, gap={"layer": "testing", "because": ["a"]})
    assert assess_layers(incident).single_points == ("testing",)


def test_a_hole_off_the_path_of_a_way_does_not():
    incident = drawn(
        {"any": ["a", {"all": ["gap", "b"]}]}, a=None, b=None, gap={"layer": "ci", "because": ["a"]}
    )
    (way,) = assess_layers(incident).failure_paths
    assert way.factors == frozenset("a")
    assert way.layers == ()


def test_layers_that_only_together_decide_a_way_are_both_on_it():
    incident = drawn(
        {"any": ["x", "y"]},
        a=None,
        x={"layer": "ci", "because": ["a"]},
        y={"layer": "review", "because": ["a"]},
    )
    report = assess_layers(incident)
    (way,) = report.failure_paths
    assert way.layers == ("review", "ci")
    assert report.single_points == ()
    assert report.by_layer["ci"].stops == 0


def test_stopping_every_shortest_way_need_not_stop_it():
    incident = drawn(
        {"any": ["gap", {"all": ["a", "b"]}]}, a=None, b=None, gap={"layer": "ci", "because": ["a"]}
    )
    report = assess_layers(incident)
    line = report.by_layer["ci"]
    assert (line.share_stopped, line.would_have_stopped) == (None, False)
    assert any("a longer failure path" in sentence for sentence in report.sentences())


def test_a_factor_behind_holes_in_several_layers_is_a_common_cause():
    actions = {"A": removes("x", hardens="review"), "B": removes("y", hardens="testing")}
    incident = drawn(
        ["x", "y"],
        actions,
        pressure=None,
        x={"layer": "review", "because": ["pressure"]},
        y={"layer": "testing", "because": ["pressure"]},
    )
    report = assess_layers(incident)
    assert report.common_causes == {"pressure": ("review", "testing")}
    planned = report.depths["planned"]
    assert (planned.layers, planned.independent) == (2, 1)
    assert any("a common cause" in sentence for sentence in report.sentences())


def test_verified_done_and_planned_have_their_own_depth():
    actions = {
        "A": removes("a", status="done", completed="2025-05-01", verified={"on": "2025-05-02"}),
        "B": removes("b", status="done", completed="2025-05-01"),
        "C": removes("c"),
    }
    incident = drawn(
        ["a", "b", "c"], actions, a={"layer": "ci"}, b={"layer": "review"}, c={"layer": "rollout"}
    )
    report = assess_layers(incident)
    assert {name: d.layers for name, d in report.depths.items()} == {
        "verified": 1,
        "done": 2,
        "planned": 3,
    }
    assert report.by_layer["ci"].hardened_done == ("A",)
    assert report.by_layer["rollout"].hardened_done == ()


def test_known_gaps_and_holes_that_made_it_worse_are_kept_apart():
    incident = drawn(["a"], a={"layer": "ci", "worsened_by": ["slow"]}, slow={"layer": "detection"})
    report = assess_layers(with_layers(incident, ci={"known_gaps": ["vendored code"]}))
    assert report.by_layer["ci"].known_gaps == ("vendored code",)
    detection = report.by_layer["detection"]
    assert (detection.gaps, detection.amplifying, detection.stops) == ((), ("slow",), 0)


def test_of_many_ways_the_listed_ones_are_judged_and_that_is_said():
    gap = {"layer": "ci"}
    report = assess_layers(
        drawn({"any": ["a", "b", "c"]}, a=gap, b=gap, c=None), budget=Budget(max_sets=2)
    )
    assert not report.complete
    assert report.by_layer["ci"].stops == 2
    assert report.by_layer["ci"].share_stopped is None
    assert "Judged by the 2 shortest of 3 failure paths." in report.sentences()


def test_the_answer_prints_and_goes_to_json_and_a_table():
    report = assess_layers(example("connection-pool"))
    assert "In this graph any one of these layers is sufficient to prevent it: " in str(report)
    assert "Depth of defence: " in str(report)
    plain = json.loads(json.dumps(report.to_dict()))
    assert plain["failure_paths"][0]["layers"] == [
        "review",
        "testing",
        "rollout",
        "capacity",
        "detection",
    ]
    assert list(report.to_frame()["layer"]) == plain["failure_paths"][0]["layers"]
