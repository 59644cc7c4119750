"""Bare lines and small marks: axes, leaders, and what stands at a moment."""

from __future__ import annotations

from causal.render.layout.plan import Badge, Stroke
from causal.render.theme import Theme
from causal.render.writers.svg_parts import (
    arrow_head,
    filled_element,
    number,
    numbers,
    paint,
    path_element,
    polyline,
)


def stroke_element(stroke: Stroke, theme: Theme) -> str:
    """Return the SVG of a line; a tone ``hue 3`` is the fourth colour of the palette."""
    painted = paint(stroke.tone, theme)
    way = polyline(stroke.points)
    dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
    data = "M" + "L".join(numbers(x, y) for x, y in way)
    line = path_element(painted, data, stroke.width, more=dash)
    return line + filled_element(painted, arrow_head(way)) if stroke.arrow else line


def _polygon(badge: Badge, corners: tuple[tuple[float, float], ...]) -> str:
    x, y = badge.at
    at = (numbers(x + dx * badge.size, y + dy * badge.size) for dx, dy in corners)
    return "M" + "L".join(at) + "Z"


_CORNERS = {
    "change": ((0.0, -1.3), (1.3, 0.0), (0.0, 1.3), (-1.3, 0.0)),
    "response": ((-0.95, -0.95), (0.95, -0.95), (0.95, 0.95), (-0.95, 0.95)),
    "mitigation": ((0.0, -1.2), (1.2, 0.95), (-1.2, 0.95)),
    "undeveloped": ((0.0, -1.0), (1.3, 0.0), (0.0, 1.0), (-1.3, 0.0)),
    "house": ((0.0, -1.0), (1.0, -0.3), (1.0, 1.0), (-1.0, 1.0), (-1.0, -0.3)),
    "transfer": ((0.0, -1.0), (1.25, 1.0), (-1.25, 1.0)),
    "alone": ((-1.0, -1.0), (1.0, -1.0), (1.0, 0.2), (0.0, 1.2), (-1.0, 0.2)),
}
SYMBOLS = frozenset({"basic", "undeveloped", "house", "transfer"})
"""Those of a fault tree, with a number inside."""
_HOLLOW = frozenset({"recovery", "other"}) | SYMBOLS


def badge_element(badge: Badge, theme: Theme) -> str:
    """Return the SVG of a mark; each kind has a shape of its own."""
    tone = "good" if badge.kind == "alone" else "line"
    kind, colour = paint(tone if badge.hue is None else f"hue {badge.hue}", theme)
    hollow = badge.kind in _HOLLOW
    fill = theme.ground[0] if hollow else colour
    names = f"bg {kind}" if hollow else f"{kind} {kind}-f"
    width = 1.5 if badge.kind in SYMBOLS else 2
    style = f'class="{names}" fill="{fill}" stroke="{colour}" stroke-width="{width}"'
    if badge.kind in _CORNERS:
        return f'<path d="{_polygon(badge, _CORNERS[badge.kind])}" {style}/>'
    x, y = badge.at
    size = number(badge.size * (0.6 if badge.kind == "other" else 1.0))
    return f'<ellipse cx="{number(x)}" cy="{number(y)}" rx="{size}" ry="{size}" {style}/>'
