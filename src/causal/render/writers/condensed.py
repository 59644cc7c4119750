"""A scene in few parts, for languages that refuse large drawings: one box per band."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from causal.render.scene import Box, Link, Scene, effects_of

_NOUNS = {
    "trigger": ("trigger", "triggers"),
    "gap": ("gap", "gaps"),
    "known_gap": ("other known hole", "other known holes"),
    "condition": ("condition", "conditions"),
    "event": ("event", "events"),
    "amplifier": ("amplifier", "amplifiers"),
}


def condensed(scene: Scene) -> Scene:
    """Return the scene with one box for each band and each role outside bands, links counted."""
    group: dict[str, str] = {}
    boxes: dict[str, Box] = {}
    counts: dict[str, Counter[str]] = {}
    bands = {band.id: band for band in scene.bands}
    for box in scene.boxes:
        if box.role == "outcome":
            group[box.id] = box.id
            boxes[box.id] = box
            continue
        key = f"band {box.band}" if box.band in bands else f"role {box.role}"
        group[box.id] = key
        counts.setdefault(key, Counter())[box.role] += 1
        label = bands[box.band].label if box.band in bands else "Without a layer"
        boxes.setdefault(key, Box(key, box.role, label, band=box.band))
    for key, roles in counts.items():
        boxes[key] = replace(boxes[key], caption=_counted(roles))
    note = f"Condensed: {len(scene.boxes)} boxes in {len(boxes)}"
    return replace(
        scene,
        kind="layered",
        boxes=(*boxes.values(), Box("note", "note", note)),
        joins=(),
        links=_between(scene, group),
        panel=(),
        panel_links=(),
    )


def _counted(roles: Counter[str]) -> str:
    parts = []
    for role, number in sorted(roles.items()):
        one, many = _NOUNS.get(role, (role, f"{role}s"))
        parts.append(f"{number} {one if number == 1 else many}")
    return ", ".join(parts).upper()


def _between(scene: Scene, group: dict[str, str]) -> tuple[Link, ...]:
    """Return the links between groups, each with how many it stands for; joins are seen through."""
    effects = effects_of(scene.joins)
    found: Counter[tuple[str, str, bool]] = Counter()
    for link in scene.links:
        target = effects.get(link.target, link.target)
        if link.source in group and target in group and group[link.source] != group[target]:
            found[group[link.source], group[target], link.role == "worsens"] += 1
    return tuple(
        Link(source, target, "worsens" if worse else "cause", f"{number} links" * (number > 1))
        for (source, target, worse), number in found.items()
    )
