from __future__ import annotations

import pytest

from causal.errors import NothingToDraw, UnknownName
from causal.render import draw
from causal.render.layout.cheese import lay_out_cheese
from causal.render.views.five_whys import five_whys_scene
from causal.render.views.graph import graph_scene
from causal.render.views.swiss_cheese import swiss_cheese_scene
from render_laws import breaches, text_rect
from render_samples import connection_pool, incident, uncertain


def boxes(scene):
    return {box.id: box for box in scene.boxes}


def test_the_graph_shows_every_factor_once_with_its_kind_in_words():
    scene = graph_scene(connection_pool())
    assert set(boxes(scene)) == {"outcome"} | {f"factor {f}" for f in connection_pool().factors}
    captions = {name: box.caption for name, box in boxes(scene).items()}
    assert captions["factor n-plus-one"] == "TRIGGER"
    assert captions["factor no-context"] == "GAP"
    assert captions["factor site-down"] == "EVENT"
    assert captions["outcome"] == "OUTCOME"


def test_only_layers_with_factors_become_bands_in_order():
    scene = graph_scene(connection_pool())
    assert [band.id for band in scene.bands] == [
        "review",
        "testing",
        "rollout",
        "capacity",
        "detection",
    ]


def test_joins_say_how_many_causes_it_takes():
    labels = {join.label for join in graph_scene(uncertain()).joins}
    assert labels == {"all of 2", "any of 3", "2 of 3"}


def test_one_cause_needs_no_join():
    scene = graph_scene(incident())
    assert not scene.joins
    assert [(link.source, link.target) for link in scene.links] == [("factor a", "outcome")]


def test_what_made_it_worse_is_marked_through_its_own_causes():
    shown = boxes(graph_scene(uncertain()))
    worse = {name for name, box in shown.items() if box.role == "amplifier"}
    assert worse == {"factor alert-muted", "factor by-hand", "factor never-reviewed"}
    labels = {link.label for link in graph_scene(uncertain()).links if link.role == "worsens"}
    assert labels == {"detection +34 min", "mitigation +120 min"}


def test_doubt_is_said_of_factors_and_of_links():
    scene = graph_scene(uncertain())
    assert boxes(scene)["factor slow-batch"].caption == "CONDITION · SUSPECTED"
    doubted = [link for link in scene.links if "suspected" in link.marks]
    assert [(link.source, link.label) for link in doubted] == [("factor timeout", "suspected")]


def test_the_legend_explains_only_what_is_there():
    samples = {entry.sample for entry in graph_scene(connection_pool()).legend}
    assert samples == {"trigger", "event", "gap", "cause", "join"}


def test_five_whys_mark_the_chain_and_what_it_missed():
    shown = boxes(five_whys_scene(connection_pool()))
    on_chain = {name for name, box in shown.items() if "on_chain" in box.marks}
    missed = {name for name, box in shown.items() if "missed" in box.marks}
    assert on_chain == {f"factor {why.factor}" for why in connection_pool().five_whys.chain}
    assert len(missed) == 6
    assert shown["factor site-down"].caption == "EVENT · WHY 1"
    assert shown["factor no-context"].caption == "GAP · MISSED"


def test_five_whys_count_what_was_named():
    assert five_whys_scene(connection_pool()).caption == (
        "The chain names 6 of 12 factors. It misses 5 of 5 gaps: "
        "review, testing, rollout, capacity, detection."
    )


def test_the_steps_of_the_chain_are_lit():
    scene = five_whys_scene(connection_pool())
    lit = {link.source for link in scene.links if "on_chain" in link.marks}
    assert lit == {f"factor {why.factor}" for why in connection_pool().five_whys.chain}


def test_a_tree_of_whys_is_drawn_as_branches():
    tree = incident(
        outcome={"what": "Down", "because": ["a", "b"]},
        factors={"a": {"what": "One"}, "b": {"what": "Other"}},
        five_whys={
            "chain": [
                {
                    "answer": "It broke",
                    "because": [["a", {"answer": "Nobody knows"}], ["b"]],
                }
            ]
        },
    )
    scene = five_whys_scene(tree)
    captions = [box.caption for box in scene.panel]
    assert captions == ["WHAT HAPPENED", "WHY 1", "WHY 2a", "WHY 3a", "WHY 2b"]
    forks = [link.target for link in scene.panel_links if link.source == "why 1"]
    assert len(forks) == 2
    plan = draw(tree, "five-whys").plan
    assert breaches(plan) == []
    rects = {p.box.id: p.rect for p in plan.boxes}
    assert rects["why 2"].x > rects["why 1"].x
    assert rects["why 4"].x == rects["why 2"].x


