"""The drawing of what changed: both versions, with what is gone, new and changed said in words."""

from __future__ import annotations

import pytest

import causal
from causal import NothingToDraw, UnknownName
from causal.render.layout import lay_out
from render_laws import breaches

BEFORE = """
causal: 1
id: I
title: It failed
outcome: {what: It failed, because: [deploy, pool, old]}
factors:
  deploy: {what: A deploy, kind: trigger}
  pool: {what: The pool was small, layer: capacity}
  old: {what: Only in the first version}
"""
AFTER = (
    BEFORE.replace("pool, old]", "pool, fresh]")
    .replace(
        "old: {what: Only in the first version}",
        "fresh: {what: Found at the review, layer: review}",
    )
    .replace("was small", "was set years ago")
)


def changes():
    return causal.diff(causal.loads(BEFORE), causal.loads(AFTER))


def test_both_versions_lie_in_one_graph_and_what_differs_is_marked():
    scene = causal.draw(changes()).scene
    marked = {box.id: (box.marks[0], box.caption) for box in scene.boxes if box.marks}
    assert marked == {
        "factor pool": ("changed", "GAP · CHANGED"),
        "factor old": ("lost", "CONDITION · GONE"),
        "factor fresh": ("new", "GAP · NEW"),
    }
    assert sorted(link.label for link in scene.links if link.label) == ["gone", "new"]
    assert scene.caption.startswith("1 factor new, 1 factor gone, 1 factor changed")
    assert {entry.sample for entry in scene.legend} >= {"new", "lost", "changed"}


def test_the_verdicts_that_differ_are_named_beside_it():
    found = changes()
    panel = causal.draw(found).scene.panel
    assert [box.label for box in panel if box.caption == "VERDICT"] == [
        verdict.name for verdict in found.verdicts
    ]
    said = {note for box in panel for note in box.notes}
    assert "now: Found at the review" in said
    assert "no longer: Only in the first version" in said


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_the_words_are_in_the_picture_and_the_bytes_are_the_same(orientation):
    one, other = (causal.draw(changes(), orientation=orientation).svg for _ in range(2))
    assert one == other
    for words in ("Found at the review", "Only in the first version", "· GONE", "VERDICT"):
        assert words in one


def test_nothing_changed_is_nothing_to_draw():
    incident = causal.loads(BEFORE)
    with pytest.raises(NothingToDraw, match="same facts"):
        causal.draw(causal.diff(incident, incident))
    with pytest.raises(UnknownName, match="orientation"):
        causal.draw(changes(), orientation="sideways")


def test_a_cause_that_only_made_it_worse_is_gone_as_one_and_new_as_the_other():
    after = BEFORE.replace("pool, old]", "pool], worsened_by: [{factor: old, of: detect}]")
    scene = causal.draw(causal.diff(causal.loads(BEFORE), causal.loads(after))).scene
    found = [link.marks[0] for link in scene.links if link.source == "factor old"]
    assert sorted(found) == ["lost", "new"]
    assert {"lost", "new"} <= {entry.sample for entry in scene.legend}


FIVE = """
causal: 1
id: I
title: It failed
outcome: {what: It failed, because: %s}
factors:
  deploy: {what: A deploy, kind: trigger}
  pool: {what: The pool was small, layer: capacity}
  alert: {what: No alert, layer: detection}
  test: {what: No load test, layer: testing}
"""


def joined(before: str, after: str):
    """The joins and the marked links of a picture of two formulas of the outcome."""
    versions = []
    for formula in (before, after):
        lines = (FIVE % formula).splitlines()
        names = ("deploy", "pool", "alert", "test")
        gone = tuple(f"  {name}:" for name in names if name not in formula)
        kept = [line for line in lines if not line.startswith(gone or "none")]
        versions.append(causal.loads("\n".join(kept)))
    scene = causal.draw(causal.diff(*versions)).scene
    links = {(k.source.partition(" ")[2], k.label) for k in scene.links if k.role == "cause"}
    return {join.label for join in scene.joins}, {link for link in links if link[1]}, scene


def test_a_join_that_is_gone_is_drawn_where_it_was():
    joins, links, scene = joined("[deploy, {any: [pool, alert]}]", "[deploy, pool, alert]")
    assert joins == {"all of 2 → all of 3", "any of 2, gone"}
    moved = {(name, said) for name in ("pool", "alert") for said in ("was here", "now here")}
    assert links == moved
    assert scene.caption.startswith("2 links moved to another join, 1 join gone, 1 join changed")
    assert {"lost", "changed"} <= {entry.sample for entry in scene.legend}


def test_of_a_join_with_one_cause_left_both_are_said():
    assert joined("{any: [deploy, pool]}", "[deploy]")[0] == {"any of 2 → one cause"}
    assert joined("[deploy]", "{any: [deploy, pool]}")[0] == {"one cause → any of 2"}


def test_contributing_that_became_all_and_a_link_now_certain_say_what_was():
    joins, links, _ = joined("{contributing: [deploy, pool]}", "[deploy, pool]")
    assert (joins, links) == ({"2 contributed → all of 2"}, set())
    unsure = "[deploy, {cause: pool, confidence: suspected}]"
    assert joined(unsure, "[deploy, pool]")[1] == {("pool", "was suspected")}
    assert joined("[deploy, pool]", unsure)[1] == {("pool", "suspected, was confirmed")}


def test_what_was_is_told_in_full_and_what_changed_around_the_graph_too():
    long = "What was said at first " + "and said again " * 20
    other = BEFORE.replace("The pool was small", long)
    after = BEFORE.replace("id: I", "id: I\nlayers: {capacity: {state: absent}}")
    drawing = causal.draw(causal.diff(causal.loads(other), causal.loads(after)))
    (box,) = (box for box in drawing.plan.boxes if "changed" in box.box.marks)
    assert " ".join(box.texts[-1].lines) == f"what was: {long.strip()}"
    assert drawing.scene.panel[-1].notes == ("capacity: not stated → absent",)


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[deploy, {any: [pool, alert]}, test]", "[deploy, pool, {any: [test, alert]}]"),
        ("[deploy, {any: [pool, {all: [alert, test]}]}]", "[deploy, {any: [pool, alert, test]}]"),
        ("[deploy, {any: [pool, alert]}]", "{at_least: 2, of: [deploy, pool, test]}"),
    ],
)
def test_joins_of_both_versions_obey_the_laws_of_pictures(before, after, orientation):
    scene = joined(before, after)[2]
    assert breaches(lay_out(scene, orientation=orientation)) == []
