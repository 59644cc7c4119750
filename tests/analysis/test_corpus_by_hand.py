"""Six incidents of the corpus, their figures worked out by hand from the files.

Each is a conjunction: every basic factor is needed, so there is one failure path, and every layer
with a gap on it is sufficient. What is left to work out is what the actions leave. `why` says how
each figure comes about; where it is open, what it depends on.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

import causal
from verdict_samples import example


@dataclass(frozen=True)
class Worked:
    path: set[str]
    layers: set[str]
    depths: tuple[int, int, int]  # verified, done, planned
    next: tuple[str | None, tuple[str, ...]]
    why: str
    mitigated: dict[str, tuple[str, ...]] = field(default_factory=dict)
    second_line: set[str] = field(default_factory=set)
    no_effect: set[str] = field(default_factory=set)
    redundant: tuple[str, ...] = ()


BY_HAND = {
    "dfds-2021-002": Worked(
        {
            "scheduled-pipeline-ran",
            "flux-version-unlocked",
            "flux-little-tested",
            "logs-depend-on-gitops-trial",
        },
        {"ci", "testing", "rollout"},
        (0, 0, 1),
        ("A4", ()),
        "only A4 acts on the path, and nothing is done; the alerts and the timeslot soften, and "
        "either alert is enough for the gap both act on",
        {"pipeline-before-office-hours": ("A3",), "few-component-alerts": ("A1", "A2")},
        redundant=("A1", "A2"),
    ),
    "dfds-2024-001": Worked(
        {
            "dev-jobs-crash-looping",
            "agent-without-limits",
            "agent-on-shared-nodes",
            "dev-beside-production",
        },
        {"capacity", "resilience"},
        (0, 0, 2),
        ("A1", ("A3", "A4")),
        "A1 stands in resilience; A3 on the limits and A4 on the memory they let grow, both in "
        "capacity, so two layers and three actions. A6 and A7 mitigate a gap in ownership, where "
        "such an action only stands on the links out of it, and there is none. A5 names no factor",
        {"limitrange-on-agent": (), "node-metrics-not-known": (), "no-bandwidth-alert": ("A2",)},
        {"A3", "A4"},
        {"A5"},
    ),
    "moj-2020-02-12": Worked(
        {"destroy-run", "workspace-not-evident"},
        {"access"},
        (0, 0, 0),
        (None, ()),
        "the one action recreated the nodes, which undoes this instance only",
    ),
    "mybinder-2018-02-20": Worked(
        {
            "announcement-traffic",
            "single-hub",
            "hub-requests-unthrottled",
            "default-route-to-hub",
            "chart-outdated",
        },
        {"lifecycle", "capacity", "resilience"},
        (0, 1, 3),
        ("A2", ("A3", "A4")),
        "A1 is done, in lifecycle; A2 and A3 in resilience and A4 in capacity make three layers of "
        "four actions. A6 mitigates a gap in rollout, and has no link out of it to stand on",
        {"change-under-load": (), "unhealthy-nodes-hard-to-find": ("A5",)},
        {"A2", "A3"},
    ),
    "posthog-2025-11-24": Worked(
        {
            "malicious-pull-request",
            "workflow-changed",
            "trigger-semantics-misread",
            "review-shares-misreading",
            "analysis-alert-dismissed",
            "bot-token-too-powerful",
            "long-lived-publishing-token",
        },
        {"ownership", "review", "ci", "access"},
        (0, 2, 2),
        (None, ()),
        "A1 in access and A2 in review are done, and no evidence is stated that they work. A3 "
        "names no factor of this incident, A5 is a repair",
        {"secrets-hard-to-rotate": ("A4",)},
        set(),
        {"A3"},
    ),
    "prow-2019-01-23": Worked(
        {
            "preset-refactor-merged",
            "presubmit-accepts-config",
            "config-unversioned",
            "change-passed-review",
            "hook-restarted",
        },
        {"config_validation", "review"},
        (0, 0, 1),
        ("A1", ()),
        "A1 alone acts on the path; A2 is heard only after the loss, A3 is a repair",
        {"config-failures-unalerted": ("A2",), "oncall-not-online": (), "repair-needs-prow": ()},
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_answers_are_those_worked_out_by_hand(name: str) -> None:
    hand, incident = BY_HAND[name], example(f"corpus/{name}")
    why, plan = causal.explain(incident), causal.assess_actions(incident)
    assert why.cut_sets == (frozenset(hand.path),)
    assert set(why.stopping_layers) == hand.layers
    scenarios = ("verified", "done", "planned")
    depths = tuple(causal.assess_actions(incident, scenario).depth for scenario in scenarios)
    assert depths == hand.depths, hand.why
    assert (plan.next_best.action, plan.next_best.ties) == hand.next
    assert {item.factor: item.actions for item in plan.consequences} == hand.mitigated
    found = plan.by_action.items()
    assert {n for n, one in found if one.second_line} == hand.second_line
    assert {n for n, one in found if one.has_no_effect} == hand.no_effect
    assert plan.redundant == hand.redundant
    assert not (plan.redundant and plan.redundant_together)


def test_what_is_suspected_keeps_two_of_them_from_being_sure() -> None:
    """The only known cause of a factor is suspected; were it ruled out, the cause is unknown."""
    for name, factor, layer in (
        ("dfds-2021-002", "flux-little-tested", "testing"),
        ("dfds-2024-001", "agent-without-limits", "capacity"),
    ):
        found = causal.assess_uncertainty(example(f"corpus/{name}"))
        for verdict in (found.but_for[factor], found.layers[layer]):
            assert (verdict.as_drawn, verdict.certain) == (True, False)
            assert verdict.depends_on


def test_why_an_action_on_what_made_it_worse_mitigates_nothing_is_said() -> None:
    said = causal.assess_actions(example("corpus/dfds-2024-001")).sentences()
    (line,) = [line for line in said if line.startswith("A7 ")]
    assert "mitigates nothing" in line
    assert "of kind mitigate, it removes gaps in detection, response, recovery only" in line


def test_two_actions_on_what_made_it_worse_block_nothing_and_nothing_else_is_said() -> None:
    """A1 and A2 watch for timeouts: without both, the failure paths are what they were."""
    said = causal.assess_actions(example("corpus/dfds-2020-008")).sentences()
    without_both = "Without any one of A1 and A2 no verdict here changes; not so without all"
    assert any(line.startswith(without_both) for line in said)
    assert not any("same failure paths remain" in line for line in said)


def test_either_of_two_causes_is_sufficient_only_with_the_cause_beside_them() -> None:
    said = causal.assess_links(example("corpus/mybinder-2017-10-17")).sentences()
    left = "In this graph either of these, with its other causes, is sufficient for “Pods of"
    assert any(line.startswith(left) for line in said)


def test_the_fewest_factors_that_must_go_are_an_instance_where_others_would_do() -> None:
    """Of prow-2019-02-05, six pairs prevent it, one of each fault."""
    why = causal.explain(example("corpus/prow-2019-02-05"))
    assert sum(len(members) == 2 for members in why.prevention_sets) == 6
    assert any("together, for instance." in line for line in why.sentences())


def test_a_barrier_on_two_paths_makes_each_of_them_longer() -> None:
    said = causal.assess_actions(example("corpus/mybinder-2017-10-17")).sentences()
    (line,) = [line for line in said if line.startswith("A5 ")]
    assert "both failure paths, each of which then takes the failure of this barrier too" in line
    assert line.endswith("It is a second line in the same layer, beside A2 (not done yet).")


def test_a_layer_that_actions_name_without_removing_its_gaps_says_so() -> None:
    said = causal.assess_layers(example("corpus/posthog-2026-01-17")).sentences()
    (line,) = [line for line in said if line.startswith("Rollout ")]
    assert line.endswith("Named by A5, A6 and A7, to no effect on its gaps.")
    acts = causal.assess_actions(example("corpus/posthog-2026-01-17")).sentences()
    assert any("A5, A6 and A7 act on it, but " in line for line in acts)


def test_what_no_action_mitigates_is_said_once_and_not_again_as_what_none_acts_on() -> None:
    said = causal.assess_actions(example("corpus/mybinder-2017-10-17")).sentences()
    assert sum("A degraded code host held up the fix" in line for line in said) == 1