def test_an_answer_without_a_factor_says_so():
    unmatched = incident(five_whys={"chain": [{"answer": "Bad luck"}]})
    assert five_whys_scene(unmatched).panel[1].notes == ("no factor of the graph",)


def test_holes_know_the_actions_that_close_them():
    shown = boxes(swiss_cheese_scene(connection_pool()))
    assert "closed" in shown["factor pool-sized-for-old-traffic"].marks
    assert "to_close" in shown["factor canary-too-short"].marks
    assert shown["factor canary-too-short"].notes == ("A2 open: Let the canary bake for an hour",)
    assert not {"closed", "to_close"} & set(shown["factor no-context"].marks)


def test_a_hole_that_made_it_worse_says_what_it_raised():
    shown = boxes(swiss_cheese_scene(uncertain()))
    assert shown["factor alert-muted"].caption == "made it worse: detection +34 min"
    assert shown["factor never-reviewed"].caption == "made it worse"


def test_slices_are_threaded_held_or_merely_worse():
    states = {band.id: band.state for band in swiss_cheese_scene(connection_pool()).bands}
    assert states["ci"] == "held"
    assert states["review"] == "breached"
    worse = {band.id: band.state for band in swiss_cheese_scene(uncertain()).bands}
    assert worse["detection"] == "worse"
    assert worse["access"] == "breached"


def test_the_path_goes_through_every_needed_hole_and_no_other():
    scene = swiss_cheese_scene(connection_pool())
    plan = lay_out_cheese(scene, room=860)
    (route,) = scene.routes
    threaded = []
    for piece in plan.slices:
        middles = {(hole.x, hole.y): hole.box.id for hole in piece.holes}
        threaded += [middles[strand.points[-1]] for strand in piece.behind]
    assert threaded == list(route.through)
    held = next(piece for piece in plan.slices if piece.band.id == "ci")
    assert held.stopped is not None


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 8, 13])
def test_slices_wrap_into_rows_and_their_words_do_not_touch(count):
    layers = list(incident().layer_names)[:count]
    made = incident(
        outcome={"what": "Down", "because": layers},
        factors={n: {"what": f"A hole in {n} that is wide", "layer": n} for n in layers},
    )
    plan = draw(made, "swiss-cheese", orientation="landscape").plan
    assert len(plan.slices) == count
    rows = {piece.rect.y for piece in plan.slices}
    assert len(rows) == 1 if count <= 8 else len(rows) > 1
    rects = [text_rect(text) for text in plan.texts]
    rects += [placed.rect for placed in plan.boxes]
    for number, one in enumerate(rects):
        assert not any(one.overlaps(other) for other in rects[number + 1 :])


def test_conditions_without_a_layer_stand_beside_the_trigger():
    scene = draw(uncertain(), "swiss-cheese").scene
    named = {scene.roots.boxes, *(route.start.boxes for route in scene.routes)}
    assert any(name.startswith("factor ") for start in named for name in start)


def test_a_view_whose_data_is_missing_says_what_is_missing():
    bare = incident()
    with pytest.raises(NothingToDraw, match="no five whys"):
        draw(bare, "five-whys")
    with pytest.raises(NothingToDraw, match="no gaps"):
        draw(bare, "swiss-cheese")
    with pytest.raises(NothingToDraw, match="no factors"):
        draw(incident(outcome={"what": "Down"}, factors={}))


def test_unknown_names_are_refused_with_what_is_known():
    with pytest.raises(UnknownName, match="did you mean 'swiss-cheese'"):
        draw(incident(), "swis-cheese")
    with pytest.raises(UnknownName, match="orientation 'sideways'"):
        draw(incident(), orientation="sideways")
    with pytest.raises(UnknownName, match="engine 'neato'"):
        draw(incident(), engine="neato")
