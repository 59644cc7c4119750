"""Random edits: undo gives back what was, and the page says what the functions say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import causal
from causal.editing.draft import Draft, shaped
from causal.editing.session import Session
from causal.errors import InvalidIncident
from editing_edits import edited
from strategies_incident import incident_data


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_undo_of_everything_gives_back_the_draft_and_redo_the_edits(rng):
    session = Session(Draft(shaped(incident_data(rng, doubts=True, contributing=True))))
    start = session.draft
    done = edited(rng, session, 12)
    end, log = session.draft, session.operations
    assert len(log) == done
    while session.undo():
        pass
    assert session.draft == start
    while session.redo():
        pass
    assert session.draft == end
    again = Session(start)
    for operation in log:
        again.do(operation)
    assert again.draft == end


@given(st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_a_draft_is_valid_exactly_when_a_file_of_it_loads(rng):
    import yaml

    session = Session(Draft(shaped(incident_data(rng, doubts=True, contributing=True))))
    for _ in range(6):
        edited(rng, session, 1)
        text = yaml.safe_dump(session.draft.data, sort_keys=False, allow_unicode=True)
        try:
            loaded = causal.loads(text)
        except InvalidIncident as error:
            assert not session.draft.is_valid
            assert [f.problem for f in error.faults] or session.draft.faults
        else:
            assert session.draft.is_valid
            assert session.incident == loaded


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_page_says_what_the_functions_say_after_every_edit(seed):
    rng = random.Random(seed)
    data = incident_data(rng, max_basic=4, max_derived=2, doubts=True, contributing=True)
    session = Session(Draft(shaped(data)))
    compared = 0
    for _ in range(50):
        edited(rng, session, 1)
        said = session.answers()["answers"]
        if not session.draft.is_valid:
            assert said == {}
            session.undo()  # as people do; else most of what follows is no incident either
            continue
        incident = session.incident
        if incident.outcome.because is None:
            assert "nothing" in said
            continue
        plan = causal.assess_actions(incident)
        assert said["why"] == causal.explain(incident).sentences()[:-1]
        assert said["actions"] == plan.sentences()[:-1]
        assert said["but_for"] == sorted(causal.explain(incident).but_for)
        depth = list(plan.depth_range)
        assert (said["depth"]["planned"], said["closed"]) == (depth, plan.closed_verdict)
        compared += 1
    assert compared > 10


def test_a_message_that_cannot_be_obeyed_changes_nothing():
    session = Session(Draft(shaped(incident_data(random.Random(1)))))
    start = session.draft
    for message in ({"do": "link"}, {"do": []}, {"do": {"op": "delete", "id": "none"}}):
        state = session.handle(message)
        assert state["error"]
        assert session.draft == start
        assert session.version == 1


def test_several_edits_in_one_message_are_one_step():
    session = Session(Draft(shaped(incident_data(random.Random(1)))))
    start = session.draft
    steps = [{"op": "add_factor", "what": f"Thing {n}", "leads_to": "outcome"} for n in range(3)]
    state = session.handle({"do": steps})
    assert not state["error"]
    assert [done["id"] for done in state["done"]] == ["thing-0", "thing-1", "thing-2"]
    session.handle({"undo": True})
    assert session.draft == start


def test_switched_actions_and_layers_say_what_still_gets_through():
    story = causal.new("INC-1", "It failed")
    deploy = story.trigger("A deploy", id="deploy")
    canary = story.gap("No canary", layer="rollout", id="canary")
    pool = story.gap("A small pool", layer="capacity", id="pool")
    story.outcome.because(deploy, canary, pool)
    story.action("Add a canary", addresses=canary, id="A1")
    session = Session(Draft(shaped(story.build().to_data())))
    through = session.answers({"suppose": {"actions": [], "layers": []}})["what_if"]
    assert (through["closed"], through["paths"][0]["ids"]) == ("never", ["canary", "pool"])
    held = session.answers({"suppose": {"actions": [], "layers": ["capacity"]}})["what_if"]
    assert held["closed"] == "certain"
    acted = session.answers({"suppose": {"actions": ["A1"]}})["what_if"]
    assert acted["closed"] == "certain"


def test_what_gets_through_claims_no_more_than_the_causes_that_contributed():
    """One of two is acted on: whether a path remains is not known, and the page says just that."""
    story = causal.new("INC-1", "It failed")
    pool, canary = story.gap("A small pool", layer="capacity"), story.condition("No canary")
    story.outcome.because(causal.contributing(pool, canary))
    story.action("Size it", addresses=pool, id="A1")
    said = Session(Draft(shaped(story.build().to_data()))).answers()
    assert said["what_if"]["closed"] == "open"
    assert "whether a failure path remains in this graph depends" in said["what_if"]["verdict"]
    assert said["answers"]["depth"] == {"verified": [0, 0], "done": [0, 0], "planned": [0, 1]}


def test_a_graph_too_large_to_draw_says_so_and_can_be_edited(monkeypatch):
    monkeypatch.setattr("causal.editing.picture.SECONDS", 0.001)
    causes = [f"f{n}" for n in range(150)]
    data = {"causal": 1, "id": "a", "title": "b", "outcome": {"what": "c", "because": causes}}
    data["factors"] = {name: {"what": name} for name in causes}
    session = Session(Draft(shaped(data)))
    shown = session.handle({"do": {"op": "delete", "id": "f0"}})
    assert (shown["error"], shown["picture"]["svg"]) == ("", "")
    assert "too large" in shown["picture"]["said"]
