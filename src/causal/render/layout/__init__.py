"""Layouts: each turns a scene into a plan; `LAYOUTS` names them by the kind of scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from causal.render.layout.bowtie import lay_out_bowtie
from causal.render.layout.cheese import LOW, NARROW, PAGE, lay_out_cheese
from causal.render.layout.fault_tree import lay_out_fault_tree, with_transfers
from causal.render.layout.frame import MARGIN, framed
from causal.render.layout.ladder import lay_out_ladder
from causal.render.layout.layered import lay_out_layers
from causal.render.layout.listing import lay_out_listing
from causal.render.layout.plan import PlacedText, Plan
from causal.render.layout.slide import lay_out_brief, lay_out_slide
from causal.render.layout.sparkline import lay_out_sparkline
from causal.render.layout.table import lay_out_columns
from causal.render.layout.timeline import lay_out_timeline
from causal.render.scene import Scene

__all__ = ["LAYOUTS", "PAGE_WIDTH", "lay_out"]

PAGE_WIDTH, SLIDE_WIDTH = 900.0, 1640.0
_PANEL_GAP = 30.0
_PART, _PART_TOP = 15.0, 40.0


_ROOMY = 760.0
"""From this width on the words of a cheese stand below its slices, not in a list."""
_SLACK = 16.0
"""How far the turns of paths may run past the room."""
_ABREAST = 700.0
"""From this width on a chain of answers stands beside the graph, below it above the graph."""


def _layered(scene: Scene, *, portrait: bool, width: float) -> Plan:
    room = width - 2 * MARGIN
    if not scene.panel:
        return lay_out_layers(scene, portrait=portrait, room=room)
    if width < _ABREAST:
        ladder = lay_out_ladder(scene, room)
        return ladder.above(lay_out_layers(scene, portrait=portrait, room=room), _PANEL_GAP)
    ladder = lay_out_ladder(scene)
    rest = room + 60.0 - ladder.width - _PANEL_GAP
    return ladder.beside(lay_out_layers(scene, portrait=portrait, room=rest), _PANEL_GAP)


def _cheese(scene: Scene, *, portrait: bool, width: float) -> Plan:
    room = width - 2 * MARGIN
    low = not portrait and width < SLIDE_WIDTH
    plan = lay_out_cheese(scene, room=room, style=LOW if low else PAGE)
    if width >= _ROOMY:
        return plan
    style = replace(NARROW, listed=not scene.terse)
    short = lay_out_cheese(scene, room=room, style=style)
    if scene.terse:
        return short if short.width <= max(room, plan.width) + _SLACK else plan
    return short if short.height < 0.85 * plan.height and short.width <= room else plan


def _pair(scene: Scene, *, portrait: bool, width: float) -> Plan:
    """Return the parts, one below the other on a page, beside each other on a slide."""
    plans = []
    each = width if portrait else min(width, PAGE_WIDTH)
    for heading, part in zip(scene.headings, scene.parts, strict=False):
        plan = _layered(part, portrait=True, width=each).moved(0.0, _PART_TOP)
        words = PlacedText((heading,), 0.0, 14.0, _PART, _PART, bold=True)
        tall = plan.height + _PART_TOP
        plans.append(replace(plan, height=tall, texts=(words, *plan.texts)))
    one, other = plans
    return one.above(other, 44.0) if portrait else one.beside(other, 64.0)


def _in_room(lay: Callable[..., Plan]) -> Callable[..., Plan]:
    """Return a layout for pages of one that is told only the room between the margins."""
    return lambda scene, *, width, **_: lay(scene, room=width - 2 * MARGIN)


def _turned(lay: Callable[..., Plan]) -> Callable[..., Plan]:
    """Return a layout for pages of one that is told the room and whether it is upright."""
    return lambda scene, *, portrait, width: lay(scene, portrait=portrait, room=width - 2 * MARGIN)


LAYOUTS: dict[str, Callable[..., Plan]] = {
    "layered": _layered,
    "cheese": _cheese,
    "columns": _in_room(lay_out_columns),
    "timeline": _in_room(lay_out_timeline),
    "pair": _pair,
    "bowtie": _turned(lay_out_bowtie),
    "fault-tree": _turned(lay_out_fault_tree),
    "slide": _in_room(lay_out_brief),
    "listing": _in_room(lay_out_listing),
}


def lay_out(scene: Scene, *, orientation: str = "portrait", width: float | None = None) -> Plan:
    """Return the whole picture of a scene, placed, with heading, legend and margins.

    Args:
        scene: What is drawn.
        orientation: ``portrait`` or ``landscape``; without a width, landscape is never taller
            than wide.
        width: What it is to keep to, in pixels, as far as it can; a brief without one is a slide.
    """
    if scene.kind == "slide" and width is None:
        return lay_out_slide(scene)
    if scene.kind == "sparkline":
        return lay_out_sparkline(scene)
    portrait = orientation == "portrait"
    room = width or (PAGE_WIDTH if portrait else SLIDE_WIDTH)
    plan = LAYOUTS[scene.kind](scene, portrait=portrait, width=room)
    if scene.kind == "fault-tree":
        scene = with_transfers(scene, plan)
    whole = framed(scene, plan)
    if portrait or width or whole.height <= whole.width:
        return whole
    return framed(scene, plan, least=whole.height - 2 * MARGIN)
