"""The PNG writer: the SVG, drawn with the bundled fonts."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.resources import files

from causal.render.layout.plan import P
from causal.render.typefaces import with_fallback_fonts

_PIXELS = 4.6e6


def write_png(picture: P, written: Callable[[P], str], *, scale: float | None = None) -> bytes:
    """Return the picture as PNG bytes.

    Args:
        picture: What is drawn, its words as data.
        written: What makes an SVG of it.
        scale: Pixels of the image for one of the drawing; None for up to two, as its size allows.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    from resvg import render, usvg

    ready, more = with_fallback_fonts(picture)
    options = usvg.Options.default()  # of one thread only, so not kept
    options.font_family = "Liberation Sans"
    for face in ("Regular", "Bold"):
        bundled = files("causal.render").joinpath("fonts", f"LiberationSans-{face}.ttf")
        options.load_font_data(bundled.read_bytes())
    for font in more:
        options.load_font_data(font)
    tree = usvg.Tree.from_str(written(ready), options)
    zoom = _zoom(picture.width * picture.height) if scale is None else scale
    wide, tall = (max(round(side * zoom), 1) for side in tree.int_size())
    return bytes(render(tree, (zoom, 0.0, 0.0, 0.0, zoom, 0.0), bg_size=(wide, tall)))


def _zoom(area: float) -> float:
    """Return two, or less for a large picture, since what it costs goes with its pixels."""
    return round(min(max(math.sqrt(_PIXELS / max(area, 1.0)), 1.0), 2.0), 2)
