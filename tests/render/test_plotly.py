from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import causal
from causal.errors import NothingToDraw, UnknownName
from causal.render import draw
from causal.render.figures import FIGURES, figure
from causal.render.theme import DEFAULT
from render_samples import connection_pool, incident, recorded, uncertain


def _acting(**actions):
    return incident(
        outcome={"what": "It was down", "because": ["a", "b", "c"]},
        factors={
            "a": {"what": "A thing failed", "layer": "review"},
            "b": {"what": "Another", "layer": "ci"},
            "c": {"what": "A third"},
        },
        actions=actions,
    )


def test_an_unknown_figure_names_those_there_are():
    with pytest.raises(UnknownName, match=r"no figure 'graf'.*'graph'"):
        figure(incident(), "graf")


def test_a_figure_of_nothing_is_refused():
    with pytest.raises(NothingToDraw, match="no actions"):
        figure(incident(), "actions")


def test_boxes_lie_where_the_drawing_has_them():
    asked = connection_pool()
    plan = draw(asked).plan
    sizes = sorted((p.rect.w, p.rect.h) for p in plan.boxes)
    filled = [t for t in figure(asked).data if t.hoveron == "fills"]
    found = sorted((max(t.x) - min(t.x), max(t.y) - min(t.y)) for t in filled)
    assert found == [pytest.approx(size, abs=0.2) for size in sizes]


def test_hovering_tells_what_is_known_of_a_factor():
    texts = [t.text for t in figure(connection_pool()).data if t.hoveron == "fills"]
    pool = next(text for text in texts if "years ago" in text)
    assert pool.startswith("<b>GAP</b><br>The pool size was set years ago")
    assert "layer: capacity" in pool
    assert "evidence: https://dash.example/pool" in pool
    assert "A1: Derive the pool size from peak concurrency" in pool


def test_the_legend_hides_a_layer_with_its_gaps_and_their_links():
    data = figure(connection_pool()).data
    keys = {t.name: t.legendgroup for t in data if t.showlegend}
    assert list(keys) == [
        *("Review", "Testing", "Rollout", "Capacity", "Detection", "Without a layer")
    ]
    words = {t.legendgroup: " ".join(t.text) for t in data if t.mode == "text" and t.text}
    assert "The reviewer was" in words[keys["Review"]]
    lines = [t for t in data if t.legendgroup == keys["Review"] and t.mode == "lines"]
    assert any(t.fill is None for t in lines)


def test_what_is_in_doubt_or_made_it_worse_is_dashed():
    data = figure(uncertain()).data
    dashes = {t.line.dash for t in data if t.mode == "lines" and t.fill is None}
    assert {"2px,4px", "6px,4px"} < dashes


@pytest.mark.parametrize("view", FIGURES)
def test_every_box_line_and_word_of_the_drawing_is_in_the_figure(view):
    asked = _acting(
        A1={"what": "Fix", "addresses": ["a", "b"], "hardens": "testing", "status": "done"},
        A2={"what": "Guess", "addresses": ["b"], "owner": "team web"},
        A3={"what": "Restart", "addresses": ["a"], "kind": "repair"},
        A4={"what": "Never", "addresses": ["c"], "status": "cancelled"},
    )
    scene, data = draw(asked, view).scene, figure(asked, view).data
    assert sum(trace.hoveron == "fills" for trace in data) == len(scene.boxes)
    lines = [trace for trace in data if trace.mode == "lines" and trace.fill is None]
    assert sum(list(trace.x).count(None) + 1 for trace in lines) == len(scene.links)
    shown = " ".join(word for t in data if t.mode == "text" for word in t.text or ())
    for box in scene.boxes:
        assert all(word in shown for word in box.label.split())


def test_an_action_says_on_hover_who_does_it_and_looks_as_it_does_in_the_drawing():
    asked = _acting(
        A1={"what": "Fix", "addresses": ["a", "b"], "status": "done"},
        A2={"what": "Guess", "addresses": ["b"], "owner": "team web"},
    )
    data = figure(asked, "actions").data
    hovers = {t.text: t for t in data if t.hoveron == "fills"}
    planned = hovers["<b>A2 \N{MIDDLE DOT} OPEN</b><br>Guess<br>- team web"]
    done = next(trace for said, trace in hovers.items() if said.startswith("<b>A1"))
    assert (planned.line.dash, done.line.dash) == ("5px,4px", None)
    assert planned.line.color == done.line.color == DEFAULT.good[0]
    missed = next(trace for said, trace in hovers.items() if "A third" in said)
    assert missed.fillcolor == DEFAULT.missed[0]


def test_figures_are_the_same_whatever_the_order_of_hashing():
    code = (
        "import sys; sys.path.insert(0, 'tests')\n"
        "from causal.render.figures import figure\n"
        "from render_samples import connection_pool, random_incident\n"
        "import hashlib\n"
        "text = figure(random_incident(25, 4)).to_json()\n"
        "text += figure(connection_pool(), 'actions').to_json()\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    root = Path(__file__).resolve().parents[2]
    seen = set()
    for seed in ("0", "7"):
        env = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(root / "src")}
        done = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, check=True
        )
        seen.add(done.stdout)
    assert len(seen) == 1


@pytest.mark.parametrize("view", sorted(FIGURES))
def test_a_figure_has_a_title_and_a_look_of_its_own(view):
    asked = connection_pool()
    layout = json.loads(figure(asked, view).to_json())["layout"]
    assert layout["title"]["text"].startswith(f"<b>{asked.id}: {asked.title}</b>")
    assert layout["font"]["family"].startswith("Arial")


@pytest.mark.parametrize("view", ["graph", "actions"])
def test_on_dark_ground_a_figure_has_the_dark_colours_and_no_light_ones(view):
    dark = causal.figure(recorded(), view, dark=True).to_json().lower()
    assert DEFAULT.ground[1] in dark
    assert DEFAULT.ink[1] in dark
    for pair in (DEFAULT.ink, DEFAULT.line, DEFAULT.muted):
        assert pair[0] not in dark


def test_a_notebook_keeps_a_figure_with_its_picture_for_where_plotly_does_not_run(monkeypatch):
    import plotly.io

    monkeypatch.setattr(plotly.io.renderers, "default", "plotly_mimetype")
    of_one = figure(connection_pool(), "actions")
    of_many = causal.figure(causal.Corpus([connection_pool()]), "layers", dark=True)
    for made in (of_one, of_many):
        shown = made._repr_mimebundle_()
        assert {"application/vnd.plotly.v1+json", "image/svg+xml", "image/png"} <= set(shown)
        assert shown["image/svg+xml"].startswith("<svg")
    assert of_one._repr_mimebundle_()["image/svg+xml"] == draw(connection_pool(), "actions").svg
    copied = pickle.loads(pickle.dumps(of_one))
    assert set(copied._repr_mimebundle_()) == {"application/vnd.plotly.v1+json"}


def test_a_notebook_that_runs_plotly_by_a_page_is_given_that_page(monkeypatch):
    import plotly.io

    pytest.importorskip("IPython")
    of_one = figure(connection_pool(), "actions")
    monkeypatch.setattr(plotly.io.renderers, "default", "notebook_connected")
    assert set(of_one._repr_mimebundle_()) == {"text/html"}
