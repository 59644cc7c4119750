from __future__ import annotations

import re

import pytest

import causal
import oracles
from causal import NothingToCompare

TEXT = """
causal: 1
id: x
title: t
outcome: {what: It failed, because: [a, b]}
factors:
  a: {what: A, because: {any: [c, d]}}
  b: {what: B, layer: ci, because: [c, e]}
  c: {what: C}
  d: {what: D, layer: review}
  e: {what: Somebody forgot to look, kind: trigger}
actions:
  A1: {what: Close d, addresses: [d]}
  A2: {what: Close c, addresses: [c]}
five_whys: {chain: CHAIN}
"""


def versus(chain: str):
    return causal.compare_five_whys(causal.loads(TEXT.replace("CHAIN", chain)))


def test_a_chain_is_held_against_the_graph():
    found = versus("[a, d]")
    assert (found.on_chain, found.missed) == (("a", "d"), ("b", "c", "e"))
    assert [(s.effect, s.cause, s.is_link, s.siblings) for s in found.steps] == [
        ("outcome", "a", "link", ("b",)),
        ("a", "d", "link", ("c",)),
    ]
    assert (found.layers.on_chain, found.layers.missed) == (("review",), ("ci",))
    assert (found.actions.on_chain, found.actions.missed) == (("A1",), ("A2",))
    (end,) = found.ends_of_chain
    assert (end.is_basic, end.is_but_for) == (True, False)
    assert found.counterexample == {"c"}
    assert found.depth_chain == 0


@pytest.mark.parametrize("scenario", ["planned", "done", ["A1"], ["A2"], []])
def test_the_chain_is_held_against_the_actions_of_a_scenario(scenario):
    incident = causal.loads(TEXT.replace("CHAIN", "[a, d]"))
    data = incident.to_data()
    found = causal.compare_five_whys(incident, scenario)
    counted = oracles.counted(data, scenario)
    assert found.depth_graph == oracles.depth(data, counted)
    assert {*found.actions.on_chain, *found.actions.missed} == set(counted)
    said = "the planned actions" if scenario == "planned" else "done|in place"
    assert re.search(f"with (?:what is )?(?:[A-Z0-9a-z ]*){said}", " ".join(found.sentences()))


def test_steps_may_skip_or_not_be_links_at_all():
    assert [step.is_link for step in versus("[c]").steps] == ["skips"]
    assert [step.is_link for step in versus("[d, e]").steps] == ["skips", "none"]
    assert [step.is_link for step in versus("[b, d]").steps] == ["link", "none"]


def test_an_unmatched_answer_is_passed_over():
    found = versus("[a, {answer: Something else}, d]")
    assert [(s.effect, s.cause, s.is_link) for s in found.steps] == [
        ("outcome", "a", "link"),
        ("a", None, "none"),
        ("a", "d", "link"),
    ]


def test_an_unmatched_end_leaves_nothing_fixed():
    found = versus("[a, {answer: Something else}]")
    assert found.ends_of_chain == ()
    assert found.depth_chain == 0
    assert found.counterexample == {"c"}
    assert "is matched to no factor" in str(found)


@pytest.mark.parametrize("chain", ["[outcome]", "[outcome, a, c]", "[a, outcome]"])
def test_a_chain_may_name_the_outcome(chain):
    found = versus(chain)
    assert "outcome" not in found.on_chain
    assert str(found)
    assert found.to_dict()


def test_an_end_may_be_what_a_person_did():
    (end,) = versus("[b, e]").ends_of_chain
    assert (end.is_act, end.is_person) == (True, True)


def test_a_tree_has_several_ends_and_lines():
    found = versus("[{answer: It, factor: a, because: [c, [d]]}]")
    assert [end.factor for end in found.ends_of_chain] == ["c", "d"]
    assert [line.chain for line in found.single_chains] == [("a", "c"), ("a", "d")]
    assert [step.siblings for step in found.steps] == [("b",), (), ()]


def test_the_chain_s_own_action_counts_by_itself():
    text = TEXT.replace("{chain: CHAIN}", "{chain: [a], action: {what: w, addresses: [c]}}")
    found = causal.compare_five_whys(causal.loads(text))
    assert (found.depth_chain, found.depth_graph) == (1, 1)
    assert "c" not in found.still_true_after
    barrier = "{chain: [a], action: {what: w, effect: adds_barrier, on: {cause: c, effect: b}}}"
    hardened = causal.compare_five_whys(causal.loads(TEXT.replace("{chain: CHAIN}", barrier)))
    assert "c" in hardened.still_true_after
    assert hardened.depth_chain == 1


def test_without_five_whys_there_is_nothing_to_compare():
    with pytest.raises(NothingToCompare, match="nobody wrote down"):
        causal.compare_five_whys(causal.loads(TEXT.replace("five_whys: {chain: CHAIN}", "")))
    with pytest.raises(NothingToCompare):
        versus("[]")


@pytest.mark.parametrize(
    "text",
    [
        "1. a\n2. d\n",
        "Why 1: a\nWhy 2: D\n",
        "- a\n- d\n",
        "a. Why? D",
        "Why did it fail? Because a\nWhy? Because D",
    ],
)
def test_a_typed_chain_is_matched(text):
    matched = causal.read_five_whys(causal.loads(TEXT.replace("CHAIN", "[a]")), text)
    assert [answer.factor for answer in matched.answers] == ["a", "d"]


def test_nested_bullets_make_a_tree_and_unknown_answers_stay_open():
    incident = causal.loads(TEXT.replace("CHAIN", "[a]"))
    matched = causal.read_five_whys(incident, "- a\n  - c\n  - the moon was full\n")
    assert matched.five_whys.is_tree
    assert [answer.answer for answer in matched.unmatched] == ["the moon was full"]
