from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.errors import NothingToDraw
from causal.render import draw
from causal.render.layout.columns import assign_columns
from causal.render.layout.grid import make_grid
from causal.render.layout.layered import lay_out_layers
from causal.render.layout.plan import Rect
from causal.render.layout.rows import assign_rows
from causal.render.views.graph import graph_scene
from render_laws import breaches
from render_samples import connection_pool, incident, labelled, random_incident, uncertain

ORIENTATIONS = ("portrait", "landscape")
VIEWS = ("graph", "five-whys", "swiss-cheese")


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize(
    "make", [connection_pool, uncertain, lambda: labelled("A few words here"), incident]
)
def test_small_incidents_obey_every_law(make, view, orientation):
    try:
        drawing = draw(make(), view, orientation=orientation)
    except NothingToDraw:
        pytest.skip("the incident has nothing for this view")
    assert breaches(drawing.plan) == []


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("seed", range(24))
def test_random_incidents_obey_every_law(seed, orientation):
    made = random_incident([3, 6, 10, 15, 20, 30][seed % 6], seed)
    assert breaches(draw(made, orientation=orientation).plan) == []


@given(st.integers(1, 24), st.integers(0, 10_000), st.sampled_from([0.5, 1.0]), st.booleans())
@settings(max_examples=40, deadline=None)
def test_bands_beside_each_other_obey_every_law(size, seed, layered, portrait):
    scene = graph_scene(random_incident(size, seed, layered=layered))
    plan = lay_out_layers(scene, portrait=portrait, room=860, stacked=False)
    assert breaches(plan) == []


@given(st.integers(1, 12), st.integers(0, 10_000), st.sampled_from([0.0, 0.5, 1.0]))
@settings(max_examples=40, deadline=None)
def test_any_mixture_of_layers_obeys_every_law(size, seed, layered):
    assert breaches(draw(random_incident(size, seed, layered=layered)).plan) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(6))
def test_large_incidents_obey_every_law(seed):
    assert breaches(draw(random_incident(60, seed)).plan) == []


def test_the_laws_notice_a_box_moved_onto_another():
    plan = draw(connection_pool()).plan
    first, second, *rest = plan.boxes
    moved = type(first)(first.box, second.rect, first.texts)
    broken = replace(plan, boxes=(moved, second, *rest))
    assert any("overlaps" in breach for breach in breaches(broken))
    assert any("does not" in breach for breach in breaches(broken))


@pytest.mark.parametrize("seed", range(8))
def test_causes_stand_above_their_effects_and_bands_in_order(seed):
    scene = graph_scene(random_incident(20, seed))
    grid = make_grid(scene)
    assign_rows(grid, (2, 3))
    for edge in grid.edges:
        source, target = grid.nodes[edge.source].row, grid.nodes[edge.target].row
        assert source < target or edge.upward
    for above, below in zip(range(grid.bands), range(1, grid.bands), strict=False):
        rows = [[n.row for n in grid.nodes if n.band == band] for band in (above, below)]
        assert max(rows[0]) < min(rows[1])
    assert all(node.row < grid.nodes[grid.sink].row for node in grid.nodes if node.id != "outcome")


def test_edges_turn_upward_only_where_layers_force_them():
    against = incident(
        outcome={"what": "Down", "because": ["early"]},
        factors={
            "early": {"what": "Review gap", "layer": "review", "because": ["late"]},
            "late": {"what": "Recovery gap", "layer": "recovery"},
        },
    )
    grid = make_grid(graph_scene(against))
    assign_rows(grid, (1, 3))
    upward = {grid.nodes[e.source].id for e in grid.edges if e.upward}
    assert upward == {"factor late"}
    plain = make_grid(graph_scene(connection_pool()))
    assign_rows(plain, (1, 3))
    assert not any(edge.upward for edge in plain.edges)


@pytest.mark.parametrize("room", [(1, 1), (1, 2), (2, 3)])
def test_no_row_holds_more_than_it_has_room_for(room):
    grid = make_grid(graph_scene(random_incident(30, 5)))
    assign_rows(grid, room)
    for row in range(grid.rows):
        for zone in (0, 1):
            assert sum(n.row == row and n.zone == zone for n in grid.nodes) <= room[zone]


def test_columns_keep_the_members_of_a_chain_in_line():
    grid = make_grid(graph_scene(connection_pool()))
    assign_rows(grid, (1, 3))
    assign_columns(grid)
    chain = {"factor pool-exhausted", "factor service-500s", "factor site-down", "outcome"}
    assert len({node.column for node in grid.nodes if node.id in chain}) == 1


def test_a_portrait_keeps_to_the_width_of_a_page():
    for made in (connection_pool(), uncertain(), random_incident(20, 3)):
        assert draw(made).plan.width <= 900.01


def test_a_small_incident_stacks_its_layers_and_a_larger_one_lays_them_beside_each_other():
    def columns(made):
        return len({round(placed.rect.x) for placed in draw(made).plan.bands})

    assert columns(connection_pool()) == 1
    assert columns(random_incident(40, 4, layered=1.0)) > 1
    assert columns(random_incident(260, 1)) == 1  # summed up layer by layer, in order


@pytest.mark.parametrize("seed", range(12))
def test_the_drawing_is_one_of_both(seed):
    scene = graph_scene(random_incident(14, seed, layered=1.0))
    chosen = lay_out_layers(scene, portrait=True, room=860)
    one, other = (
        lay_out_layers(scene, portrait=True, room=860, stacked=stacked) for stacked in (True, False)
    )
    assert chosen in (one, other)


@pytest.mark.parametrize("label", ["Configuration and capacity", "Interoperability", "x" * 60])
def test_names_of_layers_stay_in_their_patch(label):
    scene = graph_scene(random_incident(25, 4, layered=1.0))
    bands = tuple(replace(band, label=label, note="degraded") for band in scene.bands)
    for portrait in (True, False):
        scene = replace(scene, bands=bands)
        assert breaches(lay_out_layers(scene, portrait=portrait, room=860, stacked=False)) == []


def test_the_first_band_is_that_of_the_first_layer():
    plan = lay_out_layers(graph_scene(connection_pool()), portrait=True, room=860)
    tops = {placed.band.id: placed.rect.y for placed in plan.bands}
    assert sorted(tops, key=tops.__getitem__) == [
        "review",
        "testing",
        "rollout",
        "capacity",
        "detection",
    ]


def test_rectangles_that_share_an_edge_do_not_overlap():
    assert not Rect(0, 0, 10, 10).overlaps(Rect(10, 0, 10, 10))
    assert Rect(0, 0, 10, 10).overlaps(Rect(9, 9, 10, 10))
    assert Rect(0, 0, 10, 10).contains(Rect(1, 1, 9, 9))
    assert not Rect(0, 0, 10, 10).contains(Rect(1, 1, 10, 9))
