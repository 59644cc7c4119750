"""The worked examples, with the figures that follow from their sources by hand."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

import causal
import oracles
from causal.io.parsed_document import parse_yaml

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FILES = sorted(p for p in EXAMPLES.rglob("*.yaml") if p.name != "catalogue.yaml")
every_file = pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
SCHEMA = jsonschema.Draft202012Validator(causal.incident_schema())


def example(name: str) -> causal.Incident:
    return causal.load(EXAMPLES / f"{name}.yaml")


def one(*names: str) -> tuple[frozenset[str], ...]:
    return (frozenset(names),)


def alone(*names: str) -> set[frozenset[str]]:
    return {frozenset({name}) for name in names}


def spared(plan: object) -> dict[str, tuple[str, ...]]:
    return {item.factor: item.actions for item in plan.consequences}


@every_file
def test_it_loads_is_read_back_and_cites_its_source(path):
    incident = causal.load(path)
    assert incident.source is not None and incident.source.licence
    for format in ("yaml", "json"):
        assert causal.loads(causal.dumps(incident, format=format), format=format) == incident
    assert causal.from_networkx(causal.to_networkx(incident)) == incident


@every_file
def test_it_satisfies_the_schema_as_written_and_as_dumped(path):
    SCHEMA.validate(parse_yaml(path.read_text(encoding="utf-8")).data)
    SCHEMA.validate(parse_yaml(causal.dumps(causal.load(path))).data)


@every_file
def test_its_verdicts_agree_with_brute_force(path):
    data = parse_yaml(path.read_text(encoding="utf-8")).data
    incident = causal.load(path)
    why = causal.explain(incident)
    together = oracles.cut_sets(oracles.read_as(data, "all"))
    assert set(why.if_all_of.cut_sets) == together
    data = oracles.read_as(data, "any")  # what survives longest, as every verdict on actions
    assert set(why.cut_sets) == oracles.cut_sets(data)
    assert set(why.prevention_sets) == oracles.prevention_sets(data)
    assert why.but_for == oracles.but_for(data)
    for scenario in ("planned", "done"):
        plan = causal.assess_actions(incident, scenario)
        actions = oracles.counted(data, scenario)
        assert set(plan.residual_cut_sets) == oracles.residual_sets(data, actions)
        table = oracles.failing_table(data, actions)
        assert set(plan.depth_layer_sets) == table.minimal_true()
        assert plan.independent_depth == oracles.independent_depth(data, actions)
        assert plan.depth == oracles.depth(data, actions)


POOL_LINE = (
    "site-down",
    "lb-stopped-routing",
    "health-check-failing",
    "service-500s",
    "pool-exhausted",
    "bad-query-live",
)
POOL_GAPS = {
    "reviewer-without-context",
    "tests-miss-query-pattern",
    "canary-too-short",
    "pool-sized-for-old-traffic",
}
POOL_LAYERS = {"review", "testing", "rollout", "capacity"}


def test_connection_pool_six_lined_up_and_none_is_on_the_chain():
    incident = example("connection-pool")
    six = {*POOL_GAPS, "n-plus-one-deployed", "shallow-health-check"}
    why = causal.explain(incident)
    assert why.cut_sets == one(*six)
    assert why.but_for_basic == six
    assert why.but_for == six | set(POOL_LINE)
    assert set(why.prevention_sets) == alone(*six)
    assert set(why.prevention_sets_anywhere) == alone(*six, *POOL_LINE)
    assert set(why.responsibility.values()) == {1.0}
    assert why.importance == dict.fromkeys(sorted(six), 1 / 32)
    assert set(why.stopping_layers) == {*POOL_LAYERS, "detection"}
    versus = causal.compare_five_whys(incident)
    assert versus.on_chain == POOL_LINE
    assert not six & set(versus.on_chain)
    assert six == set(versus.missed)


def test_connection_pool_the_plan_is_five_layers_deep_and_the_chain_one():
    incident = example("connection-pool")
    plan = causal.assess_actions(incident)
    assert plan.closed and plan.residual_cut_sets == ()
    assert plan.depth == plan.independent_depth == 5
    assert plan.depth_layer_sets == one(*POOL_LAYERS, "detection")
    assert plan.orphan_factors == plan.orphan_actions == ()
    done = causal.assess_actions(incident, "done")
    assert done.depth == 0
    assert done.residual_cut_sets == one(*POOL_GAPS, "shallow-health-check")
    versus = causal.compare_five_whys(incident)
    assert (versus.depth_chain, versus.depth_graph) == (1, 5)
    assert versus.chain_plan.blocks_everything_upstream == ("five whys",)
    (end,) = versus.ends_of_chain
    assert (end.factor, end.is_basic, end.is_but_for) == ("bad-query-live", False, True)
    assert {step.is_link for step in versus.steps} == {"link"}


def test_connection_pool_chances_of_a_random_chain():
    # The outcome has two causes; below them a line of five; then 2, then 4 to choose from.
    versus = causal.compare_five_whys(example("connection-pool"))
    assert versus.chains == 6
    assert versus.ends == {
        "shallow-health-check": 1 / 2,
        "pool-sized-for-old-traffic": 1 / 4,
        "canary-too-short": 1 / 16,
        "n-plus-one-deployed": 1 / 16,
        "reviewer-without-context": 1 / 16,
        "tests-miss-query-pattern": 1 / 16,
    }
    # seen: 1 with 1/2, 6 with 1/4, 7 with 1/4; of twelve factors
    assert versus.expected_coverage == pytest.approx((1 / 2 + 6 / 4 + 7 / 4) / 12)
    assert versus.ends_at_five == {"pool-exhausted": 1 / 2, "shallow-health-check": 1 / 2}
    assert versus.expected_coverage_at_five == pytest.approx((1 / 2 + 5 / 2) / 12)
    assert versus.best_chain.chain[:6] == POOL_LINE


def test_connection_pool_worsened_is_one_factor_and_one_layer_less():
    incident = example("connection-pool-worsened")
    five = {*POOL_GAPS, "n-plus-one-deployed"}
    why = causal.explain(incident)
    assert why.cut_sets == one(*five)
    assert why.but_for_basic == five
    plan = causal.assess_actions(incident)
    assert plan.closed
    assert plan.depth == 4
    assert plan.depth_layer_sets == one(*POOL_LAYERS)
    assert spared(plan) == {"shallow-health-check": ("A4",)}
    (verdict,) = plan.consequences
    assert (verdict.of, verdict.cost) == ("detect", "longer to detect, unquantified")
    assert plan.orphan_actions == ()
    assert causal.compare_five_whys(incident).depth_chain == 1


def test_admission_webhook():
    incident = example("admission-webhook")
    basic = {
        "deploy-pod-churn",
        "churn-not-capped",
        "full-yaml-per-request",
        "no-horizontal-scaling",
        "no-memory-limits",
    }
    along = {
        "requests-piled-up",
        "webhook-memory-exhausted",
        "webhook-oom-killed",
        "api-server-rejects-pods",
    }
    why = causal.explain(incident)
    assert why.cut_sets == one(*basic)
    assert why.but_for == basic | along
    assert set(why.prevention_sets) == alone(*basic)
    assert set(why.stopping_layers) == {"rollout", "capacity", "resilience"}
    plan = causal.assess_actions(incident)
    assert plan.closed
    assert plan.depth == 3
    assert plan.depth_layer_sets == one("rollout", "resilience", "capacity")
    assert plan.assumed == ("deploy-pod-churn",)
    assert spared(plan) == {"no-runbook-entry": ("A4",)}
    assert plan.consequences[0].of == "mitigate"


def test_gitops_against_an_operator():
    incident = example("gitops-vs-operator")
    basic = {"gitops-manages-maxmemory", "operator-manages-maxmemory", "no-field-ownership"}
    why = causal.explain(incident)
    assert why.cut_sets == one(*basic)
    assert why.but_for == basic | {"maxmemory-flip-flop", "redis-restarting"}
    assert set(why.prevention_sets) == alone(*basic)
    plan = causal.assess_actions(incident)
    assert plan.closed
    assert plan.assumed == ()
    assert plan.depth == 2
    assert plan.depth_layer_sets == one("config_validation", "ownership")
    assert spared(plan) == {"loop-looks-normal": (), "no-reconcile-rate-alert": ("A2",)}
    assert set(plan.orphan_factors) == {"operator-manages-maxmemory", "loop-looks-normal"}


def test_ingress_truncation():
    incident = example("ingress-truncation")
    basic = {"large-payload-endpoint", "proxy-default-64k", "limit-unknown-to-team"}
    along = {"responses-truncated", "large-bodies-live", "no-large-body-test"}
    why = causal.explain(incident)
    assert why.cut_sets == one(*basic)
    assert why.but_for == basic | along
    assert set(why.prevention_sets) == alone(*basic)
    assert set(why.prevention_sets_anywhere) == alone(*basic, *along)
    plan = causal.assess_actions(incident)
    assert plan.closed
    assert plan.depth == 3
    assert plan.depth_layer_sets == one("config_validation", "testing", "ownership")
    assert spared(plan) == {"truncation-silent": ("A1",)}
    # Not knowing the limit is upstream of the missing test only, a hole in one layer.
    assert plan.independent_depth == 3


def test_crates_io():
    incident = example("crates-io-2023-07-20")
    drawn = {
        "url-separator-missing",
        "never-unit-tested",
        "refactoring-good-enough",
        "reviews-for-high-impact",
        "no-impact-checklist",
        "smoke-test-manual",
        "earlier-lesson-stopped-short",
    }
    why = causal.explain(incident)
    assert why.cut_sets == one(*drawn)
    assert why.but_for_basic == drawn
    assert why.unconfirmed == ("earlier-lesson-stopped-short -> smoke-plan-lacks-downloads",)
    plan = causal.assess_actions(incident)
    assert plan.closed
    assert plan.depth == 3
    assert plan.depth_layer_sets == one("testing", "review", "rollout")
    assert plan.repairs == ("A5", "A6")
    done = causal.assess_actions(incident, "done")
    assert (done.depth, done.depth_layer_sets) == (1, one("testing"))


def test_crates_io_whys_are_a_tree_of_fifteen_answers_with_four_ends():
    incident = example("crates-io-2023-07-20")
    assert incident.five_whys.is_tree
    assert len(list(incident.five_whys.answers())) == 15
    versus = causal.compare_five_whys(incident)
    assert [end.factor for end in versus.ends_of_chain] == [
        "refactoring-good-enough",
        "reviews-for-high-impact",
        "no-impact-checklist",
        "smoke-test-manual",
    ]
    assert len(versus.single_chains) == 4
    assert {step.is_link for step in versus.steps} == {"link"}
    assert all(end.is_basic and end.is_but_for for end in versus.ends_of_chain)
    assert {"url-separator-missing", "never-unit-tested"} <= set(versus.missed)


FAULTS = [
    {"causal": 2},
    {"title": None},
    {"sevrity": "SEV1"},
    {"outcome": {"because": ["a"]}},
    {"outcome": {"what": "o", "because": []}},
    {"outcome": {"what": "o", "because": {"xor": ["a"]}}},
    {"outcome": {"what": "o", "because": {"at_least": 0, "of": ["a"]}}},
    {"factors": {"a": {"kind": "trigger"}}},
    {"factors": {"a": {"what": "A", "kind": "triger"}}},
    {"factors": {"a": {"what": "A", "colour": "red"}}},
    {"factors": ["a"]},
    {"actions": {"A1": {"what": "x", "status": "doing"}}},
    {"actions": {"A1": {"what": "x", "cost": -1}}},
    {"actions": {"A1": {"what": "x", "effect": "remove"}}},
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_the_schema_refuses_what_the_reader_refuses(fault):
    import json

    sound = {
        "causal": 1,
        "id": "x",
        "title": "t",
        "outcome": {"what": "o", "because": ["a"]},
        "factors": {"a": {"what": "A"}},
    }
    assert SCHEMA.is_valid(sound)
    assert not SCHEMA.is_valid(sound | fault)
    with pytest.raises(causal.InvalidIncident):
        causal.loads(json.dumps(sound | fault), format="json")


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(causal.incident_schema())
