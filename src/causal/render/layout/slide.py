"""A brief: on one slide of 1280 by 720 pixels, or in one column for a page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from causal.render.layout.brief_parts import (
    Sizes,
    cards,
    layer_rows,
    line,
    sentences,
    small_cheese,
)
from causal.render.layout.cheese import Style
from causal.render.layout.plan import PlacedLegend, PlacedText, Plan, Rect, Stroke
from causal.render.metrics import shorten, text_width, wrap
from causal.render.only_paths import by_layer, only_paths
from causal.render.scene import LegendEntry, Scene

SLIDE = Rect(0.0, 0.0, 1280.0, 720.0)
_MARGIN = 40.0
_SIZES = Sizes(small=13.5, text=15.0, said=16.0, heading=17.0)
_LEFT = Rect(40.0, 132.0, 772.0, 526.0)
_RIGHT = Rect(852.0, 146.0, 388.0, 512.0)
_STYLES = (
    Style(near=106.0, far=172.0, side=164.0, width=80.0, lane=88.0, alone=140.0, most=8, lines=0),
    Style(near=92.0, far=150.0, side=148.0, width=62.0, lane=74.0, alone=104.0, most=8, lines=0),
    Style(near=78.0, far=110.0, side=126.0, width=50.0, lane=62.0, alone=90.0, most=9, lines=0),
    Style(near=72.0, far=110.0, side=120.0, width=46.0, lane=48.0, alone=90.0, most=9, lines=0),
)
_CHEESE_TALL, _TWO_ROWS = 300.0, 128.0
_PATHS = frozenset({"path", "spent", "rest", "hole-suspected", "hole-contributed"})
"""The entries of a legend that are about the failure paths."""

_PAGE = Sizes(small=11.0, text=12.5, said=13.0, heading=14.0)
_PAGE_STYLES = (
    Style(near=82.0, far=150.0, side=132.0, width=56.0, lane=74.0, alone=104.0, most=8, lines=0),
    Style(
        near=66.0,
        far=110.0,
        side=110.0,
        width=46.0,
        lane=70.0,
        alone=96.0,
        most=9,
        name=11.0,
        lines=0,
    ),
)
_GAP, _ENDLESS = 18.0, 1e6
_AS_ONE = "2\N{MULTIPLICATION SIGN}: so many gaps of the layer, drawn as one"


def lay_out_slide(scene: Scene) -> Plan:
    """Return the whole slide, placed; what does not fit is left out, never set smaller."""
    texts = tuple(_heading(scene))
    rule = Stroke(((832.0, _RIGHT.y + 4.0), (832.0, _RIGHT.bottom - 8.0)), "faint", 1.0)
    plan = Plan(SLIDE.w, SLIDE.h, texts, strokes=(rule,))
    acting = any(box.slot == "action" for box in scene.boxes)
    need = sentences(scene, replace(_LEFT, y=0.0), _SIZES)[1] + 22.0
    if acting:
        need += min(layer_rows(scene, replace(_LEFT, y=0.0), _SIZES, 2).height, _TWO_ROWS)
    free = _LEFT.h - need
    cheese = small_cheese(scene, _STYLES[:1], _LEFT.w, free, _SIZES, must=False) or small_cheese(
        scene, _STYLES[1:], _LEFT.w, max(free, _CHEESE_TALL), _SIZES, must=False
    )
    kept = scene.legend
    if cheese is None and scene.routes:
        short = by_layer(only_paths(scene))
        cheese = small_cheese(
            short, _STYLES[1:], _LEFT.w, max(free, _CHEESE_TALL), _SIZES, must=False
        )
        kept = (*kept, *(LegendEntry("hole", _AS_ONE),) * (short.bands != scene.bands))
    y = _LEFT.y + 14.0
    if cheese is not None:
        plan = plan.with_parts(cheese.moved(_LEFT.x, _LEFT.y), SLIDE.w, 0.0)
        y = _LEFT.y + cheese.height + 14.0
    legend = _legend(kept if cheese is not None else _without_paths(scene.legend))
    foot = _foot(scene, legend)
    low = foot.y - 26.0
    said, y = sentences(scene, replace(_LEFT, y=y, h=0.0), _SIZES)
    below = Rect(_LEFT.x, y + 8.0, _LEFT.w, low - y - 8.0)
    right = replace(_RIGHT, h=low - _RIGHT.y)
    aside = Rect(_RIGHT.x, _RIGHT.y + 62.0, _RIGHT.w, right.h - 62.0)
    # With nothing to be done to show, the layers stand at the right instead.
    layers = layer_rows(scene, below if acting else aside, _SIZES, 2 if acting else 1)
    for part in (cards(scene, right, _SIZES), said, layers):
        plan = plan.with_parts(replace(part, height=0.0), SLIDE.w, SLIDE.h)
    return replace(plan, legend=legend, texts=(*plan.texts, foot))


def lay_out_brief(scene: Scene, *, room: float) -> Plan:
    """Return the brief in one column of a page, its top left corner at 0, 0, all of it."""
    where = wrap(scene.headings[0], room, _PAGE.small, max_lines=3)
    words = PlacedText(where, 0.0, _PAGE.small, _PAGE.small, _PAGE.step, tone="muted")
    tall = _PAGE.step * len(where)
    plan = Plan(room, tall, (words,) if where else ())
    cheese = small_cheese(scene, _PAGE_STYLES, room, _CHEESE_TALL, _PAGE, must=True)
    if cheese is not None:
        plan = plan.above(cheese, _GAP)
    for part in (
        sentences(scene, Rect(0.0, 0.0, room, 0.0), _PAGE)[0],
        layer_rows(scene, Rect(0.0, 0.0, room, _ENDLESS), _PAGE, 2),
        cards(scene, Rect(0.0, 0.0, room, _ENDLESS), _PAGE, 2),
    ):
        plan = plan.above(part, _GAP) if part.height else plan
    foot = wrap(scene.headings[2], room, _PAGE.small)
    said = PlacedText(foot, 0.0, _PAGE.small, _PAGE.small, _PAGE.step, tone="muted")
    return plan.above(Plan(room, _PAGE.step * len(foot), (said,)), _GAP / 2)


def _without_paths(legend: Iterable[LegendEntry]) -> list[LegendEntry]:
    """Return the legend of a slide that has no room for the failure paths."""
    return [entry for entry in legend if entry.sample not in _PATHS]


def _legend(entries: Iterable[LegendEntry]) -> tuple[PlacedLegend, ...]:
    """Return the legend on the last line, and on one above it where it is too long."""
    rows: list[list[PlacedLegend]] = [[]]
    x, small = _MARGIN, _SIZES.small
    for entry in entries:
        wide = text_width(entry.text, small)
        if x + 34.0 + wide > SLIDE.w - _MARGIN:
            x = _MARGIN
            rows.append([])
        rect = Rect(x, 0.0, 26.0, 16.0)
        text = PlacedText((entry.text,), rect.right + 8.0, 12.5, small, small)
        rows[-1].append(PlacedLegend(entry, rect, text))
        x += 34.0 + wide + 18.0
    tops = (696.0 - 20.0 * (len(rows) - 1 - number) for number in range(len(rows)))
    return tuple(_lowered(one, top) for row, top in zip(rows, tops, strict=True) for one in row)


def _lowered(entry: PlacedLegend, by: float) -> PlacedLegend:
    text = replace(entry.text, y=entry.text.y + by)
    return replace(entry, rect=entry.rect.moved(0.0, by), text=text)


def _heading(scene: Scene) -> list[PlacedText]:
    """Return the title on one line, where and when, and the summary in two lines."""
    room = SLIDE.w - 2 * _MARGIN
    out = [line(shorten(scene.title, room, 28.0, bold=True), _MARGIN, 48.0, 28.0, bold=True)]
    y = 74.0
    if scene.headings[0]:
        out.append(line(shorten(scene.headings[0], room, 14.0), _MARGIN, y, 14.0, tone="muted"))
        y += 26.0
    lines = wrap(scene.caption, room, 18.0, max_lines=2)
    out.append(PlacedText(lines, _MARGIN, y + 4.0, 18.0, 23.0))
    return out


def _foot(scene: Scene, legend: Iterable[PlacedLegend]) -> PlacedText:
    words = shorten(scene.headings[2], SLIDE.w - 2 * _MARGIN, _SIZES.small)
    top = min((one.rect.y for one in legend), default=696.0)
    return line(words, _MARGIN, top - 12.0, _SIZES.small, tone="muted")
