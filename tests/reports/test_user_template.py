"""A reader's own template: filled from plain data, escaped, and shut in."""

from __future__ import annotations

import json

import pytest

import causal
from causal.errors import CausalError
from causal.reports import write_report

DATA = {
    "causal": 1,
    "id": "T",
    "title": "<b>It</b> *broke*",
    "outcome": {"what": "Down", "because": ["a"]},
    "factors": {"a": {"what": "A | bolt\nwas loose", "layer": "review"}},
    "actions": {"A1": {"what": "Tighten it", "addresses": ["a"]}},
}


@pytest.fixture
def fill(tmp_path):
    def run(text, name="own.md.j2", **data):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return causal.report(causal.loads(json.dumps({**DATA, **data})), template=path)

    return run


def test_markdown_is_escaped_where_it_is_printed(fill):
    text = fill("# {{ incident.title }}\n{% for f in incident.factors.values() %}\n"
                "| {{ f.what }} |\n{% endfor %}\n")  # fmt: skip
    assert text == "# \\<b\\>It\\</b\\> \\*broke\\*\n| A \\| bolt was loose |\n"


def test_html_is_escaped_where_it_is_printed(fill):
    text = fill("<h1>{{ incident.title }}</h1>{{ sections['Summary'] }}", "own.html.j2")
    assert text == "<h1>&lt;b&gt;It&lt;/b&gt; *broke*</h1><p>Down</p>"


def test_our_own_parts_and_answers_are_at_hand(fill):
    text = fill("{{ sections['Action items'] }}{{ explanation.cut_sets }} {{ action_items[0].id }}")
    assert "no owner named" in text and "A1" in text


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("x\n{% if %}", ":2:"),
        ("x\n\n{{ nothing.here }}", ":3: 'nothing' is undefined"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{{ incident.__init__.__globals__ }}", "undefined|unsafe"),
        ("{% include 'x' %}", ":1:"),
        ("{% import 'os' as os %}", ":1:"),
        ("{{ incident.factors.clear() }}", "unsafe|clear"),
        ("{% for n in range(999999999) %}x{% endfor %}", "Range too big"),
        ("{{ 1 // 0 }}", ":1:.*division"),
        ("{{ ''|attr('__class__') }}", "undefined|unsafe|no attribute"),
        ("{{ '{0.__class__}'.format(1) }}", "unsafe|undefined"),
        ("{% extends '/etc/passwd' %}", ":1:"),
        ("{{ open('/etc/passwd').read() }}", "'open' is undefined"),
        ("{{ 'x' * 10000000000 }}", "too long"),
        ("{{ 10 ** 100000000 }}", "too long"),
        ("{{ cycler.__init__.__globals__.os.popen('id').read() }}", "unsafe"),
    ],
)
def test_a_template_that_is_not_right_names_its_line(template, words, fill):
    with pytest.raises(CausalError, match=words) as caught:
        fill(template)
    assert "own.md.j2:" in str(caught.value)


def test_a_template_that_does_not_end_is_stopped(fill, monkeypatch):
    """Each of these loops is within the bound on a range; together they are not."""
    monkeypatch.setattr("causal.reports.user_template._SECONDS", 0.2)
    loops = "{% for a in range(90000) %}\n" * 3 + "{% endfor %}" * 3
    with pytest.raises(CausalError, match=r"own\.md\.j2:\d: it ran for more than 0.2 seconds"):
        fill(loops)
    with pytest.raises(CausalError, match=r"0\.2 seconds|recursion"):
        fill("{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}\n{{ m() }}")


def test_it_is_a_text(fill, tmp_path):
    (tmp_path / "own.html").write_text("x", encoding="utf-8")
    incident = causal.loads(json.dumps(DATA))
    with pytest.raises(CausalError, match="not a PDF"):
        causal.report(incident, "pdf", template=tmp_path / "own.html")
    assert write_report(incident, tmp_path / "a.txt", template=tmp_path / "own.html")
    (tmp_path / "bad.md").write_bytes(b"\xff\xfe")
    with pytest.raises(CausalError, match="UTF-8"):
        causal.report(incident, template=tmp_path / "bad.md")
