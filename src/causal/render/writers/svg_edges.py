"""The coloured edge of a layer: its mark tells it from another layer of the same colour."""

from __future__ import annotations

from causal.render.layout.plan import Rect
from causal.render.theme import Theme, layer_mark
from causal.render.writers.svg_parts import number, paint, path_element


def edge_element(rect: Rect, hue: int, theme: Theme, *, slope: float = 0.0) -> str:
    """Return the SVG of an edge that fills a narrow upright rectangle.

    Args:
        rect: Where it lies.
        hue: The number of the layer.
        theme: The colours.
        slope: How much its level lines rise a pixel, where it lies on a face in perspective.
    """
    (kind, colour), mark = paint(f"hue {hue}", theme), layer_mark(hue)
    if mark == "solid":
        return (
            f'<rect class="{kind}-f" x="{number(rect.x)}" y="{number(rect.y)}" '
            f'width="{number(rect.w)}" height="{number(rect.h)}" rx="2.5" fill="{colour}"/>'
        )
    wide = rect.w / 3 if mark == "double" else rect.w * 0.7
    places = (wide / 2, rect.w - wide / 2) if mark == "double" else (rect.w / 2,)
    dash = {"dashed": "9 5", "dotted": f"0.1 {number(wide * 1.7)}"}.get(mark, "")
    pattern = f' stroke-dasharray="{dash}"' * bool(dash)
    cap = ' stroke-linecap="round"' * (mark == "dotted")
    lines = "".join(
        f"M{number(rect.x + dx)} {number(rect.y - slope * dx + wide / 2)}v{number(rect.h - wide)}"
        for dx in places
    )
    return path_element((kind, colour), lines, wide, more=pattern + cap)
