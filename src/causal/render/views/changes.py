"""What changed between two versions of an incident, overlaid: one graph that holds both.

What stays has one place, so that nothing moves; what is new, gone and changed is marked, and the
verdicts that differ are named beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from causal.analysis.changes import Change, Changes
from causal.errors import NothingToDraw
from causal.model import OUTCOME, Incident
from causal.render.scene import Band, Box, Join, Link, Mark, Scene, effects_of
from causal.render.views.changed_joins import joins_of_both
from causal.render.views.common import bands_with, box_id, count, title_of
from causal.render.views.graph import full_graph_scene, legend_for
from causal.render.views.legends import entries, marks_of

_SAID: dict[Mark, str] = {"new": "NEW", "lost": "GONE", "changed": "CHANGED"}
_LEGEND = {
    "new": "new in the later version",
    "lost": "gone: only in the earlier version",
    "changed": "changed",
}
_MARKS: dict[str, Mark] = {"added": "new", "removed": "lost", "changed": "changed"}
_LAYER_LISTS = frozenset({"a layer sufficient to prevent it"})
_MOST_ACTIONS = 6
_BY_DEFAULT = {"status": "open", "effect": "removes"}
"""What a field of an action means where a file leaves it out."""


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
    joins = joins_of_both(old, new)
    links = _links(changes, old, new)
    panel = _panel(changes)
    caption = _caption(changes, links, joins)
    names = [f"{box.caption}: {box.label}. {' '.join(box.notes)}" for box in panel]
    return Scene(
        kind="layered",
        title=title_of(changes.after),
        caption=caption,
        description=" ".join([f"Two versions of the graph in one. {caption}", *names]),
        boxes=tuple(boxes),
        bands=_bands(changes, boxes),
        joins=joins,
        links=tuple(links),
        panel=panel,
        legend=(
            *legend_for(boxes, links, bool(joins)),
            *entries(_LEGEND, marks_of(boxes, links, joins)),
        ),
        headings=("What happened", "Layers with gaps", "What that changes" if panel else ""),
    )


def _boxes(changes: Changes, old: Scene, new: Scene) -> list[Box]:
    """Return every box of either version, those that differ marked."""
    marks = {box_id(change.name): _MARKS[change.kind] for change in changes.factors}
    marks |= {box_id(OUTCOME): "changed" for c in changes.incident if c.what == OUTCOME}
    known = {box.id for box in new.boxes}
    outcome = new.boxes[-1]
    every = (*new.boxes[:-1], *(box for box in old.boxes if box.id not in known), outcome)
    details = {box_id(change.name): change for change in changes.factors}
    details |= {box_id(OUTCOME): change for change in changes.incident if change.what == OUTCOME}
    return [_marked(box, marks.get(box.id), details.get(box.id)) for box in every]


def _marked(box: Box, mark: Mark | None, change: Change | None) -> Box:
    if mark is None:
        return box
    was = [
        f"{field} was: {_plain(before)}"
        for field, before, _ in (change.details if change is not None else ())
        if field in {"what", "layer", "kind", "confidence", "accepted"}
    ]
    said = f"{box.caption} · {_SAID[mark]}"
    return replace(box, marks=(mark, *box.marks), caption=said, notes=(*was, *box.notes))


def _plain(value: Any) -> str:
    return "not stated" if value is None else str(value)


def _links(changes: Changes, old: Scene, new: Scene) -> list[Link]:
    """Return the links of the later version, and those that only the earlier one has."""
    listed = [change for change in changes.links if " -> " in change.name]
    marks = {c.name: _MARKS[c.kind] for c in listed if c.kind != "removed"}
    # A cause that now only made it worse is gone as one and new as the other, under one name.
    gone = {change.name for change in listed if change.kind == "removed"}
    factors = {box_id(name): name for version in (changes.before, changes.after)
               for name in (*version.factors, OUTCOME)}  # fmt: skip

    def named(link: Link, effects: dict[str, str]) -> str:
        target = effects.get(link.target, link.target)
        return f"{factors.get(link.source, '')} -> {factors.get(target, '')}"

    out = []
    effects = effects_of(new.joins)
    for link in new.links:
        mark = marks.get(named(link, effects))
        if mark in {"new", "changed"} and link.source in factors:
            said = _SAID[mark].lower()
            label = f"{link.label}, {said}" if link.label else said
            out.append(replace(link, label=label, marks=(mark, *link.marks)))
        else:
            out.append(link)
    effects = effects_of(old.joins)
    for link in old.links:
        if link.source in factors and named(link, effects) in gone:
            target = effects.get(link.target, link.target)
            label = f"{link.label}, gone" if link.label else "gone"
            out.append(replace(link, target=target, label=label, marks=("lost",)))
    return out


def _bands(changes: Changes, boxes: Iterable[Box]) -> tuple[Band, ...]:
    layers = {box.band for box in boxes if box.band is not None}
    bands = bands_with(changes.after, layers, {})
    known = {band.id for band in bands}
    return (*bands, *bands_with(changes.before, layers - known, {}))


def _panel(changes: Changes) -> tuple[Box, ...]:
    """Return the verdicts that differ and the actions that do, each with what it was and is."""
    boxes = [_verdict(changes, change, number) for number, change in enumerate(changes.verdicts)]
    actions = changes.actions
    boxes += [_action(changes, change) for change in actions[:_MOST_ACTIONS]]
    if len(actions) > _MOST_ACTIONS:
        more = f"and {count(len(actions) - _MOST_ACTIONS, 'more action')} that changed"
        boxes.append(Box("more actions", "note", more))
    return tuple(boxes)


def _verdict(changes: Changes, change: Change, number: int) -> Box:
    ((_, before, after),) = change.details
    notes = _differs(changes, change.name, before, after)
    return Box(f"verdict {number}", "note", change.name, "VERDICT", notes=tuple(notes))


def _differs(changes: Changes, name: str, before: Any, after: Any) -> list[str]:
    """Return how a verdict differs, factors and layers by what they say."""
    if isinstance(before, list) and isinstance(after, list):

        def said(version: Incident, one: str) -> str:
            layers = name in _LAYER_LISTS or one not in version.factors
            return version.layer_title(one) if layers else version.what(one)

        gone = [said(changes.before, one) for one in before if one not in after]
        fresh = [said(changes.after, one) for one in after if one not in before]
        return [f"no longer: {one}" for one in gone] + [f"now: {one}" for one in fresh]
    return [f"was {_plain(before)}, now {_plain(after)}"]


def _action(changes: Changes, change: Change) -> Box:
    version = changes.before if change.kind == "removed" else changes.after
    action = version.actions[change.name]
    notes = [
        f"{field}: {_plain(before or _BY_DEFAULT.get(field))} → "
        f"{_plain(after or _BY_DEFAULT.get(field))}"
        for field, before, after in change.details
        if field in {"status", "owner", "due", "kind", "effect", "hardens"}
    ]
    return Box(
        f"action {change.name}",
        "action",
        action.what,
        f"{change.name} · {_SAID[_MARKS[change.kind]]}",
        marks=(_MARKS[change.kind],),
        notes=tuple(notes),
    )


def _caption(changes: Changes, links: Iterable[Link], joins: Iterable[Join]) -> str:
    """Return how many parts are new, gone and changed, as they are marked in the picture."""
    marks: dict[str, str] = {mark: kind for kind, mark in _MARKS.items()}
    drawn = [[marks[m] for part in of for m in part.marks if m in marks] for of in (links, joins)]
    parts = []
    counted: tuple[tuple[str, list[str]], ...] = (
        ("factor", [change.kind for change in changes.factors]),
        ("link", drawn[0]),
        ("join", drawn[1]),
        ("action", [change.kind for change in changes.actions]),
    )
    for noun, kinds in counted:
        for kind, word in (("added", "new"), ("removed", "gone"), ("changed", "changed")):
            number = kinds.count(kind)
            if number:
                parts.append(f"{count(number, noun)} {word}")
    if changes.verdicts:
        parts.append(f"{count(len(changes.verdicts), 'verdict')} changed")
    if any(change.what == OUTCOME for change in changes.incident):
        parts.insert(0, "the outcome changed")
    if changes.links and not (drawn[0] or drawn[1]):
        parts.append("causes written otherwise, drawn as before")
    said = ", ".join(parts) or "Only the record around the graph changed"
    return f"{said[0].upper()}{said[1:]}."
