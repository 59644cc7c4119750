"""What changed between two versions of an incident, overlaid: one graph that holds both.

What stays has one place, so that nothing moves; what is new, gone and changed is marked, and the
verdicts that differ are named beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from causal.analysis.changes import Change, Changes
from causal.analysis.phrases import sentence
from causal.analysis.words_changes import change_words
from causal.errors import NothingToDraw
from causal.model import OUTCOME, Incident
from causal.render.scene import Band, Box, Mark, Scene
from causal.render.views.change_panel import MARKS, SAID, change_panel
from causal.render.views.common import bands_with, box_id, count, title_of
from causal.render.views.graph import full_graph_scene, legend_for
from causal.render.views.legends import entries, marks_of
from causal.render.views.overlaid_causes import Overlay, overlay

_LEGEND = {
    "new": "new in the later version",
    "lost": "gone: only in the earlier version",
    "changed": "changed",
}
_SHOWN = frozenset({"what", "layer", "kind", "confidence", "accepted"})
"""What is told of a factor as it was."""


def changes_scene(changes: Changes) -> Scene:
    """Return the scene of both versions in one graph, with what differs marked and named.

    Raises:
        NothingToDraw: A version has no factors, or both state the same facts.
    """
    for version in (changes.before, changes.after):
        if not version.factors:
            raise NothingToDraw(f"incident {version.id!r} has no factors to draw; add some first")
    if not changes:
        raise NothingToDraw("both versions state the same facts, so nothing changed")
    old, new = full_graph_scene(changes.before), full_graph_scene(changes.after)
    boxes = _boxes(changes, old, new)
    both = overlay(old, new, [_ends(c.name) for c in changes.links if c.kind == "changed"])
    panel = change_panel(changes)
    caption = _caption(changes, both)
    said = [words for change in changes.all for words in change_words(changes, change)]
    return Scene(
        kind="layered",
        title=title_of(changes.after),
        caption=caption,
        description=" ".join([f"Two versions of the graph in one. {caption}", *said]),
        boxes=tuple(boxes),
        bands=_bands(changes, boxes),
        joins=both.joins,
        links=both.links,
        panel=panel,
        legend=(
            *legend_for(boxes, list(both.links), bool(both.joins)),
            *entries(_LEGEND, marks_of(boxes, panel, both.links, both.joins)),
        ),
        headings=("What happened", "Layers with gaps", "What that changes" if panel else ""),
    )


def _ends(name: str) -> tuple[str, str]:
    cause, _, effect = name.partition(" -> ")
    return box_id(cause), box_id(effect)


def _boxes(changes: Changes, old: Scene, new: Scene) -> list[Box]:
    """Return every box of either version, those that differ marked."""
    found = {box_id(change.name): change for change in changes.factors}
    found |= {box_id(OUTCOME): change for change in changes.incident if change.what == OUTCOME}
    known = {box.id for box in new.boxes}
    outcome = new.boxes[-1]
    every = (*new.boxes[:-1], *(box for box in old.boxes if box.id not in known), outcome)
    return [_marked(box, changes.before, found.get(box.id)) for box in every]


def _marked(box: Box, before: Incident, change: Change | None) -> Box:
    if change is None:
        return box
    mark = MARKS[change.kind]
    notes = [
        f"{field} was: {_plain(was, before)}" if field in _SHOWN else f"{field} changed"
        for field, was, _ in change.details
    ]
    caption = f"{box.caption} · {SAID[mark]}"
    return replace(box, marks=(mark, *box.marks), caption=caption, notes=(*notes, *box.notes))


def _plain(value: Any, version: Incident) -> str:
    if value is None:
        return "not stated"
    return version.layer_title(value) if value in version.layer_names else str(value)


def _bands(changes: Changes, boxes: Iterable[Box]) -> tuple[Band, ...]:
    layers = {box.band for box in boxes if box.band is not None}
    bands = bands_with(changes.after, layers, {})
    known = {band.id for band in bands}
    return (*bands, *bands_with(changes.before, layers - known, {}))


def _caption(changes: Changes, both: Overlay) -> str:
    """Return how many parts are new, gone and changed, as they are marked in the picture."""
    words = {kind: SAID[mark].lower() for kind, mark in MARKS.items()}
    marks: dict[Mark, str] = {mark: word.lower() for mark, word in SAID.items()}
    joins = Counter(marks[mark] for join in both.joins for mark in join.marks if mark in marks)
    counted = (
        ("factor", Counter(words[change.kind] for change in changes.factors)),
        ("link", both.counts),
        ("join", joins),
        ("action", Counter(words[change.kind] for change in changes.actions)),
    )
    parts = ["the outcome changed"] * any(c.what == OUTCOME for c in changes.incident)
    parts += [
        f"{count(number, noun)} {word}"
        for noun, counts in counted
        for word in ("new", "gone", "changed", "moved to another join")
        if (number := counts[word])
    ]
    if changes.links and not both.counts.total() and not joins:
        parts.append("causes written otherwise, drawn as before")
    if changes.verdicts:
        parts.append(f"{count(len(changes.verdicts), 'verdict')} changed")
    return sentence(", ".join(parts) or "only the record around the graph changed") + "."
