from __future__ import annotations

from itertools import pairwise

import pytest

from causal.analysis import assess_actions, explain
from causal.analysis.words_why import sufficient_layers
from causal.errors import NothingToDraw, UnknownName
from causal.model import DEFAULT_LAYERS
from causal.render import draw
from causal.render.theme import HUES, layer_hue, layer_mark
from causal.render.views import VIEWS
from causal.render.views.actions import actions_scene
from causal.render.views.before_after import before_after_scene, to_try
from causal.render.views.bowtie import bowtie_scene
from causal.render.views.brief import brief_scene
from causal.render.views.common import hues_of
from causal.render.views.swiss_cheese import swiss_cheese_scene
from causal.render.views.timeline import timeline_scene
from render_samples import incident, layered_states, recorded, uncertain
from verdict_samples import example


def boxes(scene):
    return {box.id: box for box in scene.boxes}


def test_actions_stand_between_their_factors_and_layers():
    scene = actions_scene(recorded())
    links = {(link.source, link.target) for link in scene.links}
    assert ("factor canary-too-short", "action A2") in links
    assert ("action A2", "layer rollout") in links
    assert ("factor pool-exhausted", "action A4") in links
    assert {box.slot for box in scene.boxes} == {"0", "1", "2", "rest"}


def test_actions_say_what_they_do_not_do():
    shown = boxes(actions_scene(recorded()))
    assert "undoes this instance only" in shown["action A3"].notes
    assert "acts on a trigger only" in shown["action A6"].notes
    assert shown["action A4"].notes[0] == "barrier before: The service returned 500s"
    assert "ACTS ON NOTHING DRAWN" in shown["action A7"].caption
    assert shown["action A5"].marks == ("cancelled",)
    assert not any(link.source == "action A3" for link in actions_scene(recorded()).links)


def test_factors_nobody_acts_on_are_those_of_the_analysis():
    made = recorded()
    orphans = assess_actions(made).orphan_factors
    missed = {b.id for b in actions_scene(made).boxes if "missed" in b.marks and b.role != "action"}
    assert missed == {f"factor {name}" for name in orphans}


def test_the_depth_is_that_of_the_analysis():
    made = recorded()
    done, planned = assess_actions(made, "done").depth, assess_actions(made).depth
    caption = actions_scene(made).caption
    assert f"{done} done, {planned} planned" in caption


def test_the_timeline_shows_phases_entries_and_factors_at_their_moments():
    scene = timeline_scene(recorded())
    phases = [(b.caption, b.label) for b in scene.boxes if b.slot == "phase"]
    assert phases == [
        ("started \N{RIGHTWARDS ARROW} detected", "17 min"),
        ("detected \N{RIGHTWARDS ARROW} declared", "2 min"),
        ("declared \N{RIGHTWARDS ARROW} mitigated", "28 min"),
        ("mitigated \N{RIGHTWARDS ARROW} resolved", "41 min"),
    ]
    assert [(link.source, link.target) for link in scene.links] == [
        ("entry 1", "factor n-plus-one")
    ]
    assert scene.caption.endswith("Times in UTC.")


def test_the_timeline_breaks_where_weeks_lie_between():
    plan = draw(recorded(), "timeline").plan
    words = [t.lines for p in plan.boxes if p.box.id.startswith("break") for t in p.texts]
    assert words == [("NOT TO SCALE",), ("41 d 5 h",)]


def test_the_timeline_uses_the_zone_of_the_incident():
    made = recorded().replace(timezone="Europe/Berlin")
    scene = timeline_scene(made)
    assert "Europe/Berlin" in scene.caption
    assert "15:02" in boxes(scene)["entry 1"].caption


def test_times_alone_make_a_timeline():
    made = incident(times={"started": "2025-03-14T14:02Z", "resolved": "2025-03-14T14:12Z"})
    (phase,) = timeline_scene(made).boxes
    assert phase.label == "10 min"


def test_before_and_after_agree_with_the_analysis():
    made = recorded()
    for scenario in ("planned", "done"):
        scene = before_after_scene(made, scenario)
        assessed = assess_actions(made, scenario)
        outcome = boxes(scene)["after outcome"]
        assert (outcome.caption == "NO FAILURE PATH REMAINS IN THIS GRAPH") == assessed.closed
        assert f"(depth {assessed.depth})" in scene.caption


