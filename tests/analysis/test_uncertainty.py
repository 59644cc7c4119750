from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import causal
from causal.analysis.result import AS_DRAWN
from causal.analysis.uncertainty import Fact, Question, Uncertainty, Verdict, assess_uncertainty
from causal.errors import NothingToExplain, UnknownName
from causal.model import Incident

EXAMPLES = Path(__file__).parents[2] / "examples"
RETRIES = "retries -> slow"


def checkout(**changes: Any) -> Incident:
    """Return an incident in which a factor and a link are in doubt."""
    data: dict[str, Any] = {
        "id": "INC-1",
        "title": "Checkout failed",
        "outcome": {"what": "Checkout failed", "because": ["deploy", "canary", "slow"]},
        "factors": {
            "deploy": {"what": "A deploy brought a slow query", "kind": "trigger"},
            "canary": {
                "what": "The canary was too short",
                "layer": "rollout",
                "confidence": "disputed",
                "evidence": ["It ran five minutes"],
            },
            "slow": {
                "what": "The database was slow",
                "because": {
                    "any": [
                        "pool",
                        {"cause": "retries", "confidence": "suspected", "evidence": ["A graph"]},
                    ]
                },
            },
            "pool": {"what": "The pool was small", "layer": "capacity"},
            "retries": {"what": "Clients retried at once", "layer": "resilience"},
        },
        "actions": {
            "A1": {"what": "Size the pool", "addresses": "pool"},
            "A2": {"what": "Back off", "addresses": "retries", "status": "done"},
            "A3": {"what": "Alert on retries", "addresses": "retries", "hardens": "detection"},
        },
    }
    return Incident.model_validate(data | changes)


POOL = {"pool": {"what": "The pool was small", "layer": "capacity"}}
"""The factors of an incident that the pool alone explains, for `checkout(factors=POOL, ...)`."""


def forty() -> Incident:
    """Return an outcome that took one of two suspected causes, twenty times over."""
    factors: dict[str, Any] = {}
    for i in range(20):
        either = [{"cause": f"{letter}{i}", "confidence": "suspected"} for letter in "ab"]
        factors[f"p{i}"] = {"what": f"p{i}", "because": {"any": either}}
        factors |= {f"a{i}": {"what": f"a{i}"}, f"b{i}": {"what": f"b{i}"}}
    actions = {
        "A1": {"what": "One", "addresses": "a0", "hardens": "review"},
        "A2": {"what": "Two", "addresses": "a0", "hardens": "rollout"},
        "A3": {"what": "Three", "addresses": "b0", "hardens": "testing"},
    }
    outcome = {"what": "It failed", "because": [f"p{i}" for i in range(20)]}
    return checkout(outcome=outcome, factors=factors, actions=actions)


def test_facts_say_what_is_in_doubt_and_why() -> None:
    assert assess_uncertainty(checkout()).facts == (
        Fact(
            kind="factor",
            name="canary",
            confidence="disputed",
            evidence=("It ran five minutes",),
            what="“The canary was too short” played a part",
        ),
        Fact(
            kind="link",
            name=RETRIES,
            confidence="suspected",
            evidence=("A graph",),
            what="“Clients retried at once” led to “The database was slow”",
        ),
    )


def test_verdicts_are_certain_or_name_what_they_depend_on() -> None:
    doubt = assess_uncertainty(checkout())
    assert (doubt.resolutions, doubt.discarded) == (4, 0)
    assert doubt.but_for["deploy"] == Verdict("but-for", "deploy", True, True, (), (True,))
    assert doubt.but_for["pool"] == Verdict(
        "but-for", "pool", False, False, (RETRIES,), (False, True)
    )
    assert {name: verdict.depends_on for name, verdict in doubt.layers.items()} == {
        "rollout": ("canary",),
        "capacity": (RETRIES,),
        "resilience": (),
    }
    through_retries = frozenset({"deploy", "canary", "retries"})
    assert doubt.cut_sets[through_retries].depends_on == (RETRIES,)
    assert doubt.minimal[through_retries].depends_on == ("canary", RETRIES)
    assert doubt.closed == Verdict("closed", "planned", True, True, (), (True,))
    assert doubt.depth == Verdict("depth", "planned", 1, True, (), (1,))


def test_the_scenario_decides_which_actions_count() -> None:
    done, named = assess_uncertainty(checkout(), "done"), assess_uncertainty(checkout(), ["A1"])
    assert done.closed == Verdict("closed", "done", False, True, (), (False,))
    assert named.closed == Verdict("closed", "A1", False, False, (RETRIES,), (False, True))
    assert named.depth == Verdict("depth", "A1", 0, False, (RETRIES,), (0, 1))


def test_what_to_find_out_next_is_what_settles_the_most() -> None:
    assert assess_uncertainty(checkout()).ask_next == (
        Question("canary", decided_if_confirmed=3, decided_if_ruled_out=4),
        Question(RETRIES, decided_if_confirmed=3, decided_if_ruled_out=4),
    )
    assert assess_uncertainty(checkout(), ["A1"]).ask_next[0] == Question(RETRIES, 5, 6)


def test_forty_facts_are_settled_without_trying_each_way() -> None:
    doubt = assess_uncertainty(forty())
    assert len(doubt.facts) == 40
    assert (doubt.resolutions, doubt.discarded) == (2**40, 0)
    assert doubt.but_for["a7"].depends_on == ("a7 -> p7", "b7 -> p7")
    assert doubt.closed.depends_on == ("a0 -> p0", "b0 -> p0")
    assert doubt.depth.possible == (0, 1, 2)


