"""The questions of a meeting come from the graph, and each stands at a box."""

from __future__ import annotations

from pathlib import Path

import causal
from causal.editing.draft import Draft, shaped
from causal.editing.prompts import AGENDA, prompts
from causal.editing.session import Session
from causal.editing.start import empty_draft

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"


def asked(incident: causal.Incident) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for prompt in prompts(incident):
        found.setdefault(prompt.kind, []).append(prompt.box)
    return found


def story(**more: object) -> causal.IncidentBuilder:
    return causal.new("INC-1", "It failed", **more)


def test_an_empty_graph_asks_for_the_first_cause():
    found = asked(story().build())
    assert found["no-causes"] == ["outcome"]
    assert "no-timeline" in found


def test_each_kind_of_question_stands_at_its_box():
    told = story()
    deploy = told.trigger("A deploy", id="deploy")
    gap = told.gap("No canary", layer="rollout", id="gap")
    bare = told.condition("The pool was small", id="bare")
    event = told.event("It ran dry", id="dry").because(bare)
    told.outcome.because(event, gap)
    told["dry"].because(deploy)
    told.action("Add a canary", addresses=gap, id="A1")
    found = asked(told.build())
    assert found["leaf-is-an-act"] == ["deploy"]
    assert found["no-layer"] == ["bare"]
    assert found["no-action"] == ["bare"]
    assert found["no-owner"] == found["not-measurable"] == ["A1"]
    assert found["seen-before"] == ["gap"]
    assert {"layer-review", "layer-testing", "layer-detection"} <= set(found)
    assert "layer-rollout" not in found


def test_one_cause_is_asked_about_and_two_are_not():
    found = asked(causal.load(EXAMPLE))
    assert "outcome" not in found["one-cause"]
    assert "site-down" in found["one-cause"]


def test_the_fact_that_decides_most_is_asked_about_first():
    told = story()
    one = told.gap("A", layer="review", id="a", confidence="suspected")
    two = told.gap("B", layer="testing", id="b")
    told.outcome.because(one, two)
    found = [p for p in prompts(told.build()) if p.part == "factors"]
    assert (found[0].kind, found[0].box) == ("decides-most", "a")


def test_every_box_of_a_question_exists_and_every_part_is_on_the_agenda():
    for path in sorted(EXAMPLE.parent.glob("*.yaml")):
        if path.name == "catalogue.yaml":
            continue
        incident = causal.load(path)
        known = {"", "outcome", *incident.factors, *incident.actions}
        for prompt in prompts(incident):
            assert prompt.box in known
            assert prompt.part in AGENDA
            assert prompt.question.endswith(("?", ".")), prompt


def test_a_meeting_ends_with_what_changed_and_the_brief():
    session = Session(Draft(shaped(causal.load(EXAMPLE).to_data())))
    assert session.handle({"ask": "finish"})["changes"] == []
    session.do({"op": "set", "id": "A1", "field": "status", "value": "done"})
    told = session.handle({"ask": "finish"})
    assert told["error"] == ""
    assert any("A1" in line for line in told["changes"])
    assert "Checkout failed for users for 47 minutes" in told["brief"]
    session.do({"op": "add_factor", "what": "Loose"})
    assert "leads nowhere" in session.handle({"ask": "finish"})["error"]


def test_where_nothing_was_drawn_before_what_was_drawn_is_counted():
    session = Session(empty_draft())
    session.do({"op": "add_factor", "what": "A deploy", "leads_to": "outcome"})
    changes = session.handle({"ask": "finish"})["changes"]
    assert changes == ["Nothing was drawn before. Drawn here: 1 factor, 1 link and 0 actions."]
