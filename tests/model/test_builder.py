from __future__ import annotations

import pytest

import causal
from causal import CausalError, InvalidFormula, InvalidIncident, UnknownName

POOL = """
causal: 1
id: INC-1
title: Checkout failed
severity: SEV2
times: {started: 2025-03-14T14:02Z}
outcome:
  what: Checkout failed
  because: [dry]
  worsened_by: [{factor: blind, of: detect, minutes: 12}]
factors:
  deploy: {what: A deploy, kind: trigger}
  review: {what: Nobody who knew reviewed it, layer: review, confidence: suspected}
  pool: {what: The pool was too small, layer: capacity, key: pool-size-stale}
  spare: {what: No spare pool}
  live:
    what: A bad query was live
    kind: event
    because: [deploy, {cause: review, confidence: disputed, evidence: [a log]}]
  dry: {what: The pool ran dry, kind: event, because: [live, {any: [pool, spare]}]}
  blind: {what: Nobody saw it, layer: detection}
actions:
  A1:
    {what: Size the pool, addresses: pool, hardens: capacity, owner: orders-db, due: 2025-04-01}
  gate:
    what: A gate
    addresses: [deploy]
    effect: adds_barrier
    on: {cause: deploy, effect: live}
    hardens: rollout
five_whys:
  chain: [dry, live]
  action: {what: Be careful, addresses: [live], hardens: review}
"""


@pytest.fixture
def story():
    return causal.new("INC-1", "Checkout failed")


def test_a_told_incident_equals_the_one_in_a_file():
    story = causal.new(
        "INC-1", "Checkout failed", severity="SEV2", times={"started": "2025-03-14T14:02Z"}
    )
    deploy = story.trigger("A deploy", id="deploy")
    review = story.gap(
        "Nobody who knew reviewed it", layer="review", id="review", confidence="suspected"
    )
    pool = story.gap("The pool was too small", layer="capacity", id="pool", key="pool-size-stale")
    spare = story.factor("No spare pool", id="spare")
    live = story.event("A bad query was live", id="live").because(deploy)
    live.because(review, confidence="disputed", evidence=["a log"])
    dry = story.event("The pool ran dry", id="dry").because(live, causal.any_of(pool, spare))
    blind = story.gap("Nobody saw it", layer="detection", id="blind")
    story.outcome.because(dry).worsened_by(blind, of="detect", minutes=12)
    assert (
        story.action(
            "Size the pool", addresses=pool, hardens="capacity", owner="orders-db", due="2025-04-01"
        )
        == "A1"
    )
    story.barrier("A gate", between=(deploy, live), id="gate", hardens="rollout")
    story.five_whys(dry, "live").five_whys_action("Be careful", addresses=live, hardens="review")
    assert story.build() == causal.loads(POOL)


def test_ids_are_made_of_the_words_and_stay_apart(story):
    first = story.condition("The cache was stale")
    second = story.condition("The cache was stale!")
    nothing = story.condition("缓存")
    assert [first.id, second.id, nothing.id] == ["cache-stale", "cache-stale-2", "factor"]


def test_building_twice_gives_equal_incidents_and_leaves_the_first_alone(story):
    story.outcome.because(story.trigger("A deploy", id="deploy"))
    first = story.build()
    assert story.build() == first
    story.outcome.because(story.condition("More", id="more"))
    assert list(first.factors) == ["deploy"]
    assert list(story.build().factors) == ["deploy", "more"]


def raises(error: type[Exception], match: str) -> object:
    return pytest.raises(error, match=match)


