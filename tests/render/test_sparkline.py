from __future__ import annotations

import pytest

import causal
from causal.errors import NothingToDraw
from causal.render import draw
from causal.render.layout.sparkline import HEIGHT
from causal.render.views.sparkline import TEXT_MARKS
from render_samples import connection_pool, incident, layered_states, random_incident


def test_a_line_of_text_names_the_layers_their_states_and_the_depth():
    text = draw(connection_pool(), "sparkline").text
    assert text.startswith("INC-2041 | ○ Review ○ Testing ● CI ○ Rollout")
    assert text.endswith("planned")
    assert "\n" not in text


def test_the_picture_is_one_line_high_and_fits_a_column():
    for made in (connection_pool(), layered_states(), random_incident(30, 1)):
        plan = draw(made, "sparkline").plan
        assert plan.height == HEIGHT
        assert plan.width <= 700


def test_every_state_has_a_mark_of_its_own():
    drawing = draw(causal.load("examples/pictures/two-paths.yaml"), "sparkline")
    shown = {box.slot for box in drawing.scene.boxes}
    assert shown == set(TEXT_MARKS)
    assert len(set(TEXT_MARKS.values())) == len(TEXT_MARKS)


def test_a_scenario_gives_one_depth():
    assert draw(connection_pool(), "sparkline", scenario="done").text.endswith(" done")


def test_without_layers_there_is_no_line():
    with pytest.raises(NothingToDraw, match="no layer"):
        draw(incident(), "sparkline")


def test_it_is_saved_as_text(tmp_path):
    path = draw(connection_pool(), "sparkline").save(tmp_path / "line.txt")
    assert path.read_text(encoding="utf-8").count("\n") == 1