def test_a_fact_that_cannot_be_ruled_out_decides_nothing() -> None:
    because = [{"cause": "pool", "confidence": "suspected"}]
    doubt = assess_uncertainty(
        checkout(outcome={"what": "It failed", "because": because}, factors=POOL, actions={})
    )
    assert (doubt.resolutions, doubt.discarded) == (1, 1)
    assert all(verdict.certain for verdict in doubt.verdicts)
    assert doubt.ask_next == (Question("pool -> outcome", 0, 0),)


def test_more_cut_sets_than_asked_for_are_left_out() -> None:
    assert len(assess_uncertainty(checkout(), budget=causal.Budget(max_sets=1)).cut_sets) == 1


def test_sentences() -> None:
    a_retry = "whether “Clients retried at once” led to “The database was slow”"
    a_canary = "whether “The canary was too short” played a part"
    deploy_canary = "“A deploy brought a slow query”, “The canary was too short”"
    *said, caveat = assess_uncertainty(checkout(), ["A1"]).sentences()
    assert caveat == AS_DRAWN
    assert said == [
        f"Still open: {a_canary} and {a_retry}.",
        f"With A1 in place the depth of defence is 0, or else 1: depends on {a_retry}.",
        "With A1 in place a failure path remains, if every removal works fully: "
        f"depends on {a_retry}.",
        "Whatever is still open, 4 of the 8 verdicts on factors and layers stay the same.",
        f"It depends on {a_canary}: that “The canary was too short” is necessary; that the layer "
        f"rollout is sufficient to prevent it; that each of {deploy_canary} and “The pool was "
        "small” is necessary for their failure path.",
        f"It depends on {a_retry}: that “The pool was small” is not necessary; that the layer "
        f"capacity is not sufficient to prevent it; that {deploy_canary} and “Clients retried at "
        "once” are sufficient.",
        f"It depends on both of these: that each of {deploy_canary} and “Clients "
        "retried at once” is necessary for their failure path.",
        f"To find out: {a_retry}. Of the open verdicts this settles five if so and six if not.",
        f"To find out: {a_canary}. Of the open verdicts this settles three if so and four if not.",
    ]


def test_sentences_when_nothing_is_open_and_when_ways_are_set_aside() -> None:
    sure = {"what": "It failed", "because": ["pool"]}
    alone = checkout(outcome=sure, factors=POOL, actions={})
    assert assess_uncertainty(alone, "done").sentences()[:-1] == [
        "Nothing that leads to the outcome is still open, so every verdict is as drawn."
    ]
    either = [{"cause": name, "confidence": "suspected"} for name in ("pool", "canary")]
    outcome = {"what": "It failed", "because": {"any": either}}
    two = {**POOL, "canary": {"what": "The canary was too short", "layer": "rollout"}}
    words = assess_uncertainty(checkout(outcome=outcome, factors=two, actions={})).sentences()
    assert any("would leave something without enough causes: set aside." in line for line in words)
    words = assess_uncertainty(forty()).sentences()
    assert "Of 95 more paths, 95 may not be sufficient." in words


def test_what_is_not_finished_is_said() -> None:
    doubt = assess_uncertainty(checkout(), budget=causal.Budget(seconds=0))
    assert doubt.sentences()[-2].startswith("The rest is not worked out: no exact answer within")


def test_as_dict_is_plain_data() -> None:
    data = assess_uncertainty(checkout()).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert list(data) == [
        "incident",
        "scenario",
        "facts",
        "resolutions",
        "discarded",
        "verdicts",
        "ask_next",
        "caveat",
    ]


def test_to_frame_has_a_row_per_verdict() -> None:
    doubt = assess_uncertainty(checkout())
    frame = doubt.to_frame()
    assert list(frame.columns) == [
        "question",
        "subject",
        "as_drawn",
        "certain",
        "depends_on",
        "possible",
        "on_combination",
    ]
    assert len(frame) == len(doubt.verdicts)


def test_nothing_is_worked_out_before_it_is_read() -> None:
    doubt = assess_uncertainty(checkout(), budget=causal.Budget(seconds=0))
    assert isinstance(doubt, Uncertainty)
    with pytest.raises(AttributeError, match="read-only"):
        doubt.scenario = "done"


def test_refuses_what_has_no_answer() -> None:
    with pytest.raises(UnknownName, match="no scenario 'plan'"):
        assess_uncertainty(checkout(), "plan")
    with pytest.raises(NothingToExplain):
        assess_uncertainty(checkout(outcome={"what": "It failed"}, factors={}, actions={}))


def test_a_suspected_lesson_of_crates_io() -> None:
    doubt = assess_uncertainty(causal.load(EXAMPLES / "crates-io-2023-07-20.yaml"))
    lesson = "earlier-lesson-stopped-short -> smoke-plan-lacks-downloads"
    uncertain = [verdict for verdict in doubt.verdicts if not verdict.certain]
    assert [(v.question, v.depends_on) for v in uncertain] == [
        ("but-for", (lesson,)),
        ("layer", (lesson,)),
        ("minimal", (lesson,)),
    ]
    assert doubt.ask_next == (Question(lesson, 3, 3),)
    assert (doubt.depth.as_drawn, doubt.depth.certain) == (3, True)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("corpus/*.yaml")), ids=lambda path: path.stem)
def test_the_corpus_is_as_drawn_what_explain_says(path: Path) -> None:
    incident = causal.load(path)
    doubt, story = assess_uncertainty(incident), causal.explain(incident)
    assert {fact.name for fact in doubt.facts} == set(story.unconfirmed)
    assert {name for name, verdict in doubt.but_for.items() if verdict.as_drawn} == story.but_for
    assert set(doubt.cut_sets) == set(story.cut_sets)
    assert (doubt.discarded + doubt.resolutions) == 2 ** len(doubt.facts)
