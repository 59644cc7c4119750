"""Verdicts where causes contributed, against every way in which they may have combined."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod
from random import Random
from typing import Any

import pytest

import contributing_oracle as oracle
from causal import assess_actions, cheapest_fix, explain
from causal.analysis.readings import Narrowing
from causal.model import Incident
from oracles import OUTCOME, upstream
from strategies_incident import incident_data

SIZE = {"max_basic": 5, "max_derived": 3, "max_actions": 3}


def samples(
    start: int, count: int, most: int, *, doubts: bool = False, size: dict[str, int] = SIZE
) -> Iterator[dict[str, Any]]:
    """Yield random incidents with up to 3 contributing gates of up to 4 members."""
    seed = start
    while count:
        data = incident_data(Random(seed), contributing=True, doubts=doubts, **size)
        sizes = [len(members) for members in oracle.gates(data)]
        seed += 1
        if not sizes or len(sizes) > 3 or max(sizes) > 4:
            continue
        if prod(len(oracle.monotone(size)) for size in sizes) <= most:
            count -= 1
            yield data


def assert_same(data: dict[str, Any]) -> None:
    incident = Incident.model_validate(data)
    every = list(oracle.completions(data))
    why = explain(incident)
    factors = upstream(data, OUTCOME)

    def so(without: Any) -> list[bool]:
        return [not oracle.comes_about(data, c, without=without) for c in every]

    assert why.necessity == {f: oracle.verdict(so([f])) for f in factors}
    assert why.but_for == {f for f in factors if all(so([f]))}
    for layer, found in why.layers.items():
        gaps = [f for f in factors if data["factors"][f].get("layer") == layer]
        assert found.verdict == oracle.verdict(so(gaps))
    for scenario in ("planned", "done"):
        plan = assess_actions(incident, scenario)
        closed = [oracle.closed(data, c, scenario) for c in every]
        assert plan.closed_verdict == oracle.verdict(closed)
        depths = [oracle.depth(data, c, scenario) for c in every]
        assert plan.depth_range == (min(depths), max(depths))
    assert_each_action(data, every)


def assert_each_action(data: dict[str, Any], every: list[oracle.Completion]) -> None:
    plan = assess_actions(Incident.model_validate(data))
    names = list(plan.actions)
    for name, found in plan.by_action.items():
        if not found.repairs_only:
            alone = oracle.verdict([oracle.closed(data, c, [name]) for c in every])
            assert found.stops_alone_verdict == alone
            assert found.stops_alone == (alone == "certain")
        left, rest = plan.if_not_done[name], [other for other in names if other != name]
        assert left.closed == oracle.verdict([oracle.closed(data, c, rest) for c in every])
        depths = [oracle.depth(data, c, rest) for c in every]
        assert left.depth_range == (min(depths), max(depths))


@pytest.mark.parametrize("block", range(6))
def test_two_readings_give_what_every_completion_gives(block: int) -> None:
    for data in samples(1000 * block, 170, 120):
        assert_same(data)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_larger_ones_too(block: int) -> None:
    for data in samples(100_000 + 10_000 * block, 60, 1100):
        assert_same(data)


def test_there_are_as_many_functions_as_are_known() -> None:
    assert [len(oracle.monotone(n)) for n in (1, 2, 3, 4)] == [1, 2, 9, 114]


@pytest.mark.parametrize("start", (0, 500))
def test_the_narrowing_statement_is_the_best_of_all(start: int) -> None:
    for data in samples(start, 60, 120):
        why = explain(Incident.model_validate(data))
        found = why.narrowing
        open_now = _open(data)
        if not open_now:
            assert found is None
            continue
        left = {
            (node, op): len(_open(_stated(data, node, op)))
            for node in why.open_nodes
            for op in ("all", "any")
        }
        if found is None:
            assert min(left.values()) == len(open_now)
            continue
        assert isinstance(found, Narrowing)
        assert found.open == len(open_now)
        assert found.open - found.decides == left[found.node, found.statement]
        assert left[found.node, found.statement] == min(left.values())


def _open(data: dict[str, Any]) -> list[str]:
    why = explain(Incident.model_validate(data))
    names = [name for name, verdict in why.necessity.items() if verdict == "open"]
    return names + [name for name, layer in why.layers.items() if layer.verdict == "open"]


def _stated(data: dict[str, Any], node: str, op: str) -> dict[str, Any]:
    def read(value: Any) -> Any:
        if isinstance(value, dict):
            return {op if k == "contributing" else k: read(v) for k, v in value.items()}
        return [read(item) for item in value] if isinstance(value, list) else value

    if node == OUTCOME:
        outcome = {**data["outcome"], "because": read(data["outcome"]["because"])}
        return {**data, "outcome": outcome}
    factor = {**data["factors"][node], "because": read(data["factors"][node]["because"])}
    return {**data, "factors": {**data["factors"], node: factor}}


def test_the_cheapest_fix_is_certain_or_open_or_never() -> None:
    incident = Incident.model_validate(
        {
            "causal": 1,
            "id": "INC-1",
            "title": "It failed",
            "outcome": {"what": "It failed", "because": {"contributing": ["a", "b"]}},
            "factors": {"a": {"what": "A"}, "b": {"what": "B"}},
            "actions": {"A": {"what": "Do A", "addresses": ["a"], "cost": 2}},
        }
    )
    fix = cheapest_fix(incident)
    assert (fix.verdict, fix.costs) == ("open", (2.0, None))
    assert cheapest_fix(incident, over="factors").costs == (1.0, 2.0)
    assert explain(incident).cut_sets_by_reading == {
        "any of": (frozenset("a"), frozenset("b")),
        "all of": (frozenset("ab"),),
    }


def assert_droppable(data: dict[str, Any]) -> int:
    """Without an action that may be dropped every verdict stays, in each completion."""
    plan, every = assess_actions(Incident.model_validate(data)), list(oracle.completions(data))
    for name in plan.redundant:
        rest = {**data, "actions": {n: a for n, a in data["actions"].items() if n != name}}
        for scenario in ("planned", "done", "verified"):
            before, after = (
                [(oracle.closed(d, c, scenario), oracle.depth(d, c, scenario)) for c in every]
                for d in (data, rest)
            )
            assert before == after, (name, scenario)
    return len(plan.redundant)


def test_an_action_that_would_be_missed_if_all_were_needed_is_not_called_droppable() -> None:
    """`old` adds a second action to be undone where all of the causes were needed."""

    def done(*factors: str, layer: str) -> dict[str, Any]:
        return {"what": "Do it", "addresses": [*factors], "hardens": layer, "status": "done"}

    data = {
        "causal": 1,
        "id": "I",
        "title": "T",
        "outcome": {"what": "It failed", "because": {"contributing": ["a", "d"]}},
        "factors": {
            "a": {"what": "A", "layer": "testing"},
            "d": {"what": "D", "layer": "review", "because": ["b", "c"]},
            "b": {"what": "B"},
            "c": {"what": "C"},
        },
        "actions": {
            "old": done("b", layer="testing"),
            "new": done("c", layer="detection"),
            "next": {**done("a", "c", layer="testing"), "status": "in_progress"},
        },
    }
    verdicts = assess_actions(Incident.model_validate(data)).by_action
    assert not verdicts["old"].redundant
    assert_droppable(data)


def test_dropping_what_may_be_dropped_changes_no_verdict_however_causes_combined() -> None:
    size = {"max_basic": 6, "max_derived": 4, "max_actions": 6}
    found = [
        assert_droppable(data)
        for doubts in (False, True)
        for data in samples(0, 150, 150, doubts=doubts, size=size)
    ]
    assert sum(found)


@pytest.mark.slow
def test_dropping_changes_no_verdict_in_larger_incidents_either() -> None:
    size = {"max_basic": 6, "max_derived": 4, "max_actions": 6}
    for doubts in (False, True):
        for data in samples(50_000, 1_000, 150, doubts=doubts, size=size):
            assert_droppable(data)