def test_what_is_removed_names_its_action_and_what_follows_is_gone():
    shown = boxes(before_after_scene(recorded(), "done"))
    assert shown["after factor pool-sized-for-old-traffic"].caption == "REMOVED BY A1"
    assert "gone" in shown["after factor pool-exhausted"].marks
    assert shown["before factor pool-exhausted"].marks == ()


def test_a_barrier_is_written_on_its_link_and_what_remains_is_lit():
    scene = before_after_scene(recorded(), ["A4"])
    labels = {link.source: link.label for link in scene.links if link.label}
    assert labels == {"after factor pool-exhausted": "barrier A4"}
    lit = {b.id for b in scene.boxes if "remaining" in b.marks}
    assert lit == {f"after factor {name}" for name in recorded().factors}


def test_a_repair_changes_nothing_after():
    scene = before_after_scene(recorded(), ["A3"])
    assert "removed" not in {mark for box in scene.boxes for mark in box.marks}


def test_every_view_takes_a_scenario():
    assert "With what is done" in draw(recorded(), "before-after", scenario="done").scene.headings
    for view in VIEWS:
        for scenario in ("done", "planned", "verified", ["A1"], []):
            assert draw(recorded(), view, scenario=scenario).scene.caption
        with pytest.raises(UnknownName, match="scenario 'soon'"):
            draw(recorded(), view, scenario="soon")


def test_the_bow_tie_puts_what_was_needed_before_the_outcome():
    scene = bowtie_scene(recorded())
    slots = {b.id: b.slot for b in scene.boxes}
    assert slots["layer review"] == "before"
    assert slots["layer detection"] == "before"  # the outcome needed its hole
    assert slots["layer ci"] == "other"
    assert boxes(scene)["layer ci"].caption == "HELD"
    notes = boxes(scene)["layer rollout"].notes
    assert any(note.startswith("A2 open: Let the canary bake for an hour") for note in notes)
    assert not any("layer ci" in (link.source, link.target) for link in scene.links)


def test_the_failure_does_not_pass_a_layer_that_it_did_not_reach():
    scene = bowtie_scene(layered_states())
    assert boxes(scene)["layer recovery"].slot == "other"
    assert boxes(scene)["layer recovery"].marks == ("not_reached",)
    assert not any("layer recovery" in (link.source, link.target) for link in scene.links)


def test_what_was_raised_is_said_as_far_as_it_was_stated():
    shown = {b.caption: b.label for b in bowtie_scene(layered_states()).boxes if b.slot == "cost"}
    assert shown == {"LONGER TO DETECT": "18 min", "LONGER TO MITIGATE": "not said how much"}


def test_a_layer_with_nothing_but_known_holes_is_shown_off_the_way():
    drawing = draw(layered_states(), "swiss-cheese")
    states = {band.id: band.state for band in drawing.scene.bands}
    assert states["capacity"] == "aside"
    assert states["ci"] == states["access"] == "held"
    slices = {piece.band.id: piece for piece in drawing.plan.slices}
    assert [hole.box.label for hole in slices["capacity"].holes] == ["no quota on batch jobs"]
    assert len(slices["rollout"].holes) == 1 + 5
    assert slices["ci"].stopped is not None
    assert [strand.kind for strand in slices["ci"].front] == ["held"]
    assert slices["capacity"].stopped is None
    assert not slices["capacity"].front


def test_holes_of_a_slice_and_their_rings_do_not_touch():
    for view in ("swiss-cheese", "brief"):
        for piece in draw(layered_states(), view).plan.slices:
            holes = sorted(
                (h for h in piece.holes if h.box.role != "known_gap"), key=lambda hole: hole.y
            )
            for upper, lower in pairwise(holes):
                assert upper.y + upper.ry + 4.0 < lower.y - lower.ry


def test_the_brief_says_how_long_it_took_and_whom_it_hit():
    assert (
        brief_scene(recorded())
        .headings[0]
        .endswith("47 min until mitigated \N{MIDDLE DOT} users: 18,400")
    )


def test_a_layer_whose_holes_only_made_it_worse_comes_after():
    slots = {b.id: b.slot for b in bowtie_scene(uncertain()).boxes}
    assert any(slot == "after" and name.endswith("layer ownership") for name, slot in slots.items())
    assert slots["layer access"] == "before"


