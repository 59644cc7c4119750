"""The SVG writer: one self-contained document, the same bytes for the same plan.

Colours stand in attributes, so the picture survives a sanitizer that strips styles; the small
style sheet only adds the dark form.
"""

from __future__ import annotations

import hashlib

from causal.render import escape_xml
from causal.render.layout.plan import (
    PlacedBand,
    PlacedJoin,
    PlacedLegend,
    PlacedLink,
    Plan,
    Rect,
)
from causal.render.scene import Scene
from causal.render.theme import FONTS, Theme, mix
from causal.render.writers.svg_boxes import box_element
from causal.render.writers.svg_cheese import cheese_elements
from causal.render.writers.svg_edges import edge_element
from causal.render.writers.svg_gates import gate_element
from causal.render.writers.svg_legend import sample_element
from causal.render.writers.svg_marks import SYMBOLS, badge_element, stroke_element
from causal.render.writers.svg_parts import (
    arrow_head,
    card_element,
    clean_prefix,
    dashes,
    filled_element,
    number,
    paint,
    path_element,
    rounded,
    style_sheet,
    text_element,
    tooltip,
)
from causal.render.writers.svg_plugs import plug_element, plugs_of

_SHADE = 0.11
"""How much of its colour the ground of a lane has."""


def write_svg(
    scene: Scene, plan: Plan, theme: Theme, *, id_prefix: str | None = None, opaque: bool = False
) -> str:
    """Return the SVG document of a plan.

    Args:
        scene: What is drawn.
        plan: Where it lies.
        theme: Its colours.
        id_prefix: What its ids start with; taken from the content when not given.
        opaque: Whether lanes have a colour of their own: to mix it costs a tenth more of a PNG.
    """
    hues = {band.id: band.hue % len(theme.hues) for band in scene.bands}
    body = "\n".join(_body(plan, theme, hues, opaque=opaque))
    digest = hashlib.sha256((scene.title + scene.description + body).encode("utf-8", "replace"))
    prefix = clean_prefix(id_prefix) if id_prefix else f"c{digest.hexdigest()[:10]}"
    width, height = number(plan.width), number(plan.height)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" id="{prefix}" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" style="max-width:100%;height:auto" role="img" '
        f'aria-labelledby="{prefix}-t {prefix}-d" font-family="{FONTS}">'
    )
    words = (
        f'<title id="{prefix}-t">{escape_xml.text(scene.title)}</title>'
        f'<desc id="{prefix}-d">{escape_xml.text(scene.description)}</desc>'
    )
    own = [box.hue % len(theme.hues) for box in scene.boxes if box.hue is not None]
    own += [badge.hue % len(theme.hues) for badge in plan.badges if badge.hue is not None]
    sheet = style_sheet(prefix, theme, [0, *hues.values(), *own])
    ground = f'<rect class="bg" width="{width}" height="{height}" fill="{theme.ground[0]}"/>'
    return f"{head}\n{words}\n{sheet}\n{ground}\n{body}\n</svg>\n"


def _body(plan: Plan, theme: Theme, hues: dict[str, int], *, opaque: bool) -> list[str]:
    under = [badge for badge in plan.badges if badge.kind in SYMBOLS]  # words stand in them
    out = [badge_element(badge, theme) for badge in under]
    out += [text_element(text, theme) for text in plan.texts]
    out += [_band_element(one, theme, hues[one.band.id], opaque=opaque) for one in plan.bands]
    out += [stroke_element(stroke, theme) for stroke in plan.strokes]
    out += cheese_elements(plan, theme, hues)
    weak_first = sorted(plan.links, key=_weight)
    out += [_link_element(placed, theme) for placed in weak_first]
    out += [_join_element(placed, theme) for placed in plan.joins]
    out += [_tag_element(placed, theme) for placed in plan.links if placed.tag]
    for placed in plan.boxes:
        band = placed.box.band
        out.append(box_element(placed, theme, hues.get(band) if band is not None else None))
    out += [badge_element(badge, theme) for badge in plan.badges if badge.kind not in SYMBOLS]
    out += [_legend_element(entry, theme) for entry in plan.legend]
    return out


def _band_element(placed: PlacedBand, theme: Theme, hue: int, *, opaque: bool) -> str:
    r, tint = placed.rect, theme.hue(hue).tint
    where = f'x="{number(r.x)}" y="{number(r.y)}"'
    words = "".join(text_element(text, theme) for text in placed.texts)
    fill = f'fill="{tint}" fill-opacity="{_SHADE}"'
    if opaque:
        fill = f'fill="{mix(tint, _SHADE, theme.ground[0])}"'
    return (
        f"<g>{tooltip(placed.band.tooltip)}"
        f'<rect {where} width="{number(r.w)}" height="{number(r.h)}" rx="8" {fill}/>'
        f"{edge_element(Rect(r.x, r.y, 6.0, r.h), placed.band.hue, theme)}{words}</g>"
    )


