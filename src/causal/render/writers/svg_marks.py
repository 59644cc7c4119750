"""Bare lines and small marks: axes, leaders, and what stands at a moment."""

from __future__ import annotations

from causal.render.layout.plan import Badge, Stroke
from causal.render.theme import Theme
from causal.render.writers.svg_parts import arrow_head, number, polyline

_TONES = {
    "line": ("line", "line"),
    "faint": ("faint", "faint"),
    "path": ("path", "path"),
    "good": ("go", "good"),
    "ground": ("ground", "ground"),
    "worse": ("worse", "worse"),
}


def stroke_element(stroke: Stroke, theme: Theme) -> str:
    """Return the SVG of a line; a tone ``hue 3`` is the fourth colour of the palette."""
    kind, colour = _colour(stroke.tone, theme)
    way = polyline(stroke.points)
    path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in way)
    dash = f' stroke-dasharray="{stroke.dash}"' if stroke.dash else ""
    line = (
        f'<path class="{kind}" d="{path}" fill="none" stroke="{colour}" '
        f'stroke-width="{number(stroke.width)}"{dash}/>'
    )
    if not stroke.arrow:
        return line
    return f'{line}<path class="{kind}-f" d="{arrow_head(way)}" fill="{colour}"/>'


def _colour(tone: str, theme: Theme) -> tuple[str, str]:
    if tone.startswith("hue "):
        hue = int(tone.removeprefix("hue ")) % len(theme.hues)
        return f"h{hue}", theme.hue(hue).stroke
    kind, field = _TONES[tone]
    return kind, getattr(theme, field)[0]


def _polygon(badge: Badge, corners: tuple[tuple[float, float], ...]) -> str:
    x, y = badge.at
    at = (f"{number(x + dx * badge.size)} {number(y + dy * badge.size)}" for dx, dy in corners)
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
    kind, colour = "line", theme.line[0]
    if badge.kind == "alone":
        kind, colour = "go", theme.good[0]
    if badge.hue is not None:
        hue = badge.hue % len(theme.hues)
        kind, colour = f"h{hue}", theme.hue(hue).stroke
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
