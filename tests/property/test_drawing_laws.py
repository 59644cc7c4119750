from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causal.errors import NothingToDraw
from causal.render import draw
from causal.render.layout.scale import make_scale
from causal.render.layout.table import settle
from causal.render.views import VIEWS
from render_laws import breaches, text_rect
from render_samples import eventful, incident, labelled, random_incident, recorded, uncertain

ORIENTATIONS = ("portrait", "landscape")
RECORDED_VIEWS = ("actions", "timeline", "before-after", "bowtie", "brief", "swiss-cheese")


def _breaches(made, view, orientation):
    try:
        drawing = draw(made, view, orientation=orientation)
    except NothingToDraw:
        return []
    return breaches(drawing.plan)


@pytest.mark.parametrize("orientation", ORIENTATIONS)
@pytest.mark.parametrize("view", sorted(VIEWS))
@pytest.mark.parametrize(
    "make",
    [recorded, uncertain, incident, lambda: labelled("x" * 300), lambda: labelled("word " * 300)],
)
def test_every_view_of_small_incidents_obeys_every_law(make, view, orientation):
    assert _breaches(make(), view, orientation) == []


@given(st.integers(1, 10), st.integers(0, 10_000), st.sampled_from(RECORDED_VIEWS))
@settings(max_examples=80, deadline=None)
def test_any_record_obeys_every_law(size, seed, view):
    for orientation in ORIENTATIONS:
        assert _breaches(eventful(size, seed), view, orientation) == []


@pytest.mark.slow
@pytest.mark.parametrize("view", RECORDED_VIEWS)
@pytest.mark.parametrize("seed", range(3))
def test_large_records_obey_every_law(seed, view):
    assert _breaches(eventful(40, seed), view, "portrait") == []


@given(st.integers(1, 12), st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_slide_is_a_slide_and_nothing_on_it_is_small(size, seed):
    plan = draw(eventful(size, seed), "brief").plan
    assert (plan.width, plan.height) == (1280.0, 720.0)
    texts = [*plan.texts, *(text for placed in plan.boxes for text in placed.texts)]
    assert min(text.size for text in texts) >= 12
    assert all(text_rect(text).bottom <= 720 for text in texts)


def test_a_graph_of_more_than_two_hundred_factors_is_summed_up_and_says_so():
    drawing = draw(random_incident(260, 1))
    assert breaches(drawing.plan) == []
    assert "260 factors are too many" in drawing.scene.message
    said = " ".join(line for text in drawing.plan.texts for line in text.lines)
    assert "260 factors are too many" in said
    assert len(drawing.scene.boxes) < 40
    assert not draw(random_incident(40, 1)).scene.message


@given(
    st.lists(st.none() | st.floats(-500, 500), min_size=1, max_size=12),
    st.integers(10, 90),
)
def test_boxes_settle_in_order_without_touching(wished, size):
    sizes = [float(size)] * len(wished)
    tops = settle(wished, sizes, 10.0)
    gaps = [b - a - size for a, b in pairwise(tops)]
    assert all(gap >= 10.0 - 1e-6 for gap in gaps)


def test_a_box_with_room_settles_where_it_wishes():
    assert settle([0.0, 100.0], [20.0, 20.0], 10.0) == [0.0, 100.0]
    assert settle([50.0, 50.0], [20.0, 20.0], 10.0) == [35.0, 65.0]


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=15))
def test_a_scale_is_even_wherever_it_is_not_broken(moments):
    scale = make_scale(moments, 400.0)
    places = [scale.at(moment) for moment in sorted(moments)]
    assert places == sorted(places)
    rates = set()
    broken = {(gap.start, gap.end) for gap in scale.breaks}
    for (a, b), (c, d) in zip(
        pairwise(scale.seconds),
        pairwise(scale.places),
        strict=True,
    ):
        if (c, d) not in broken and b - a > 1e-3:
            rates.add((d - c) / (b - a))
    assert not rates or max(rates) - min(rates) <= 1e-6 * max(rates)


def test_a_scale_breaks_only_where_a_gap_dwarfs_several_others():
    assert not make_scale([0, 17, 19, 47, 88], 400).breaks
    assert not make_scale([0, 1, 1000], 400).breaks
    (gap,) = make_scale([0, 1, 2, 1000], 400).breaks
    assert gap.seconds == 998
