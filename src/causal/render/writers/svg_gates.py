"""The gates of a fault tree, in the shapes that people who draw them know.

References:
    IEC 61025:2006, annex A; W. E. Vesely et al., *Fault Tree Handbook*, NUREG-0492, 1981.
"""

from __future__ import annotations

from causal.render.layout.plan import Rect
from causal.render.theme import Theme
from causal.render.writers.svg_parts import number, numbers, paint

GATES = ("and", "or", "vote", "contributing")


def _and(r: Rect) -> str:
    """A flat foot and a round top."""
    shoulder = r.y + min(r.h * 0.6, r.w / 2)
    return (
        f"M{numbers(r.x, r.bottom)}V{number(shoulder)}"
        f"C{numbers(r.x, r.y - r.h * 0.2, r.right, r.y - r.h * 0.2, r.right, shoulder)}"
        f"V{number(r.bottom)}Z"
    )


def _or(r: Rect) -> str:
    """A hollow foot and a pointed top; the foot meets the line that comes from below."""
    hollow = r.h * 0.32
    foot = f"M{numbers(r.cx, r.bottom)}V{number(r.bottom - hollow / 2)}"
    return (
        f"M{numbers(r.x, r.bottom)}Q{numbers(r.x, r.y + r.h * 0.3, r.cx, r.y)}"
        f"Q{numbers(r.right, r.y + r.h * 0.3, r.right, r.bottom)}"
        f"Q{numbers(r.cx, r.bottom - hollow, r.x, r.bottom)}Z{foot}"
    )


def _contributing(r: Rect) -> str:
    """A shape that no gate of the standard has."""
    inset = r.w * 0.2
    return (
        f"M{numbers(r.x, r.bottom)}L{numbers(r.x + inset, r.y)}H{number(r.right - inset)}"
        f"L{numbers(r.right, r.bottom)}Z"
    )


_OUTLINES = {"and": _and, "or": _or, "vote": _or, "contributing": _contributing}


def gate_element(
    shape: str, rect: Rect, theme: Theme, painted: tuple[str, str] | None = None
) -> str:
    """Return the SVG of one of the `GATES`, with the class and colour of its outline."""
    kind, line = painted or paint("line", theme)
    dots = ' stroke-dasharray="2 3"' if shape == "contributing" else ""
    return (
        f'<path class="card {kind}" d="{_OUTLINES[shape](rect)}" fill="{theme.card[0]}" '
        f'stroke="{line}" stroke-width="1.6"{dots}/>'
    )
