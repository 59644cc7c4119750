"""Layouts: each turns a scene into a plan; `LAYOUTS` names them by the kind of scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from causal.render.layout.frame import MARGIN, framed
from causal.render.layout.ladder import lay_out_ladder
from causal.render.layout.layered import lay_out_layers
from causal.render.layout.plan import PlacedText, Plan
from causal.render.scene import Scene

__all__ = ["LAYOUTS", "PAGE_WIDTH", "lay_out"]

PAGE_WIDTH, SLIDE_WIDTH = 900.0, 1640.0
_PANEL_GAP = 30.0
_PART, _PART_TOP = 15.0, 40.0


def _layered(scene: Scene, *, portrait: bool) -> Plan:
    room = (PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN
    if not scene.panel:
        return lay_out_layers(scene, portrait=portrait, room=room)
    ladder = lay_out_ladder(scene)
    rest = room + 60.0 - ladder.width - _PANEL_GAP
    return ladder.beside(lay_out_layers(scene, portrait=portrait, room=rest), _PANEL_GAP)


def _cheese(scene: Scene, *, portrait: bool) -> Plan:
    from causal.render.layout.cheese import lay_out_cheese

    return lay_out_cheese(scene, room=(PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN)


def _columns(scene: Scene, *, portrait: bool) -> Plan:
    from causal.render.layout.table import lay_out_columns

    return lay_out_columns(scene, room=(PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN)


def _timeline(scene: Scene, *, portrait: bool) -> Plan:
    from causal.render.layout.timeline import lay_out_timeline

    return lay_out_timeline(scene, room=(PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN)


def _pair(scene: Scene, *, portrait: bool) -> Plan:
    """Return the parts, one below the other on a page, beside each other on a slide."""
    plans = []
    for heading, part in zip(scene.headings, scene.parts, strict=False):
        plan = _layered(part, portrait=True).moved(0.0, _PART_TOP)
        words = PlacedText((heading,), 0.0, 14.0, _PART, _PART, bold=True)
        tall = plan.height + _PART_TOP
        plans.append(replace(plan, height=tall, texts=(words, *plan.texts)))
    one, other = plans
    return one.above(other, 44.0) if portrait else one.beside(other, 64.0)


def _bowtie(scene: Scene, *, portrait: bool) -> Plan:
    from causal.render.layout.bowtie import lay_out_bowtie

    room = (PAGE_WIDTH if portrait else SLIDE_WIDTH) - 2 * MARGIN
    return lay_out_bowtie(scene, portrait=portrait, room=room)


LAYOUTS: dict[str, Callable[..., Plan]] = {
    "layered": _layered,
    "cheese": _cheese,
    "columns": _columns,
    "timeline": _timeline,
    "pair": _pair,
    "bowtie": _bowtie,
}


def lay_out(scene: Scene, *, orientation: str = "portrait") -> Plan:
    """Return the whole picture of a scene, placed, with heading, legend and margins."""
    if scene.kind == "slide":
        from causal.render.layout.slide import lay_out_slide

        return lay_out_slide(scene)
    plan = LAYOUTS[scene.kind](scene, portrait=orientation == "portrait")
    return framed(scene, plan)
