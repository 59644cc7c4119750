"""Charts: sound SVG for any label, true lengths, the same bytes, nothing drawn of nothing."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from causal.corpus import load_corpus
from causal.corpus.charts.bar_charts import completion_chart, layer_chart, recurrence_chart
from causal.corpus.charts.chart import Chart
from causal.corpus.charts.description import Axis, Bars
from causal.errors import NothingToDraw
from causal.render.metrics import text_width
from causal.render.theme import HUES, layer_hue
from causal.reports.document import Picture
from causal.reports.survey_found import Found
from corpus_samples import corpus_of, sample

SVG = "{http://www.w3.org/2000/svg}"
NASTY = ["<b>&\"'", "]]>", "\x00\x1b", "very " * 60, "漢字" * 40, "🙂", "\ud800", "a\nb", "-->"]


@pytest.fixture
def corpus(tmp_path):
    actions = {"A1": {"what": "x", "status": "done"}, "A2": {"what": "x"}}
    return corpus_of(tmp_path, sample("A", actions=actions), sample("B"))


SURVEY = [Picture(name) for name in ("recurring-factors", "layers", "level", "action-completion")]


def texts(svg: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(svg).iter(f"{SVG}text"))


def assert_inside(chart: Chart) -> None:
    root = ElementTree.fromstring(chart.svg)
    width = float(root.get("width"))
    for element in root.iter(f"{SVG}text"):
        size = float(element.get("font-size"))
        long = text_width(element.text or "", size, bold=element.get("font-weight") == "700")
        shift = {"end": long, "middle": long / 2}.get(element.get("text-anchor"), 0.0)
        left = float(element.get("x")) - shift
        assert left >= -0.1 and left + long <= width + 0.1
        assert float(element.get("y")) <= float(root.get("height"))


def test_every_chart_has_title_description_and_fits(corpus):
    charts = Found(corpus, "2026-01-01").charts(SURVEY)
    assert list(charts) == ["recurring-factors", "layers", "action-completion"]
    for chart in charts.values():
        root = ElementTree.fromstring(chart.svg)
        labels = root.get("aria-labelledby").split()
        assert [root.find(f".//*[@id='{label}']").tag for label in labels] == [
            f"{SVG}title",
            f"{SVG}desc",
        ]
        assert root.find(f"{SVG}desc").text == chart.said
        assert_inside(chart)
        assert chart.png(1.0).startswith(b"\x89PNG")


def test_bar_ends_where_its_share_lies(corpus):
    root = ElementTree.fromstring(recurrence_chart(corpus).svg)
    (bar,) = [r for r in root.iter(f"{SVG}rect") if r.get("class", "").endswith("-f")]
    ticks = {
        t.text: float(t.get("x"))
        for t in root.iter(f"{SVG}text")
        if re.fullmatch(r"\d+%", t.text or "")
    }
    assert float(bar.get("x")) == pytest.approx(ticks["0%"])
    assert float(bar.get("x")) + float(bar.get("width")) == pytest.approx(ticks["100%"], abs=0.2)


def test_only_the_most_frequent_are_drawn_and_the_caption_says_so(tmp_path):
    keys = [f"k{n:02d}" for n in range(20)]
    factors = {key: {"what": key, "key": key} for key in keys}
    outcome = {"what": "W", "because": keys}
    pair = [sample(id, factors=factors, outcome=outcome) for id in "AB"]
    chart = recurrence_chart(corpus_of(tmp_path, *pair))
    assert chart.y.categories == tuple(keys[:15])
    assert "The 15 most frequent of 20." in chart.caption


def test_same_bytes_every_time_and_other_ids_for_other_charts(corpus):
    one, other = (Found(corpus, "2026-01-01").charts(SURVEY) for _ in range(2))
    assert [c.svg for c in one.values()] == [c.svg for c in other.values()]
    ids = [ElementTree.fromstring(chart.svg).get("id") for chart in one.values()]
    assert len(set(ids)) == len(ids)


def test_style_reaches_only_its_own_chart(corpus):
    svg = layer_chart(corpus).svg
    prefix = ElementTree.fromstring(svg).get("id")
    rules = re.findall(r"([#.][^{}]*)\{[^{}]+\}", svg)
    assert rules
    assert all(rule.startswith((f"#{prefix} ", f"#{prefix}:root")) for rule in rules)


@pytest.mark.parametrize("nasty", NASTY)
def test_nasty_labels_stay_text(nasty):
    bars = Bars([0.5], [nasty[:12]], low=[0.1], high=[0.9], hover=[nasty])
    axis = Axis((nasty,), (nasty,))
    chart = Chart(nasty, nasty, (bars,), Axis(percent=True), axis, words=nasty)
    root = ElementTree.fromstring(chart.svg.encode("utf-8", "replace"))
    known = {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "style", "rect", "text", "path", "g")
    }
    assert {element.tag for element in root.iter()} <= known


@pytest.mark.parametrize("most", [0, 1, 2, 3, 7, 10, 99, 12_345])
def test_counts_have_whole_ticks_beyond_the_longest_bar(most):
    chart = Chart("T", "C", (Bars([most], [str(most)]),), y=Axis(("g",)))
    ticks = [t.text for t in texts(chart.svg) if t.get("text-anchor") == "middle"]
    values = [float(tick.replace(",", "")) for tick in ticks]
    assert 2 <= len(values) <= 8
    assert values[0] == 0 and values[-1] >= most
    assert all(value == int(value) for value in values)


def test_nothing_is_drawn_of_nothing(tmp_path):
    empty = load_corpus(tmp_path)
    for draw in (recurrence_chart, layer_chart, completion_chart):
        with pytest.raises(NothingToDraw):
            draw(empty)
    assert dict(Found(empty, None).charts(SURVEY)) == {}


def test_notebook_shows_svg_and_png(corpus):
    bundle = layer_chart(corpus)._repr_mimebundle_(include=None, exclude=None)
    assert set(bundle) == {"image/svg+xml", "image/png", "text/plain"}


def test_a_layer_has_the_colour_and_mark_that_it_has_in_every_picture(corpus):
    svg = layer_chart(corpus).svg
    for layer in set(corpus.layers["layer"]):
        assert f'"h{layer_hue(layer) % HUES}' in svg
