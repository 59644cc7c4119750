"""Layouts: each turns a scene into a plan; `LAYOUTS` names them by the kind of scene."""

from __future__ import annotations

from collections.abc import Callable

from causal.render.layout.frame import MARGIN, framed
from causal.render.layout.ladder import lay_out_ladder
from causal.render.layout.layered import lay_out_layers
from causal.render.layout.plan import Plan
from causal.render.scene import Scene

__all__ = ["LAYOUTS", "PAGE_WIDTH", "lay_out"]

PAGE_WIDTH, SLIDE_WIDTH = 900.0, 1640.0
_PANEL_GAP = 30.0


def _layered(scene: Scene, *, portrait: bool) -> Plan:
    room = PAGE_WIDTH - 2 * MARGIN
    if not scene.panel:
        return lay_out_layers(scene, portrait=portrait, room=room)
    ladder = lay_out_ladder(scene)
    rest = room + 60.0 - ladder.width - _PANEL_GAP
    return ladder.beside(lay_out_layers(scene, portrait=portrait, room=rest), _PANEL_GAP)


def _cheese(scene: Scene, *, portrait: bool) -> Plan:
    from causal.render.layout.cheese import lay_out_cheese

    return lay_out_cheese(scene, room=(PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN)


LAYOUTS: dict[str, Callable[..., Plan]] = {"layered": _layered, "cheese": _cheese}


def lay_out(scene: Scene, *, orientation: str = "portrait") -> Plan:
    """Return the whole picture of a scene, placed, with heading, legend and margins."""
    plan = LAYOUTS[scene.kind](scene, portrait=orientation == "portrait")
    return framed(scene, plan)
