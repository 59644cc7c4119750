"""The failure paths of a Swiss cheese without what stands beside them: a scene for little room."""

from __future__ import annotations

from dataclasses import replace

from causal.render.scene import Scene

__all__ = ["only_paths"]

_BESIDE = ("-known", "-worse")
"""How the samples of a legend end that are about what no path runs through."""


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
