"""The failure paths of a Swiss cheese without what stands beside them: a scene for little room."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from causal.render.scene import Box, Route, Scene, Start

__all__ = ["by_layer", "only_paths"]

_BESIDE = ("-known", "-worse")
"""How the samples of a legend end that are about what no path runs through."""
_PASSED = "hole"  # how the legend of the cheese calls what a path runs through


def only_paths(scene: Scene) -> Scene:
    """Return the scene with the boxes and layers that a failure path runs through, and no other."""
    passed = {name for route in scene.routes for name in route.through}
    bands = {box.band for box in scene.boxes if box.id in passed}
    return replace(
        scene,
        boxes=tuple(
            box
            for box in scene.boxes
            if box.slot not in {"figure", "layer", "action", "aside"}
            and box.role not in {"known_gap", "amplifier"}
            and (box.band is None or box.id in passed)
        ),
        bands=tuple(band for band in scene.bands if band.id in bands),
        legend=tuple(
            entry
            for entry in scene.legend
            if not entry.sample.endswith(_BESIDE) and not entry.sample.startswith("slice-")
        ),
    )


def by_layer(scene: Scene) -> Scene:
    """Return the paths with one gap for all that a path needed of a layer, and how many these are.

    What every path starts from besides its triggers is one box as well. What is said of each stands
    elsewhere on the page.
    """
    parts = _Parts({box.id: box for box in scene.boxes})
    roots = parts.begun(scene.roots)
    routes = tuple(
        parts.route(route, roots, alone=len(scene.routes) == 1) for route in scene.routes
    )
    counts = {band.id: len(parts.gaps.get(band.id, ())) for band in scene.bands}
    many = min((number for number in counts.values() if number > 1), default=0)
    said = f"gap it went through; {many}\N{MULTIPLICATION SIGN}: {many} of the layer, drawn as one"
    start = tuple(dict.fromkeys(roots.values()))
    kept = {*start, *(name for r in routes for name in (*r.start.boxes, *r.through))}
    boxes = [box for box in scene.boxes if box.id in kept - parts.new.keys()]
    boxes += [box for box in scene.boxes if box.role == "outcome"]
    return replace(
        scene,
        boxes=(*parts.new.values(), *boxes),
        bands=tuple(
            replace(band, label=f"{band.label} {counts[band.id]}\N{MULTIPLICATION SIGN}")
            if counts[band.id] > 1
            else band
            for band in scene.bands
        ),
        routes=routes,
        roots=replace(scene.roots, boxes=start),
        legend=tuple(
            replace(entry, text=said) if entry.sample == _PASSED and many else entry
            for entry in scene.legend
        ),
    )


@dataclass(slots=True)
class _Parts:
    """The boxes of a scene, those that stand for several, and the gaps of each layer."""

    old: Mapping[str, Box]
    new: dict[str, Box] = field(default_factory=dict)
    gaps: dict[str, set[str]] = field(default_factory=dict)

    def begun(self, start: Start) -> dict[str, str]:
        """Return what stands for each box of a start: one for all that are no triggers."""
        others = [name for name in start.boxes if self.old[name].role != "trigger"]
        names = {name: name for name in start.boxes}
        if len(others) > 1 and start.join.startswith("all"):
            names |= dict.fromkeys(others, self.one(others, f"and {len(others)} more, named below"))
        return names

    def route(self, route: Route, roots: Mapping[str, str], *, alone: bool) -> Route:
        """Return a path through one gap of each layer."""
        groups: dict[str, list[str]] = {}
        for name in route.through:
            box = self.old[name]
            key = name if box.role == "action" else f"of {box.band}"
            groups.setdefault(key, []).append(name)
            if box.role != "action":
                self.gaps.setdefault(box.band or "", set()).add(name)
        names = {**roots, **(self.begun(route.start) if alone else {})}
        for group in groups.values():
            names |= dict.fromkeys(group, self.one(group, f"{len(group)} gaps"))
        return replace(
            route,
            start=replace(
                route.start,
                boxes=tuple(dict.fromkeys(names.get(one, one) for one in route.start.boxes)),
            ),
            through=tuple(dict.fromkeys(names[name] for name in route.through)),
            stops=frozenset(names.get(name, name) for name in route.stops),
        )

    def one(self, names: Sequence[str], label: str) -> str:
        """Return the box that stands for some, which is made when it is asked for."""
        if len(names) == 1:
            return names[0]
        made = " and ".join(names)
        boxes = [self.old[name] for name in names]
        self.new[made] = replace(
            boxes[0],
            id=made,
            label=label,
            caption=_alike(box.caption for box in boxes),
            tooltip="\n".join(box.label for box in boxes),
            marks=tuple(dict.fromkeys(mark for box in boxes for mark in box.marks)),
            notes=(),
            stands_for=tuple(names),
        )
        return made


def _alike(captions: Iterable[str]) -> str:
    """Return the caption that all have, or none."""
    found = set(captions)
    return found.pop() if len(found) == 1 else ""