def _weight(placed: PlacedLink) -> int:
    """Return how late a link is drawn: what matters most lies on top."""
    marks = placed.link.marks
    if "remaining" in marks:
        return 3
    if {"gone", "cancelled"} & set(marks):
        return 0
    return 1 if placed.link.role == "worsens" or marks else 2


def _link_element(placed: PlacedLink, theme: Theme) -> str:
    link = placed.link
    worse = link.role == "worsens"
    tone, width = "worse" if worse else "good" if link.role == "acts" else "line", 1.7
    if {"on_chain", "new"} & set(link.marks):
        tone, width = "hue 0", 2.6
    elif "changed" in link.marks:
        tone, width = "bad", 2.6
    elif "remaining" in link.marks:
        tone, width = "path", 2.8
    elif "lost" in link.marks:
        width = 2.6
    elif {"gone", "removed", "cancelled"} & set(link.marks):
        tone, width = "faint", 1.2
    dash = ""
    if worse:
        dash = dashes(placed.points, (2, 4)) + ' stroke-linecap="round"'
    elif "suspected" in link.marks or "disputed" in link.marks:
        dash = dashes(placed.points, (6, 4))
    elif {"gone", "lost", "planned", "cancelled"} & set(link.marks):
        dash = dashes(placed.points, (4, 4))
    elif "several" in link.marks:
        dash, width = dashes(placed.points, (3, 3)), 4.0
    elif "contributed" in link.marks:
        dash = dashes(placed.points, (1, 5)) + ' stroke-linecap="round"'
        width = max(width, 2.4)
    painted = paint(tone, theme)
    line = path_element(painted, rounded(placed.points), width, more=dash)
    head = ""
    if placed.arrow:
        is_open = link.role in ("acts", "worsens")
        data = arrow_head(placed.points, is_open=is_open)
        head = path_element(painted, data, width) if is_open else filled_element(painted, data)
    return f"<g>{tooltip(link.tooltip)}{line}{head}</g>"


def _tag_element(placed: PlacedLink, theme: Theme) -> str:
    r = placed.tag
    if r is None or placed.text is None:
        return ""
    painted = paint("worse" if placed.link.role == "worsens" else "line", theme)
    ends = zip(plugs_of(placed.link.marks), (r.x - 9.0, r.right + 9.0), strict=False)
    mark = "".join(plug_element(plug, (x, r.cy), (6.5, 6.5), theme) for plug, x in ends)
    card = card_element(painted, r, theme, 3.0, width=0.8)
    words = text_element(placed.text, theme)
    return f"<g>{tooltip(placed.link.tooltip)}{card}{words}{mark}</g>"


_GATES = {
    "and": "AND gate: all of these",
    "or": "OR gate: any of these",
    "vote": "voting gate: at least as many of these",
    "contributing": "these contributed; how they combined is not stated",
}


def _join_element(placed: PlacedJoin, theme: Theme) -> str:
    tones = {
        "remaining": "path", "gone": "faint", "changed": "bad", "new": "hue 0", "lost": "faint",
    }  # fmt: skip
    found = (tone for mark, tone in tones.items() if mark in placed.join.marks)
    painted = paint(next(found, "line"), theme)
    dash, width = "", 1.5
    if {"changed", "new", "lost"} & set(placed.join.marks):
        dash, width = ' stroke-dasharray="3 4"' if "lost" in placed.join.marks else "", 2.4
    if "contributed" in placed.join.marks:
        dash, width = ' stroke-dasharray="1 4" stroke-linecap="round"', 2.4
    r, stem = placed.rect, ""
    if placed.join.shape:
        gate = gate_element(placed.join.shape, r, theme, painted)
        return (
            f"<g>{tooltip(_GATES[placed.join.shape])}{gate}{text_element(placed.text, theme)}</g>"
        )
    if placed.stem:
        stem = path_element(painted, rounded(placed.stem), 1.7)
        stem += filled_element(painted, arrow_head(placed.stem))
    card = card_element(painted, r, theme, r.h / 2, width=width, more=dash)
    return f"<g>{stem}{card}{text_element(placed.text, theme)}</g>"


def _legend_element(placed: PlacedLegend, theme: Theme) -> str:
    sample = sample_element(placed.entry.sample, placed.rect, theme)
    return f"<g>{sample}{text_element(placed.text, theme)}</g>"
