"""One table of texts that break careless writers, through every language a drawing is written in.

Each output is read by a parser of its language; what the parser finds is what was said.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causal.render import draw, escape_json, escape_plotly, escape_typst
from causal.render.figures import FIGURES, figure
from programs import run_node
from render_nasty import NASTY
from render_samples import labelled

WHOLE = {name: text for name, text in NASTY.items() if "surrogate" not in name}
EACH = pytest.mark.parametrize("text", [pytest.param(t, id=n) for n, t in WHOLE.items()])
FORBIDDEN = "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"


def _plain(text: str) -> str:
    """Return a text as it should be read back: white space apart, what no format takes replaced."""
    return " ".join(re.sub(FORBIDDEN, "\ufffd", text).split())


@given(st.text())
def test_json_of_any_text_is_ascii_without_markup_and_reads_back(text):
    written = escape_json.script_data({"a": text})
    assert written.isascii()
    assert not set("<>&") & set(written)
    assert json.loads(written) == {"a": text}


@given(st.text())
def test_a_text_for_typst_is_one_line_without_what_it_cannot_take(text):
    value = escape_typst.value(text)
    assert "\n" not in value
    value.encode("utf-8")
    assert not re.search("[\x00-\x1f\x7f]", value)


@given(st.text())
def test_a_text_for_plotly_holds_no_markup_and_reads_back(text):
    written = escape_plotly.text(text)
    assert not re.search(r"[<>$]|&(?!amp;|lt;|gt;|#36;)", written)
    entities = {"&lt;": "<", "&gt;": ">", "&#36;": "$", "&amp;": "&"}
    assert re.sub("&lt;|&gt;|&#36;|&amp;", lambda m: entities[m[0]], written) == _plain(text)


class _Elements(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.data = ""
        self._inside = False
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs
        self._inside = ("id", "data") in attrs

    def handle_endtag(self, tag):
        self._inside = False

    def handle_data(self, data):
        self.data += data if self._inside else ""


@EACH
def test_a_page_of_a_nasty_text_has_no_element_of_its_own_and_the_text_in_its_data(text):
    page = _Elements(draw(labelled(text)).html)
    ordinary = _Elements(draw(labelled("plain words")).html)
    assert page.names == ordinary.names
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    for name, value in page.attributes:
        assert name != "href" or (value or "").startswith("https://e.example/")
    nodes = json.loads(page.data)["logic"]["nodes"]
    assert nodes[-1]["label"] == text.strip()


@EACH
@pytest.mark.parametrize("view", sorted(FIGURES))
def test_a_figure_of_a_nasty_text_holds_only_markup_of_ours(text, view):
    data = json.loads(figure(labelled(text), view).to_json())
    for shown in _texts(data):
        bare = re.sub(
            r'<br>|</?b>|<span style="font-size:12px">|</span>|<extra></extra>', "", shown
        )
        assert "<" not in bare
        assert not re.search("&(?!amp;|lt;|gt;|#36;)", bare)
        assert "$" not in bare


def _texts(value):
    """Yield what Plotly shows: titles, names, words, what hovers."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in {"text", "name", "label", "hovertext", "customdata"}:
                found = inner if isinstance(inner, list) else [inner]
                yield from (text for text in found if isinstance(text, str))
            if key != "template":
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@pytest.mark.needs_node
def test_the_data_of_every_nasty_page_is_read_by_a_browser_engine_as_it_was_said():
    pages = [_Elements(draw(labelled(text)).html).data for text in WHOLE.values()]
    found = run_node("output(input.map((t) => JSON.parse(t).logic.nodes.at(-1).label));", pages)
    assert found == [text.strip() for text in WHOLE.values()]