def test_an_error_stands_at_the_call_that_caused_it(story):
    a, b = story.condition("A", id="a"), story.condition("B", id="b")
    c = story.event("C", id="c").because(a, b)
    other = causal.new("INC-2", "Else").condition("X", id="a")
    with raises(UnknownName, r"no factor in this incident 'aa' \(did you mean 'a'"):
        story.outcome.because("aa")
    with raises(CausalError, "belongs to another incident"):
        story.outcome.because(other)
    with raises(InvalidFormula, "of nothing"):
        story.outcome.because()
    with raises(InvalidFormula, "of nothing"):
        causal.any_of()
    with raises(InvalidFormula, "k is 1 to 2"):
        causal.at_least(3, a, b)
    with raises(InvalidFormula, "'a' stands twice"):
        c.because(a)
    with raises(InvalidFormula, "'a' stands twice"):
        c.because(a, confidence="suspected")
    with raises(InvalidFormula, "'a' stands twice"):
        story.outcome.because(causal.any_of(a, a))
    with raises(InvalidFormula, "cycle: 'a' because 'c' because 'a'"):
        a.because(c)
    with raises(InvalidFormula, "cycle"):
        a.worsened_by(c)
    with raises(UnknownName, "no layer 'capcity' .*'capacity'"):
        story.gap("D", layer="capcity")
    with raises(CausalError, "'a' is taken"):
        story.factor("Again", id="a")
    with raises(CausalError, "'outcome' is the outcome's"):
        story.factor("The end", id="outcome")
    with raises(CausalError, "control characters"):
        story.factor("Broken", id="x\ny")
    with raises(CausalError, "non-empty"):
        story.action("Broken", addresses=a, id="")
    with raises(CausalError, r"the key 'colour' is not known"):
        story.factor("D", colour="red")
    with raises(CausalError, r"\.because\(\.\.\.\)"):
        story.factor("D", because=["a"])
    with raises(CausalError, "say what 'Stop it' hardens"):
        story.action("Stop it", addresses=c)
    with raises(CausalError, "cannot address the outcome"):
        story.action("Stop it", addresses="outcome")
    with raises(CausalError, "'c' is taken"):
        story.action("Stop it", addresses=a, id="c")
    with raises(CausalError, "status"):
        story.action("Stop it", addresses=a, status="doing")
    with raises(CausalError, "say the chain first"):
        story.five_whys_action("Be careful", addresses=a)
    with raises(UnknownName, "severty.*'severity'"):
        causal.new("INC-3", "T", severty="SEV1")


def test_what_only_the_whole_can_show_is_reported_by_build(story):
    story.outcome.because(story.condition("A", id="a"))
    story.condition("B", id="b")
    story.condition("C", id="c")
    with pytest.raises(InvalidIncident) as caught:
        story.build()
    assert [fault.where for fault in caught.value.faults] == ["factors.b", "factors.c"]


def test_a_bad_field_of_the_head_is_told_where_it_is_stated():
    with pytest.raises(CausalError, match=r"times\.started: 'yesterday' is not"):
        causal.new("INC-1", "T", times={"started": "yesterday"})
    with pytest.raises(CausalError, match=r"id: an id is any non-empty text"):
        causal.new("", "T")
    with pytest.raises(CausalError, match="severity"):
        causal.new("INC-1", "T").set(severity={})


def test_a_threshold_with_a_doubted_member_says_what_it_takes_without_it():
    story = causal.new("I", "T")
    nodes = [story.condition(f"Replica {n} was down", id=f"r{n}") for n in (1, 2, 3)]
    doubted = story.condition("Replica 4 was down", id="r4", confidence="suspected")
    story.outcome.because(causal.at_least(3, *nodes, doubted, without={doubted: 2}))
    gate = story.build().outcome.because.of[0]
    assert (gate.k, dict(gate.without)) == (3, {"r4": 2})


def test_causes_may_contribute_without_saying_how(story):
    a, b, c = (story.condition(name, id=name) for name in "abc")
    story.outcome.because(a, causal.contributing(b, c))
    assert story.build().outcome.because.to_file() == ["a", {"contributing": ["b", "c"]}]
    with pytest.raises(InvalidFormula, match="2 or more"):
        causal.contributing(a)
