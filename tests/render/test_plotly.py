from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import causal
from causal.errors import NothingToDraw, UnknownName
from causal.render import draw
from causal.render.figures import FIGURES, figure
from causal.render.theme import DEFAULT
from render_samples import connection_pool, incident, random_incident, recorded, uncertain


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


def _flows(sankey):
    labels = [label.replace("<br>", " ") for label in sankey.node.label]
    link = sankey.link
    pairs = zip(link.source, link.target, link.value, strict=True)
    return {(labels[source], labels[target]): value for source, target, value in pairs}


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


def test_actions_flow_from_factors_to_the_layer_they_harden():
    asked = _acting(
        A1={"what": "Fix", "addresses": ["a", "b"], "hardens": "testing", "status": "done"},
        A2={"what": "Guess", "addresses": ["b"]},
        A3={"what": "Restart", "addresses": ["a"], "kind": "repair"},
        A4={"what": "Never", "addresses": ["c"], "status": "cancelled"},
    )
    assert _flows(figure(asked, "actions").data[0]) == {
        ("A thing failed", "A1 (done): Fix"): 1,
        ("Another", "A1 (done): Fix"): 1,
        ("A1 (done): Fix", "Testing"): 2,
        ("Another", "A2 (open): Guess"): 1,
        ("A2 (open): Guess", "CI"): 1,
        ("A thing failed", "A3 (open): Restart"): 1,
        ("A3 (open): Restart", "This instance only"): 1,
        ("A third", "Nobody acts on it"): 1,
    }


def test_a_barrier_flows_from_the_cause_whose_link_it_guards():
    asked = _acting(
        A1={
            "what": "Guard",
            "effect": "adds_barrier",
            "on": {"cause": "c", "effect": "outcome"},
            "hardens": "ci",
        }
    )
    flows = _flows(figure(asked, "actions").data[0])
    assert flows["A third", "A1 (open): Guard"] == 1
    assert ("A third", "Nobody acts on it") not in flows


def test_what_flows_in_flows_out_and_every_node_has_its_place():
    for size in (12, 40):
        asked = random_incident(size, 1)
        names = list(asked.factors)
        actions = {
            f"A{i}": {"what": f"Do {i}", "addresses": names[i : i + 3], "hardens": "review"}
            for i in range(0, size - 3, 4)
        }
        sankey = figure(asked.replace(actions=actions), "actions").data[0]
        link = sankey.link
        assert len(sankey.node.x) == len(sankey.node.y) == len(sankey.node.label)
        assert all(0 < place < 1 for place in (*sankey.node.x, *sankey.node.y))
        into, out = {}, {}
        for source, target, value in zip(link.source, link.target, link.value, strict=True):
            out[source] = out.get(source, 0) + value
            into[target] = into.get(target, 0) + value
        middle = set(into) & set(out)
        assert middle
        assert all(into[node] == out[node] for node in middle)


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
    assert layout["title"]["text"] == f"<b>{asked.id}: {asked.title}</b>"
    assert layout["font"]["family"].startswith("Arial")
    assert "data" not in layout["template"] or not layout["template"]["data"].get("sankey")


@pytest.mark.parametrize("view", ["graph", "actions"])
def test_on_dark_ground_a_figure_has_the_dark_colours_and_no_light_ones(view):
    dark = causal.figure(recorded(), view, dark=True).to_json().lower()
    assert DEFAULT.ground[1] in dark
    assert DEFAULT.ink[1] in dark
    for pair in (DEFAULT.ink, DEFAULT.line, DEFAULT.muted):
        assert pair[0] not in dark
