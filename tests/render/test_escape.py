from __future__ import annotations

import json
import shutil
import subprocess
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.render import draw, escape_dot, escape_xml
from causal.render.views import VIEWS
from render_nasty import LINKS_TO_REFUSE, NASTY
from render_samples import labelled

SVG = "{http://www.w3.org/2000/svg}"
SHORT = [pytest.param(text, id=name) for name, text in NASTY.items() if "surrogate" not in name]


@pytest.mark.parametrize("text", [pytest.param(t, id=n) for n, t in NASTY.items()])
def test_xml_text_and_attributes_survive_a_parser(text):
    source = f'<a b="{escape_xml.attribute(text)}">{escape_xml.text(text)}</a>'
    element = ET.fromstring(source)
    expected = "".join(c if _is_xml(c) else "\ufffd" for c in text)
    assert element.get("b") == expected
    assert element.text == expected.replace("\r\n", "\n").replace("\r", "\n")


def _is_xml(c: str) -> bool:
    return c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c >= "\U00010000"


@given(st.text())
def test_any_text_is_well_formed_once_escaped(text):
    ET.fromstring(f'<a b="{escape_xml.attribute(text)}">{escape_xml.text(text)}</a>')


@pytest.mark.parametrize("link", LINKS_TO_REFUSE)
def test_links_that_could_run_or_read_something_are_refused(link):
    assert escape_xml.safe_href(link) is None


@pytest.mark.parametrize(
    "link", ["https://e.example/a?b=1&c=2#d", "http://e.example", "mailto:team@e.example"]
)
def test_ordinary_links_are_kept(link):
    assert escape_xml.safe_href(link) == link


@pytest.mark.parametrize("text", SHORT)
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_every_view_of_a_nasty_text_is_well_formed_and_inert(text, view):
    root = ET.fromstring(draw(labelled(text), view).svg)
    names = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert names <= {"svg", "title", "desc", "style", "rect", "path", "text", "g", "a", "ellipse"}
    for element in root.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        href = element.get("href")
        assert href is None or href.startswith("https://e.example/")


def test_a_tooltip_holds_the_full_text_that_the_box_cuts():
    text = " ".join(f"word{number}" for number in range(300))
    root = ET.fromstring(draw(labelled(text)).svg)
    shown = {element.text for element in root.iter(f"{SVG}text")}
    assert any((line or "").endswith("…") for line in shown)
    assert any(text in (element.text or "") for element in root.iter(f"{SVG}title"))


@pytest.mark.parametrize("text", [pytest.param(t, id=n) for n, t in NASTY.items()])
def test_a_dot_string_ends_where_it_should(text):
    for written in (escape_dot.quoted(text), escape_dot.label(text)):
        assert written[0] == written[-1] == '"'
        inside = written[1:-1].replace("\\\\", "")
        assert '"' not in inside.replace('\\"', "")
        assert not inside.endswith("\\")
        assert "\x00" not in inside


@pytest.mark.parametrize("text", [*SHORT], ids=None)
@pytest.mark.needs_dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_dot_reads_back_exactly_the_words(text):
    if len(text) > 1000:
        text = text[:1000]
    source = f"digraph {{ n0 [label={escape_dot.label(text)}, id={escape_dot.quoted('n0')}] }}"
    svg = subprocess.run(
        ["dot", "-Tsvg"], input=source.encode(), capture_output=True, check=True, timeout=20
    )
    assert b"syntax" not in svg.stderr
    words = "".join(e.text or "" for e in ET.fromstring(svg.stdout).iter(f"{SVG}text"))
    shown = escape_dot.label(text)[1:-1]
    plain = shown.replace("\\\\", "\0").replace('\\"', '"').replace("&amp;", "&")
    plain = plain.replace("\0", "\\")
    assert "".join(words.split()) == "".join(plain.split())


@pytest.mark.needs_dot
@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_dot_accepts_every_view_of_every_nasty_text(view):
    for name, text in NASTY.items():
        if "surrogate" in name:
            continue
        source = draw(labelled(text[:2000]), view).dot
        done = subprocess.run(
            ["dot", "-Tdot_json"],
            input=source.encode(),
            capture_output=True,
            check=False,
            timeout=20,
        )
        assert done.returncode == 0, (name, done.stderr)
        names = {o["name"] for o in json.loads(done.stdout)["objects"]}
        assert all(n.startswith(("n", "j", "cluster_")) for n in names), name


def test_a_text_longer_than_graphviz_reads_ends_with_an_ellipsis():
    from causal.render.escape_dot import LONGEST, label

    assert label("x" * LONGEST) == f'"{"x" * LONGEST}"'
    for text in ("x" * 2 * LONGEST, "&" * LONGEST, ("\\é" * LONGEST, "end"), ("y",) * LONGEST):
        told = label(text)
        assert len(told.encode()) <= LONGEST + 5 and told.endswith('\N{HORIZONTAL ELLIPSIS}"')
