"""Laws of doubt: the diagrams agree with the loop over all resolutions, and settling settles."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import causal
from causal.analysis.uncertainty import Fact, Uncertainty, assess_uncertainty
from causal.model import Incident
from doubt_oracle import (
    all_cases,
    answers,
    becoming_certain,
    depends_on,
    fact_names,
    random_incident,
    resolved,
    settled,
)

seeds = st.integers(0, 2**32)


def assert_same_as_the_loop(incident: Incident, doubt: Uncertainty) -> None:
    facts, cases = fact_names(incident), all_cases(incident)
    assert sorted(fact.name for fact in doubt.facts) == facts
    assert doubt.resolutions == len(cases)
    assert doubt.discarded == 2 ** len(facts) - len(cases)
    found = {(verdict.question, verdict.subject): verdict for verdict in doubt.verdicts}
    drawn = next(case.answers for case in cases if len(case.belonging) == len(facts))
    assert found.keys() == drawn.keys()
    for key, verdict in found.items():
        possible = {case.answers[key] for case in cases}
        assert (verdict.as_drawn, verdict.possible) == (drawn[key], tuple(sorted(possible))), key
        assert verdict.certain == (len(possible) == 1), key
        assert set(verdict.depends_on) == depends_on(cases, key, facts), key
    counts = {q.fact: (q.decided_if_confirmed, q.decided_if_ruled_out) for q in doubt.ask_next}
    assert counts == {
        fact: (becoming_certain(cases, fact, True), becoming_certain(cases, fact, False))
        for fact in facts
    }


@pytest.mark.parametrize("block", range(12))
def test_every_verdict_agrees_with_the_loop_over_resolutions(block: int) -> None:
    for seed in range(100 * block, 100 * block + 100):
        incident = random_incident(Random(seed))
        assert_same_as_the_loop(incident, assess_uncertainty(incident))


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20))
def test_larger_graphs_agree_too(block: int) -> None:
    for seed in range(10_000 + 100 * block, 10_100 + 100 * block):
        incident = random_incident(Random(seed), facts=8)
        assert_same_as_the_loop(incident, assess_uncertainty(incident))


def engine_answers(incident: Incident, found: Uncertainty) -> dict[tuple[str, Any], bool | int]:
    """Return what the other analyses say of an incident, for the verdicts that were found."""
    story, plan = causal.explain(incident), causal.assess_actions(incident)
    out: dict[tuple[str, Any], bool | int] = {}
    for name in found.but_for:
        out["but-for", name] = name in story.but_for
    for layer in found.layers:
        verdict = story.layers.get(layer)
        out["layer", layer] = verdict is not None and verdict.would_have_stopped
    for members in found.minimal:
        out["minimal", tuple(sorted(members))] = members in story.cut_sets
    out["closed", "planned"] = plan.closed
    out["depth", "planned"] = plan.depth
    return out


@given(seeds)
def test_in_every_resolution_the_other_analyses_say_the_same(seed: int) -> None:
    incident = random_incident(Random(seed), facts=3)
    doubt, facts = assess_uncertainty(incident), fact_names(incident)
    possible: dict[tuple[str, Any], set[bool | int]] = {}
    for case in all_cases(incident):
        told = engine_answers(settled(incident, set(facts) - case.belonging), doubt)
        for key, value in told.items():
            possible.setdefault(key, set()).add(value)
    assert {
        (v.question, v.subject): set(v.possible) for v in doubt.verdicts if v.question != "cut-set"
    } == possible


@given(seeds)
@settings(max_examples=30)
def test_with_many_facts_sampled_resolutions_answer_as_foreseen(seed: int) -> None:
    rng = Random(seed)
    incident = random_incident(rng, facts=40)
    doubt, facts = assess_uncertainty(incident), fact_names(incident)
    found = {(verdict.question, verdict.subject): verdict for verdict in doubt.verdicts}
    cuts = [tuple(sorted(members)) for members in doubt.cut_sets]
    for _ in range(40):
        graph = resolved(incident, {fact for fact in facts if rng.random() < 0.3})
        for key, value in answers(incident, graph, cuts).items() if graph else ():
            assert value in found[key].possible


@given(seeds)
def test_without_doubt_all_is_certain_and_as_the_other_analyses_say(seed: int) -> None:
    incident = random_incident(Random(seed), facts=0)
    doubt = assess_uncertainty(incident)
    assert doubt.facts == doubt.ask_next == ()
    assert (doubt.resolutions, doubt.discarded) == (1, 0)
    assert all(v.certain and v.possible == (v.as_drawn,) for v in doubt.verdicts)
    told = engine_answers(incident, doubt)
    assert {
        (v.question, v.subject): v.as_drawn for v in doubt.verdicts if v.question != "cut-set"
    } == told
    assert set(doubt.cut_sets) == set(causal.explain(incident).cut_sets)
    assert all(verdict.as_drawn for verdict in doubt.cut_sets.values())


@given(seeds)
def test_as_drawn_is_what_the_other_analyses_say_of_the_drawn_graph(seed: int) -> None:
    incident = random_incident(Random(seed))
    doubt = assess_uncertainty(incident)
    told = engine_answers(incident, doubt)
    assert {
        (v.question, v.subject): v.as_drawn for v in doubt.verdicts if v.question != "cut-set"
    } == told


def confirmed(incident: Incident, fact: Fact) -> Incident:
    def settle(formula: Any) -> Any:
        if isinstance(formula, list):
            return [settle(member) for member in formula]
        if not isinstance(formula, dict):
            return formula
        if "cause" in formula:
            return cause if formula["cause"] == cause else formula
        return {key: settle(part) for key, part in formula.items()}

    data = incident.model_dump(mode="json", exclude_defaults=True)
    if fact.kind == "factor":
        del data["factors"][fact.name]["confidence"]
    else:
        cause, effect = fact.name.split(" -> ")
        node = data["outcome"] if effect == "outcome" else data["factors"][effect]
        node["because"] = settle(node["because"])
    return Incident.model_validate(data)


@given(seeds, st.data())
def test_confirming_a_fact_makes_no_certain_verdict_uncertain(seed: int, data: Any) -> None:
    incident = random_incident(Random(seed))
    before = assess_uncertainty(incident)
    assume(before.facts)
    fact = data.draw(st.sampled_from(before.facts))
    after = assess_uncertainty(confirmed(incident, fact))
    assert set(after.facts) == set(before.facts) - {fact}
    settled_now = 0
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        assert (new.question, new.subject, new.as_drawn) == (
            old.question,
            old.subject,
            old.as_drawn,
        )
        assert set(new.possible) <= set(old.possible)
        settled_now += new.certain and not old.certain
    asked = next(question for question in before.ask_next if question.fact == fact.name)
    assert settled_now == asked.decided_if_confirmed


@given(seeds)
def test_what_to_find_out_next_comes_in_the_order_of_what_it_settles(seed: int) -> None:
    doubt = assess_uncertainty(random_incident(Random(seed)))
    assert {question.fact for question in doubt.ask_next} == {fact.name for fact in doubt.facts}
    order = [
        (
            -q.decided_if_confirmed - q.decided_if_ruled_out,
            -min(q.decided_if_confirmed, q.decided_if_ruled_out),
            q.fact,
        )
        for q in doubt.ask_next
    ]
    assert order == sorted(order)
