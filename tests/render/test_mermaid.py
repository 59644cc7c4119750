from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.errors import CausalError
from causal.render import draw, escape_mermaid
from causal.render.scene import Band, Box, Link, Scene
from causal.render.theme import DEFAULT
from causal.render.views import VIEWS
from causal.render.writers.mermaid import MAX_CHARACTERS, MAX_LINKS, write_mermaid
from programs import parse_mermaid
from render_nasty import NASTY
from render_samples import connection_pool, incident, labelled, random_incident, recorded, uncertain


def _lines(source: str) -> list[str]:
    return [line.strip() for line in source.splitlines()]


def test_every_kind_has_its_shape_and_its_word():
    lines = _lines(draw(uncertain()).mermaid)
    assert 'n6{{"TRIGGER<br/>Deploy during a batch run"}}' in lines
    assert 'n7("CONDITION<br/>Zone A was slow")' in lines
    assert 'n0["EVENT<br/>Charge requests were sent more than once"]' in lines
    assert 'n1>"GAP<br/>The charge API accepts requests without a key"]' in lines
    assert 'n13[["OUTCOME<br/>Payments were charged twice"]]' in lines


def test_layers_are_subgraphs_that_hold_their_gaps():
    lines = _lines(draw(connection_pool()).mermaid)
    start = lines.index('subgraph s0["Review"]')
    assert lines[start + 1].startswith('n7>"GAP')
    assert lines[start + 2] == "end"


def test_joins_say_how_many_causes_it_took_and_what_made_it_worse_is_dashed():
    lines = _lines(draw(uncertain()).mermaid)
    joins = {line.partition("([")[2] for line in lines if line.startswith("j")}
    assert {'"all of 2"])', '"any of 3"])', '"2 of 3"])'} <= joins
    assert 'n10 -.->|"detection #43;34 min"| n13' in lines
    assert "j0 --> n13" in lines


def test_the_direction_is_that_of_the_drawing():
    assert "flowchart TB" in draw(incident()).mermaid
    assert "flowchart LR" in draw(incident(), orientation="landscape").mermaid


def test_answers_beside_a_graph_run_down_the_page():
    asked = recorded()
    for turn in ("portrait", "landscape"):
        lines = _lines(draw(asked, "five-whys", orientation=turn).mermaid)
        assert "flowchart TB" in lines
        assert lines[lines.index('subgraph p["Five whys"]') + 1] == "direction TB"


_TIMES = {"started": "2025-03-14T14:02Z", "detected": "2025-03-14T14:12Z"}
_AT = {"before": "13:40", "start": "14:02", "inside": "14:05", "end": "14:12", "after": "15:00"}
_ENTRIES = [{"at": f"2025-03-14T{at}Z", "what": what} for what, at in _AT.items()]


def _after_settings(source: str) -> list[str]:
    lines = _lines(source)
    return lines[lines.index("timeline") + 3 :]


def test_a_timeline_has_a_section_for_each_phase_and_for_what_lies_outside():
    drawn = draw(incident(times=_TIMES, timeline=_ENTRIES), "timeline").mermaid
    assert _after_settings(drawn) == [
        "section Before",
        "13#58;40 : before",
        "section started #8594; detected, 10 min",
        "14#58;02 : start",
        "14#58;05 : inside",
        "14#58;12 : end",
        "section After",
        "15#58;00 : after",
    ]


def test_a_timeline_without_phases_has_no_sections_and_without_entries_its_phases():
    bare = draw(incident(timeline=_ENTRIES[:2]), "timeline").mermaid
    assert _after_settings(bare) == ["13#58;40 : before", "14#58;02 : start"]
    assert "disableMulticolor: true" in bare
    phases = draw(incident(times=_TIMES), "timeline").mermaid
    assert _after_settings(phases) == [
        "14#58;02 #8211; 14#58;12 : started #8594; detected#58; 10 min"
    ]


@given(st.text())
def test_any_text_is_words_and_entities_that_decode_to_it(text):
    written = escape_mermaid.words(text)
    bare = re.sub(r"#\d+;", "", written)
    assert all(c in " ," or c.isalnum() or not c.isascii() for c in bare)
    assert "\n" not in written
    shown = re.sub(r"#(\d+);", lambda found: chr(int(found[1])), written)
    kept = re.sub("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffd-\uffff]", " ", text)
    assert shown.replace("\ufffd", " ").split() == kept.split()


