"""The drawing of what changed: both versions, with what is gone, new and changed said in words."""

from __future__ import annotations

import pytest

import causal
from causal import NothingToDraw, UnknownName

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
