"""The shapes of boxes: one outline for every role, so that shape tells what colour tells."""

from __future__ import annotations

from collections.abc import Callable

from causal.render import escape_xml
from causal.render.layout.plan import PlacedBox, Rect
from causal.render.scene import Box
from causal.render.theme import Theme
from causal.render.writers.states import dash, is_lost, outline_state
from causal.render.writers.svg_edges import edge_element
from causal.render.writers.svg_parts import number, text_element, tooltip
from causal.render.writers.svg_plugs import plug_element, plug_of


def _n(*values: float) -> str:
    return " ".join(number(value) for value in values)


def _rounded_rect(r: Rect, radius: float) -> str:
    a = min(radius, r.w / 2, r.h / 2)
    return (
        f"M{_n(r.x + a, r.y)}H{_n(r.right - a)}Q{_n(r.right, r.y, r.right, r.y + a)}"
        f"V{_n(r.bottom - a)}Q{_n(r.right, r.bottom, r.right - a, r.bottom)}"
        f"H{_n(r.x + a)}Q{_n(r.x, r.bottom, r.x, r.bottom - a)}"
        f"V{_n(r.y + a)}Q{_n(r.x, r.y, r.x + a, r.y)}Z"
    )


def _pointed(r: Rect) -> str:
    """A box with pointed sides: something starts here."""
    p = min(12.0, r.h / 4)
    return (
        f"M{_n(r.x + p, r.y)}H{_n(r.right - p)}L{_n(r.right, r.cy)}L{_n(r.right - p, r.bottom)}"
        f"H{_n(r.x + p)}L{_n(r.x, r.cy)}Z"
    )


def _bitten(r: Rect) -> str:
    """A box with a round bite out of its right side: a hole in a defence."""
    a, bite = 7.0, 8.0
    return (
        f"M{_n(r.x + a, r.y)}H{_n(r.right - a)}Q{_n(r.right, r.y, r.right, r.y + a)}"
        f"V{_n(r.cy - bite)}A{_n(bite, bite)} 0 0 0 {_n(r.right, r.cy + bite)}"
        f"V{_n(r.bottom - a)}Q{_n(r.right, r.bottom, r.right - a, r.bottom)}"
        f"H{_n(r.x + a)}Q{_n(r.x, r.bottom, r.x, r.bottom - a)}"
        f"V{_n(r.y + a)}Q{_n(r.x, r.y, r.x + a, r.y)}Z"
    )


def _clipped(r: Rect) -> str:
    """A box with its upper right corner cut off, like a ticket: something to be done."""
    c = min(13.0, r.h / 2)
    return f"M{_n(r.x, r.y)}H{_n(r.right - c)}L{_n(r.right, r.y + c)}V{_n(r.bottom)}H{_n(r.x)}Z"


_OUTLINES: dict[str, Callable[[Rect], str]] = {
    "trigger": _pointed,
    "condition": lambda r: _rounded_rect(r, 16.0),
    "event": lambda r: _rounded_rect(r, 2.0),
    "gap": _bitten,
    "known_gap": _bitten,
    "amplifier": _bitten,
    "outcome": lambda r: _rounded_rect(r, 10.0),
    "why": lambda r: _rounded_rect(r, 6.0),
    "note": lambda r: _rounded_rect(r, 4.0),
    "action": _clipped,
    "layer": lambda r: _rounded_rect(r, 4.0),
    "moment": lambda r: _rounded_rect(r, 4.0),
    "phase": lambda r: _rounded_rect(r, 4.0),
    "figure": lambda r: _rounded_rect(r, 8.0),
}


def outline(role: str, rect: Rect) -> str:
    """Return the path data of the outline of a role."""
    return _OUTLINES[role](rect)


_KINDS = {"bad": "stop", "faint": "faint", "path": "path", "good": "go"}
"""The class of the style sheet for each field of the theme."""


def _paint(placed: PlacedBox, theme: Theme, hue: int | None) -> tuple[str, str, float]:
    """Return the class and the colour of the outline, and its width."""
    box = placed.box
    state = outline_state(box)
    if state is not None:
        tone, width = state
        return _KINDS[tone], getattr(theme, tone)[0], width
    if {"on_chain", "new"} & set(box.marks) or box.role == "why":
        return "h0", theme.hue(0).stroke, 3.4 if "new" in box.marks else 2.4
    if box.role == "trigger":
        return "start", theme.trigger[0], 2.0
    if box.role in {"moment", "phase", "figure", "note"}:
        return "faint", theme.faint[0], 1.0
    if hue is not None:
        return f"h{hue}", theme.hue(hue).stroke, 1.8
    return "line", theme.line[0], 1.5


def _ground(placed: PlacedBox, theme: Theme) -> tuple[str, str]:
    """Return the class and the colour of what the words stand on."""
    if {"missed", "changed"} & set(placed.box.marks):
        return "missed", theme.missed[0]
    if {"on_chain", "new"} & set(placed.box.marks) or placed.box.role == "why":
        return "chain", theme.chain[0]
    return "card", theme.card[0]


def _dash(box: Box) -> str:
    pattern = dash(box)
    return f' stroke-dasharray="{pattern}"' if pattern else ""


def _bar(placed: PlacedBox, theme: Theme, hue: int | None) -> str:
    """Return the coloured edge of a layer, or of a phase at the side of its bar."""
    if placed.box.role not in {"layer", "phase"} or hue is None:
        return ""
    r = placed.rect
    x = r.right - 6.0 if placed.box.role == "phase" else r.x
    number = placed.box.hue if placed.box.hue is not None else hue
    return edge_element(Rect(x, r.y, 6.0, r.h), number, theme)


def box_element(placed: PlacedBox, theme: Theme, hue: int | None) -> str:
    """Return the SVG of a box: outline, words, tooltip and link."""
    box = placed.box
    path = outline(box.role, placed.rect)
    hue = box.hue % len(theme.hues) if hue is None and box.hue is not None else hue
    if is_lost(box):
        shape = f'<path class="end" d="{path}" fill="{theme.outcome[0]}"/>'
    else:
        kind, colour, width = _paint(placed, theme, hue)
        ground, fill = _ground(placed, theme)
        shape = (
            f'<path class="{ground} {kind}" d="{path}" fill="{fill}" stroke="{colour}" '
            f'stroke-width="{number(width)}"{_dash(box)}/>{_bar(placed, theme, hue)}'
        )
    words = "".join(text_element(text, theme) for text in placed.texts)
    plug = plug_of(box.marks)
    if plug:
        r = placed.rect
        shape += plug_element(plug, (r.right - 3.0, r.y + 3.0), (8.0, 8.0), theme)
    inner = f"<g>{tooltip(box.tooltip or box.label)}{shape}{words}</g>"
    href = escape_xml.safe_href(box.href)
    if href is None:
        return inner
    return f'<a href="{escape_xml.attribute(href)}" target="_top">{inner}</a>'
