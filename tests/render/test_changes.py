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


def test_each_side_marks_what_is_its_own():
    scene = causal.draw(changes()).scene
    said = {box.id: (box.marks, box.caption) for box in scene.boxes}
    marked = {
        name.split(" ", 1)[0] + " " + caption for name, (marks, caption) in said.items() if marks
    }
    assert marked == {
        "before GAP · CHANGED",
        "before CONDITION · NO LONGER",
        "after GAP · CHANGED",
        "after GAP · NEW",
    }
    assert sorted(link.label for link in scene.links if link.label) == ["new", "no longer"]
    assert scene.caption.startswith("1 factor new, 1 factor gone, 1 factor changed")


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_the_words_are_in_the_picture_and_the_bytes_are_the_same(orientation):
    one, other = (causal.draw(changes(), orientation=orientation).svg for _ in range(2))
    assert one == other
    for words in ("Found at the review", "Only in the first version", "NO LONGER", "After"):
        assert words in one


def test_nothing_changed_is_nothing_to_draw():
    incident = causal.loads(BEFORE)
    with pytest.raises(NothingToDraw, match="same facts"):
        causal.draw(causal.diff(incident, incident))
    with pytest.raises(UnknownName, match="orientation"):
        causal.draw(changes(), orientation="sideways")
