"""The editor of a notebook: what the cell after it reads, and what the page is told."""

from __future__ import annotations

from pathlib import Path

import pytest

import causal
from causal.editing.front_end import notebook_style
from causal.errors import CausalError, InvalidIncident
from causal.io.reading import Proposal, Reading, Report
from causal.render.theme import DEFAULT
from causal.render.writers.html import colour_sides

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "connection-pool.yaml"


@pytest.fixture
def editor():
    return causal.edit(causal.load(EXAMPLE))


def test_the_incident_is_what_was_drawn(editor):
    assert editor.incident == causal.load(EXAMPLE)
    editor.do("set", id="A3", field="owner", value="orders-db")
    assert editor.incident.actions["A3"].owner == "orders-db"
    assert editor.undo()
    assert editor.incident == causal.load(EXAMPLE)
    assert editor.redo()
    assert not editor.redo()


def test_what_is_no_incident_yet_says_why_and_keeps_the_draft(editor):
    editor.do("add_factor", what="Nobody knows", id="loose")
    with pytest.raises(InvalidIncident, match="'loose' leads nowhere"):
        _ = editor.incident
    assert editor.draft["factors"]["loose"] == {"what": "Nobody knows"}
    assert editor.faults[0].hint
    assert repr(editor) == "<Editor connection-pool: 13 factors, 1 fault>"


def test_it_starts_empty_or_from_a_reading():
    assert causal.edit().draft["factors"] == {}
    report = Report("markdown", proposals=(Proposal("the disk was full", "outcome", "because"),))
    editor = causal.edit(Reading(causal.load(EXAMPLE), "markdown", report))
    editor.do("settle", number=0, confirm=True)
    assert "disk-full" in editor.incident.factors


def test_anything_else_is_refused_with_what_to_call():
    with pytest.raises(CausalError, match="edit"):
        causal.edit("outage.yaml")


def test_the_widget_answers_messages_and_keeps_the_last_picture(editor):
    pytest.importorskip("anywidget")
    sent = []
    widget = editor.widget
    widget.send = lambda content, buffers=None: sent.append(content)
    before = widget.picture
    edit = {"op": "add_factor", "what": "Nobody watched it", "leads_to": "pool-exhausted"}
    editor._received({"number": 7, "message": {"do": edit}})
    answer = next(content for content in sent if content.get("number") == 7)
    assert answer["state"]["error"] == ""
    assert widget.picture != before
    assert "Nobody watched" in widget.picture
    assert "Nobody" in editor.draft["factors"]["nobody-watched-it"]["what"]
    assert editor._display_() is widget


def test_a_message_of_another_shape_is_left_alone(editor):
    editor._received(["no", "message"])
    editor._received({"message": "none"})
    assert editor.incident == causal.load(EXAMPLE)


def test_the_theme_of_the_notebook_goes_before_that_of_the_system():
    light, dark = colour_sides(DEFAULT)
    for page, scheme, colours in (
        ('body[data-jp-theme-light="false"]', "dark", dark),
        ('body[data-jp-theme-light="true"]', "light", light),
        ("body.vscode-dark", "dark", dark),
    ):
        rule = next(
            line
            for line in notebook_style().split("\n")
            if line.startswith(f"{page} ") or f",{page} " in line
        )
        assert f"color-scheme:{scheme};{colours}" in rule


def test_without_a_kernel_the_picture_stands_alone(editor):
    pytest.importorskip("anywidget")
    assert "last picture" in repr(editor.widget)
    image = editor._image()
    assert image.startswith("<style>.jp-OutputArea-child:has(") and "causal-still" in image
