"""The shapes of boxes: one outline for every role, so that shape tells what colour tells."""

from __future__ import annotations

from typing import Literal

from causal.render import escape_xml
from causal.render.layout.plan import PlacedBox, Rect
from causal.render.metrics import is_cut_off
from causal.render.scene import Box
from causal.render.theme import Theme
from causal.render.writers.states import dash, is_lost, outline_state
from causal.render.writers.svg_edges import edge_element
from causal.render.writers.svg_parts import (
    filled_element,
    number,
    numbers,
    paint,
    path_element,
    text_element,
    tooltip,
)
from causal.render.writers.svg_plugs import plug_element, plugs_of


def _rounded_rect(r: Rect, radius: float, bite: float = 0.0) -> str:
    """A box with round corners, and with a round bite out of its right side for a hole."""
    a, n = min(radius, r.w / 2, r.h / 2), numbers
    edge = f"V{n(r.cy - bite)}A{n(bite, bite)} 0 0 0 {n(r.right, r.cy + bite)}" if bite else ""
    return (
        f"M{n(r.x + a, r.y)}H{n(r.right - a)}Q{n(r.right, r.y, r.right, r.y + a)}{edge}"
        f"V{n(r.bottom - a)}Q{n(r.right, r.bottom, r.right - a, r.bottom)}"
        f"H{n(r.x + a)}Q{n(r.x, r.bottom, r.x, r.bottom - a)}"
        f"V{n(r.y + a)}Q{n(r.x, r.y, r.x + a, r.y)}Z"
    )


def _pointed(r: Rect) -> str:
    """A box with pointed sides: something starts here."""
    p, n = min(12.0, r.h / 4), numbers
    return (
        f"M{n(r.x + p, r.y)}H{n(r.right - p)}L{n(r.right, r.cy)}L{n(r.right - p, r.bottom)}"
        f"H{n(r.x + p)}L{n(r.x, r.cy)}Z"
    )


def _clipped(r: Rect) -> str:
    """A box with its upper right corner cut off, like a ticket: something to be done."""
    c, n = min(13.0, r.h / 2), numbers
    return f"M{n(r.x, r.y)}H{n(r.right - c)}L{n(r.right, r.y + c)}V{n(r.bottom)}H{n(r.x)}Z"


_RADII = {"condition": 16.0, "event": 2.0, "outcome": 10.0, "why": 6.0, "figure": 8.0}
_BITTEN = frozenset({"gap", "known_gap", "amplifier"})


def outline(role: str, rect: Rect, *, small: bool = False) -> str:
    """Return the path data of the outline of a role, with smaller curves for a legend."""
    if role in _BITTEN:
        return _rounded_rect(rect, 3.0, 4.0) if small else _rounded_rect(rect, 7.0, 8.0)
    if role in {"trigger", "action"}:
        return _pointed(rect) if role == "trigger" else _clipped(rect)
    return _rounded_rect(rect, _RADII.get(role, 4.0))


def outline_paint(box: Box, hue: int | None) -> tuple[str, float]:
    """Return the tone and the width of the outline of a box that lies in a band of this colour."""
    state = outline_state(box)
    if state is not None:
        return state
    if {"on_chain", "new"} & set(box.marks) or box.role == "why":
        return "hue 0", 3.4 if "new" in box.marks else 2.4
    if box.role == "trigger":
        return "trigger", 2.0
    if box.role in {"moment", "phase", "figure", "note"}:
        return "faint", 1.0
    return ("line", 1.5) if hue is None else (f"hue {hue}", 1.8)


def ground_of(box: Box) -> Literal["missed", "chain", "card"]:
    """Return the field of the theme that the words of a box stand on."""
    if {"missed", "changed"} & set(box.marks):
        return "missed"
    return "chain" if {"on_chain", "new"} & set(box.marks) or box.role == "why" else "card"


def shape_element(
    box: Box, data: str, theme: Theme, painted: tuple[str, str], *, width: float, dashes: str
) -> str:
    """Return the SVG of a box without its words: the outcome is filled, others are outlined."""
    if is_lost(box):
        return f'<path class="end" d="{data}" fill="{theme.outcome[0]}"/>'
    ground = ground_of(box)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<path class="{ground} {painted[0]}" d="{data}" fill="{getattr(theme, ground)[0]}" '
        f'stroke="{painted[1]}" stroke-width="{number(width)}"{dashed}/>'
    )


def corner_element(box: Box, r: Rect, theme: Theme, size: float = 9.0) -> str:
    """Return the corner that tells what was missed, filled, or has changed, open, in grey too."""
    if not {"missed", "changed"} & set(box.marks):
        return ""
    inset = size * 0.45
    x = r.x + inset + (min(12.0, r.h / 4) if box.role == "trigger" else 0.0)
    data = f"M{numbers(x, r.y + inset)}h{number(size)}l{numbers(-size, size)}Z"
    painted = ("light", "#ffffff") if is_lost(box) else paint("bad", theme)
    if "missed" in box.marks:
        return filled_element(painted, data)
    return path_element(painted, data, size * 0.15)


def _bar(placed: PlacedBox, theme: Theme, hue: int | None) -> str:
    """Return the coloured edge of a layer, or of a phase at the side of its bar."""
    if placed.box.role not in {"layer", "phase"} or hue is None:
        return ""
    r = placed.rect
    x = r.right - 6.0 if placed.box.role == "phase" else r.x
    number = placed.box.hue if placed.box.hue is not None else hue
    return edge_element(Rect(x, r.y, 6.0, r.h), number, theme)


def _in_full(placed: PlacedBox) -> str:
    """Return the words of the title of a box, with every word in it that was cut off."""
    box = placed.box
    if not any(is_cut_off(line) for text in placed.texts for line in text.lines[-1:]):
        return box.tooltip or box.label
    words = (box.caption, box.label, *box.notes, box.tooltip)
    return "\n".join(dict.fromkeys(filter(None, words)))


def box_element(placed: PlacedBox, theme: Theme, hue: int | None) -> str:
    """Return the SVG of a box: outline, words, tooltip and link."""
    box = placed.box
    hue = box.hue % len(theme.hues) if hue is None and box.hue is not None else hue
    tone, width = outline_paint(box, hue)
    data, painted = outline(box.role, placed.rect), paint(tone, theme)
    shape = shape_element(box, data, theme, painted, width=width, dashes=dash(box))
    shape += _bar(placed, theme, hue) + corner_element(box, placed.rect, theme)
    words = "".join(text_element(text, theme) for text in placed.texts)
    r = placed.rect
    for plug, x in zip(plugs_of(box.marks), (r.right - 3.0, r.x + 3.0), strict=False):
        shape += plug_element(plug, (x, r.y + 3.0), (8.0, 8.0), theme)
    inner = f"<g>{tooltip(_in_full(placed))}{shape}{words}</g>"
    href = escape_xml.safe_href(box.href)
    if href is None:
        return inner
    return f'<a href="{escape_xml.attribute(href)}" target="_top">{inner}</a>'
