"""Small incidents on which a careless definition misleads, each with what is right to say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

import causal
from reference_data import folder, reference


def case(name: str) -> causal.Incident:
    return causal.load(reference("semantic-cases", f"{name}.yaml"))


def refused(name: str) -> list[tuple[str, str]]:
    with pytest.raises(causal.InvalidIncident) as raised:
        case(name)
    return [(fault.where, fault.rule) for fault in raised.value.faults]


def depths(name: str) -> list[int]:
    """Return the depth of defence by what is verified, done and planned."""
    incident = case(name)
    scenarios = ("verified", "done", "planned")
    return [causal.assess_actions(incident, scenario=s).depth for s in scenarios]


def found(name: str) -> set[str]:
    return {finding.rule for finding in causal.check(case(name))}


def test_a_layer_stops_only_what_does_not_get_round_it():
    lines = causal.assess_layers(case("absorbed"))
    line = lines.by_layer["config_validation"]
    assert (line.would_have_stopped, line.share_stopped, lines.single_points) == (False, None, ())
    assert causal.explain(case("absorbed")).stopping_layers == ()


@pytest.mark.parametrize(
    ("name", "unlinked"),
    [("dis-assess-orphan_actions", ["d0", "d1"]), ("dis-whys-step", ["d2", "b0", "d0"])],
)
def test_what_leads_nowhere_is_a_fault(name, unlinked):
    assert refused(name) == [(f"factors.{factor}", "leads-nowhere") for factor in unlinked]


def test_a_link_is_not_stated_with_two_confidences():
    assert refused("dis-doubt-but-for") == [("factors.d0.because", "two-confidences")]


def test_what_an_answer_depends_on_is_named_and_nothing_else():
    answer = causal.assess_uncertainty(case("dis-doubt-depends_on"))
    assert (answer.resolutions, answer.discarded) == (8, 0)
    depends = {name: set(verdict.depends_on) for name, verdict in answer.but_for.items()}
    assert depends["b3"] == {"b2", "b4", "d0 -> d1"}
    assert depends["d1"] == set()


def test_a_factor_whose_causes_no_longer_suffice_has_an_unknown_cause():
    answer = causal.assess_uncertainty(case("dis-doubt-res"))
    assert (answer.resolutions, answer.discarded) == (4, 0)
    assert answer.but_for["b2"].as_drawn is True


def test_only_the_outcome_may_lack_causes_and_lose_a_resolution():
    answer = causal.assess_uncertainty(case("s5-only-cause-suspected"))
    assert (answer.resolutions, answer.discarded) == (4, 0)
    assert answer.but_for["no-index"].depends_on == (
        "no-index -> slow-query",
        "slow-query -> pool-exhausted",
    )
    assert answer.depth.possible == (0, 1)


def test_an_action_that_takes_part_in_mitigating_has_an_effect():
    plan = causal.assess_actions(case("dis-judge-nothing_but_matters"))
    assert [item.actions for item in plan.consequences] == [("A1", "A2")]
    assert [plan.by_action[name].has_no_effect for name in ("A1", "A2")] == [False, False]


def test_one_action_over_three_layers_is_one_line_of_defence():
    plan = causal.assess_actions(case("s1-one-action-three-layers"))
    assert (plan.depth, plan.defence.layers, plan.defence.actions) == (1, 3, 1)
    assert depths("s1-one-action-three-layers") == [0, 0, 1]
    assert "one action stands between this and a repeat" in str(plan)


def test_barriers_count_as_deep_as_removals_though_a_path_remains():
    assert depths("s10-barriers") == [0, 0, 3]
    assert depths("s10b-one-removal") == [0, 0, 1]
    barriers = causal.assess_actions(case("s10-barriers"))
    removal = causal.assess_actions(case("s10b-one-removal"))
    assert [(plan.closed, plan.residual_cut_set_count) for plan in (barriers, removal)] == [
        (False, 1),
        (True, 0),
    ]


def test_a_done_action_is_not_dropped_for_one_that_is_open():
    plan = causal.assess_actions(case("s11-done-redundant-to-open"))
    assert plan.redundant == ()
    assert [plan.by_action[name].second_line for name in ("A1", "A2")] == [True, True]
    assert depths("s11-done-redundant-to-open") == [1, 1, 1]


def test_a_barrier_on_what_made_it_worse_acts_and_zero_minutes_are_a_figure():
    plan = causal.assess_actions(case("s12-barrier-orphan"))
    assert [item.minutes for item in plan.consequences] == [0]
    assert (plan.orphan_actions, plan.by_action["A1"].has_no_effect) == ((), False)
    assert "0 minutes" in str(plan)


def test_a_consequence_is_credited_to_what_removes_it_alone():
    plan = causal.assess_actions(case("s13-spared-by-all"))
    assert [(item.factor, item.actions) for item in plan.consequences] == [
        ("nobody-noticed", ("A1", "A2"))
    ]
    assert [name for name, verdict in plan.by_action.items() if verdict.has_no_effect] == [
        "A3",
        "A4",
    ]
    assert (plan.on_triggers_only, plan.orphan_actions) == (("A3",), ("A4",))


def test_an_action_whose_loss_changes_a_consequence_has_an_effect():
    plan = causal.assess_actions(case("s14b-hits-nothing-more-natural"))
    assert [plan.by_action[name].has_no_effect for name in ("A1", "A2")] == [False, False]
    assert plan.depth == 0


def test_a_share_of_responsibility_comes_with_its_pairs():
    why = causal.explain(case("s15-which-pair"))
    assert why.responsibility == dict.fromkeys("abcd", 0.5)
    assert set(why.prevention_sets) == {frozenset("ab"), frozenset("cd")}
    pairs = (
        "“The primary database was full” and “The primary cache was cold”; "
        "“The standby database lagged” and “The standby cache was off”"
    )
    assert pairs in str(why)


def test_removing_a_gap_counts_in_the_layer_of_the_gap():
    plan = causal.assess_actions(case("s16-own-layers"))
    assert (plan.depth, plan.defence.layers) == (1, 1)
    assert plan.by_layer == {"review": ("A1", "A2", "A3", "A4")}
    assert "hardens-contradicts-gap" in found("s16-own-layers")


def test_a_trigger_with_causes_counts_as_an_event():
    assert depths("s2-trigger-with-causes") == [0, 0, 2]
    assert causal.assess_actions(case("s2-trigger-with-causes")).assumed == ()
    assert "trigger-with-causes" in found("s2-trigger-with-causes")


def test_a_trigger_is_no_hole_in_a_layer():
    assert refused("s3-trigger-is-gap") == [("factors.dropped.layer", "unknown-layer")]


def test_an_alert_removes_nothing_and_counts_as_a_barrier():
    plan = causal.assess_actions(case("s4-alert-removes"))
    assert (plan.closed, plan.depth, plan.independent_depth) == (False, 2, 1)
    assert "detect-claimed-to-remove" in found("s4-alert-removes")


def test_layers_behind_one_drawn_cause_are_one_failure():
    plan = causal.assess_actions(case("s6-hidden-common-cause"))
    assert (plan.depth, plan.independent_depth) == (2, 1)
    assert plan.defence.common_causes == {"pressure": ("review", "testing")}


def test_several_together_are_the_cheapest_that_gain_a_level():
    following = causal.assess_actions(case("s7-cheapest-together")).next_best
    assert (following.action, following.together, following.cost) == (None, ("A3", "A4"), 2)


def test_independent_depth_does_not_fall_when_an_action_is_added():
    incident = case("indep")
    fewer = causal.assess_actions(incident, scenario=["A1", "A3"]).independent_depth
    assert (fewer, causal.assess_actions(incident).independent_depth) == (2, 2)


def test_every_case_of_the_folder_is_asked_for_here():
    if folder() is None:
        pytest.skip("needs reference data")
    here = (path.stem for path in reference("semantic-cases").glob("*.yaml"))
    source = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in sorted(here) if f'"{name}"' not in source] == []
