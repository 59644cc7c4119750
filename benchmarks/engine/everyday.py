"""An everyday incident (20 factors, 8 layers, 6 actions): every answer, every attribute read.

Beside it the same answers in plain networkx, in the same run and checked to be the same.
Usage: python benchmarks/engine/everyday.py
"""

from __future__ import annotations

import statistics
import time

import plain_networkx as plain

import causal

LAYERS = ("ownership", "review", "testing", "ci", "rollout", "capacity", "detection", "response")
RUNS = 31


def everyday() -> causal.Incident:
    factors: dict[str, dict[str, object]] = {
        "site-down": {"what": "The site was down", "because": ["errors", "no-failover"]},
        "errors": {"what": "Errors", "because": [{"any": ["pool-dry", "cache-cold"]}, "retries"]},
        "pool-dry": {"what": "The pool ran dry", "because": ["slow-query", "small-pool"]},
        "cache-cold": {"what": "The cache was cold", "because": ["flush", "small-cache"]},
        "slow-query": {"what": "A slow query", "because": ["deploy", "not-reviewed", "not-tested"]},
        "not-reviewed": {"what": "Review missed it", "layer": "review", "because": ["no-owner"]},
        "flush": {
            "what": "The cache was flushed",
            "because": [{"at_least": 2, "of": ["job", "hook", "drift"]}],
        },
        "late": {"what": "Seen late", "because": ["shallow-check", "no-alert"]},
    }
    gaps = {
        "no-owner": "ownership",
        "not-tested": "testing",
        "drift": "ci",
        "small-pool": "capacity",
        "small-cache": "capacity",
        "no-failover": None,
        "retries": None,
        "job": None,
        "hook": "rollout",
        "shallow-check": "detection",
        "no-alert": "response",
    }
    factors |= {
        name: {"what": name} | ({"layer": layer} if layer else {}) for name, layer in gaps.items()
    }
    factors["deploy"] = {"what": "A deploy", "kind": "trigger"}
    actions = {
        "A1": {"what": "a", "addresses": ["no-owner"], "hardens": "ownership"},
        "A2": {"what": "b", "addresses": ["not-tested"], "hardens": "testing"},
        "A3": {"what": "c", "addresses": ["small-pool", "small-cache"], "hardens": "capacity"},
        "A4": {"what": "d", "addresses": ["hook"], "hardens": "rollout", "status": "done"},
        "A5": {"what": "e", "addresses": ["shallow-check"], "hardens": "detection"},
        "A6": {"what": "f", "addresses": ["drift"], "hardens": "ci"},
    }
    return causal.Incident.model_validate(
        {
            "causal": 1,
            "id": "everyday",
            "title": "Everyday",
            "factors": factors,
            "actions": actions,
            "outcome": {"what": "Down for an hour", "because": ["site-down", "late"]},
            "five_whys": {"chain": ["site-down", "errors", "pool-dry", "slow-query", "deploy"]},
        }
    )


def ours(incident: causal.Incident) -> dict[str, object]:
    result = causal.explain(incident)
    plan = causal.assess_actions(incident)
    versus = causal.compare_five_whys(incident)
    for answer in (result, plan, versus):  # every public attribute, as promised
        for name in NAMES[type(answer)]:
            getattr(answer, name)
    return {
        "cut_sets": set(result.cut_sets),
        "prevention_sets": set(result.prevention_sets),
        "but_for": set(result.but_for),
        "responsibility": result.responsibility,
        "importance": result.importance,
        "layers": {n: v.would_have_stopped for n, v in result.layers.items() if v.gaps},
        "residual_cut_sets": set(plan.residual_cut_sets),
        "depth": plan.depth,
        "chains": versus.chains,
        "ends": versus.ends,
        "expected_coverage": versus.expected_coverage,
    }


NAMES: dict[type, list[str]] = {}


def baseline(incident: causal.Incident) -> dict[str, object]:
    graph = causal.to_networkx(incident)
    actions = {n: (set(a.addresses), a.hardens or "") for n, a in incident.actions.items()}
    answers = plain.explain(graph) | plain.assess(graph, actions) | plain.chains(graph)
    answers["ends"] = {end: float(chance) for end, chance in answers["ends"].items()}
    answers["expected_coverage"] = float(answers["expected_coverage"])
    return answers


def median_ms(run: object, *arguments: object, runs: int = RUNS) -> float:
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        run(*arguments)
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


def main() -> None:
    incident = everyday()
    for answer in (
        causal.explain(incident),
        causal.assess_actions(incident),
        causal.compare_five_whys(incident),
    ):
        kind = type(answer)
        NAMES[kind] = [
            n
            for n in dir(kind)
            if (not n.startswith("_") and isinstance(getattr(kind, n), property))
            or type(getattr(kind, n)).__name__ == "cached_property"
        ]
    mine, theirs = ours(incident), baseline(incident)
    for name in theirs:
        if mine[name] != theirs[name]:
            raise SystemExit(f"{name} differs: {mine[name]} against {theirs[name]}")
    fast = median_ms(ours, incident)
    slow = median_ms(baseline, incident, runs=5)
    print("| | ms |\n|---|---|")
    print(f"| explain + assess_actions + compare_five_whys, every attribute | {fast:.2f} |")
    print(f"| the same answers in plain networkx | {slow:.0f} |")
    print(f"| ratio | {slow / fast:.0f} |")


if __name__ == "__main__":
    main()
