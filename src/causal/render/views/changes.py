"""What changed between two versions of an incident: both graphs, what is new and gone marked."""

from __future__ import annotations

from dataclasses import replace

from causal.analysis.changes import Change, Changes
from causal.errors import NothingToDraw
from causal.model import OUTCOME, Incident
from causal.render.scene import Box, LegendEntry, Link, Mark, Scene
from causal.render.views.before_after import sided
from causal.render.views.common import box_id, count, title_of
from causal.render.views.graph import full_graph_scene

__all__ = ["changes_scene"]

Words = dict[str, tuple[Mark, str]]


def changes_scene(changes: Changes) -> Scene:
    """Return the scene of both versions, with what is gone, new and changed marked and named.

    Raises:
        NothingToDraw: A version has no factors, or both state the same facts.
    """
    for version in (changes.before, changes.after):
        if not version.factors:
            raise NothingToDraw(f"incident {version.id!r} has no factors to draw; add some first")
    if not changes:
        raise NothingToDraw("both versions state the same facts, so nothing changed")
    old = _marked(changes, changes.before, "removed")
    new = _marked(changes, changes.after, "added")
    before, after = sided(old, "before"), sided(new, "after")
    caption = _caption(changes)
    return Scene(
        kind="pair",
        title=title_of(changes.after),
        caption=caption,
        description=f"Two versions of the graph. {caption}",
        boxes=before.boxes + after.boxes,
        bands=before.bands + after.bands,
        joins=before.joins + after.joins,
        links=before.links + after.links,
        legend=(*after.legend, *_legend(before, after)),
        headings=("Before", "After"),
        parts=(before, after),
    )


def _words(changes: Changes, kind: str) -> Words:
    """Return for each box that differs how it is marked and what its caption adds."""
    changed = [c.name for c in changes.factors if c.kind == "changed"]
    changed += [OUTCOME for c in changes.incident if c.what == OUTCOME]
    named = [change.name for change in changes.factors if change.kind == kind]
    mark: tuple[Mark, str] = ("removed", "NO LONGER") if kind == "removed" else ("on_chain", "NEW")
    found: Words = {box_id(name): ("missed", "CHANGED") for name in changed}
    return found | {box_id(name): mark for name in named}


def _links(changes: Changes, kind: str) -> frozenset[tuple[str, str]]:
    """Return the ends of the links that only this version has, as boxes."""
    found: list[Change] = [c for c in changes.links if c.kind == kind and " -> " in c.name]
    pairs = (change.name.partition(" -> ") for change in found)
    return frozenset((box_id(cause), box_id(effect)) for cause, _, effect in pairs)


def _marked(changes: Changes, version: Incident, kind: str) -> Scene:
    words, links = _words(changes, kind), _links(changes, kind)
    scene = full_graph_scene(version)
    effects = {join.id: join.target for join in scene.joins}

    def box(one: Box) -> Box:
        if one.id not in words:
            return one
        mark, said = words[one.id]
        return replace(one, marks=(mark, *one.marks), caption=f"{one.caption} · {said}")

    def link(one: Link) -> Link:
        target = one.target
        while target in effects:
            target = effects[target]
        if (one.source, target) not in links:
            return one
        said = "no longer" if kind == "removed" else "new"
        return replace(one, label=f"{one.label}, {said}" if one.label else said)

    return replace(scene, boxes=tuple(map(box, scene.boxes)), links=tuple(map(link, scene.links)))


def _caption(changes: Changes) -> str:
    parts = []
    for noun, found in (("factor", changes.factors), ("link", changes.links)):
        for kind, word in (("added", "new"), ("removed", "gone"), ("changed", "changed")):
            number = sum(change.kind == kind for change in found)
            if number:
                parts.append(f"{count(number, noun)} {word}")
    if changes.verdicts:
        parts.append(f"{count(len(changes.verdicts), 'verdict')} changed")
    said = ", ".join(parts) or "Only the record around the graph changed"
    return f"{said[0].upper()}{said[1:]}."


def _legend(before: Scene, after: Scene) -> tuple[LegendEntry, ...]:
    marks = {mark for scene in (before, after) for box in scene.boxes for mark in box.marks}
    words: tuple[tuple[Mark, str], ...] = (
        ("on_chain", "new"),
        ("removed", "no longer there"),
        ("missed", "changed"),
    )
    return tuple(LegendEntry(mark, said) for mark, said in words if mark in marks)
