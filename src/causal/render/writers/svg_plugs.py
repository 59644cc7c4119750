"""The marks of what an action does: plugged, to be plugged, hatched, half plugged.

They look the same in a hole, on a box, on a line and in the legend.
"""

from __future__ import annotations

from collections.abc import Collection

from causal.render.layout.plan import Point, Rect
from causal.render.theme import Theme
from causal.render.writers.svg_parts import number, numbers, paint, path_element

PLUGS = ("closed", "to_close", "hardened", "to_harden", "mitigates", "to_mitigate")


def plugs_of(marks: Collection[str]) -> list[str]:
    """Return the marks of what actions do among these."""
    return [mark for mark in PLUGS if mark in marks]


def plug_element(mark: str, at: Point, size: Point, theme: Theme) -> str:
    """Return the SVG of a mark with this middle and these half sizes."""
    (x, y), (rx, ry) = at, size
    colour = theme.good[0]
    where = f'cx="{number(x)}" cy="{number(y)}" rx="{number(rx)}" ry="{number(ry)}"'
    small = min(rx, ry)
    if mark == "closed":
        down, up = numbers(small * 0.35, small * 0.4), numbers(small * 0.6, -small * 0.8)
        tick = f"M{numbers(x - small * 0.5, y)}l{down}l{up}"
        return f'<ellipse class="go-f" {where} fill="{colour}"/>' + path_element(
            paint("ground", theme), tick, max(small * 0.22, 1.6)
        )
    if mark == "to_close":
        return (
            f'<ellipse class="bg go" {where} fill="{theme.ground[0]}" fill-opacity="0.6" '
            f'stroke="{colour}" stroke-width="2.4" stroke-dasharray="4 3"/>'
        )
    if mark in ("mitigates", "to_mitigate"):
        half = f"M{numbers(x - rx, y)}A{numbers(rx, ry)} 0 0 0 {numbers(x + rx, y)}Z"
        planned = mark == "to_mitigate"
        dash = ' stroke-dasharray="3 2.5"' * planned
        shade = ' fill-opacity="0.3"' * planned
        ring = (
            f'<ellipse class="bg worse" {where} fill="{theme.ground[0]}" '
            f'stroke="{theme.worse[0]}" stroke-width="1.8"{dash}/>'
        )
        return f'{ring}<path class="worse-f" d="{half}" fill="{theme.worse[0]}"{shade}/>'
    dash = ' stroke-dasharray="4 3"' if mark == "to_harden" else ""
    lines = "".join(
        f"M{numbers(x + d * rx, y - ry * _reach(d))}V{number(y + ry * _reach(d))}"
        for d in (-0.66, -0.33, 0.0, 0.33, 0.66)
    )
    return (
        f'<ellipse class="bg go" {where} fill="{theme.ground[0]}" '
        f'stroke="{colour}" stroke-width="1.8"{dash}/>'
        + path_element(paint("good", theme), lines, 1.2)
    )


def _reach(share: float) -> float:
    return float((1 - share * share) ** 0.5)


def hatching(r: Rect, rise: float, step: float) -> str:
    """Return the path data of upright lines over a face that rises to the right."""
    x, y, width, height = r.x, r.y, r.w, r.h
    parts = []
    at = step
    while at < width - 1.0:
        top = y - rise * at / width
        parts.append(f"M{numbers(x + at, top + 1.0)}V{number(top + height - 1.0)}")
        at += step
    return "".join(parts)