def test_the_sentences_of_the_brief_are_those_of_the_analysis():
    made = recorded()
    explained = explain(made)
    shown = [b.label for b in brief_scene(made).boxes if b.slot == "figure"]
    assert sufficient_layers(explained) in shown[1]
    assert f"(depth {assess_actions(made, 'done').depth})" in shown[2]
    assert shown[0] == "Set off by: A deploy introduced an N+1 query pattern."


@pytest.mark.parametrize(
    ("summary", "first"),
    [
        ("It broke, e.g. here. Then more.", "It broke, e.g. here."),
        ("Version 1.84 was bad. Yes.", "Version 1.84 was bad."),
        ("No stop at all", "No stop at all"),
    ],
)
def test_the_brief_takes_one_sentence(summary, first):
    assert brief_scene(incident(summary=summary)).caption == first


def test_alternatives_have_a_path_each_through_holes_of_their_own():
    made = incident(
        outcome={"what": "Down", "because": ["c", {"any": ["a", "b"]}]},
        factors={
            "a": {"what": "One", "layer": "review"},
            "b": {"what": "Other", "layer": "review"},
            "c": {"what": "Needed", "layer": "testing"},
        },
    )
    through = {frozenset(route.through) for route in swiss_cheese_scene(made).routes}
    assert through == {
        frozenset({"factor a", "factor c"}),
        frozenset({"factor b", "factor c"}),
    }


def test_two_holes_of_a_layer_that_were_both_needed_lie_on_one_path():
    made = incident(
        outcome={"what": "Down", "because": ["a", "b"]},
        factors={
            "a": {"what": "One", "layer": "review"},
            "b": {"what": "Other", "layer": "review"},
        },
    )
    (route,) = swiss_cheese_scene(made).routes
    assert set(route.through) == {"factor a", "factor b"}
    words = {line for text in draw(made, "swiss-cheese").plan.texts for line in text.lines}
    assert "both needed" in words
    assert "both needed" in boxes(bowtie_scene(made))["layer review"].notes


def test_a_layer_looks_the_same_in_every_picture_and_like_no_neighbour():
    hues = hues_of(DEFAULT_LAYERS)
    looks = [(hue % HUES, layer_mark(hue)) for hue in hues.values()]
    assert len(set(looks)) == len(DEFAULT_LAYERS)
    assert all(one[0] != other[0] for one, other in pairwise(looks))
    assert hues_of(["review", "rate-limits"]) | hues_of(["rate-limits", "ci"]) == {
        name: layer_hue(name) for name in ("review", "rate-limits", "ci")
    }


def test_views_without_their_data_say_what_is_missing():
    bare = incident()
    for view, words in (
        ("actions", "no actions"),
        ("timeline", "no timeline"),
        ("before-after", "no actions"),
        ("bowtie", "no layers"),
    ):
        with pytest.raises(NothingToDraw, match=words):
            draw(bare, view)
    unexplained = incident(
        outcome={"what": "Down", "worsened_by": ["a"]},
        actions={"A": {"what": "Fix", "addresses": ["a"]}},
    )
    for view in ("actions", "before-after", "brief"):
        with pytest.raises(NothingToDraw, match="no causes"):
            draw(unexplained, view)


def test_an_action_that_only_adds_a_barrier_is_not_said_to_act_on_the_gap():
    """A4 audits: of kind detect, it stands on the link out of a gap that A3 removes."""
    shown = boxes(swiss_cheese_scene(example("ingress-truncation")))
    assert [note[:2] for note in shown["factor limit-unknown-to-team"].notes] == ["A3"]
    assert shown["barrier A4"].band == "ownership"


def test_an_action_that_removes_nothing_is_not_marked_as_mitigating():
    shown = boxes(actions_scene(example("corpus/dfds-2024-001")))
    marked = {name for name, box in shown.items() if "to_mitigate" in box.marks}
    assert marked == {"action A2", "factor no-bandwidth-alert"}


def test_a_page_changes_the_lower_graph_of_before_and_after():
    incident = example("connection-pool")
    drawing = draw(incident, "before-after")
    shown = to_try(drawing.scene)
    live = {box.id for box in shown.parts[1].boxes}
    assert live == {box.id for box in draw(incident, "graph").scene.boxes}
    assert not any(box.marks for box in shown.parts[1].boxes)
    assert "With what is supposed on this page" in drawing.html
    assert "With what is supposed on this page" not in drawing.svg
