"""The PNG writer: the SVG, drawn with the bundled fonts and those that its words need."""

from __future__ import annotations

import math
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from causal.render.layout.plan import P
from causal.render.typefaces import with_fallback_fonts

_PIXELS = 2.3e6


def write_png(picture: P, written: Callable[[P], str], *, scale: float | None = None) -> bytes:
    """Return the picture as PNG bytes.

    Args:
        picture: What is drawn, its words as data.
        written: What makes an SVG of it.
        scale: Pixels of the image for one of the drawing; None for up to two, as its size allows.

    Warns:
        MissingGlyphs: Some characters are in no font at hand; they show as their code points.
    """
    import resvg_py

    ready, more = with_fallback_fonts(picture)
    bundled = files("causal.render").joinpath("fonts")
    with as_file(bundled) as folder, TemporaryDirectory(prefix="causal-fonts-") as name:
        fonts = [folder / f"LiberationSans-{face}.ttf" for face in ("Regular", "Bold")]
        for number, font in enumerate(more):
            fonts.append(Path(name) / f"{number}.ttf")
            fonts[-1].write_bytes(font)
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=written(ready),
                zoom=_zoom(picture.width * picture.height) if scale is None else scale,
                dpi=96.0,
                skip_system_fonts=True,
                font_files=[str(path) for path in fonts],
                font_family="Liberation Sans",
                sans_serif_family="Liberation Sans",
            )
        )


def _zoom(area: float) -> float:
    """Return two, or less for a large picture, since what it costs goes with its pixels."""
    return round(min(max(math.sqrt(_PIXELS / max(area, 1.0)), 1.0), 2.0), 2)
