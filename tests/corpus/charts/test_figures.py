"""Figures of a corpus: what they hold, the same every time, nothing of what a text may carry."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import pytest

from causal.corpus import load_corpus
from causal.corpus.charts.description import Bars
from causal.corpus.charts.figures import FIGURES, figure
from causal.corpus.charts.pattern_charts import around
from causal.errors import NothingToDraw, UnknownName
from causal.render.theme import DEFAULT, contrast
from corpus_samples import corpus_of, sample, times

EXAMPLES = Path(__file__).parents[3] / "examples" / "corpus"


@pytest.fixture(scope="module")
def corpus():
    return load_corpus(EXAMPLES)


@pytest.mark.parametrize("view", sorted(set(FIGURES) - {"network", "hardening"}))
def test_figure_is_whole_and_the_same_every_time(corpus, view):
    first = figure(corpus, view)
    assert first.to_json() == figure(corpus, view).to_json()
    assert json.loads(first.to_json())["data"]
    assert "<b>" in first.layout.title.text


def test_bars_are_the_shares_of_the_table(corpus):
    (bars,) = figure(corpus, "recurrence").data
    frame = corpus.recurring_factors().head(15)
    assert list(bars.x) == frame["share"].tolist()
    assert list(figure(corpus, "recurrence").layout.yaxis.ticktext) == frame["key"].tolist()


def test_cells_count_every_failed_layer_of_a_dated_incident(corpus):
    (heat,) = figure(corpus, "layers-over-time").data
    dated = set(corpus.incidents.dropna(subset=["began"])["id"])
    layers = corpus.layers
    failed = layers[layers["state"].isin(["breached", "absent", "bypassed", "degraded"])]
    shown = sum(int(cell or 0) for row in heat.text for cell in row)
    assert shown == failed["incident"].isin(dated).sum()


def test_upset_counts_each_incident_once(corpus):
    bars = figure(corpus, "together").data[0]
    top = corpus.recurring_factors().head(8)
    assert sum(map(int, bars.text)) == len({i for ids in top["incident_ids"] for i in ids})


def test_network_shows_only_what_is_beyond_chance(tmp_path):
    rng = Random(1)
    data = []
    for n in range(400):
        keys = {f"k{rng.randrange(40)}" for _ in range(4)}
        keys |= {"pair-a", "pair-b"} if n % 10 == 0 else set()
        factors = {key: {"what": key, "key": key} for key in sorted(keys)}
        outcome = {"what": "W", "because": sorted(keys)}
        data.append(sample(f"I{n}", factors=factors, outcome=outcome))
    drawn = figure(corpus_of(tmp_path, *data), "network")
    assert list(drawn.data[-1].text) == ["pair-a", "pair-b"]
    assert len(drawn.data) == 2


def test_dark_figures_differ_in_colour_alone_and_keep_their_contrast(corpus):
    for view in sorted(set(FIGURES) - {"network", "hardening"}):
        light, dark = (json.loads(figure(corpus, view, dark=dark).to_json()) for dark in (0, 1))
        assert dark["layout"]["paper_bgcolor"] == DEFAULT.ground[1]
        assert contrast(dark["layout"]["font"]["color"], DEFAULT.ground[1]) > 7
        used = set(re.findall(r"#[0-9a-f]{6}", json.dumps(dark["data"])))
        assert not used & {hue.stroke for hue in DEFAULT.hues}
        plain = [re.sub(r"#[0-9a-f]{6}", "#", json.dumps(f)) for f in (light, dark)]
        assert plain[0] == plain[1]


@pytest.mark.parametrize("view", sorted(set(FIGURES) - {"network", "hardening"}))
def test_both_forms_come_of_one_description(corpus, view):
    chart = FIGURES[view](corpus)
    root = ElementTree.fromstring(chart.svg)
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    plotly = chart.figure()
    for axis, side in ((chart.x, plotly.layout.xaxis), (chart.y, plotly.layout.yaxis)):
        if axis.categories and axis.shown:
            assert len(side.ticktext) == len(axis.categories)
            assert sum(name in words for name in axis.categories) > len(axis.categories) / 2
    for mark in chart.marks:
        if isinstance(mark, Bars):
            assert words >= set(mark.texts)
            assert any(list(trace.x or ()) == list(mark.values) for trace in plotly.data)


def test_network_puts_side_by_side_what_hangs_together():
    order = around([("a", "z"), ("b", "c"), ("z", "m")])
    assert order == ["a", "z", "m", "b", "c"]


def test_one_day_of_the_burn_down_is_one_step(corpus):
    for line in figure(corpus, "burn-down").data:
        assert len(set(line.x)) == len(line.x)
    named, done, rest = (line.y for line in figure(corpus, "burn-down").data)
    assert [a - b for a, b in zip(named, done, strict=True)] == list(rest)


def test_nothing_to_draw_and_unknown_views(tmp_path):
    bare = corpus_of(tmp_path)
    for view in FIGURES:
        with pytest.raises(NothingToDraw):
            figure(bare, view)
    with pytest.raises(UnknownName, match="pie"):
        figure(bare, "pie")


def test_texts_are_shown_and_never_read(tmp_path):
    nasty = "<script>alert(1)</script> $x$ & <b>"
    factors = {"a": {"what": nasty, "key": nasty, "layer": nasty}}
    data = {
        "factors": factors,
        "outcome": {"what": "W", "because": ["a"]},
        "layers": {nasty: {}},
        "actions": {"A": {"what": nasty, "addresses": ["a"]}},
    }
    corpus = corpus_of(
        tmp_path,
        sample(nasty, times=times("2025-01-01", 5), **data),
        sample("B", times=times("2025-02-01", 9), **data),
    )
    for view in sorted(set(FIGURES) - {"network", "hardening"}):
        found = figure(corpus, view).to_json()
        assert "<script" not in found.replace("\\u003c", "<")
        assert "$x$" not in found