def _dense() -> Scene:
    """Return a scene of 45 boxes in three bands with 990 links."""
    bands = tuple(Band(name, name.upper()) for name in "abc")
    boxes = tuple(Box(f"b{i}", "gap", f"hole {i}", band="abc"[i // 15]) for i in range(45))
    links = tuple(Link(f"b{i}", f"b{j}") for j in range(45) for i in range(j))
    outcome = Box("outcome", "outcome", "Down")
    links += (Link("b44", "outcome"),)
    return Scene("layered", "Dense", "", (*boxes, outcome), bands=bands, links=links)


def test_more_links_than_mermaid_takes_become_layers_with_counts():
    lines = _lines(write_mermaid(_dense(), DEFAULT))
    assert 'n0>"15 GAPS<br/>A"]' in lines
    assert 'n0 -->|"225 links"| n1' in lines
    assert "n2 --> n3" in lines
    assert any("Condensed#58; 46 boxes in 4" in line for line in lines)


@pytest.mark.parametrize("size", [60, 150, 400])
def test_no_drawing_is_larger_than_mermaid_takes(size):
    source = draw(random_incident(size, 1)).mermaid
    assert len(source) <= MAX_CHARACTERS
    assert sum("->" in line for line in _lines(source)) <= MAX_LINKS


def test_long_texts_are_shortened_before_anything_is_left_out():
    long = incident(
        factors={"a": {"what": "A thing failed", "because": [f"b{i}" for i in range(150)]}}
        | {f"b{i}": {"what": "wörter & more " * 200} for i in range(150)}
    )
    source = draw(long).mermaid
    assert len(source) <= MAX_CHARACTERS
    assert "Condensed" not in source
    assert source.count("CONDITION") == 150


def test_what_is_too_large_in_every_form_is_an_error_that_names_the_limits():
    bands = tuple(Band(f"l{i}", "layer " * 40) for i in range(900))
    held = tuple(Box(f"b{i}", "gap", "hole", band=f"l{i}") for i in range(900))
    with pytest.raises(CausalError, match=r"at most 500 links and 50,000 characters.*'Big'"):
        write_mermaid(Scene("layered", "Big", "", held, bands=bands), DEFAULT)


@pytest.mark.needs_node
def test_mermaid_itself_reads_every_view_of_every_nasty_text():
    asked = [
        (name, view, draw(labelled(text), view).mermaid)
        for name, text in NASTY.items()
        if "surrogate" not in name
        for view in sorted(VIEWS)
        if view in {"graph", "swiss-cheese", "five-whys", "timeline"}
    ]
    for (name, view, _), found in zip(asked, parse_mermaid([s for *_, s in asked]), strict=True):
        assert "error" not in found, (name, view, found)
        nodes = found.get("nodes", [])
        assert all(re.fullmatch(r"[nj]\d+", node) for node, *_ in nodes)


@pytest.mark.needs_node
def test_mermaid_itself_reads_every_view():
    drawings = [draw(recorded(), view) for view in sorted(VIEWS)]
    for drawing, found in zip(drawings, parse_mermaid([d.mermaid for d in drawings]), strict=True):
        if drawing.view == "timeline":
            entries = [box for box in drawing.scene.boxes if box.slot == "entry"]
            assert len(found["entries"]) == len(entries)
            continue
        shown = {node for node, *_ in found["nodes"]}
        assert len(shown) == len(drawing.scene.boxes) + len(drawing.scene.joins) + len(
            drawing.scene.panel
        ), drawing


@pytest.mark.needs_node
def test_mermaid_itself_finds_what_was_drawn():
    drawings = [draw(connection_pool()), draw(uncertain()), draw(random_incident(40, 2))]
    for drawing, found in zip(drawings, parse_mermaid([d.mermaid for d in drawings]), strict=True):
        scene = drawing.scene
        assert found["type"].startswith("flowchart")
        assert len(found["nodes"]) == len(scene.boxes) + len(scene.joins)
        assert len(found["links"]) == len(scene.links)
        assert {title for title, _ in found["bands"]} == {band.label for band in scene.bands}
        shown = {html.unescape(text).partition("<br>")[2] for _, text, _ in found["nodes"]}
        assert {box.label for box in scene.boxes if len(box.label) < 300} <= shown
        dashed = sum(stroke == "dotted" for *_, stroke in found["links"])
        doubted = {"suspected", "disputed"}
        assert dashed == sum(
            link.role == "worsens" or bool(doubted & set(link.marks)) for link in scene.links
        )


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_an_outcome_that_no_longer_comes_about_is_not_drawn_as_lost(form):
    asked = recorded()
    still = getattr(draw(asked, "before-after", scenario=["A3"]), form)
    closed = getattr(draw(asked, "before-after", scenario=list(asked.actions)), form)
    lost, good = DEFAULT.outcome[0], DEFAULT.good[0]
    assert _painted(still, lost) == 2
    assert _painted(closed, lost) == 1
    assert _painted(closed, good) - _painted(still, good) >= 1


def _painted(source: str, colour: str) -> int:
    """Return how many boxes have a colour: in Mermaid the members of a class, in DOT the lines."""
    found = re.findall(rf"classDef (k\d+) [^\n]*{colour}", source)
    members = [re.search(rf"class (\S+) {name}$", source, re.MULTILINE) for name in found]
    if found:
        return sum(len(m[1].split(",")) for m in members if m is not None)
    return sum(colour in line for line in source.splitlines() if "label=" in line)


@pytest.mark.parametrize("form", ["mermaid", "dot"])
def test_done_and_planned_actions_look_apart(form):
    written = getattr(draw(recorded(), "actions"), form)
    good = [line for line in written.splitlines() if DEFAULT.good[0] in line]
    dashed = [line for line in good if "dash" in line]
    assert dashed
    assert len(dashed) < len(good)
